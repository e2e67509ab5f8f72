// Run by nccl-ranks.ts in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { NcclRendezvous } from '../../src/comm/nccl-rendezvous.js';
import type { DType, Tensor } from '../../src/nn/backend.js';
import type { CudaBackend } from '../../src/nn/cuda-backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { fakeNccl } from '../native/fake-nccl/fake-nccl.js';
import type { NcclRankResult, NcclRankStart } from './nccl-ranks.js';

const { rank, worldSize, gradientSums } = workerData as NcclRankStart;
const backend = openBackend(`cuda-emulated:${rank}`, 'float32') as CudaBackend;
const place = { rank, worldSize, host: '127.0.0.1', ranksPerNode: null };
const rendezvous = await NcclRendezvous.open(place, backend, { gradientSums, path: fakeNccl(22809) });
const offers = new Promise<Uint8Array[]>((resolve) => parentPort!.once('message', resolve));
parentPort!.postMessage(rendezvous.offer);
const comm = await rendezvous.join(await offers);
const { world } = comm;

function tensorOf(values: number[], dtype: DType): Tensor {
  const floats = backend.empty([values.length], 'float32');
  backend.upload(floats, Float32Array.from(values));
  if (dtype === 'float32') return floats;
  const out = backend.empty([values.length], dtype);
  backend.cast(floats, out);
  return out;
}

function numbersOf(tensor: Tensor): number[] {
  const floats = backend.empty([tensor.numel], 'float32');
  backend.cast(tensor, floats);
  const values = new Float32Array(tensor.numel);
  backend.download(floats, values);
  return [...values];
}

const values = new Array(2 * worldSize).fill(0);
values.fill(rank + 1, 2 * rank, 2 * rank + 2);
const gathered = tensorOf(values, 'float32');
world.allGather(gathered).join();

const part = rank === 0 ? 2048 : 1;
const scattered = backend.empty([1], 'float32');
const scatter = world.reduceScatter(tensorOf(new Array(worldSize).fill(part), 'float16'), scattered);
const heads = backend.empty([1], 'float32');
const headWork = world.reduceScatter(
  tensorOf(new Array(worldSize).fill(rank + 1 + (rank === 0 ? 0.5 : 0)), 'float32'),
  heads,
);
scatter.join();
headWork.join();
headWork.join();

// Not a multiple of the ranks.
const summed = tensorOf(new Array(worldSize + 1).fill(part), 'float16');
world.allReduceGradient(summed).join();

const small = tensorOf([rank + 1, 10 * (rank + 1)], 'float32');
const smallWork = comm.allReduce(small);
smallWork.join();
if (!smallWork.done) throw new Error('an emulated device has done what it was asked for');

const traffic = comm.traffic();
comm.barrier();
parentPort!.postMessage({
  gathered: numbersOf(gathered),
  scattered: numbersOf(scattered),
  heads: numbersOf(heads),
  summed: numbersOf(summed),
  small: numbersOf(small),
  traffic,
} satisfies NcclRankResult);
comm.barrier();
comm.close();
parentPort!.close();
