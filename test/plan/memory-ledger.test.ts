import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NullBackend } from '../../src/nn/null-backend.js';
import { MemoryLedger } from '../../src/plan/memory-ledger.js';
import { HostPool } from '../../src/plan/pools.js';

test('what was in use when it was most is told by kind, and what its blocks are larger by', () => {
  const ledger = new MemoryLedger(new HostPool());
  const backend = new NullBackend('float32', 1, 'null', ledger);
  const weights = backend.empty([1000], 'float32');
  ledger.label(weights, 'student');
  ledger.labelRest('teacher');
  const activations = backend.empty([256], 'float32');
  ledger.passing([640, 64]);
  activations.release();
  backend.empty([16], 'float32');
  const { student, teacher, activations: held, scratch, rounding } = ledger.atPeak();
  assert.deepEqual([student, teacher, held, scratch, rounding], [4000, 0, 1024, 704, 96]);
  assert.equal(ledger.inUse().scratch, 0);
  assert.equal(ledger.inUse().activations, 64);
});

test('weights that are converted stay weights, and what travelling gradients are made from are gradients', () => {
  const ledger = new MemoryLedger(new HostPool());
  const backend = new NullBackend('float32', 1, 'null', ledger);
  const [shard, wire, whole, gradient, sent] = [16, 32, 48, 64, 80].map((numel) =>
    backend.empty([numel], 'float32'),
  ) as [
    ReturnType<NullBackend['empty']>,
    ReturnType<NullBackend['empty']>,
    ReturnType<NullBackend['empty']>,
    ReturnType<NullBackend['empty']>,
    ReturnType<NullBackend['empty']>,
  ];
  ledger.label(shard, 'student');
  ledger.converted(shard, wire);
  ledger.converted(wire, whole);
  ledger.converted(gradient, sent);
  ledger.label(sent, 'travellingGradients');
  const { student, gatheredWeights, travellingGradients, activations } = ledger.atPeak();
  assert.deepEqual([student, gatheredWeights, travellingGradients, activations], [64, 320, 576, 0]);
});
