/** One rank of a save in a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { GlooCommunicator } from '../../src/comm/gloo-communicator.js';
import { loadBackend } from '../../src/nn/load-backend.js';
import { numberedState, saveSmall, smallConfig } from './small-training.js';

const { rank, worldSize, outputDir, overrides } = workerData as {
  rank: number;
  worldSize: number;
  outputDir: string;
  overrides: object;
};
const comm = new GlooCommunicator({ rank, worldSize, host: '127.0.0.1' });
const addresses = new Promise<Uint8Array[]>((resolve) => parentPort!.once('message', resolve));
parentPort!.postMessage(comm.address);
await comm.connect(await addresses);
await saveSmall(numberedState(smallConfig(overrides), loadBackend('cpu'), comm), outputDir, 7);
comm.close();
parentPort!.close();
