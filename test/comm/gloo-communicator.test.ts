import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommError, type Communicator } from '../../src/comm/communicator.js';
import { GlooCommunicator } from '../../src/comm/gloo-communicator.js';
import type { DType, HostArray, Tensor } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';

const backend = openBackend('cpu', 'float32');

function tensorOf(dtype: DType, values: HostArray): Tensor {
  const tensor = backend.empty([values.length], dtype);
  backend.upload(tensor, values);
  return tensor;
}

function floatsOf(tensor: Tensor): number[] {
  const values = new Float32Array(tensor.numel);
  backend.download(tensor, values);
  return [...values];
}

async function pair(): Promise<[GlooCommunicator, GlooCommunicator]> {
  const make = (rank: number) => new GlooCommunicator({ rank, worldSize: 2, host: `127.0.0.${rank + 1}` });
  const ranks: [GlooCommunicator, GlooCommunicator] = [make(0), make(1)];
  const addresses = ranks.map((rank) => rank.address);
  await Promise.all(ranks.map((rank) => rank.connect(addresses)));
  return ranks;
}

test('collectives work on tensors in place', async () => {
  const ranks = await pair();
  const each = <T>(action: (rank: Communicator) => T) => ranks.map(action);

  const gathered = each((rank) => tensorOf('float32', Float32Array.from([0, 0, 0, 0].fill(rank.rank + 1))));
  for (const work of each((rank) => rank.allGather(gathered[rank.rank]!))) work.join();
  assert.deepEqual(gathered.map(floatsOf), [
    [1, 1, 2, 2],
    [1, 1, 2, 2],
  ]);

  // float16 bits of 1, 2, 65504 and infinity
  const gradients = each(() => tensorOf('float16', Uint16Array.of(0x3c00, 0x4000, 0x7bff, 0x7c00)));
  const shards = each(() => backend.empty([2], 'float32'));
  for (const work of each((rank) => rank.reduceScatter(gradients[rank.rank]!, shards[rank.rank]!))) work.join();
  assert.deepEqual(shards.map(floatsOf), [
    [2, 4],
    [131_008, Number.POSITIVE_INFINITY],
  ]);

  const sums = each((rank) => tensorOf('float32', Float32Array.of(0.5, rank.rank)));
  for (const work of each((rank) => rank.allReduce(sums[rank.rank]!))) work.join();
  assert.deepEqual(sums.map(floatsOf), [
    [1, 1],
    [1, 1],
  ]);

  for (const work of each((rank) => rank.allReduceGradient(gradients[rank.rank]!))) work.join();
  const halves = new Uint16Array(4);
  backend.download(gradients[1]!, halves);
  assert.deepEqual(halves, Uint16Array.of(0x4000, 0x4400, 0x7c00, 0x7c00));

  // bfloat16 bits of 1, 2, the greatest number and infinity
  const bfloats = each(() => tensorOf('bfloat16', Uint16Array.of(0x3f80, 0x4000, 0x7f7f, 0x7f80)));
  for (const work of each((rank) => rank.reduceScatter(bfloats[rank.rank]!, shards[rank.rank]!))) work.join();
  assert.deepEqual(shards.map(floatsOf), [
    [2, 4],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ]);

  assert.equal(ranks[0].traffic().bytesSent, 8 + 4 + 8 + 8 + 4);
  assert.equal(ranks[0].traffic().bytesReceived, 8 + 4 + 8 + 8 + 4);
  for (const rank of ranks) rank.close();
});

test('a tensor of the wrong type or size is refused by name', async () => {
  const ranks = await pair();
  const floats = backend.zeros([6], 'float32');
  assert.throws(() => ranks[0].allReduce(backend.zeros([2], 'float16')), {
    name: 'TypeError',
    message: 'allReduce: "buffer" is float16, expected float32',
  });
  assert.throws(
    () => ranks[0].allReduceGradient(backend.zeros([2], 'int32')),
    /is int32, expected float32 or float16 or bfloat16/,
  );
  assert.throws(() => ranks[0].reduceScatter(backend.zeros([2], 'uint8'), floats), /"input" is uint8/);
  assert.throws(
    () => ranks[0].reduceScatter(floats, backend.zeros([3], 'float16')),
    /"out" is float16, expected float32/,
  );
  assert.throws(() => ranks[0].reduceScatter(floats, backend.zeros([2], 'float32')), {
    name: 'RangeError',
    message: 'reduceScatter: "out" has 2 elements, expected 3: "input" has 6 for 2 ranks',
  });
  assert.throws(() => ranks[0].allGather({ ...floats, device: 'cuda:0' }), {
    name: 'TypeError',
    message: 'allGather: got a tensor on cuda:0, expected one on cpu',
  });
  assert.throws(() => ranks[0].allGather(backend.zeros([3], 'uint8')), {
    name: 'RangeError',
    message: 'allGather: "buffer" has 3 elements, expected a multiple of the world size 2; pad it to one',
  });
  for (const rank of ranks) rank.close();
});

test('a peer that has left is a CommError', async () => {
  const ranks = await pair();
  ranks[1].close();
  assert.throws(
    () => ranks[0].barrier(),
    (error) =>
      error instanceof CommError && error.code === 'COMM_FAILED' && /^barrier: lost rank 1: /.test(error.message),
  );
  ranks[0].close();
  assert.throws(() => ranks[0].barrier(), /^Error: barrier: the mesh is closed$/);
});

test('a peer that never connects is a CommError', async () => {
  const make = (rank: number) => new GlooCommunicator({ rank, worldSize: 2, host: '127.0.0.1' });
  const [here, silent] = [make(0), make(1)];
  await assert.rejects(
    here.connect([here.address, silent.address], 200),
    (error) => error instanceof CommError && error.message === 'connect: rank 1: no answer within 200 ms',
  );
  here.close();
  silent.close();
  assert.throws(() => new GlooCommunicator({ rank: 0, worldSize: 2, host: '192.0.2.1' }), CommError);
});
