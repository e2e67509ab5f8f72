import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { logReaches } from '../../src/run/log-reached.js';
import { temporaryFolder } from '../formats/torch-files.js';

test('a log reaches the step of its last whole line', async () => {
  const path = join(temporaryFolder(), 'log.jsonl');
  assert.equal(await logReaches(path, 0, true), false);
  writeFileSync(path, '');
  assert.equal(await logReaches(path, 0, true), false);
  writeFileSync(path, `${JSON.stringify({ step: 3, filler: 'x'.repeat(70_000) })}\n{"step":4}\n{"step":5`);
  for (const synced of [true, false]) {
    assert.equal(await logReaches(path, 4, synced), true);
    assert.equal(await logReaches(path, 5, synced), false);
  }
});
