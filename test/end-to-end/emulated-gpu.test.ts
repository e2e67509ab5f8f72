/** A training on two emulated GPUs: the CUDA backend's own code in the real fleet, in float16 with a loss scale. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readManifest } from '../../src/checkpoint/manifest.js';
import { checkpointFolder, launch, launchDying, readLog, shardBytes, timelessLog, trainingFolder } from './training.js';

const STEPS = 20;
const keys = [
  'train.batch_size_per_gpu=2',
  'train.log_every=4',
  'train.snapshot_seconds=0',
  `train.max_steps=${STEPS}`,
  'student.embed_dim=64',
  'student.num_heads=1',
  'student.drop_path_rate=0.3',
  'dino.head_n_prototypes=128',
  'ibot.head_n_prototypes=128',
  'optim.warmup_epochs=0',
];
const onGpus = [...keys, '--device', 'cuda-emulated'];
/** Of a loss in float16, in every step. */
const TOLERANCE = 0.01;

test('a training on two emulated GPUs learns as on the CPU, and goes on to the bit', async (t) => {
  const folder = trainingFolder(t);
  const [whole, parts, cpu] = ['whole', 'parts', 'cpu'].map((name) => join(folder.root, name)) as [
    string,
    string,
    string,
  ];
  const run = async (outputDir: string, ...args: string[]) => {
    const command = launch(t, folder, outputDir, ...args);
    assert.equal(await command.ended, 0, command.output());
    return command.output();
  };
  const output = await run(whole, ...onGpus);
  assert.match(output, /matrix products in float16/);
  assert.equal((await readManifest(checkpointFolder(whole, STEPS))).computeType, 'float16');

  // Without a loss scale, which settles in other steps on the CPU, whose activations have the range of float32.
  const unscaled = join(folder.root, 'unscaled');
  await run(unscaled, ...onGpus, 'compute_precision.grad_scaler=false');
  await run(cpu, ...keys, 'compute_precision.grad_scaler=false');
  const wanted = readLog(cpu);
  for (const [step, line] of readLog(unscaled).entries())
    for (const loss of ['dino_local_crops_loss', 'dino_global_crops_loss', 'ibot_loss', 'total_loss']) {
      const [got, expected] = [Number(line[loss]), Number(wanted[step]![loss])];
      assert.ok(
        Math.abs(got - expected) <= TOLERANCE * expected,
        `step ${step}: ${loss} is ${got}, on the CPU ${expected}`,
      );
    }

  await run(parts, ...onGpus, 'train.max_steps=7');
  await run(parts, ...onGpus);
  assert.deepEqual(timelessLog(parts), timelessLog(whole));
  const expected = shardBytes(whole, STEPS);
  for (const [name, bytes] of Object.entries(shardBytes(parts, STEPS))) assert.ok(bytes.equals(expected[name]!), name);
});

test('an error of a GPU ends its worker with op, file and line, and the training goes on to the bit', async (t) => {
  const folder = trainingFolder(t);
  const [whole, broken] = ['whole', 'broken'].map((name) => join(folder.root, name)) as [string, string];
  const more = [...onGpus, 'train.max_steps=6', 'train.checkpoint_steps=2'];
  const undisturbed = launch(t, folder, whole, ...more);
  assert.equal(await undisturbed.ended, 0, undisturbed.output());
  const deaths = [{ generation: 1, rank: 1, at: 'forwardBackward', nth: 5, byDevice: true }] as const;
  const command = launchDying(t, folder, broken, deaths, ...more);
  assert.equal(await command.ended, 0, command.output());
  assert.match(
    command.output(),
    /generation-ended generation=1 reason="rank 1 .*\w+ has failed on the device.*cudaErrorIllegalAddress.* the last kernel is of \w+\.cu:\d+/,
  );
  assert.deepEqual(timelessLog(broken), timelessLog(whole));
  assert.deepEqual(shardBytes(broken, 6), shardBytes(whole, 6));
});
