import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { logTail } from '../../src/agent/log-tail.js';

test('the tail of a log is its last 20 lines, none from before the given byte', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'log');
  const lines = Array.from({ length: 50 }, (_, i) => `line ${i}`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  assert.equal(logTail(path, 0), lines.slice(30).join('\n'));
  const from = lines.slice(0, 48).join('\n').length + 1;
  assert.equal(logTail(path, from), 'line 48\nline 49');
  assert.equal(logTail(path, 1e6), '');
  assert.equal(logTail(join(folder, 'none'), 0), '');
  writeFileSync(path, 'x'.repeat(100_000));
  assert.equal(logTail(path, 0).length, 8192);
});
