import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { BackendError } from '../../src/nn/backend-error.js';
import { listDevices } from '../../src/nn/device.js';
import { openBackend } from '../../src/nn/open-backend.js';

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
  const backend = openBackend('cpu', 'float32');
  assert.equal(backend.device, 'cpu');
  const [info] = listDevices();
  assert.deepEqual(backend.info, info);
  assert.equal(info!.computeTypes[0], 'float32');
  assert.ok(info!.memoryBytes > 0);
  const { details } = info!;
  assert.ok(details.kind === 'cpu');
  const { isa, dnnlVersion, dnnlIsa } = details;
  assert.ok(['avx512', 'avx2', 'baseline'].includes(isa));
  assert.match(dnnlVersion, /^[23]\.\d+\.\d+$/);
  assert.ok(dnnlIsa.length > 0);
});

test('a device without a backend is refused with those that there are', () => {
  const cuda = failureOf(() => openBackend('cuda:1', 'float16'));
  assert.equal(cuda.code, 'DEVICE_UNKNOWN');
  assert.match(
    cuda.message,
    /^there is no cuda:1: (cuda\.node is not built: npm run build:cuda|there is no NVIDIA driver on this machine|the machine has fewer GPUs); devices here: cpu/,
  );
  assert.equal(failureOf(() => openBackend('tpu', 'float32')).message, 'there is no device "tpu"; devices here: cpu');
});

test('every thread of JavaScript has a backend with memory of its own', async () => {
  const backend = openBackend('cpu', 'float32');
  const before = backend.memory().bytesInUse;
  const path = JSON.stringify(new URL('../../src/nn/open-backend.js', import.meta.url).href);
  const code = `import(${path}).then(({ openBackend }) => {
    const backend = openBackend('cpu', 'float32');
    backend.zeros([1 << 20], 'float32');
    require('node:worker_threads').parentPort.postMessage(backend.memory().bytesInUse);
  })`;
  const worker = new Worker(code, { eval: true });
  const inWorker = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  assert.equal(inWorker, 4 << 20);
  assert.equal(backend.memory().bytesInUse, before);
  await worker.terminate();
});
