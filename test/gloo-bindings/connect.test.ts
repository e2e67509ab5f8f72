import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { Mesh } from 'gloo-bindings';
import { until } from '../fixtures/until.js';
import { assertSurvives } from '../hostile/survives.js';
import { lent } from './lent.js';
import { meshGroup, prove, together } from './mesh-group.js';

const rankOf = (rank: number, worldSize: number) => new Mesh({ rank, worldSize, host: '127.0.0.1' });

test('connect refuses addresses that are not those of its world', () => {
  const mesh = rankOf(0, 2);
  const peer = rankOf(1, 2);
  const refuses = (addresses: unknown, message: RegExp) =>
    assert.throws(() => mesh.connect(addresses as Uint8Array[], prove), message);
  refuses(undefined, /^TypeError: connect: argument 0 "addresses" is undefined, expected an array$/);
  refuses([mesh.address()], /^RangeError: connect: argument 0 "addresses": has 1 elements, expected 2/);
  refuses(
    [mesh.address(), 'x'],
    /"addresses"\[1\] is the string "x", expected a Uint8Array, the address\(\) of rank 1$/,
  );
  refuses([mesh.address(), new Uint8Array(8)], /element 1 is not an address, expected the address\(\) of rank 1 of 2$/);
  refuses(
    [mesh.address(), peer.address().subarray(0, 10)],
    /element 1 is cut short, expected the address\(\) of rank 1/,
  );
  refuses(
    [peer.address(), mesh.address()],
    /element 0 is the address of rank 1 of 2, expected the address\(\) of rank 0/,
  );
  refuses([rankOf(0, 2).address(), peer.address()], /element 0 is another mesh's, expected this one's address\(\)$/);
  assert.throws(
    () => mesh.connect([mesh.address(), peer.address()], prove, 0),
    /argument 2 "timeoutMs" is the number 0/,
  );
  mesh.close();
  peer.close();
});

test('connect names the peer that listens but never answers', async () => {
  const mesh = rankOf(0, 2);
  const silent = rankOf(1, 2);
  await assert.rejects(mesh.connect([mesh.address(), silent.address()], prove, 300), {
    code: 'COMM_FAILED',
    message: 'connect: rank 1: no answer within 300 ms',
  });
  mesh.close();
  silent.close();
});

test('a peer that is gone when its connection is accepted ends no process', () =>
  assertSurvives(import.meta.resolve('./reset-peers.js')));

test('connect does not outlast close, nor a peer that is gone', async () => {
  const mesh = rankOf(1, 3);
  const [first, gone] = [rankOf(0, 3), rankOf(2, 3)];
  const addresses = [first.address(), mesh.address(), gone.address()];
  gone.close();
  const connecting = mesh.connect(addresses, prove, 500);
  const closing = first.connect(addresses, prove, 500);
  first.close();
  await Promise.all([
    assert.rejects(closing, { code: 'COMM_FAILED', message: 'connect: the mesh was closed' }),
    assert.rejects(connecting, { code: 'COMM_FAILED', message: /^connect: rank [02](: | at )/ }),
  ]);
  mesh.close();
});

test('ranks that disagree about a collective both learn what the other one does', async () => {
  const meshes = await meshGroup(2);
  const operations = [
    meshes[0]!.reduceScatter(lent(new Float32Array(200_000)), 'float32', lent(new Float32Array(100_000))),
    meshes[1]!.allReduceGradient(lent(new Float32Array(100_000)), 'float32'),
  ];
  assert.throws(() => operations[0]!.wait(), {
    code: 'COMM_FAILED',
    message:
      'reduceScatter: rank 1 is in allReduce of 400000 bytes where rank 0 is in reduceScatter of 800000 bytes; ' +
      'all ranks must issue the same collectives in the same order',
  });
  assert.throws(() => operations[1]!.wait(), { code: 'COMM_FAILED' });
  // The first failure is final, for every queue.
  assert.throws(() => meshes[0]!.barrier().wait(), {
    code: 'COMM_FAILED',
    message: /^barrier: rank 1 is in allReduce of 400000 bytes/,
  });
  for (const mesh of meshes) mesh.close();
});

