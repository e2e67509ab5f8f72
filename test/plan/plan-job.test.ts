import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { loadConfig } from '../../src/config/load.js';
import type { Config } from '../../src/config/schema.js';
import type { Backend } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { noiseBatches } from '../../src/plan/noise-batches.js';
import { planJob } from '../../src/plan/plan-job.js';
import type { ComputeType } from '../../src/precision/compute-type.js';
import { Objective } from '../../src/train/objective.js';
import { Optimizer } from '../../src/train/optimizer.js';
import { buildSchedules, peakLearningRate } from '../../src/train/schedules.js';
import { uploadBatch } from '../../src/train/step-inputs.js';
import { StepRecords } from '../../src/train/step-record.js';
import { TrainingState } from '../../src/train/training-state.js';
import { smallConfig } from '../checkpoint/small-training.js';

/** Five float32 sums by column, of 192 at most, and what blocks are rounded up to. */
const SCRATCH_BYTES = 5 * 512 * 192 * 4;

/** What a device that computes has at most, in as many steps. */
function peakOn(backend: Backend, config: Config): number {
  backend.resetPeak();
  const before = backend.memory().peakBytes;
  const state = new TrainingState(config, backend, new LocalCommunicator(backend), () => {});
  state.initialize();
  const [objective, optimizer] = [new Objective(state), new Optimizer(state)];
  const records = new StepRecords(backend, state.submodules, config.train.log_every);
  const images = config.train.batch_size_per_gpu;
  const schedules = buildSchedules(config, peakLearningRate(config.optim, images));
  const batchOf = noiseBatches(state);
  for (let step = 0; step < 3; step++) {
    const inputs = uploadBatch(state, batchOf(step), images);
    const record = records.begin(step);
    objective.forwardBackward(inputs, schedules(step).teacherTemp, record);
    optimizer.sumOverRanks(record);
    optimizer.update(schedules(step), record);
    inputs.release();
  }
  return backend.memory().peakBytes - before;
}

for (const compute of ['float16', 'bfloat16', 'float32'] as const)
  test(`the planned peak is what an emulated GPU has in use at most: ${compute}`, async () => {
    const base = smallConfig();
    const config = smallConfig({
      student: { ...base.student, num_register_tokens: 1, drop_path_rate: 0.3 },
      train: { ...base.train, batch_size_per_gpu: 16 },
      crops: { global_crops_size: 64, local_crops_size: 32, local_crops_number: 2 },
    });
    const { memory } = await planJob(config, { nodeRanks: [1], device: 'cuda', compute });
    const got = peakOn(openBackend('cuda-emulated:0', compute), config);
    // Beside it kernels have scratch: partial sums of at most 512 rows, whatever the batch.
    assert.ok(got >= memory.peak && got - memory.peak < SCRATCH_BYTES, `${got} bytes, planned ${memory.peak}`);
  });

const recipe = (name: string, ...overrides: string[]) => loadConfig(`configs/${name}.yaml`, overrides);

test('parameters, memory and work of the released networks are those of their sizes', async () => {
  const onEight = { nodeRanks: [8], device: 'cuda', compute: 'float16' } as const;
  // An MLP to the bottleneck, and prototypes with their lengths.
  const head = (dim: number, { head_bottleneck_dim: bottleneck, head_n_prototypes: prototypes }: Config['ibot']) =>
    dim * 2048 + 2048 + 2048 * 2048 + 2048 + 2048 * bottleneck + bottleneck + prototypes * (bottleneck + 1);
  const large = await planJob(recipe('vitl14'), onEight);
  const giant = await planJob(recipe('vitg14'), onEight);
  // Source: the released models, 304.4 M and 1,136.5 M parameters, with a position embedding for 518 pixels; here for 224.
  const positions = (dim: number) => (37 ** 2 - 16 ** 2) * dim;
  for (const [{ parameters }, name, released, dim] of [
    [large, 'vitl14', 304.37e6, 1024],
    [giant, 'vitg14', 1136.48e6, 1536],
  ] as const) {
    const { dino, ibot } = recipe(name);
    const backbone = parameters - head(dim, { ...ibot, ...dino }) - head(dim, ibot);
    assert.ok(Math.abs(backbone + positions(dim) - released) < 0.002 * released, `${backbone}`);
  }
  for (const { parameters, memory } of [large, giant]) {
    // Five float32 copies, shared out.
    assert.ok(Math.abs(memory.state - (5 * 4 * parameters) / 8) < 0.01 * memory.state);
    assert.ok(memory.peak < 40e9);
  }
});

test('the work of a ViT-L/16 with 8 local crops is what its products and attention come to', async () => {
  const config = recipe('vitl16_short', 'train.batch_size_per_gpu=64', 'student.drop_path_rate=0.3');
  const { flopsPerStep, ranks, imagesPerRank } = await planJob(config, {
    nodeRanks: [1],
    device: 'cuda',
    compute: 'float16',
  });
  assert.deepEqual([ranks, imagesPerRank], [1, 64]);
  // By hand: products 69.3, attention 1.85, heads 0.80, patch embedding 0.18 TFLOP.
  assert.ok(Math.abs(flopsPerStep / 1e12 - 72.1) < 0.01 * 72.1, `${flopsPerStep}`);
});

test('a wider fleet shares the state out, and copies within nodes do not', async () => {
  const keys = (strategy: string) =>
    ['student', 'teacher'].flatMap((network) =>
      ['backbone', 'dino_head', 'ibot_head'].map(
        (module) => `compute_precision.${network}.${module}.sharding_strategy=${strategy}`,
      ),
    );
  const state = async (strategy: string, nodeRanks: number[], compute: ComputeType = 'float32') => {
    const config = recipe('vitl14', ...keys(strategy));
    return (await planJob(config, { nodeRanks, device: 'cuda', compute })).memory.state;
  };
  const whole = await state('NO_SHARD', [4, 4]);
  assert.ok(Math.abs((await state('FULL_SHARD', [4, 4])) - whole / 8) < 0.01 * whole);
  assert.ok(Math.abs((await state('HYBRID_SHARD', [4, 4])) - whole / 4) < 0.01 * whole);
  // Weights of student and teacher as products read them, two bytes each beside five numbers of four.
  const rounded = (await state('NO_SHARD', [4, 4], 'float16')) - whole;
  assert.ok(Math.abs(rounded - (whole / 20) * 4) < 0.01 * whole, `${rounded}`);
  await assert.rejects(state('HYBRID_SHARD', [4, 3]), /HYBRID_SHARD, but the 2 nodes have 4, 3 ranks/);
});
