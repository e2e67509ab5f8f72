// Run by lifecycle.test.ts in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { Communicator } from 'nccl-bindings';
import { stream, tensorOf } from './fake-team.js';

export interface WaitingRank {
  id: Uint8Array;
}

const { id } = workerData as WaitingRank;
const communicator = new Communicator({ id, rank: 0, size: 2 });
await communicator.ready();
parentPort!.postMessage('waiting');
const tensor = tensorOf(Float32Array.of(1));
try {
  communicator.allReduce(tensor, tensor, 'float32', 'sum', stream);
  parentPort!.postMessage('done');
} catch (error) {
  const { code, message } = error as { code: string; message: string };
  parentPort!.postMessage(`${code}: ${message}`);
}
