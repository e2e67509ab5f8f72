import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { openModel } from '../../../src/checkpoint/open-model.js';
import { LocalCommunicator } from '../../../src/comm/local-communicator.js';
import { loadConfig } from '../../../src/config/load.js';
import type { Config } from '../../../src/config/schema.js';
import { SafetensorsFile } from '../../../src/formats/safetensors.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import {
  checkDistillationTeacher,
  openFrozenTeacher,
  shapeFrozenTeacher,
} from '../../../src/train/start/frozen-teacher.js';
import { numberedState, saveSmall, smallConfig } from '../../checkpoint/small-training.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { units } from '../../golden-units.js';
import { worstDifference } from '../worst-difference.js';
import { type DistillationStep, distillation, distillationStep } from './distillation-case.js';

const folder = temporaryFolder();
const backend = openBackend('cpu', 'float32');
const teacher = join(distillation, 'teacher_checkpoint.pth');

/** As for the step cases: five times what PyTorch differs from itself. */
const TOLERANCES = { loss: 5e-5, koleo: 5e-6, gradient: 3e-5 };

async function stepOnRanks(worldSize: number, overrides: string[]): Promise<DistillationStep> {
  const workers = Array.from({ length: worldSize }, (_, rank) => {
    const workerData = { overrides, rank, worldSize };
    return new Worker(new URL('./distillation-rank.js', import.meta.url), { workerData });
  });
  const addresses = await Promise.all(workers.map(async (worker) => (await once(worker, 'message'))[0] as Uint8Array));
  const results = workers.map(async (worker) => (await once(worker, 'message'))[0] as DistillationStep);
  for (const worker of workers) worker.postMessage(addresses);
  const steps = await Promise.all(results);
  const gradients = new Map(
    [...steps[0]!.gradients].map(([name, values]) => [
      name,
      values.map((_, i) => steps.reduce((sum, step) => sum + step.gradients.get(name)![i]!, 0)),
    ]),
  );
  return { numbers: steps[0]!.numbers, gradients };
}

function assertGradientsClose(got: DistillationStep['gradients'], expected: (name: string) => Float32Array): void {
  for (const [name, values] of got) {
    const difference = worstDifference(values, expected(name));
    assert.ok(difference <= TOLERANCES.gradient, `${name}: off by ${difference} of its largest value`);
  }
}

test('losses and gradients are those that modules of the released code compute, every patch being compared', async () => {
  const { numbers, gradients } = await distillationStep([], backend, new LocalCommunicator(backend));
  const expected = JSON.parse(readFileSync(join(distillation, 'expected.json'), 'utf8'));
  for (const [name, loss] of Object.entries(numbers.losses)) {
    if (name === 'total_loss') continue;
    const tolerance = name === 'koleo_loss' ? TOLERANCES.koleo : TOLERANCES.loss * expected[name];
    assert.ok(Math.abs(loss - expected[name]) <= tolerance, `${name} ${loss}, expected ${expected[name]}`);
  }
  const golden = SafetensorsFile.open(join(distillation, 'gradients.safetensors'));
  assert.deepEqual([...gradients.keys()].sort(), [...golden.tensors.keys()].sort());
  assertGradientsClose(gradients, (name) => golden.read(name, 'F32'));
  golden.close();
  assert.ok(
    gradients.get('backbone.mask_token')!.every((x) => x === 0),
    'nothing is masked',
  );
  assert.equal(backend.memory().bytesInUse, 0, 'a step leaves nothing behind');
});

test('without an iBOT loss the class tokens are compared alone', async () => {
  const { numbers } = await distillationStep(['ibot.loss_weight=0'], backend, new LocalCommunicator(backend));
  const expected = JSON.parse(readFileSync(join(distillation, 'expected.json'), 'utf8'));
  assert.equal(numbers.losses.ibot_loss, 0);
  const { dino_global_crops_loss: loss } = numbers.losses;
  assert.ok(Math.abs(loss - expected.dino_global_crops_loss) <= TOLERANCES.loss * expected.dino_global_crops_loss);
});

