/** One rank of a training in a thread of its own: addresses go through the parent, as they would through control. */
import { parentPort, workerData } from 'node:worker_threads';
import { allReduceBytes } from '../../src/comm/collective-bytes.js';
import type { Communicator } from '../../src/comm/communicator.js';
import { GlooCommunicator } from '../../src/comm/gloo-communicator.js';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { configFromObject } from '../../src/config/load.js';
import { listImages } from '../../src/data/sources/image-folder.js';
import type { Backend, Tensor } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { type StepReport, trainLoop } from '../../src/train/loop.js';
import { openTrainingBatches } from '../../src/train/open-batches.js';

import { TrainingState } from '../../src/train/training-state.js';
import type { LoopRankResult, LoopRankStart } from './loop-ranks.js';

const { config: data, images, rank, worldSize, globalBatch } = workerData as LoopRankStart;
const config = configFromObject(data);
const backend = openBackend('cpu', 'float32');
backend.setThreads(1);
const comm = await connect(backend);
const listing = await listImages(images);

const smallSums = countSmallSums(comm);
const state = new TrainingState(config, backend, comm, () => {});
state.initialize();
const batches = openTrainingBatches(state, { listing, globalBatch, startStep: 0, prefetch: 1 });
const reports: StepReport[] = [];
const before = comm.traffic();
await trainLoop({
  state,
  batches,
  startStep: 0,
  globalBatch,
  stopRequested: () => false,
  takeSaveRequest: () => false,
  onReport: ({ steps }) => reports.push(...steps),
  onBatch: () => {},
  log: () => {},
  observer: { beginStep() {}, beforeUpdate() {}, afterUpdate() {} },
  saves: {
    snapshotDue: () => false,
    snapshotRefused: () => true,
    begin: async () => {},
    finishCopy() {},
    finish: async () => {},
  },
});
const after = comm.traffic();
await batches.close();
comm.barrier();
parentPort!.postMessage({
  reports,
  planned: state.stepTraffic(),
  sent: after.bytesSent - before.bytesSent - smallSums.bytes,
  received: after.bytesReceived - before.bytesReceived - smallSums.bytes,
} satisfies LoopRankResult);
state.close();
comm.close();
parentPort!.close();

async function connect(backend: Backend): Promise<Communicator> {
  if (worldSize === 1) return new LocalCommunicator(backend);
  const comm = new GlooCommunicator({ rank, worldSize, host: '127.0.0.1' });
  const addresses = new Promise<Uint8Array[]>((resolve) => parentPort!.once('message', resolve));
  parentPort!.postMessage(comm.address);
  await comm.connect(await addresses);
  return comm;
}

/** Sums of losses, norms and prototypes, which are no part of a plan. */
function countSmallSums(comm: Communicator): { bytes: number } {
  const counted = { bytes: 0 };
  const allReduce = comm.allReduce.bind(comm);
  comm.allReduce = (buffer: Tensor) => {
    counted.bytes += allReduceBytes(buffer.numel, 4, rank, worldSize);
    return allReduce(buffer);
  };
  return counted;
}
