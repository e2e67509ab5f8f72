import { Communicator, type Config, load, uniqueId } from 'nccl-bindings';
import type { Backend, DType, HostArray, Tensor } from '../../src/nn/backend.js';
import type { NativeLanes } from '../../src/nn/cuda-backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { fakeNccl } from '../native/fake-nccl/fake-nccl.js';

load(fakeNccl(22809));

/** Whose memory the fake can reach. */
export const backend = openBackend('cuda-emulated:0', 'float32') as Backend & NativeLanes;
export const stream = backend.stream('compute');

/** The ranks of one communicator, all in this thread. */
export async function fakeTeam(size: number, config?: Config): Promise<Communicator[]> {
  const id = uniqueId();
  const ranks = Array.from(
    { length: size },
    (_, rank) => new Communicator({ id, rank, size, ...(config && { config }) }),
  );
  await Promise.all(ranks.map((rank) => rank.ready()));
  return ranks;
}

const dtypeOf = (values: HostArray): DType => {
  if (values instanceof Float32Array) return 'float32';
  if (values instanceof Int32Array) return 'int32';
  return values instanceof Uint16Array ? 'float16' : 'uint8';
};

export function tensorOf(values: HostArray): Tensor {
  const tensor = backend.empty([values.length], dtypeOf(values));
  backend.upload(tensor, values);
  return tensor;
}

/** The bytes of any array, for dtypes that tensors have not. */
export const bytesOf = (values: ArrayBufferView): Tensor =>
  tensorOf(new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength));

export function valuesOf<T extends HostArray>(tensor: Tensor, out: T): T {
  backend.download(tensor, out);
  return out;
}

export const floatsOf = (tensor: Tensor) => [...valuesOf(tensor, new Float32Array(tensor.numel))];
export const readBytes = (tensor: Tensor) => valuesOf(tensor, new Uint8Array(tensor.numel));