test('two and three ranks with sharded teachers compute what one does', async () => {
  // KoLeo looks for neighbours within a rank.
  const overrides = ['dino.koleo_loss_weight=0'];
  const one = await distillationStep(overrides, backend, new LocalCommunicator(backend));
  for (const worldSize of [2, 3]) {
    const several = await stepOnRanks(worldSize, [
      ...overrides,
      ...['backbone', 'dino_head', 'ibot_head'].map(
        (name) => `compute_precision.teacher.${name}.sharding_strategy=FULL_SHARD`,
      ),
    ]);
    for (const name of ['dino_local_crops_loss', 'dino_global_crops_loss', 'ibot_loss'] as const) {
      const [got, expected] = [several.numbers.losses[name], one.numbers.losses[name]];
      assert.ok(Math.abs(got - expected) <= TOLERANCES.loss * expected, `${worldSize} ranks, ${name}: ${got}`);
    }
    assertGradientsClose(several.gradients, (name) => one.gradients.get(name)!);
  }
});

const configFor = (...overrides: string[]): Config => loadConfig(join(distillation, 'config.yaml'), overrides);

const refused = (code: string, message: string | RegExp, ...overrides: string[]) =>
  assert.rejects(checkDistillationTeacher(configFor(...overrides)), { code, message });

test('a teacher of another patch size is refused', async () => {
  await refused(
    'WEIGHTS_DIFFER',
    `${teacher} has patches of 8 px, expected 16 px, which is student.patch_size: each patch of the student is compared ` +
      'with the same patch of the teacher',
    'student.patch_size=16',
  );
});

test('a teacher whose heads have other prototypes is refused, either head by its key', async () => {
  await refused(
    'WEIGHTS_DIFFER',
    `${teacher} has a dino_head of 40 prototypes, but dino.head_n_prototypes is 41; set dino.head_n_prototypes=40`,
    'dino.head_n_prototypes=41',
  );
  await refused(
    'WEIGHTS_DIFFER',
    /has a ibot_head of 28 .* set ibot.head_n_prototypes=28$/,
    'ibot.head_n_prototypes=5',
  );
});

test('a teacher with one head for a student with two is refused, and the other way round', async () => {
  await refused(
    'WEIGHTS_DIFFER',
    `${teacher} has a separate ibot_head, but ibot.separate_head is false; set ibot.separate_head=true`,
    'ibot.separate_head=false',
  );
  const shared = smallConfig({ ibot: { separate_head: false }, dino: { head_n_prototypes: 40, head_hidden_dim: 10 } });
  const state = numberedState(shared, backend, new LocalCommunicator(backend));
  const checkpoint = await saveSmall(state, join(folder, 'shared'), 1);
  state.close();
  await refused(
    'WEIGHTS_DIFFER',
    `${checkpoint} has one head for class tokens and patches, but ibot.separate_head is true; set ibot.separate_head=false`,
    `distillation.teacher=${checkpoint}`,
    'distillation.num_heads=null',
  );
  await refused(
    'ARCH_MISMATCH',
    `distillation.num_heads is 2, but ${checkpoint} is a checkpoint, which says itself; leave it out`,
    `distillation.teacher=${checkpoint}`,
  );
});

