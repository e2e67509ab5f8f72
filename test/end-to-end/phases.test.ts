/** Trainings that start from something: a high-resolution phase, a distillation, each from a checkpoint of its own making. */
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CheckpointReader } from '../../src/checkpoint/load.js';
import { readFeatures } from '../../src/eval/features.js';
import { SafetensorsFile } from '../../src/formats/safetensors.js';
import { processesWith } from '../fixtures/fleet-process.js';
import {
  checkpointFolder,
  dinofleet,
  launch,
  readLog,
  shardBytes,
  type TrainingFolder,
  timelessLog,
  trainingFolder,
} from './training.js';

/** Runs the recipe to its end. */
async function run(t: TestContext, folder: TrainingFolder, name: string, ...args: string[]): Promise<string> {
  const outputDir = join(folder.root, name);
  const command = launch(t, folder, outputDir, ...args);
  assert.equal(await command.ended, 0, command.output());
  return outputDir;
}

/** Features by a checkpoint and by what is exported of it. */
async function exportedFeatures(t: TestContext, folder: TrainingFolder, checkpoint: string) {
  const embed = async (source: string, name: string, ...overrides: string[]) => {
    const out = join(folder.root, `${name}.safetensors`);
    const command = dinofleet(t, 'embed', source, folder.images, ...overrides, '--out', out);
    assert.equal(await command.ended, 0, command.output());
    return readFeatures(out).rows;
  };
  const model = join(folder.root, 'exported');
  const command = dinofleet(t, 'export', checkpoint, '--to', 'official', '--out', model);
  assert.equal(await command.ended, 0, command.output());
  const own = await embed(checkpoint, 'own');
  return { own, exported: await embed(join(model, 'backbone.pth'), 'exported', 'student.num_heads=2') };
}

test('a phase at 112 px goes on from a training at 56 px', async (t) => {
  const folder = trainingFolder(t);
  const atSize = (size: number) => [
    'student.patch_size=14',
    `crops.global_crops_size=${size}`,
    'crops.local_crops_size=28',
  ];
  const first = await run(t, folder, 'first', ...atSize(56), 'train.max_steps=12');
  const checkpoint = checkpointFolder(first, 12);

  // Three epochs in six steps, on one rank in place of two, otherwise sharded. The average stands still, to be recognised.
  const phase = await run(
    t,
    folder,
    'phase',
    ...atSize(112),
    `MODEL.WEIGHTS=${checkpoint}`,
    'train.OFFICIAL_EPOCH_LENGTH=2',
    'train.nproc_per_node=1',
    'train.checkpoint_steps=1',
    'train.keep_checkpoints=6',
    'compute_precision.grad_scaler=false',
    'compute_precision.student.backbone.sharding_strategy=FULL_SHARD',
    'teacher.momentum_teacher=1',
    'optim.min_lr=0.00001',
  );

  const log = readLog(phase);
  assert.deepEqual(
    log.map(({ step }) => step),
    [0, 1, 2, 3, 4, 5],
    'the length of the phase',
  );
  const lr = log.map((line) => line.lr as number);
  assert.deepEqual([lr[0], lr[1], lr[2]], [0, 0.002, 0.002], 'the warm-up of one epoch is two steps');
  const cosine = (share: number) => 1e-5 + 0.5 * (0.002 - 1e-5) * (1 + Math.cos(Math.PI * share));
  assert.ok(Math.abs(lr[5]! - cosine(3 / 4)) < 1e-9, `${lr[5]}`);

  const [before, after] = [
    await CheckpointReader.open(checkpoint),
    await CheckpointReader.open(checkpointFolder(phase, 1)),
  ];
  assert.deepEqual(
    { ...after.manifest.optimizer, step: after.manifest.step, globalBatch: after.manifest.globalBatch },
    { lossScale: 1, growthTracker: 0, adamStep: 1, step: 1, globalBatch: 4 },
    'optimizer, step and batch are those of a new run',
  );
  assert.deepEqual(after.parameterNames, before.parameterNames);
  assert.ok(after.parameterNames.some((name) => name.startsWith('ibot_head.')));
  for (const replica of ['student', 'teacher'] as const)
    for (const name of after.parameterNames) {
      // The rate of the first step is 0.
      if (name !== 'backbone.pos_embed')
        assert.deepEqual(after.parameter(replica, name), before.parameter(replica, name), `${replica}.${name}`);
      else assertInterpolated(before.parameter(replica, name), after.parameter(replica, name));
    }
  const student = before.parameter('student', 'backbone.blocks.0.attn.qkv.weight');
  assert.notDeepEqual(student, before.parameter('teacher', 'backbone.blocks.0.attn.qkv.weight'), 'two networks');
  before.close();
  after.close();

  const { own, exported } = await exportedFeatures(t, folder, checkpointFolder(phase, 6));
  assert.deepEqual(exported, own);
});

