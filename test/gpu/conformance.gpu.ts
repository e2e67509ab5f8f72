/** Steps of the released code, on one rank. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Precision } from '../../src/conformance/case/precision.js';
import { openStepCase } from '../../src/conformance/case/step-case.js';
import { runRanks } from '../../src/conformance/run-ranks.js';
import { goldenCase } from '../conformance/case/case-folder.js';
import { gpu } from './gpu-under-test.js';

for (const precision of ['fp32', 'fp16'] satisfies Precision[])
  for (const name of ['step-stochastic-depth', 'step-centering', 'step-sinkhorn-swiglu-registers'])
    test(`four steps of ${name} in ${precision} on ${gpu} match the released code`, async () => {
      const options = { strategy: null, ranks: null, ranksPerNode: null, precision };
      const groups = await runRanks(openStepCase(goldenCase(name), options), options, gpu.replace(/:\d+$/, ''));
      for (const { group, worst, error, tolerance, ok } of groups)
        assert.ok(ok, `${group}: ${worst} is off by ${error}, may be by ${tolerance}`);
    });
