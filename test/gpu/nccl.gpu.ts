/** NCCL itself, on one rank: more want more GPUs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GradientSums, NcclRendezvous } from '../../src/comm/nccl-rendezvous.js';
import type { CudaBackend } from '../../src/nn/cuda-backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { fakeNccl } from '../native/fake-nccl/fake-nccl.js';
import { gpu, isEmulated } from './gpu-under-test.js';

for (const gradientSums of ['nccl', 'fp32'] satisfies GradientSums[])
  test(`gathers, sums and a barrier of one rank leave what is there, summed by ${gradientSums}, and abort ends it: ${gpu}`, async () => {
    const backend = openBackend(gpu, 'float16') as CudaBackend;
    const place = { rank: 0, worldSize: 1, host: '127.0.0.1', ranksPerNode: null };
    const options = { gradientSums, ...(isEmulated && { path: fakeNccl(22809) }) };
    const rendezvous = await NcclRendezvous.open(place, backend, options);
    const comm = await rendezvous.join([rendezvous.offer]);
    const values = Float32Array.from({ length: 4096 }, (_, i) => (i % 1024) / 16);
    const floats = backend.empty([values.length], 'float32');
    backend.upload(floats, values);
    const halves = backend.empty([values.length], 'float16');
    backend.cast(floats, halves);
    const sum = backend.empty([values.length], 'float32');
    const read = () => {
      const out = new Float32Array(values.length);
      backend.download(sum, out);
      return out;
    };
    comm.world.allGather(halves).join();
    comm.world.allReduceGradient(halves).join();
    comm.world.reduceScatter(halves, sum).join();
    assert.deepEqual(read(), values);
    comm.allReduce(sum).join();
    assert.deepEqual(read(), values);
    comm.world.reduceScatter(floats, sum).join();
    assert.deepEqual(read(), values);
    comm.barrier();
    assert.ok(comm.traffic().waitSeconds >= 0);
    comm.close();
    assert.throws(() => comm.barrier(), /the communicator was aborted/);
  });
