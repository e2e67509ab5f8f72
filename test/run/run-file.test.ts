import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRunFile, removeRunFile, writeRunFile } from '../../src/run/run-file.js';
import { temporaryFolder } from '../formats/torch-files.js';

test('what a run has decided is read back, replaced and removed', () => {
  const folder = temporaryFolder();
  assert.equal(readRunFile(folder), null);
  removeRunFile(folder);
  for (const globalBatch of [8, 12]) {
    writeRunFile(folder, { globalBatch, batchSizePerGpu: 4 });
    assert.deepEqual(readRunFile(folder), { globalBatch, batchSizePerGpu: 4 });
  }
  assert.deepEqual(readdirSync(folder), ['run.json']);
  removeRunFile(folder);
  assert.equal(readRunFile(folder), null);
});

test('a file that holds anything else is an error that says what to do', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'run.json');
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"globalBatch":8}',
    '{"globalBatch":0,"batchSizePerGpu":4}',
    '{"globalBatch":"8","batchSizePerGpu":4}',
    '{"globalBatch":1.5,"batchSizePerGpu":4}',
  ]) {
    writeFileSync(path, text);
    assert.throws(() => readRunFile(folder), {
      code: 'RUN_FILE_DAMAGED',
      exitCode: 1,
      message:
        `${path} cannot be read: it holds ${JSON.stringify(text)}; expected {"globalBatch":N,"batchSizePerGpu":N} as a launch ` +
        'wrote it. Remove it to have the global batch decided anew',
    });
  }
});

test('a directory in its place is no file', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'run.json'));
  assert.throws(() => readRunFile(folder), { code: 'RUN_FILE_DAMAGED', message: /run\.json cannot be read: EISDIR/ });
});