/** By the matrix that the released code's interpolation makes of a basis, 4 x 4 to 8 x 8 patches. */
function assertInterpolated(given: Float32Array, got: Float32Array): void {
  const golden = SafetensorsFile.open('test/golden/high-resolution/positions.safetensors');
  const matrix = golden.read('interpolation', 'F32', [64, 16]);
  golden.close();
  const width = given.length / 17;
  assert.equal(got.length, 65 * width);
  assert.deepEqual(got.subarray(0, width), given.subarray(0, width), 'the class token keeps its own');
  for (let row = 0; row < 64; row++)
    for (let d = 0; d < width; d++) {
      let sum = 0;
      for (let column = 0; column < 16; column++) sum += matrix[row * 16 + column]! * given[(1 + column) * width + d]!;
      assert.ok(Math.abs(got[(1 + row) * width + d]! - sum) < 1e-6, `patch ${row}, ${d}`);
    }
}

test('a student is distilled from a larger teacher', async (t) => {
  const folder = trainingFolder(t);
  const larger = ['student.embed_dim=48', 'student.depth=3', 'student.num_heads=3', 'student.num_register_tokens=2'];
  const teacher = checkpointFolder(await run(t, folder, 'teacher', ...larger, 'train.max_steps=12'), 12);
  const distil = [`distillation.teacher=${teacher}`, 'ibot.mask_sample_probability=0', 'train.checkpoint_steps=5'];
  const whole = await run(t, folder, 'whole', ...distil);

  await t.test('interrupted, on the way it goes on to the same bytes', async (t) => {
    await run(t, folder, 'parts', ...distil, 'train.max_steps=23');
    const parts = await run(t, folder, 'parts', ...distil);
    assert.deepEqual(timelessLog(parts), timelessLog(whole));
    assert.deepEqual(shardBytes(parts, 60), shardBytes(whole, 60));
  });

  await t.test('the checkpoint holds student and average alone, and is exported', async (t) => {
    const checkpoint = checkpointFolder(whole, 60);
    const reader = await CheckpointReader.open(checkpoint);
    assert.deepEqual(reader.shapeOf('backbone.norm.weight'), [24]);
    assert.ok(!reader.parameterNames.some((name) => /register_tokens|blocks\.2/.test(name)));
    assert.notDeepEqual(
      reader.parameter('student', 'backbone.norm.bias'),
      reader.parameter('teacher', 'backbone.norm.bias'),
    );
    reader.close();
    const { own, exported } = await exportedFeatures(t, folder, checkpoint);
    assert.deepEqual(exported, own);
  });

  await t.test('a teacher that is gone stops the next launch, new or resumed, before a process starts', async (t) => {
    renameSync(teacher, `${teacher}-away`);
    for (const outputDir of [whole, join(folder.root, 'new')]) {
      const command = launch(t, folder, outputDir, ...distil, 'optim.epochs=4');
      assert.equal(await command.ended, 2, command.output());
      assert.match(command.output(), /error \[WEIGHTS_MISSING\] \S+\/12: there is no such file or directory/);
      assert.deepEqual(processesWith(outputDir), []);
    }
  });
});

test('what a run could not start from ends with exit code 2 before a process starts', async (t) => {
  const folder = trainingFolder(t);
  const distil = ['ibot.mask_sample_probability=0', 'student.patch_size=8'];
  const golden = 'distillation.teacher=test/golden/distillation/teacher_checkpoint.pth';
  const cases: [args: string[], message: RegExp][] = [
    [
      ['MODEL.WEIGHTS=a', 'student.pretrained_weights=b'],
      /error \[TWO_STARTS\] MODEL\.WEIGHTS is a and student\.pretrained_weights is b/,
    ],
    [['MODEL.WEIGHTS=nowhere'], /error \[WEIGHTS_MISSING\] MODEL\.WEIGHTS is \/\S+\/nowhere, and there is no manifest/],
    [[golden], /error \[NOT_IN_DISTILLATION\] ibot\.mask_sample_probability is 0\.5/],
    [[golden, ...distil], /error \[ARCH_MISMATCH\] .* add distillation\.num_heads=N/],
    [
      [golden, ...distil, 'distillation.num_heads=2'],
      /error \[WEIGHTS_DIFFER\] .* dino_head of 40 prototypes, but dino\.head_n_prototypes is 64/,
    ],
  ];
  await Promise.all(
    cases.map(async ([args, message], i) => {
      const command = launch(t, folder, join(folder.root, `out-${i}`), ...args);
      assert.equal(await command.ended, 2, command.output());
      assert.match(command.output(), message);
    }),
  );
});
