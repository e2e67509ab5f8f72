import { test } from 'node:test';
import { DEATHS } from './dying-files.js';
import { assertSurvives, operationsOfSave } from './killed-saves.js';

test('a save killed at every operation, before, after and within, and by a power failure: a good checkpoint remains', async (t) => {
  const operations = operationsOfSave();
  for (const death of DEATHS)
    await t.test(`${operations.length} operations, ${death}`, async () => {
      for (let n = 0; n < operations.length; n++) await assertSurvives(n, death);
    });
});
