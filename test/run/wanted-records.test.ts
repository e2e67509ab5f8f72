import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { dropWantedRecord, wantedRecords, wantRecord } from '../../src/run/wanted-records.js';

function outputFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-wanted-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('steps are wanted until they are dropped, in order, and beside what was recorded', (t) => {
  const folder = outputFolder(t);
  assert.deepEqual(wantedRecords(folder), []);
  for (const step of [200, 7, 30, 7]) wantRecord(folder, step);
  for (const name of ['step-3', '.tmp-step-4', '.wanted-step-x', '.wanted-step-'])
    mkdirSync(join(folder, 'recorded', name));
  assert.deepEqual(wantedRecords(folder), [7, 30, 200]);
  dropWantedRecord(folder, 30);
  dropWantedRecord(folder, 31);
  assert.deepEqual(wantedRecords(folder), [7, 200]);
  assert.ok(readdirSync(join(folder, 'recorded')).includes('step-3'));
});

test('where nothing can be written, that is said to whoever wants a step, and nothing is wanted', (t) => {
  const folder = outputFolder(t);
  writeFileSync(join(folder, 'recorded'), 'no folder');
  assert.throws(() => wantRecord(folder, 1));
  assert.deepEqual(wantedRecords(folder), []);
});
