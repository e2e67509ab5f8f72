import type { Backend } from '../nn/backend.js';
import type { Communicator } from './communicator.js';

/**
 * What every rank has on its host, in rank order. Collective; it waits for the device: not within a step.
 * @param own as many numbers on every rank
 */
export function gatherNumbers<Numbers extends Float32Array | Int32Array | Uint8Array>(
  backend: Backend,
  comm: Communicator,
  own: Numbers,
): Numbers {
  const dtype = own instanceof Float32Array ? 'float32' : own instanceof Int32Array ? 'int32' : 'uint8';
  const all = new (own.constructor as new (length: number) => Numbers)(comm.worldSize * own.length);
  const table = backend.empty([all.length], dtype);
  backend.upload(table.narrow(comm.rank * own.length, own.length), own);
  comm.world.allGather(table).join();
  backend.download(table, all);
  table.release();
  return all;
}