test('a frozen teacher holds one float32 copy of itself, shared out over the ranks', async () => {
  const { backbone, heads } = await openModel(teacher);
  const all = [backbone, ...Object.values(heads)].flatMap(({ shapes }) => [...shapes.values()]);
  backbone.close();
  // The position embedding is made for the crops of 4 x 4 patches; in the file it is for 6 x 6.
  const numel = all.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0) - (36 - 16) * 32;

  const held = async (worldSize: number) => {
    const comm = Object.create(new LocalCommunicator(backend), { worldSize: { value: worldSize } });
    const before = backend.memory().bytesInUse;
    const frozen = (await openFrozenTeacher(configFor(), backend, comm, () => {}))!;
    const bytes = backend.memory().bytesInUse - before;
    assert.match(frozen.description, new RegExp(`^a frozen teacher of ${numel} parameters: 0\\.\\d MiB in float32$`));
    frozen.close();
    return bytes;
  };
  const [whole, quarter] = [await held(1), await held(4)];
  assert.ok(whole >= 4 * numel && whole < 4 * numel * 1.1, `${whole} bytes`);
  assert.ok(quarter < 0.3 * whole, `${quarter} of ${whole} bytes`);
});

test('without patches to compare the ibot head does not matter', async () => {
  await checkDistillationTeacher(configFor('ibot.loss_weight=0', 'ibot.separate_head=false'));
});

test('weights of a backbone alone have no heads', async () => {
  for (const path of [`${units}/official_backbone.pth`, `${units}/hf-dinov2/model.safetensors`])
    await refused(
      'WEIGHTS_DIFFER',
      new RegExp(`^${path} has no dino_head: targets are made by a teacher's heads.* use a checkpoint directory`),
      `distillation.teacher=${path}`,
      'student.patch_size=14',
      'crops.global_crops_size=28',
      'crops.local_crops_size=14',
      'distillation.num_heads=3',
    );
});

test('a file that is cut short and one that is not there are refused', async () => {
  const cut = join(folder, 'cut.pth');
  writeFileSync(cut, readFileSync(teacher).subarray(0, 150_000));
  await refused('WEIGHTS_INVALID', /cut\.pth: has no end of a zip archive/, `distillation.teacher=${cut}`);
  await refused(
    'WEIGHTS_MISSING',
    'nowhere.pth: there is no such file or directory',
    'distillation.teacher=nowhere.pth',
  );
});

test('where a file does not tell the heads of attention, the key that does is named', async () => {
  await refused('ARCH_MISMATCH', /its width, 32, .* add distillation\.num_heads=N$/, 'distillation.num_heads=null');
});

test('nothing to distil from is nothing to check', async () => {
  await checkDistillationTeacher(configFor('distillation.teacher='));
});

test('a teacher that is shown images normalised otherwise is refused', async () => {
  const own = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
  const state = numberedState(smallConfig({ data: own }), backend, new LocalCommunicator(backend));
  const checkpoint = await saveSmall(state, join(folder, 'normalised'), 1);
  state.close();
  const config = (data: object) => smallConfig({ distillation: { teacher: checkpoint }, data, ...undistorted });
  await checkDistillationTeacher(config(own));
  await assert.rejects(checkDistillationTeacher(config({})), {
    code: 'NOT_IN_DISTILLATION',
    message:
      `${checkpoint} was trained on images normalised by other numbers than this run's ` +
      'data.mean=[0.485,0.456,0.406] data.std=[0.229,0.224,0.225]; set data.mean=[0.5,0.5,0.5] ' +
      'data.std=[0.25,0.25,0.25]: a frozen teacher and its student are shown the same images',
  });
});

/** What a distilled student must not have. */
const undistorted = {
  student: { ...smallConfig().student, drop_path_rate: 0 },
  ibot: { ...smallConfig().ibot, mask_sample_probability: 0 },
};

test('a teacher without numbers is as large as the one that is read', async () => {
  const config = loadConfig(join(distillation, 'config.yaml'), []);
  const comm = new LocalCommunicator(backend);
  const [read, shape] = [
    (await openFrozenTeacher(config, backend, comm, () => {}))!,
    (await shapeFrozenTeacher(config, backend, comm))!,
  ];
  assert.deepEqual([shape.networks, shape.plan], [read.networks, read.plan]);
  read.close();
  shape.close();
  const none = { ...config, distillation: { ...config.distillation, teacher: '' } };
  assert.equal(await shapeFrozenTeacher(none, backend, comm), null);
});
