// Run by ended-threads.test.ts in a process of its own: ends threads while they are in native code. The addons are loaded by
// these threads alone, so that they also go with them.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { ImageAddon } from '../../src/data/crops/image-addon.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { addonPath, loadAddon } from '../../src/system/load-addon.js';

const options = { maxPixels: 1e8, lenient: false, range: null };
/** Has this thread ended: of several operations, at the one whose number it was given. */
const begun = (operation = workerData.operation) => {
  if (operation === workerData.operation) parentPort!.postMessage('begun');
};
const twoMeshes = async () => (await import('../gloo-bindings/mesh-group.js')).meshGroup(2);

const work: Record<string, () => unknown> = {
  'an op': () => {
    const backend = openBackend('cpu', 'float32');
    const x = backend.zeros([200, 256], 'float32');
    const weight = backend.zeros([256, 256], 'float32');
    const values = new Float32Array(200 * 256);
    for (let operation = 0; ; operation++) {
      begun(operation);
      const y = backend.linear(x, weight, null);
      backend.download(y, values);
      y.release();
    }
  },
  'an op that throws': () => {
    const backend = openBackend('cpu', 'float32');
    for (let operation = 0; ; operation++) {
      begun(operation);
      try {
        backend.linear({} as never, {} as never, null);
      } catch {}
    }
  },
  'a collective on tensors': async () => {
    const backend = openBackend('cpu', 'float32');
    const [mesh, other] = await twoMeshes();
    mesh!.allReduce(backend.zeros([1 << 18], 'float32'));
    mesh!.allGather(backend.zeros([1 << 20], 'float32'));
    other!.allGather(backend.zeros([1 << 20], 'float32'));
    begun();
    await once(parentPort!, 'message');
  },
  'a wait for a collective': async () => {
    const [mesh] = await twoMeshes();
    const barrier = mesh!.barrier();
    begun();
    barrier.wait();
  },
  'two connects': async () => {
    const { Mesh } = await import('gloo-bindings');
    const { prove } = await import('../gloo-bindings/mesh-group.js');
    const connected = [0, 1].map(() => {
      const [mesh, silent] = [0, 1].map((rank) => new Mesh({ rank, worldSize: 2, host: '127.0.0.1' }));
      return mesh!.connect([mesh!.address(), silent!.address()], prove);
    });
    begun();
    await Promise.all(connected);
  },
  decoding: async () => {
    const addon = loadAddon<ImageAddon>('image');
    const file = readFileSync('test/fixtures/images/cmyk.jpg');
    for (let operation = 0; ; operation++) {
      const decoding = Array.from({ length: 20 }, () => addon.decode(file, options));
      begun(operation);
      await Promise.all(decoding);
    }
  },
  'decoding, and the thread exits by itself': async () => {
    const addon = loadAddon<ImageAddon>('image');
    addon.setThreads(3);
    const file = readFileSync('test/fixtures/images/cmyk.jpg');
    for (let i = 0; i < 20; i++) void addon.decode(file, options);
    begun();
    await addon.decode(file, options);
    for (let i = 0; i < 20; i++) void addon.decode(file, options);
    process.exit();
  },
  'decoding by other numbers of threads': async () => {
    const addon = loadAddon<ImageAddon>('image');
    const file = readFileSync('test/fixtures/images/cmyk.jpg');
    for (let operation = 0; ; operation++) {
      const decoding = Array.from({ length: 20 }, () => addon.decode(file, options));
      begun(operation);
      addon.setThreads((operation % 5) + 1);
      await Promise.all(decoding);
    }
  },
};

if (isMainThread) {
  for (const name of Object.keys(work))
    for (let operation = 0; operation < 8; operation++) {
      writeSync(1, `${name}, ended at operation ${operation}\n`);
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { name, operation } });
      worker.on('error', (error) => writeSync(1, `FAIL ${name}: ${error.stack}\n`));
      await once(worker, 'message');
      await worker.terminate();
    }
  // The main thread itself: nothing waits for what its threads have at hand.
  for (const end of ['process.exit()', 'process.reallyExit()', '']) {
    const source = `
      const addon = require(process.argv[1]);
      const file = require('node:fs').readFileSync('test/fixtures/images/cmyk.jpg');
      const decoding = Array.from({ length: 50 }, () => addon.decode(file, ${JSON.stringify(options)}));
      decoding[3].then(() => { ${end} });
      Promise.all(decoding).then(() => process.stdout.write('done'));`;
    const what = `decoding on the main thread, which ends by ${end || 'having nothing left to do'}`;
    writeSync(1, `${what}\n`);
    const { status, signal, stdout } = spawnSync(process.execPath, ['--eval', source, addonPath('image')], {
      encoding: 'utf8',
    });
    if (status !== 0 || stdout !== (end === '' ? 'done' : ''))
      writeSync(1, `FAIL ${what}: status ${status}, signal ${signal}, said "${stdout}"\n`);
  }
  writeSync(1, 'all attempts made\n');
} else {
  await work[workerData.name]!();
}
