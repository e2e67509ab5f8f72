/** What an emulated GPU was asked for in a step, on which lane, and that nothing is used again before what used it is over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CopyBuffer } from '../../src/checkpoint/save/copy-buffer.js';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { configFromObject } from '../../src/config/load.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { noiseBatches } from '../../src/plan/noise-batches.js';
import { Objective } from '../../src/train/objective.js';
import { Optimizer } from '../../src/train/optimizer.js';
import { buildSchedules, peakLearningRate } from '../../src/train/schedules.js';
import { uploadBatch } from '../../src/train/step-inputs.js';
import { StepRecords } from '../../src/train/step-record.js';
import { TrainingState } from '../../src/train/training-state.js';
import { conflicts, type LogEntry, type LoggingBackend } from './device-log.js';

const config = configFromObject({
  train: { batch_size_per_gpu: 2, OFFICIAL_EPOCH_LENGTH: 10 },
  student: { arch: 'vit_custom', embed_dim: 64, depth: 2, num_heads: 1, patch_size: 8, drop_path_rate: 0.3 },
  crops: { global_crops_size: 32, local_crops_size: 16, local_crops_number: 2 },
  dino: { head_n_prototypes: 64, head_hidden_dim: 32, head_bottleneck_dim: 16 },
  ibot: { head_n_prototypes: 64, head_hidden_dim: 32, head_bottleneck_dim: 16 },
});

/** Three steps, with a save that begins after the second, as the loop makes them. */
function threeSteps(): LogEntry[] {
  const backend = openBackend('cuda-emulated:0', 'float16');
  const { takeLog } = backend as LoggingBackend;
  const state = new TrainingState(config, backend, new LocalCommunicator(backend), () => {});
  state.initialize();
  const [objective, optimizer] = [new Objective(state), new Optimizer(state)];
  const records = new StepRecords(backend, state.submodules, 1);
  const schedules = buildSchedules(config, peakLearningRate(config.optim, 2));
  const batchOf = noiseBatches(state);
  const sharded = state.shards.map(({ student }) => student);
  const buffer = new CopyBuffer(
    backend,
    sharded.reduce((sum, { numel }) => sum + 4 * numel, 0),
  );
  const readings = [];
  takeLog();
  for (let step = 0; step < 3; step++) {
    const copies = step === 2 ? buffer.copyOut(sharded, 0) : null;
    const inputs = uploadBatch(state, batchOf(step), 2);
    const record = records.begin(step);
    objective.forwardBackward(inputs, 0.04, record);
    optimizer.sumOverRanks(record);
    copies?.join();
    optimizer.update(schedules(step), record);
    inputs.release();
    readings.push(records.readLater(step, step + 1));
    backend.mark();
  }
  const log = takeLog();
  for (const [i, read] of readings.entries()) assert.ok(Number.isFinite(read()[0]!.losses.total_loss), `step ${i}`);
  return log;
}

const log = threeSteps();

test('a step waits for nothing on the host, and touches no memory that another lane still has', () => {
  assert.deepEqual(
    log.filter(({ kind }) => kind === 'hostWait'),
    [],
  );
  assert.deepEqual(conflicts(log), []);
  const lanes = new Set(log.filter(({ kind }) => kind === 'op').map(({ lane }) => lane));
  assert.deepEqual([...lanes].sort(), ['compute', 'in', 'out']);
});

test('crops come beside the ops, once a step; a save is copied beside a step', () => {
  const of = (lane: string) => log.filter((entry) => entry.kind === 'op' && entry.lane === lane).map(({ op }) => op);
  assert.deepEqual(of('in'), ['uploadLater', 'uploadLater', 'uploadLater']);
  assert.ok(of('out').every((op) => op === 'copyOut') && of('out').length >= 4, `${of('out')}`);
});

for (const [what, isLeftOut] of [
  ['the copy of a batch is not waited for', ({ kind, lane }: LogEntry) => kind === 'wait' && lane === 'compute'],
  ['a copy does not wait for the ops before it', ({ kind, lane }: LogEntry) => kind === 'wait' && lane !== 'compute'],
] as const)
  test(`where ${what}, that is found`, () => {
    assert.notDeepEqual(conflicts(log.filter((entry) => !isLeftOut(entry))), []);
  });
