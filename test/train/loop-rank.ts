/** One rank of a training in a thread of its own: addresses go through the parent, as they would through control. */
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { allReduceBytes } from '../../src/comm/collective-bytes.js';
import type { Communicator } from '../../src/comm/communicator.js';
import { NcclRendezvous } from '../../src/comm/nccl-rendezvous.js';
import { openRendezvous } from '../../src/comm/open-rendezvous.js';
import { configFromObject } from '../../src/config/load.js';
import type { Backend, Tensor, Work } from '../../src/nn/backend.js';
import type { CudaBackend } from '../../src/nn/cuda-backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { type Saves, type StepReport, trainLoop } from '../../src/train/loop.js';
import { openTrainingBatches } from '../../src/train/open-batches.js';
import { TrainingState } from '../../src/train/training-state.js';
import { peerKey } from '../fixtures/peer-key.js';
import { fakeNccl } from '../native/fake-nccl/fake-nccl.js';
import { conflicts, type LoggingBackend } from '../nn/device-log.js';
import { QueuedBackend } from '../nn/queued/queued-backend.js';
import { queuedCommunicator } from '../nn/queued/queued-communicator.js';
import type { LoopRankResult, LoopRankStart } from './loop-ranks.js';

const {
  config: data,
  images,
  rank,
  worldSize,
  ranksPerNode = null,
  globalBatch,
  late = false,
  emulated,
} = workerData as LoopRankStart;
const config = configFromObject(data);
const byNccl = emulated === 'nccl' || emulated === 'fp32';
const device = openBackend(emulated === undefined ? 'cpu' : `cuda-emulated:${rank}`, 'float32');
device.setThreads(1);
const connected = await connect(device);
const queued = late ? new QueuedBackend(device) : null;
const backend = queued?.backend ?? device;
const comm = queued === null ? connected : queuedCommunicator(queued, connected);

const smallSums = countSmallSums(comm);
const state = new TrainingState(config, backend, comm, () => {});
state.initialize();
const batches = openTrainingBatches(state, { images, globalBatch, startStep: 0, prefetch: 1 });
const reports: StepReport[] = [];
const before = comm.traffic();
const takeLog = () => (emulated === undefined ? [] : (device as LoggingBackend).takeLog());
takeLog();
const saves = copyingSaves(state);
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
  onNonFinite: () => {},
  trace: {
    beginStep: () => {},
    firstStepDone: () => {},
    enter: () => {},
    duringAsync: (_phase, _what, wait) => wait(),
  },
  saves,
});
const after = comm.traffic();
const small = smallSums.bytes;
const log = takeLog();
await batches.close();
comm.barrier();
parentPort!.postMessage({
  reports,
  state: saves.digest(),
  planned: state.stepTraffic(),
  sent: after.bytesSent - before.bytesSent - small,
  received: after.bytesReceived - before.bytesReceived - small,
  lanes: [...new Set(log.filter(({ kind }) => kind === 'op').map(({ lane }) => lane))].sort(),
  conflicts: conflicts(log),
} satisfies LoopRankResult);
state.close();
comm.close();
parentPort!.close();

/** Copies the state out beside the next step, as a save does, and hashes what came. */
function copyingSaves({ backend, shards }: TrainingState): Saves & { digest(): string } {
  const tensors = shards.flatMap(({ student, teacher, expAvg, expAvgSq }) => [student, teacher, expAvg, expAvgSq]);
  const memories = tensors.map(({ numel }) => new Uint8Array(backend.hostMemory(4 * numel).buffer));
  const hash = createHash('sha256');
  let copies: Work | null = null;
  const finish = () => {
    if (copies === null) return;
    copies.wait();
    for (const memory of memories) hash.update(memory);
    copies = null;
  };
  return {
    snapshotDue: () => false,
    snapshotRefused: () => true,
    async begin() {
      finish();
      copies = backend.copyOut(tensors.map((src, i) => ({ src, dst: memories[i]! })));
    },
    finishCopy: () => copies?.join(),
    finish: async () => finish(),
    digest: () => hash.digest('hex'),
  };
}

async function connect(backend: Backend): Promise<Communicator> {
  const place = { rank, worldSize, host: '127.0.0.1', ranksPerNode, peerKey };
  const rendezvous = byNccl
    ? await NcclRendezvous.open(place, backend as CudaBackend, { gradientSums: emulated, path: fakeNccl(22809) })
    : await openRendezvous(place, backend, 'nccl');
  const offers = new Promise<Uint8Array[]>((resolve) => parentPort!.once('message', resolve));
  parentPort!.postMessage(rendezvous.offer);
  return rendezvous.join(await offers);
}

/** Sums of losses, norms and prototypes, which are no part of a plan. */
function countSmallSums(comm: Communicator): { bytes: number } {
  const counted = { bytes: 0 };
  const allReduce = comm.allReduce.bind(comm);
  comm.allReduce = (buffer: Tensor) => {
    if (!byNccl) {
      counted.bytes += allReduceBytes(buffer.numel, 4, rank, worldSize);
      return allReduce(buffer);
    }
    const before = comm.traffic().bytesSent;
    const work = allReduce(buffer);
    counted.bytes += comm.traffic().bytesSent - before;
    return work;
  };
  return counted;
}
