import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { abortAll, Communicator, group, uniqueId } from 'nccl-bindings';
import { until } from '../fixtures/until.js';
import { backend, fakeTeam, floatsOf, stream, tensorOf } from './fake-team.js';
import type { WaitingRank } from './waiting-rank.js';

const one = () => tensorOf(Float32Array.of(1));
const sumOf = (ranks: readonly Communicator[]) => {
  const tensors = ranks.map(one);
  group(() => {
    for (const [rank, each] of ranks.entries())
      each.allReduce(tensors[rank]!, tensors[rank]!, 'float32', 'sum', stream);
  });
  return floatsOf(tensors.at(-1)!)[0];
};

test('a communicator is set up without blocking, when all ranks have come', async () => {
  const id = uniqueId();
  assert.equal(id.length, 128);
  const first = new Communicator({ id, rank: 0, size: 2 });
  assert.equal(first.settled(), false);
  await assert.rejects(first.ready(20), {
    code: 'COMM_FAILED',
    message: 'ready: not all ranks came within 20 ms',
  });
  const second = new Communicator({ id, rank: 1, size: 2, config: { commName: 'slow 30' } });
  assert.equal(second.settled(), false);
  await Promise.all([first.ready(), second.ready()]);
  assert.equal(sumOf([first, second]), 2);
});

test('a configuration is taken whole', async () => {
  const config = {
    commName: 'all',
    cgaClusterSize: 2,
    minCTAs: 1,
    maxCTAs: 8,
    netName: 'Socket',
    splitShare: true,
    trafficClass: 1,
    ctaPolicy: 'zero',
    shrinkShare: false,
    nvlsCTAs: 4,
  } as const;
  assert.equal(sumOf(await fakeTeam(2, config)), 2);
});

test('ranks are split by color and ordered by key; one without a color is in none', async () => {
  const ranks = await fakeTeam(5);
  let parts: (Communicator | null)[] = [];
  group(() => {
    parts = ranks.map((each, rank) => each.split(rank === 4 ? null : rank % 2, 10 - rank));
  });
  await Promise.all(parts.map((part) => part?.ready()));
  assert.deepEqual(
    parts.map((part) => part && [part.rank, part.size]),
    [[1, 2], [1, 2], [0, 2], [0, 2], null],
  );
  assert.equal(sumOf([parts[2]!, parts[0]!]), 2);
  assert.equal(sumOf(ranks), 5);
});

test('ranks that stay shrink a communicator of which one is gone', async () => {
  const ranks = await fakeTeam(3);
  const stay = [ranks[0]!, ranks[2]!];
  ranks[1]!.abort();
  // Revoked, what waits for the one that is gone ends.
  const revoked = stay.map((each) => {
    each.revoke();
    return each;
  });
  assert.throws(() => revoked[0]!.allReduce(one(), one(), 'float32', 'sum', stream), {
    code: 'NCCL_MISUSE',
    message: 'allReduce: NCCL says: invalid usage; the communicator is revoked',
  });
  const shrunk = stay.map((each) => each.shrink([1], true));
  await Promise.all(shrunk.map((each) => each.ready()));
  assert.deepEqual(
    shrunk.map(({ rank, size }) => [rank, size]),
    [
      [0, 2],
      [1, 2],
    ],
  );
  assert.equal(sumOf(shrunk), 2);
});

test('a failed peer is a CommError at the next call, and not the last one of the process', async () => {
  const id = uniqueId();
  const ranks = [0, 1].map(
    (rank) => new Communicator({ id, rank, size: 2, config: { commName: rank === 0 ? 'fail 1' : 'well' } }),
  );
  await Promise.all(ranks.map((each) => each.ready()));
  assert.equal(sumOf(ranks), 2);
  const failed = {
    code: 'COMM_FAILED',
    message: 'allReduce: NCCL says: remote process exited or there was a network error; connection closed by a peer',
  };
  for (let call = 0; call < 2; call++)
    assert.throws(() => ranks[0]!.allReduce(one(), one(), 'float32', 'sum', stream), failed);
  assert.equal(ranks[0]!.lastError(), 'connection closed by a peer');
  assert.throws(() => ranks[0]!.settled(), { code: 'COMM_FAILED' });
  ranks[0]!.abort();
  assert.equal(sumOf(await fakeTeam(2)), 2);
});

test('finalized, a communicator takes no more calls and is destroyed', async () => {
  const ranks = await fakeTeam(2);
  for (const each of ranks) each.finalize();
  await Promise.all(ranks.map((each) => each.ready()));
  assert.throws(() => ranks[0]!.allReduce(one(), one(), 'float32', 'sum', stream), {
    code: 'NCCL_MISUSE',
    message: /the communicator is finalized$/,
  });
  for (const each of ranks) each.destroy();
  assert.throws(() => ranks[0]!.settled(), { code: 'NCCL_MISUSE', message: 'settled: the communicator was destroyed' });
  ranks[0]!.abort();
});

test('memory is registered until it is no more', async () => {
  const ranks = await fakeTeam(2);
  const tensor = one();
  const registration = ranks[0]!.register(tensor);
  assert.throws(() => ranks[1]!.deregister(registration), /expected a registration of this communicator$/);
  ranks[0]!.deregister(registration);
  assert.throws(() => ranks[0]!.deregister(registration), /expected one that was not given up before$/);
  assert.throws(() => ranks[0]!.deregister({}), /argument 0 "registration" is an object/);
});

/** A rank of a thread of its own, which waits for one that never comes. */
async function waitingRank(): Promise<{ thread: Worker; next(): Promise<string>; peer: Communicator }> {
  const id = uniqueId();
  const workerData: WaitingRank = { id };
  const thread = new Worker(new URL('./waiting-rank.js', import.meta.url), { workerData });
  const said: string[] = [];
  thread.on('message', (message) => said.push(message));
  const next = () => until('word of the thread', () => said.shift());
  const peer = new Communicator({ id, rank: 1, size: 2 });
  await peer.ready();
  assert.equal(await next(), 'waiting');
  return { thread, next, peer };
}

test('abort frees a thread that waits for a peer, from another thread and within a second', async () => {
  const { thread, next, peer } = await waitingRank();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const begin = performance.now();
  assert.ok(abortAll() >= 2);
  assert.equal(await next(), 'COMM_FAILED: allReduce: the communicator was aborted');
  assert.ok(performance.now() - begin < 1000);
  assert.throws(() => peer.settled(), { code: 'COMM_FAILED', message: 'settled: the communicator was aborted' });
  await thread.terminate();
  assert.equal(abortAll(), 0);
});

test('a thread that waits for a peer can be ended', async () => {
  const { thread } = await waitingRank();
  await thread.terminate();
});

test('what is aborted or forgotten while it is set up ends no process', async () => {
  const id = uniqueId();
  for (let i = 0; i < 20; i++) new Communicator({ id: uniqueId(), rank: 0, size: 2 });
  const early = new Communicator({ id, rank: 0, size: 2 });
  early.abort();
  early.abort();
  const ranks = await fakeTeam(2);
  // Of two ranks one has asked for a split, which is therefore never made.
  const never = ranks[0]!.split(0, 0)!;
  assert.equal(never.settled(), false);
  ranks[0]!.abort();
  assert.throws(() => never.settled(), { code: 'COMM_FAILED', message: 'settled: the communicator was aborted' });
  backend.mark().wait();
});
