import { type Job, type JobNode, type Rank, workerIds } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import type { JobEvent } from './job-event.js';
import { nodeLost } from './membership.js';
import { probeOrder } from './probe.js';
import { type PendingSave, toldOf } from './saves.js';

/** Who has not come back yet to a coordinator that was started again. Orders reach nobody who is away. */
export interface Absence {
  sinceMs: number;
  nodeIds: string[];
  /** Of those that have a rank. */
  workerIds: string[];
}

type Returned = Extract<JobEvent, { kind: 'coordinatorReturned' }>;
type NodeReturned = Extract<JobEvent, { kind: 'nodeReturned' }>;
type WorkerReturned = Extract<JobEvent, { kind: 'workerReturned' }>;

/**
 * The coordinator was killed, and goes on from its journal. A generation that trains is waited for; one that was beginning or ending begins
 * anew: its nodes join again, and end all processes that they have before they do.
 */
export function coordinatorReturned(job: Job, { token }: Returned, nowMs: number): Decision {
  const awayMs = nowMs - job.lastTickMs;
  const here: Job = { ...job, options: { ...job.options, token }, lastTickMs: nowMs };
  const fields = { generation: job.generation, away_seconds: (awayMs / 1000).toFixed(1), next: whatNext(job) };
  const actions: JobAction[] = [
    { kind: 'log', level: 'warn', event: 'coordinator-returned', fields },
    ...ordersToPublish(job),
    // An engine begins with this coordinator, and knows nothing of these.
    ...job.placesGivenUp.map((given) => ({ kind: 'giveUpPlace', ...given }) as const),
  ];
  if (job.phase !== 'running') return { job: withoutProcesses(here, nowMs), actions };
  const { nextStep, totalSteps } = job;
  return {
    job: {
      ...here,
      // What agents had been told of these is not known.
      saves: job.saves.flatMap(asKnown),
      nodes: job.nodes.map((node) => ({ ...node, lastSeenMs: nowMs, spawning: 0 })),
      // A standby gets no place until it has said hello again.
      workers: job.workers.map((worker) => (worker.stage === 'ready' ? { ...worker, stage: 'starting' } : worker)),
      ranks: job.ranks.map((rank) => ({ ...rank, lastSeenMs: nowMs, lastProgressMs: nowMs })),
      absent: {
        sinceMs: nowMs - awayMs,
        nodeIds: job.nodes.map(({ id }) => id),
        workerIds: job.ranks.flatMap(({ workerId, stage }) => (stage === 'running' && workerId) || []),
      },
    },
    actions: nextStep === null ? actions : [...actions, { kind: 'trainingStarts', startStep: nextStep, totalSteps }],
  };
}

function whatNext({ phase, ranks }: Job): string {
  if (phase === 'running') return `waits for ${ranks.length} workers, which train on`;
  return 'its nodes join again';
}

function withoutProcesses(job: Job, nowMs: number): Job {
  const alone = { ...job, nodes: [], workers: [], quorumSinceMs: null, sinceMs: nowMs };
  return job.phase === 'rendezvous' ? { ...alone, phase: 'waiting', ranks: [], failures: [] } : alone;
}

/** Where that was done already, it does no harm. */
function ordersToPublish({ saves }: Job): JobAction[] {
  return saves.filter(({ stage }) => stage === 'publishing').map((save) => ({ kind: 'publish', ...toldOf(save) }));
}

/** Of what nodes had been told of a save nothing is known: they make their parts of a checkpoint again, which does no harm. */
function asKnown(save: PendingSave): PendingSave[] {
  if (save.stage !== 'parts' && save.stage !== 'copies') return [save];
  return save.snapshot ? [] : [{ ...save, stage: 'writing', awaited: [] }];
}

/** An agent says that it takes part already. It does where its generation trains; else it joins as any other. */
export function nodeReturned(job: Job, { nodeId }: NodeReturned, nowMs: number): Decision {
  if (job.phase === 'running' && job.absent?.nodeIds.includes(nodeId)) {
    const back = (node: JobNode) => (node.id === nodeId ? { ...node, lastSeenMs: nowMs } : node);
    const nodeIds = job.absent.nodeIds.filter((id) => id !== nodeId);
    return {
      job: { ...job, nodes: job.nodes.map(back), absent: { ...job.absent, nodeIds } },
      actions: [
        { kind: 'readmit', nodeId },
        ...job.nodes.filter(({ id }) => id === nodeId).flatMap((node) => probeOrder(job, node)),
      ],
    };
  }
  const lost = nodeLost(job, nodeId, 'it has come back too late', nowMs);
  return { job: lost.job, actions: [...lost.actions, { kind: 'survey', nodeId }] };
}

/** A worker says that it has a place, or waits for one. What it is in must be what the journal knows. */
export function workerReturned(job: Job, { workerId, trainsIn }: WorkerReturned, nowMs: number): Decision {
  const worker = job.workers.find(({ id }) => id === workerId);
  const rank = job.ranks.find((one) => one.workerId === workerId);
  if (worker === undefined || trainsIn !== (rank === undefined ? 0 : job.generation)) {
    // Of a later generation the journal may know nothing that was kept on a full disk: the next one must not be taken for it.
    const generation = Math.max(job.generation, trainsIn);
    return { job: { ...job, generation }, actions: [{ kind: 'endWorker', workerId }] };
  }
  const actions: JobAction[] = [{ kind: 'welcome', workerId }];
  if (rank === undefined) {
    const ready = { ...worker, stage: worker.stage === 'starting' ? 'ready' : worker.stage } as const;
    return { job: { ...job, workers: job.workers.map((one) => (one === worker ? ready : one)) }, actions };
  }
  const back = (one: Rank) => (one === rank ? { ...one, lastSeenMs: nowMs } : one);
  const absent = job.absent && { ...job.absent, workerIds: job.absent.workerIds.filter((id) => id !== workerId) };
  return { job: { ...job, ranks: job.ranks.map(back), absent }, actions };
}

/** All are back who were waited for: what they may have missed is said again. */
export function allReturned(job: Job, nowMs: number): Decision | null {
  const { absent, growth, nodes, workers, stop } = job;
  if (absent === null) return null;
  const isStillAway =
    nodes.some(({ id }) => absent.nodeIds.includes(id)) || workers.some(({ id }) => absent.workerIds.includes(id));
  if (job.phase === 'running' && isStillAway) return null;
  const whole = { ...job, absent: null };
  if (job.phase !== 'running') return { job: whole, actions: [] };
  const seconds = ((nowMs - absent.sinceMs) / 1000).toFixed(1);
  const fields = { generation: job.generation, workers: job.ranks.length, seconds, step: job.nextStep ?? 0 };
  const actions: JobAction[] = [{ kind: 'log', level: 'info', event: 'whole-again', fields }];
  if (stop === 'save') actions.push({ kind: 'saveAndStop', workerIds: workerIds(job) });
  else if (growth?.savedStep === null) actions.push({ kind: 'saveNow', workerId: workerIds(job)[0]! });
  return { job: whole, actions };
}
