/** Collectives of GPUs, over what stands for NCCL: ranks are threads, as each waits for the others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommError } from '../../src/comm/communicator.js';
import { GlooRendezvous } from '../../src/comm/gloo-rendezvous.js';
import { NcclRendezvous } from '../../src/comm/nccl-rendezvous.js';
import { openRendezvous } from '../../src/comm/open-rendezvous.js';
import type { CudaBackend } from '../../src/nn/cuda-backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { peerKey } from '../fixtures/peer-key.js';
import { fakeNccl } from '../native/fake-nccl/fake-nccl.js';
import { onNcclRanks } from './nccl-ranks.js';

const backend = openBackend('cuda-emulated:0', 'float32') as CudaBackend;
const alone = (rank: number, worldSize: number) =>
  NcclRendezvous.open({ rank, worldSize, host: '127.0.0.1', ranksPerNode: null }, backend, {
    gradientSums: 'nccl',
    path: fakeNccl(22809),
  });

test('gathers keep their bits, and sums are what they are on CPUs where they are made in fp32', async () => {
  const [inFp32, byNccl] = [await onNcclRanks(3, 'fp32'), await onNcclRanks(3, 'nccl')];
  for (const result of [...inFp32, ...byNccl]) {
    assert.deepEqual(result.gathered, [1, 1, 2, 2, 3, 3]);
    // 1, 1 + 2^-10 and 1 + 2^-9 in float16.
    assert.deepEqual(result.small, [6, 60]);
  }
  // Halves of 2048, 1 and 1: in float16 2048 + 1 is 2048, and again.
  assert.deepEqual(
    inFp32.map(({ scattered }) => scattered),
    [[2050], [2050], [2050]],
  );
  assert.deepEqual(
    byNccl.map(({ scattered }) => scattered),
    [[2048], [2048], [2048]],
  );
  assert.deepEqual(
    inFp32.map(({ summed }) => summed),
    new Array(3).fill([2050, 2050, 2050, 2050]),
  );
  assert.deepEqual(
    byNccl.map(({ summed }) => summed),
    new Array(3).fill([2048, 2048, 2048, 2048]),
  );
  for (const { heads } of [...inFp32, ...byNccl]) assert.deepEqual(heads, [6.5]);
});

test('traffic is what the sharding plan counts with', async () => {
  for (const { traffic } of await onNcclRanks(3, 'nccl')) {
    const gather = 2 * 4 * 2;
    const scatter = 2 * 2;
    const heads = 2 * 4;
    const small = 2 * 2 * (8 / 3);
    const sum = 2 * 2 * (8 / 3);
    assert.ok(Math.abs(traffic.bytesSent - (gather + scatter + heads + small + sum)) < 1e-9);
    assert.equal(traffic.bytesReceived, traffic.bytesSent);
    assert.ok(traffic.waitSeconds > 0);
  }
});

test('offers of other versions, or of no GPU, are refused by rank', async () => {
  const rendezvous = await alone(0, 2);
  const offerOf = (offer: object) => Buffer.from(JSON.stringify(offer));
  const other = offerOf({ rank: 1, version: '2.27.3' });
  await assert.rejects(rendezvous.join([rendezvous.offer, other]), {
    name: 'Error',
    message:
      'rank 1 has NCCL 2.27.3 and rank 0 has 2.28.9, expected one version on all machines: install the same everywhere',
  });
  for (const offer of [new Uint8Array(), offerOf({ rank: 0, version: '2.28.9' }), Buffer.from('null')])
    await assert.rejects(
      rendezvous.join([rendezvous.offer, offer]),
      (error) => error instanceof CommError && /^offer 1 of \d+ bytes is none of a rank with a GPU/.test(error.message),
    );
  const first = await alone(1, 2);
  await assert.rejects(first.join([offerOf({ rank: 0, version: '2.28.9' }), first.offer]), /rank 0 has no id of NCCL/);
});

test('a peer that never comes is a CommError', async () => {
  const [first, second] = [await alone(0, 2), await alone(1, 2)];
  await assert.rejects(
    first.join([first.offer, second.offer], 50),
    (error) => error instanceof CommError && /^ready: not all ranks came within/.test(error.message),
  );
});

test('one rank is a world of NCCL as well, and a tensor on the host is none of its', async () => {
  const rendezvous = await alone(0, 1);
  const comm = await rendezvous.join([rendezvous.offer]);
  const tensor = backend.zeros([3], 'float32');
  backend.fill(tensor, 2);
  comm.allReduce(tensor).join();
  comm.world.reduceScatter(tensor, tensor.narrow(0, 3)).join();
  const values = new Float32Array(3);
  backend.download(tensor, values);
  assert.deepEqual(values, Float32Array.of(2, 2, 2));
  const onHost = openBackend('cpu', 'float32').zeros([3], 'float32');
  assert.throws(() => comm.allReduce(onHost), /argument 0 "input" is .+ on cpu, expected a tensor on cuda-emulated:0/);
  comm.close();
  assert.throws(
    () => comm.barrier(),
    (error) => error instanceof CommError && /the communicator was aborted/.test(error.message),
  );
});

test('what stands for a GPU goes by Gloo, and a GPU without NCCL says how it is installed', async () => {
  const place = { rank: 0, worldSize: 2, host: '127.0.0.1', ranksPerNode: null, peerKey };
  const gloo = await openRendezvous(place, backend, 'nccl');
  assert.ok(gloo instanceof GlooRendezvous);
  const gpu = {
    ...backend,
    info: { ...backend.info, details: { kind: 'cuda' as const, capability: '9.0', driver: '13.0', peers: [] } },
  };
  await assert.rejects(openRendezvous(place, gpu, 'nccl'), {
    code: 'LIBRARY_MISSING',
    message: /^libnccl.so.2 is not on this machine: .+ pip install nvidia-nccl-cu13$/,
  });
});
