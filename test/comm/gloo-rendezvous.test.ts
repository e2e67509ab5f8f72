import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommError, type Communicator } from '../../src/comm/communicator.js';
import { GlooRendezvous } from '../../src/comm/gloo-rendezvous.js';
import type { DType, HostArray, Tensor } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { peerKey } from '../fixtures/peer-key.js';
import { placeOf, Stranger } from '../gloo-bindings/stranger.js';

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

function rendezvous(rank: number, worldSize: number, ranksPerNode: number | null = null): GlooRendezvous {
  return new GlooRendezvous({ rank, worldSize, host: `127.0.0.${rank + 1}`, ranksPerNode, peerKey });
}

async function pair(): Promise<[Communicator, Communicator]> {
  const ranks = [rendezvous(0, 2), rendezvous(1, 2)];
  const offers = ranks.map(({ offer }) => offer);
  const [first, second] = await Promise.all(ranks.map((rank) => rank.join(offers)));
  return [first!, second!];
}

test('collectives work on tensors in place', async () => {
  const ranks = await pair();
  const each = <T>(action: (rank: Communicator) => T) => ranks.map(action);

  const gathered = each((rank) => tensorOf('float32', Float32Array.from([0, 0, 0, 0].fill(rank.rank + 1))));
  for (const work of each((rank) => rank.world.allGather(gathered[rank.rank]!))) work.join();
  assert.deepEqual(gathered.map(floatsOf), [
    [1, 1, 2, 2],
    [1, 1, 2, 2],
  ]);

  // float16 bits of 1, 2, 65504 and infinity
  const gradients = each(() => tensorOf('float16', Uint16Array.of(0x3c00, 0x4000, 0x7bff, 0x7c00)));
  const shards = each(() => backend.empty([2], 'float32'));
  for (const work of each((rank) => rank.world.reduceScatter(gradients[rank.rank]!, shards[rank.rank]!))) work.join();
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

  for (const work of each((rank) => rank.world.allReduceGradient(gradients[rank.rank]!))) work.join();
  const halves = new Uint16Array(4);
  backend.download(gradients[1]!, halves);
  assert.deepEqual(halves, Uint16Array.of(0x4000, 0x4400, 0x7c00, 0x7c00));

  // bfloat16 bits of 1, 2, the greatest number and infinity
  const bfloats = each(() => tensorOf('bfloat16', Uint16Array.of(0x3f80, 0x4000, 0x7f7f, 0x7f80)));
  for (const work of each((rank) => rank.world.reduceScatter(bfloats[rank.rank]!, shards[rank.rank]!))) work.join();
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
    () => ranks[0].world.allReduceGradient(backend.zeros([2], 'int32')),
    /is int32, expected float32 or float16 or bfloat16/,
  );
  assert.throws(() => ranks[0].world.reduceScatter(backend.zeros([2], 'uint8'), floats), /"input" is uint8/);
  assert.throws(
    () => ranks[0].world.reduceScatter(floats, backend.zeros([3], 'float16')),
    /"out" is float16, expected float32/,
  );
  assert.throws(() => ranks[0].world.reduceScatter(floats, backend.zeros([2], 'float32')), {
    name: 'RangeError',
    message: 'reduceScatter: "out" has 2 elements, expected 3: "input" has 6 for 2 ranks',
  });
  assert.throws(() => ranks[0].world.allGather({ ...floats, device: 'cuda:0' }), {
    name: 'TypeError',
    message: 'allGather: got a tensor on cuda:0, expected one in host memory',
  });
  assert.throws(() => ranks[0].world.allGather(backend.zeros([3], 'uint8')), {
    name: 'RangeError',
    message: 'allGather: "buffer" has 3 elements, expected a multiple of the world size 2; pad it to one',
  });
  for (const rank of ranks) rank.close();
});

async function twoNodes(): Promise<Communicator[]> {
  const ranks = [0, 1, 2, 3].map((rank) => rendezvous(rank, 4, 2));
  const offers = ranks.map(({ offer }) => offer);
  return Promise.all(ranks.map((rank) => rank.join(offers)));
}

