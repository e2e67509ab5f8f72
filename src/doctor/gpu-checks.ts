import { NcclRendezvous } from '../comm/nccl-rendezvous.js';
import type { Backend, Tensor } from '../nn/backend.js';
import type { AttentionKernels, CudaBackend } from '../nn/cuda-backend.js';
import { openBackend } from '../nn/open-backend.js';

/** A part of a GPU that was tried for a moment. */
export interface GpuCheck {
  device: string;
  what: string;
  /** null: it did what it should. */
  problem: string | null;
  seconds: number;
}

const filled = (backend: Backend, shape: readonly number[], value: number): Tensor => {
  const tensor = backend.empty(shape, backend.activations);
  backend.fill(tensor, value);
  return tensor;
};

/** @throws Error where a number of the tensor is another */
function expectAll(backend: Backend, tensor: Tensor, value: number): void {
  const floats = backend.empty([tensor.numel], 'float32');
  backend.cast(tensor, floats);
  const numbers = new Float32Array(tensor.numel);
  backend.download(floats, numbers);
  const wrong = numbers.find((number) => number !== value);
  if (wrong !== undefined) throw new Error(`got ${wrong}, expected ${value}`);
}

function products(device: string): void {
  const backend = openBackend(device, 'float16');
  expectAll(backend, backend.linear(filled(backend, [96, 256], 0.5), filled(backend, [128, 256], 1), null), 128);
}

/** Of equal numbers: each row's answer is one of them, and the scores have no gradient. */
function attention(device: string, kernels: AttentionKernels, length: number): void {
  const backend = openBackend(device, 'float16', kernels);
  const sequences = [{ count: 2, length }];
  const qkv = filled(backend, [2 * length, 3 * 64], 0.5);
  const { out, saved } = backend.attention(qkv, sequences, 1);
  expectAll(backend, out, 0.5);
  const dQkv = backend.attentionBackward(filled(backend, out.shape, 0), qkv, out, saved, sequences, 1);
  expectAll(backend, dQkv, 0);
}

async function nccl(device: string, path?: string): Promise<void> {
  const backend = openBackend(device, 'float16') as CudaBackend;
  const place = { rank: 0, worldSize: 1, host: '127.0.0.1', ranksPerNode: null };
  const options = { gradientSums: 'nccl', ...(path !== undefined && { path }) } as const;
  const rendezvous = await NcclRendezvous.open(place, backend, options);
  const comm = await rendezvous.join([rendezvous.offer]);
  try {
    const tensor = filled(backend, [1024], 2);
    comm.world.allGather(tensor).join();
    comm.world.allReduceGradient(tensor).join();
    expectAll(backend, tensor, 2);
  } finally {
    comm.close();
  }
}

/**
 * Tries a GPU and the libraries that it takes, each for about a second.
 * @param ncclPath another NCCL than that of the machine
 */
export async function checkGpu(device: string, ncclPath?: string): Promise<GpuCheck[]> {
  const tried: [what: string, check: () => void | Promise<void>][] = [
    ['products by cuBLASLt', () => products(device)],
    ['attention by own kernels', () => attention(device, 'own', 197)],
    ['attention by cuDNN', () => attention(device, 'cudnn', 300)],
    ['collectives by NCCL', () => nccl(device, ncclPath)],
  ];
  const checks: GpuCheck[] = [];
  for (const [what, check] of tried) {
    const began = performance.now();
    let problem: string | null = null;
    try {
      await check();
    } catch (error) {
      problem = (error as Error).message;
    }
    checks.push({ device, what, problem, seconds: (performance.now() - began) / 1000 });
  }
  return checks;
}
