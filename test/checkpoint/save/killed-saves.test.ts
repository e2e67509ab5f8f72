import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomStream } from '../../../src/random/random-stream.js';
import { DEATHS } from './dying-files.js';
import { assertSurvives, operationsOfSave } from './killed-saves.js';

test('a save killed at some operations, before, after and within, and by a power failure: a good checkpoint remains', async () => {
  const operations = operationsOfSave();
  for (const kind of ['write', 'sync', 'rename', 'syncDirectory', 'symlink', 'create', 'remove', 'makeDirectory'])
    assert.ok(
      operations.some((operation) => operation.startsWith(`${kind} `)),
      kind,
    );
  const random = new RandomStream(11, 'killed saves');
  const made = operations.findIndex((operation) => /rename \S+ \S+\/10$/.test(operation));
  // The moments before and after the rename that makes the checkpoint, and others by chance.
  const found = [await assertSurvives(made, 'before'), await assertSurvives(made, 'after')];
  assert.deepEqual(found, [5, 10]);
  for (let i = 0; i < 10; i++) await assertSurvives(random.integer(0, operations.length), DEATHS[i % DEATHS.length]!);
});
