import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type CaseOptions, openStepCase } from '../../src/conformance/case/step-case.js';
import { RankError, runRanks } from '../../src/conformance/run-ranks.js';
import { caseCopy, goldenCase } from './case/case-folder.js';

const AS_IT_IS: CaseOptions = { strategy: null, ranks: null, ranksPerNode: null, precision: null };

/** Runs, and returns the error and the processes, which must all have ended. */
async function failure(run: (onProcess: (process: ChildProcess) => void) => Promise<unknown>): Promise<RankError> {
  const processes: ChildProcess[] = [];
  const error = await run((process) => processes.push(process)).then(
    () => assert.fail('it did not fail'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof RankError, String(error));
  assert.ok(processes.length > 0);
  for (const child of processes)
    if (child.exitCode === null && child.signalCode === null)
      await once(child, 'exit', { signal: AbortSignal.timeout(60_000) });
  return error;
}

test('a rank that is killed ends the others, and is named', async () => {
  const stepCase = openStepCase(goldenCase('step-two-ranks'), AS_IT_IS);
  for (const moment of ['spawn', 'message']) {
    const error = await failure((onProcess) => {
      let count = 0;
      return runRanks(stepCase, AS_IT_IS, 'cpu', (child) => {
        onProcess(child);
        if (count++ === 1) child.once(moment, () => child.kill('SIGKILL'));
      });
    });
    assert.match(error.message, /^rank 1 of 2: its process was ended by SIGKILL$/);
  }
});

test('a rank that fails gives its own reason, not that of the peers that lose it', async (t) => {
  const folder = caseCopy(t, 'step-batch-one');
  const stepCase = openStepCase(folder, AS_IT_IS);
  truncateSync(join(folder, 'expected.safetensors'), 100);
  const error = await failure((onProcess) => runRanks(stepCase, AS_IT_IS, 'cpu', onProcess));
  assert.match(error.message, /^rank [01] of 2: .*expected.safetensors: claims a header of/);
});

test('a device without a backend is refused with what there is', async () => {
  const stepCase = openStepCase(goldenCase('step-batch-one'), AS_IT_IS);
  const error = await failure((onProcess) => runRanks(stepCase, AS_IT_IS, 'cuda', onProcess));
  assert.match(error.message, /^rank [01] of 2: there is no cuda:[01]: .+; devices here: cpu$/);
});
