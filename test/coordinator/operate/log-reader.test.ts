import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LogReader } from '../../../src/coordinator/operate/log-reader.js';
import { temporaryFolder } from '../../formats/torch-files.js';

test('the last lines of a log come first, then what is appended, in whole lines', () => {
  const path = join(temporaryFolder(), 'rank.log');
  const reader = new LogReader(path);
  assert.deepEqual(reader.read(2), [], 'a rank that has not begun has printed nothing');
  writeFileSync(path, 'one\ntwo\nthree\nfo');
  assert.deepEqual(reader.read(2), ['two', 'three']);
  assert.deepEqual(reader.read(2), []);
  appendFileSync(path, 'ur\nfive\n');
  assert.deepEqual(reader.read(2), ['four', 'five']);
});

test('of a long log only the end is read', () => {
  const path = join(temporaryFolder(), 'rank.log');
  writeFileSync(path, [...Array(50_000).fill('x'.repeat(99)), 'last', ''].join('\n'));
  assert.deepEqual(new LogReader(path).read(1), ['last']);
});
