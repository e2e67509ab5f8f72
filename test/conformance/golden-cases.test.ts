/** The training's own step beside numbers of the released code: every golden case, every strategy, on 1, 2, 3 ranks. */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import type { Strategy } from '../../src/conformance/case/precision.js';
import { openStepCase } from '../../src/conformance/case/step-case.js';
import type { GroupResult } from '../../src/conformance/compare.js';
import { replayAndCompare } from '../../src/conformance/replay.js';
import { runRanks } from '../../src/conformance/run-ranks.js';
import { listDevices } from '../../src/nn/device.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { caseCopy, goldenCase } from './case/case-folder.js';

const ALL_GROUPS = 13;

function assertWithin(groups: readonly GroupResult[], count: number): void {
  assert.equal(groups.length, count);
  for (const { group, worst, error, tolerance, ok } of groups)
    assert.ok(ok, `${group}: ${worst} is off by ${error}, may be by ${tolerance}`);
}

for (const name of ['step-stochastic-depth', 'step-centering', 'step-sinkhorn-swiglu-registers'])
  test(`four steps of ${name} on one rank match the released code`, async () => {
    const backend = openBackend('cpu', 'float32');
    const stepCase = openStepCase(goldenCase(name), {
      strategy: null,
      ranks: null,
      ranksPerNode: null,
      precision: null,
    });
    assertWithin(await replayAndCompare(stepCase, backend, new LocalCommunicator(backend)), ALL_GROUPS);
    assert.equal(backend.memory().bytesInUse, 0, 'a step leaves nothing behind');
  });

const onRanks: [name: string, ranks: number, strategy: Strategy, ranksPerNode?: number][] = [
  ['step-two-ranks', 2, 'FULL_SHARD'],
  ['step-two-ranks', 2, 'SHARD_GRAD_OP'],
  ['step-two-ranks', 2, 'NO_SHARD'],
  ['step-stochastic-depth', 2, 'SHARD_GRAD_OP'],
  ['step-stochastic-depth', 3, 'FULL_SHARD'],
  ['step-centering', 2, 'NO_SHARD'],
  ['step-centering', 3, 'FULL_SHARD'],
  ['step-sinkhorn-swiglu-registers', 2, 'FULL_SHARD'],
  ['step-sinkhorn-swiglu-registers', 3, 'NO_SHARD'],
  ['step-stochastic-depth', 4, 'HYBRID_SHARD', 2],
  ['step-centering', 4, 'HYBRID_SHARD', 2],
  ['step-two-ranks', 2, 'HYBRID_SHARD', 1],
  ['step-two-ranks', 2, 'HYBRID_SHARD'],
];

for (const [name, ranks, strategy, ranksPerNode = null] of onRanks)
  test(`four steps of ${name} on ${ranks} ranks${ranksPerNode ? `, ${ranksPerNode} a node,` : ''} with ${strategy} match the released code`, async () => {
    const options = { strategy, ranks, ranksPerNode, precision: null };
    assertWithin(await runRanks(openStepCase(goldenCase(name), options), options, 'cpu'), ALL_GROUPS);
  });

const withOptions: [what: string, name: string, groups: number][] = [
  ['without local crops', 'step-no-local-crops', 13],
  ['with one image on each rank', 'step-batch-one', 13],
  ['without iBOT and KoLeo, with clipping, a warm-up and the end of the schedules', 'step-without-ibot', 12],
  ['with masks in every second iteration only', 'step-masks-at-times', 13],
  ['with blocks in chunks and no qkv bias', 'step-chunks', 12],
];

for (const [what, name, groups] of withOptions)
  test(`steps ${what} match the released code`, async () => {
    const options = { strategy: null, ranks: null, ranksPerNode: null, precision: null };
    assertWithin(await runRanks(openStepCase(goldenCase(name), options), options, 'cpu'), groups);
  });

const hasBf16 = listDevices()[0]!.computeTypes.includes('bfloat16');

for (const name of ['step-two-ranks', 'step-centering', 'step-stochastic-depth', 'step-sinkhorn-swiglu-registers'])
  test(`steps of ${name} in bfloat16 stay near the float32 ones, or are refused`, async () => {
    const options = { strategy: null, ranks: null, ranksPerNode: null, precision: 'bf16' } as const;
    const replayed = runRanks(openStepCase(goldenCase(name), options), options, 'cpu');
    if (hasBf16) assertWithin(await replayed, ALL_GROUPS);
    else await assert.rejects(replayed, /the CPU of ranks? 0.* does not multiply bfloat16 by itself/);
  });

test('weights and gradients that travel in fp16 stay within what their rounding explains', async () => {
  const options = { strategy: null, ranks: 2, ranksPerNode: null, precision: 'fp16' } as const;
  for (const name of ['step-two-ranks', 'step-centering'])
    assertWithin(await runRanks(openStepCase(goldenCase(name), options), options, 'cpu'), ALL_GROUPS);
});

test('what travels in bf16 stays within what its rounding explains, and is rounded more than in fp16', async (t) => {
  const errors: number[] = [];
  for (const format of ['fp16', 'bf16']) {
    const folder = caseCopy(t, 'step-two-ranks');
    const onWire = `{mixed_precision: {param_dtype: ${format}, reduce_dtype: ${format}}}`;
    const network = `{backbone: ${onWire}, dino_head: ${onWire}, ibot_head: ${onWire}}`;
    const keys = { student: network, teacher: network, grad_scaler: false };
    const lines = Object.entries(keys).map(([key, value]) => `  ${key}: ${value}\n`);
    appendFileSync(join(folder, 'config.yaml'), `compute_precision:\n${lines.join('')}`);
    const options = { strategy: null, ranks: 2, ranksPerNode: null, precision: 'fp16' } as const;
    const groups = await runRanks(openStepCase(folder, options), options, 'cpu');
    assertWithin(groups, ALL_GROUPS);
    errors.push(groups.find(({ group }) => group === 'gradients')!.error);
  }
  assert.ok(errors[1]! > 2 * errors[0]!, `${errors}`);
});
