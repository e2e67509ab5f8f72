/** The CUDA backend's own code, its kernels run on a CPU, beside numbers of the released code. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Precision } from '../../src/conformance/case/precision.js';
import { openStepCase } from '../../src/conformance/case/step-case.js';
import { runRanks } from '../../src/conformance/run-ranks.js';
import { goldenCase } from './case/case-folder.js';

const CASES = ['step-stochastic-depth', 'step-centering', 'step-sinkhorn-swiglu-registers', 'step-two-ranks'];

/** fp16 is what a GPU computes in by itself: activations, residual stream and gathered weights too, with the loss scale as released. */
for (const precision of ['fp32', 'fp16'] satisfies Precision[])
  for (const name of CASES)
    test(`four steps of ${name} in ${precision} on an emulated GPU match the released code`, async () => {
      const options = { strategy: null, ranks: null, ranksPerNode: null, precision };
      const groups = await runRanks(openStepCase(goldenCase(name), options), options, 'cuda-emulated');
      assert.equal(groups.length, 13);
      for (const { group, worst, error, tolerance, ok } of groups)
        assert.ok(ok, `${group}: ${worst} is off by ${error}, may be by ${tolerance}`);
    });

test('shards of several emulated GPUs make the same steps', async () => {
  for (const strategy of ['FULL_SHARD', 'NO_SHARD'] as const) {
    const options = { strategy, ranks: 2, ranksPerNode: null, precision: 'fp16' } as const;
    const groups = await runRanks(openStepCase(goldenCase('step-two-ranks'), options), options, 'cuda-emulated');
    for (const { group, worst, error, ok } of groups)
      assert.ok(ok, `${strategy}, ${group}: ${worst} is off by ${error}`);
  }
});
