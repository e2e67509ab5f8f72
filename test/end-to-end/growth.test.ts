/** A node that comes while others train: it takes part from a checkpoint on that is made for it, and no step is computed twice. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { addressesOf, dinofleet, readLog, recipe, trainingFolder } from './training.js';

/** Many more than pass until the second agent is there. */
const STEPS = 400;

test('a second agent joins a training under way, every image is used once, and no restart is counted', async (t) => {
  const { root, images } = trainingFolder(t);
  const outputDir = join(root, 'out');
  const folders = [`train.dataset_path=${images}`, `train.output_dir=${outputDir}`];
  const keys = [
    'train.nproc_per_node=1',
    'train.batch_size_per_gpu=8',
    `train.max_steps=${STEPS}`,
    'optim.epochs=1000',
    'train.log_every=1',
  ];
  const host = dinofleet(t, 'coordinator', recipe, ...folders, ...keys, '--nodes', '1:2');
  const { coordinator } = await addressesOf(host);
  const agent = (listenHost: string) =>
    dinofleet(t, 'agent', '--coordinator', coordinator, '--listen-host', listenHost);
  const first = agent('127.0.0.1');
  await host.says(/running generation=1 workers=1/);
  const second = agent('127.0.0.2');
  const [, from] = await host.says(/info generation-ended generation=1 reason="\S+ takes part from step (\d+) on"/);
  await host.says(/running generation=2 workers=2/);
  for (const one of [host, first, second]) assert.equal(await one.ended, 0, one.output());

  // The line of a step is there once, whichever generation computed it: the images are a function of the step.
  const log = readLog(outputDir);
  assert.deepEqual(
    log.map(({ step }) => step),
    Array.from({ length: STEPS }, (_, i) => i),
  );
  for (const { images: used } of log) assert.equal(used, 8);
  assert.ok(Number(from) < STEPS);
  assert.doesNotMatch(host.output(), /restart=/);
});
