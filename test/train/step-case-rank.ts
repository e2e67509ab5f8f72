/** One rank of a step case in a thread of its own: addresses go through the parent, as they would through control. */
import { parentPort, workerData } from 'node:worker_threads';
import { GlooCommunicator } from '../../src/comm/gloo-communicator.js';
import { loadBackend } from '../../src/nn/load-backend.js';
import { openStepCase, replay } from './step-case.js';

const { name, overrides, rank, worldSize } = workerData as {
  name: string;
  overrides: string[];
  rank: number;
  worldSize: number;
};
const backend = loadBackend('cpu');
backend.setThreads(1);
const comm = new GlooCommunicator({ rank, worldSize, host: '127.0.0.1' });
const addresses = new Promise<Uint8Array[]>((resolve) => parentPort!.once('message', resolve));
parentPort!.postMessage(comm.address);
await comm.connect(await addresses);
const { numbers, tensors } = replay(openStepCase(name, overrides), backend, comm);
const { bytesSent } = comm.traffic();
comm.close();
parentPort!.postMessage({ numbers, tensors, bytesSent });
parentPort!.close();
