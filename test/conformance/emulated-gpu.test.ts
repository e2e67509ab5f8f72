/** The CUDA backend's own code, its kernels run on a CPU, beside numbers of the released code. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { openStepCase } from '../../src/conformance/case/step-case.js';
import { recordStep } from '../../src/conformance/record-step.js';
import { replayAndCompare } from '../../src/conformance/replay.js';
import { runRanks } from '../../src/conformance/run-ranks.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { smallConfig } from '../checkpoint/small-training.js';
import { folderOf, noisePngs } from '../data/image-files.js';
import { indexedImages } from '../data/indexed-images.js';
import { goldenCase } from './case/case-folder.js';

/** Of the others gradients times the loss scale as released, 65536, go beyond what fp16 has: their steps are skipped there. */
const IN_FP16 = ['step-stochastic-depth', 'step-centering', 'step-sinkhorn-swiglu-registers', 'step-two-ranks'];
const CASES = {
  fp32: [
    ...IN_FP16,
    'step-no-local-crops',
    'step-masks-at-times',
    'step-batch-one',
    'step-chunks',
    'step-without-ibot',
  ],
  fp16: IN_FP16,
};

const WITHOUT_IBOT_HEAD = ['step-chunks', 'step-without-ibot'];

/** fp16 is what a GPU computes in by itself: activations, residual stream and gathered weights too, with the loss scale as released. */
for (const precision of ['fp32', 'fp16'] as const)
  for (const name of CASES[precision])
    test(`four steps of ${name} in ${precision} on an emulated GPU match the released code`, async () => {
      const options = { strategy: null, ranks: null, ranksPerNode: null, precision };
      const groups = await runRanks(openStepCase(goldenCase(name), options), options, 'cuda-emulated');
      assert.equal(groups.length, WITHOUT_IBOT_HEAD.includes(name) ? 12 : 13);
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

test("a step with heads of 64, through the kernels on tensor cores, is the CPU's", async (t) => {
  const outputDir = mkdtempSync(join(tmpdir(), 'dinofleet-heads-'));
  t.after(() => rmSync(outputDir, { recursive: true }));
  const base = smallConfig();
  const config = smallConfig({
    student: { ...base.student, embed_dim: 128, num_heads: 2, drop_path_rate: 0.3 },
    crops: { global_crops_size: 64, local_crops_size: 32, local_crops_number: 2 },
    compute_precision: { grad_scaler: false },
  });
  const images = await indexedImages(t, folderOf(t, noisePngs(9)));
  const cpu = openBackend('cpu', 'float32');
  await recordStep(
    { outputDir, config, images, globalBatch: 4, threads: 2 },
    1,
    null,
    cpu,
    new LocalCommunicator(cpu),
    () => {},
  );
  for (const [precision, compute] of [
    ['fp32', 'float32'],
    ['fp16', 'float16'],
  ] as const) {
    const gpu = openBackend('cuda-emulated:0', compute);
    const options = { strategy: null, ranks: null, ranksPerNode: null, precision };
    // Another device: near, not the same bits.
    const stepCase = { ...openStepCase(join(outputDir, 'recorded/step-1'), options), toTheBit: false };
    const groups = await replayAndCompare(stepCase, gpu, new LocalCommunicator(gpu));
    for (const { group, worst, error, tolerance, ok } of groups)
      assert.ok(ok, `${precision}, ${group}: ${worst} is off by ${error}, may be by ${tolerance}`);
  }
});
