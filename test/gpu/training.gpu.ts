/** The quickstart's training beside the CPU's, and one that is killed. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { noisePngs } from '../data/image-files.js';
import { addressesOf, dinofleet, readLog, shardBytes, timelessLog, trainingFolder } from '../end-to-end/training.js';
import { workerPid } from '../fixtures/fleet-process.js';
import { deviceKind, gpu, isEmulated } from './gpu-under-test.js';
import { assertFollows } from './loss-curves.js';

const EMOJI = 'examples/emoji/node_modules/emoji-datasource-google/img/google/64';
const STEPS = isEmulated ? 12 : 200;
/** Steps whose mean is compared: single ones go their own ways. */
const WINDOW = Math.min(20, STEPS);
/** Of such a mean, in float16 beside float32. */
const TOLERANCE = 0.02;

const small = isEmulated ? ['student.depth=2', 'student.embed_dim=64', 'student.num_heads=1'] : [];
const keys = (dataset: string) => [
  `train.dataset_path=${dataset}`,
  'train.nproc_per_node=1',
  `train.batch_size_per_gpu=${isEmulated ? 8 : 64}`,
  `train.max_steps=${STEPS}`,
  `train.checkpoint_steps=${STEPS / 4}`,
  'train.snapshot_seconds=0',
  ...small,
];

test(`${STEPS} steps of the quickstart on ${gpu} follow the CPU's curve, and killed it goes on to the bit`, async (t) => {
  const folder = trainingFolder(t, existsSync(EMOJI) ? {} : noisePngs(64));
  const images = existsSync(EMOJI) ? EMOJI : folder.images;
  const outputs = Object.fromEntries(['cpu', 'gpu', 'killed'].map((name) => [name, join(folder.root, name)]));
  const start = (name: string, device: string, ...more: string[]) =>
    dinofleet(
      t,
      'launch',
      'configs/quickstart.yaml',
      ...keys(images),
      `train.output_dir=${outputs[name]}`,
      '--device',
      device,
      ...more,
    );
  const cpu = start('cpu', 'cpu', 'compute_precision.compute_dtype=fp32');
  const whole = start('gpu', deviceKind);
  assert.equal(await whole.ended, 0, whole.output());

  // The worker is killed once there is a checkpoint, and its agent starts another.
  const killed = start('killed', deviceKind);
  const { coordinator } = await addressesOf(killed);
  const pid = await workerPid(coordinator, 0, 1);
  await killed.says(/info checkpoint step=/);
  process.kill(pid, 'SIGKILL');
  assert.equal(await killed.ended, 0, killed.output());
  assert.deepEqual(timelessLog(outputs.killed!), timelessLog(outputs.gpu!));
  assert.deepEqual(shardBytes(outputs.killed!, STEPS), shardBytes(outputs.gpu!, STEPS));

  assert.equal(await cpu.ended, 0, cpu.output());
  const got = readLog(outputs.gpu!);
  assert.equal(got.length, STEPS);
  assertFollows(got, readLog(outputs.cpu!), WINDOW, TOLERANCE);
});