test('with ranks per node there are groups within each node, and across nodes', async () => {
  const ranks = await twoNodes();
  const sums = ranks.map(({ rank }) => tensorOf('float32', Float32Array.of(10 ** rank)));
  const within = ranks.map(({ rank, nodes }) => nodes!.within.allReduceGradient(sums[rank]!));
  for (const work of within) work.join();
  assert.deepEqual(sums.map(floatsOf), [[11], [11], [1100], [1100]]);
  const across = ranks.map(({ rank, nodes }) => nodes!.across.allReduceGradient(sums[rank]!));
  for (const work of across) work.join();
  assert.deepEqual(sums.map(floatsOf), new Array(4).fill([1111]));
  const gathered = ranks.map(({ nodes }) => {
    const own = new Float32Array(2);
    own[nodes!.within.rank] = nodes!.across.rank + 1;
    return tensorOf('float32', own);
  });
  for (const work of ranks.map(({ rank, nodes }) => nodes!.within.allGather(gathered[rank]!))) work.join();
  assert.deepEqual(gathered.map(floatsOf), [
    [1, 1],
    [1, 1],
    [2, 2],
    [2, 2],
  ]);
  const before = ranks[0]!.traffic().bytesSent;
  for (const work of ranks.map(({ rank, nodes }) => nodes!.across.allReduceGradient(sums[rank]!))) work.join();
  assert.equal(ranks[0]!.traffic().bytesSent - before, 4);
  for (const rank of ranks) rank.close();
});

test('a lost peer of a group is named among the ranks of the world', async () => {
  const ranks = await twoNodes();
  ranks[3]!.close();
  const sum = tensorOf('float32', Float32Array.of(1));
  assert.throws(
    () => ranks[1]!.nodes!.across.allReduceGradient(sum).join(),
    (error) =>
      error instanceof CommError &&
      /^allReduceGradient: lost rank 1: .+ \(ranks counted from 0 among 1, 3\)$/.test(error.message),
  );
  for (const rank of ranks) rank.close();
});

test('an offer that is none is refused by name', async () => {
  const peer = rendezvous(1, 2);
  // The last is of a rank that knows of no nodes: it has no address for their groups.
  for (const offer of [
    new Uint8Array(),
    peer.offer.subarray(0, 14),
    Uint8Array.of(255, 255, 255, 255, 1),
    peer.offer,
  ]) {
    const here = rendezvous(0, 2, 1);
    await assert.rejects(
      here.join([here.offer, offer]),
      /: connect: argument 0 "addresses": element 1 is .+, expected the address\(\) of rank 1 of 2/,
    );
    here.close();
  }
  peer.close();
});

test('a rank of another generation is a CommError, in every group that it would be in', async () => {
  const ranks = [0, 1].map((rank) => rendezvous(rank, 2, 1));
  const former = new GlooRendezvous({
    rank: 1,
    worldSize: 2,
    host: '127.0.0.1',
    ranksPerNode: 1,
    peerKey: new Uint8Array(32),
  });
  ranks[1]!.close();
  const offers = [ranks[0]!.offer, former.offer];
  const waiting = ranks[0]!.join(offers, 1000);
  await assert.rejects(former.join(offers, 10_000), (error) => {
    return (
      error instanceof CommError && /^connect: rank 0 at 127\.0\.0\.1 closed the connection before/.test(error.message)
    );
  });
  await assert.rejects(waiting, (error) => {
    return (
      error instanceof CommError &&
      /rank 1: no answer within .+ said to be rank 1 and did not prove/.test(error.message)
    );
  });
  ranks[0]!.close();
  former.close();
});

test('who was turned away is told to who has joined', async () => {
  const ranks = [rendezvous(0, 2), rendezvous(1, 2)];
  const offers = ranks.map(({ offer }) => offer);
  const stranger = await Stranger.at(placeOf(offers[0]!.subarray(4)));
  stranger.say(Buffer.alloc(100, 'GET / HTTP/1.1'));
  const comms = await Promise.all(ranks.map((rank) => rank.join(offers)));
  await stranger.ended;
  assert.deepEqual(
    ranks.map(({ turnedAway }) => turnedAway),
    [
      "a connection was turned away, from 127.0.0.1, which spoke as no rank of this build does: is somebody else in the workers' network (--network)?",
      null,
    ],
  );
  for (const comm of comms) comm.close();
});

test('a key of another length is refused', () => {
  assert.throws(
    () =>
      new GlooRendezvous({ rank: 0, worldSize: 2, host: '127.0.0.1', ranksPerNode: null, peerKey: new Uint8Array() }),
    { name: 'TypeError', message: 'the key of a generation has 0 bytes, expected 32' },
  );
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
  const [here, silent] = [rendezvous(0, 2), rendezvous(1, 2)];
  await assert.rejects(
    here.join([here.offer, silent.offer], 200),
    (error) => error instanceof CommError && error.message === 'connect: rank 1: no answer within 200 ms',
  );
  here.close();
  silent.close();
  const host = '192.0.2.1';
  assert.throws(() => new GlooRendezvous({ rank: 0, worldSize: 2, host, ranksPerNode: null, peerKey }), CommError);
});
