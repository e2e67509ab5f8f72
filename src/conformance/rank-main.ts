/** A rank of a replay or a record, in a process of its own. It ends with its parent: by a broken channel, or by its own last word. */
import type { Communicator } from '../comm/communicator.js';
import { openRendezvous } from '../comm/open-rendezvous.js';
import { configFromObject } from '../config/load.js';
import type { Config } from '../config/schema.js';
import type { Backend } from '../nn/backend.js';
import { limitSpinning } from '../nn/limit-spinning.js';
import { openBackend } from '../nn/open-backend.js';
import { keepIgnored } from '../system/signals.js';
import { nodeSharding } from '../train/node-sharding.js';
import { openStepCase } from './case/step-case.js';
import type { GroupResult } from './compare.js';
import type { FromRank, RankTask, ToRank } from './rank-messages.js';
import { recordStep } from './record-step.js';
import { replayAndCompare } from './replay.js';

type Start = Extract<ToRank, { kind: 'start' }>;
type TaskOf<Kind extends RankTask['kind']> = Extract<RankTask, { kind: Kind }>;

keepIgnored();
limitSpinning();
process.on('disconnect', () => process.exit(1));
process.once('message', async (start: Start) => {
  try {
    const groups = start.task.kind === 'replay' ? await replay(start, start.task) : await record(start, start.task);
    await send({ kind: 'done', groups });
    process.exit(0);
  } catch (error) {
    const { code = 'RANK_FAILED', message, stack } = error as Error & { code?: string };
    await send({ kind: 'failed', code, message: code === 'RANK_FAILED' ? (stack ?? message) : message });
    process.exit(1);
  }
});

async function replay(start: Start, { folder, options }: TaskOf<'replay'>): Promise<GroupResult[]> {
  const stepCase = openStepCase(folder, options);
  const backend = openBackend(start.device, start.computeType, stepCase.config.compute_precision.attention);
  backend.setThreads(start.threads);
  const comm = await connect(start, stepCase.config, backend);
  const groups = await replayAndCompare(stepCase, backend, comm);
  comm.close();
  return groups;
}

async function record(start: Start, task: TaskOf<'record'>): Promise<GroupResult[]> {
  const { outputDir, step, from, globalBatch } = task;
  const config = configFromObject(task.config as object);
  const backend = openBackend(start.device, start.computeType, config.compute_precision.attention);
  backend.setThreads(start.threads);
  const comm = await connect(start, config, backend);
  await recordStep(
    { outputDir, config, images: task.images, globalBatch, threads: start.threads },
    step,
    from,
    backend,
    comm,
    () => {},
  );
  comm.barrier();
  comm.close();
  return [];
}

async function connect({ rank, nodeRanks, peerKey }: Start, config: Config, backend: Backend): Promise<Communicator> {
  const worldSize = nodeRanks.reduce((sum, ranks) => sum + ranks, 0);
  const { ranksPerNode } = nodeSharding(config, nodeRanks);
  const { gradient_sums: sums } = config.compute_precision;
  const place = { rank, worldSize, host: '127.0.0.1', ranksPerNode, peerKey };
  const rendezvous = await openRendezvous(place, backend, sums);
  const peers = new Promise<Uint8Array[]>((resolve) => {
    process.once('message', ({ addresses }: Extract<ToRank, { kind: 'connect' }>) => resolve(addresses));
  });
  await send({ kind: 'address', address: rendezvous.offer });
  return rendezvous.join(await peers);
}

function send(message: FromRank): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}
