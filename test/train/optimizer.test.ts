import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { Optimizer } from '../../src/train/optimizer.js';
import { StepRecords } from '../../src/train/step-record.js';
import { numberedState, smallConfig } from '../checkpoint/small-training.js';

const at = { lr: 0.1, lastLayerLr: 0.1, backboneLr: 0.1, weightDecay: 0.1, teacherMomentum: 1, teacherTemp: 0.04 };

test('a loss that is not finite skips the update, though every gradient is finite', () => {
  const backend = openBackend('cpu', 'float32');
  const state = numberedState(smallConfig(), backend, new LocalCommunicator(backend));
  const optimizer = new Optimizer(state);
  const records = new StepRecords(backend, state.submodules, 1);
  const weights = () => {
    const host = new Float32Array(state.shards[0]!.student.numel);
    backend.download(state.shards[0]!.student, host);
    return host;
  };
  for (const { grad } of state.shards) backend.fill(grad, 1);
  backend.fill(state.lossScale, 1);
  for (const loss of [Number.NaN, Number.POSITIVE_INFINITY, 3]) {
    const before = weights();
    const record = records.begin(0);
    backend.fill(record.koleo, loss);
    optimizer.sumOverRanks(record);
    optimizer.update(at, record);
    const [numbers] = records.read(0, 1);
    assert.ok(Number.isFinite(numbers!.gradNorms.backbone));
    assert.equal(numbers!.skipped, !Number.isFinite(loss));
    assert.equal(Buffer.compare(Buffer.from(weights().buffer), Buffer.from(before.buffer)) === 0, numbers!.skipped);
  }
  optimizer.close();
  records.close();
  state.close();
});
