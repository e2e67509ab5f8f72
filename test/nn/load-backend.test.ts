import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { BackendError, loadBackend } from '../../src/nn/load-backend.js';

function failureOf(load: () => unknown): BackendError {
  try {
    load();
  } catch (error) {
    assert.ok(error instanceof BackendError);
    return error;
  }
  return assert.fail('it loads');
}

test('the cpu backend loads and says what it makes use of', () => {
  const backend = loadBackend('cpu');
  assert.equal(backend.device, 'cpu');
  backend.setThreads(2);
  const { isa, dnnlVersion, dnnlIsa, threads, bf16 } = backend.describe();
  assert.ok(['avx512', 'avx2', 'baseline'].includes(isa));
  assert.match(dnnlVersion, /^[23]\.\d+\.\d+$/);
  assert.ok(dnnlIsa.length > 0);
  assert.equal(threads, 2);
  assert.equal(typeof bf16, 'boolean');
});

test('a device without a backend is refused with those that there are', () => {
  const cuda = failureOf(() => loadBackend('cuda'));
  assert.equal(cuda.code, 'BACKEND_UNKNOWN');
  assert.equal(cuda.message, 'the CUDA backend does not exist yet; available: cpu');
  assert.equal(failureOf(() => loadBackend('tpu')).message, 'there is no backend "tpu"; available: cpu');
});

test('every thread of JavaScript has a backend with memory of its own', async () => {
  const backend = loadBackend('cpu');
  const before = backend.memory().bytesInUse;
  const path = JSON.stringify(new URL('../../src/nn/load-backend.js', import.meta.url).href);
  const code = `import(${path}).then(({ loadBackend }) => {
    const backend = loadBackend('cpu');
    backend.zeros([1 << 20], 'float32');
    require('node:worker_threads').parentPort.postMessage(backend.memory().bytesInUse);
  })`;
  const worker = new Worker(code, { eval: true });
  const inWorker = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  assert.equal(inWorker, 4 << 20);
  assert.equal(backend.memory().bytesInUse, before);
  await worker.terminate();
});
