import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCommunicator } from '../../../src/comm/local-communicator.js';
import { openStepCase } from '../../../src/conformance/case/step-case.js';
import { replayAndCompare } from '../../../src/conformance/replay.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import { QueuedBackend } from './queued-backend.js';

const real = openBackend('cpu', 'float32');

test('an op that has returned has not run, and runs when somebody waits', () => {
  const { backend, streams } = new QueuedBackend(real);
  const x = backend.zeros([3], 'float32');
  backend.fill(x, 2);
  backend.add(x, x);
  assert.ok(streams.last('compute') !== null);
  const values = new Float32Array(3);
  backend.download(x, values);
  assert.deepEqual([...values], [4, 4, 4]);
  assert.equal(streams.last('compute'), null);
  x.release();
  backend.mark().wait();
  assert.equal(real.memory().bytesInUse, 0);
});

test('what is uploaded later is read when the device comes to it, and not before', () => {
  const { backend } = new QueuedBackend(real);
  const source = new Float32Array(backend.hostMemory(8).buffer);
  source.set([1, 2]);
  const x = backend.empty([2], 'float32');
  const early = backend.uploadLater(x, source);
  source.set([7, 8]);
  early.wait();
  const values = new Float32Array(2);
  backend.download(x, values);
  assert.deepEqual([...values], [7, 8]);
  x.release();
  backend.mark().wait();
});

test('a tensor that is released before a copy is joined is gone for the copy', () => {
  const { backend } = new QueuedBackend(real);
  const x = backend.zeros([2], 'float32');
  const copy = backend.copyOut([{ src: x, dst: new Uint8Array(backend.hostMemory(8).buffer) }]);
  x.release();
  backend.mark().wait();
  assert.throws(() => copy.wait(), /^Error: copyOut: its tensor \(2\) was released before it was done$/);
});

test('what writes a tensor before a copy of it is joined is seen by the copy', () => {
  const { backend } = new QueuedBackend(real);
  const host = new Float32Array(backend.hostMemory(8).buffer);
  for (const joins of [true, false]) {
    const x = backend.zeros([2], 'float32');
    const copy = backend.copyOut([{ src: x, dst: new Uint8Array(host.buffer) }]);
    if (joins) copy.join();
    backend.fill(x, 5);
    backend.mark().wait();
    copy.wait();
    assert.deepEqual([...host], joins ? [0, 0] : [5, 5]);
    x.release();
  }
  backend.mark().wait();
});

for (const name of ['step-stochastic-depth', 'step-centering', 'step-sinkhorn-swiglu-registers'])
  test(`steps of ${name} are the same to the bit on a device that works late`, async () => {
    const options = { strategy: null, ranks: null, ranksPerNode: null, precision: null };
    const stepCase = openStepCase(`test/golden/${name}`, options);
    const wanted = await replayAndCompare(stepCase, real, new LocalCommunicator(real));
    const { backend, streams } = new QueuedBackend(real);
    assert.deepEqual(await replayAndCompare(stepCase, backend, new LocalCommunicator(backend)), wanted);
    streams.forceAll();
    assert.equal(real.memory().bytesInUse, 0, 'a step leaves nothing behind');
  });