test('a rank may leave as soon as its own last collective is done', async () => {
  for (let round = 0; round < 10; round++) {
    const meshes = await meshGroup(3);
    const operations = meshes.map((mesh) => mesh.barrier());
    const order = [0, 1, 2].map((i) => (i + round) % 3);
    for (const rank of order) {
      operations[rank]!.wait();
      meshes[rank]!.close();
    }
  }
});

test('a peer that closed in good order is missed only by who still needs it', async () => {
  const meshes = await meshGroup(3);
  together(meshes, (mesh) => mesh.barrier());
  meshes[2]!.close();
  assert.throws(() => meshes[0]!.allReduce(lent(new Float32Array(1))).wait(), {
    code: 'COMM_FAILED',
    message: /lost rank 2/,
  });
  for (const mesh of meshes) mesh.close();
});

test('fifty worlds made, used and closed leave no descriptor and no thread behind', async () => {
  const held = () => [readdirSync('/proc/self/fd').length, readdirSync('/proc/self/task').length];
  const round = async () => {
    const meshes = await meshGroup(2);
    const buffers = meshes.map((_, rank) => lent(new Float32Array(3).fill(rank)));
    together(meshes, (mesh, rank) => mesh.allReduce(buffers[rank]!));
    assert.deepEqual(buffers, [new Float32Array(3).fill(1), new Float32Array(3).fill(1)]);
    for (const mesh of meshes) mesh.close();
  };
  await round();
  const before = held();
  for (let i = 0; i < 50; i++) await round();
  // Fewer where something of an earlier test was still on its way out.
  for (const [i, count] of held().entries()) assert.ok(count <= before[i]!, `${held()}, before ${before}`);
});

test('a Mesh that nobody holds any more closes itself, its collectives first', async () => {
  const collectGarbage = exposedGarbageCollector();
  const meshes = await meshGroup(2);
  // Held by nothing but the collective until it fails.
  meshes[0]!.allGather(lent(new Uint8Array(2 << 20)));
  const staying = meshes.pop()!;
  meshes.length = 0;
  const missing = staying.reduceScatter(lent(new Float32Array(2)), 'float32', lent(new Float32Array(1)));
  await until('end of the collective of which only one side is held', () => {
    collectGarbage();
    return missing.done || undefined;
  });
  assert.throws(() => missing.wait(), { code: 'COMM_FAILED', message: /^reduceScatter: lost rank 0: / });
  staying.close();
});

function exposedGarbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

test('each worker thread has meshes of its own', async () => {
  const program = `
    import { parentPort, workerData } from 'node:worker_threads';
    import { Mesh } from '${import.meta.resolve('gloo-bindings')}';
    import { prove } from '${import.meta.resolve('./mesh-group.js')}';
    const mesh = new Mesh({ ...workerData, host: '127.0.0.1' });
    parentPort.postMessage(mesh.address());
    parentPort.once('message', async (addresses) => {
      await mesh.connect(addresses, prove);
      const sum = new Float32Array(new SharedArrayBuffer(8));
      sum.set([1, workerData.rank]);
      mesh.allReduce(sum).wait();
      mesh.barrier().wait();
      parentPort.postMessage(sum);
    });`;
  const script = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
  const workers = [0, 1].map((rank) => new Worker(script, { workerData: { rank, worldSize: 2 } }));
  const messages = () =>
    Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
  const ended = Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
  const addresses = await messages();
  const sums = messages();
  for (const worker of workers) worker.postMessage(addresses);
  assert.deepEqual(await sums, [new Float32Array([2, 1]), new Float32Array([2, 1])]);
  assert.deepEqual(await ended, [0, 0]);
});
