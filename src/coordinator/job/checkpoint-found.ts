import { type ComputeType, type ComputingRank, decideComputeType } from '../../precision/compute-type.js';
import { type DecidedGlobalBatch, decideGlobalBatch, globalBatchProblem } from './global-batch.js';
import { type Checkpoint, type Job, newFailure, type Rank } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import type { JobEvent } from './job-event.js';
import { missingWorkers } from './place-workers.js';

type CheckpointEvent = Extract<JobEvent, { kind: 'checkpointFound' | 'checkpointUnreadable' }>;

/** The answer to where the generation resumes from: now its workers can start. */
export function checkpointFound(job: Job, event: CheckpointEvent, nowMs: number): Decision {
  const isPlanned = job.ranks.every((rank) => rank.stage === 'planned');
  const isAwaited = job.phase === 'rendezvous' && event.generation === job.generation && isPlanned;
  if (!isAwaited) return { job, actions: [] };
  if (event.kind === 'checkpointUnreadable') return fail(job, event.reason, 1, nowMs);
  const { checkpoint } = event;
  const decided = job.globalBatch === null ? decideGlobalBatch(job, checkpoint) : null;
  const globalBatch = job.globalBatch ?? decided!.images;
  const problem = globalBatchProblem(job, globalBatch, checkpoint);
  if (problem !== null) return fail(job, problem.reason, problem.exitCode, nowMs);
  const before = checkpoint?.computeType ?? null;
  const ranks = job.ranks.map((rank) => computingRank(job, rank));
  const { computeType, problem: lack } = decideComputeType(job.options.computeDtype, before, ranks);
  if (computeType === null) return fail(job, lack, 2, nowMs);
  const stepsReached = Math.max(job.stepsReached, checkpoint?.step ?? 0);
  const orders = job.nodes.flatMap(({ id }) => spawnOrder(job, id));
  const ordered = (nodeId: string) => orders.find((order) => order.nodeId === nodeId)?.count ?? 0;
  return {
    job: {
      ...job,
      nodes: job.nodes.map((node) => ({ ...node, spawning: node.spawning + ordered(node.id) })),
      globalBatch,
      computeType,
      resume: checkpoint,
      nextStep: null,
      lastCheckpointStep: checkpoint?.step ?? 0,
      stepsReached,
      stepsReachedBefore: stepsReached,
      ranks: job.ranks.map((rank) => ({ ...rank, stage: 'spawned' })),
    },
    actions: [
      ...logResume(job, checkpoint),
      ...logComputeType(computeType, before),
      ...keepGlobalBatch(decided, checkpoint),
      ...orders,
    ],
  };
}

function fail(job: Job, reason: string, exitCode: 1 | 2, atMs: number): Decision {
  const failure = newFailure({ rank: null, reason, atMs, fatal: true, exitCode });
  return { job: { ...job, failures: [...job.failures, failure] }, actions: [] };
}

function logResume({ generation }: Job, checkpoint: Checkpoint | null): JobAction[] {
  if (checkpoint === null) return [];
  const { step, directory } = checkpoint;
  return [{ kind: 'log', level: 'info', event: 'resume', fields: { generation, step, directory } }];
}

/** Only where it is another one: each worker says what it computes in. */
function logComputeType(computeType: ComputeType, before: ComputeType | null): JobAction[] {
  if (before === null || computeType === before) return [];
  const reason = `matrix products go on in ${computeType}, as asked; they were in ${before}`;
  return [{ kind: 'log', level: 'warn', event: 'compute-type', fields: { reason } }];
}

function computingRank({ nodes }: Job, { nodeId, device }: Rank): ComputingRank {
  const { hostname, devices } = nodes.find(({ id }) => id === nodeId)!;
  const { name, computeTypes } = devices.find((one) => one.device === device)!;
  return { hostname, name, computeTypes };
}

function keepGlobalBatch(decided: DecidedGlobalBatch | null, checkpoint: Checkpoint | null): JobAction[] {
  if (decided === null) return [];
  const { origin, images, batchSizePerGpu } = decided;
  const log = { kind: 'log', level: 'info', event: 'global-batch', fields: { images, origin } } as const;
  // A checkpoint has it.
  return checkpoint === null ? [log, { kind: 'keepGlobalBatch', globalBatch: { images, batchSizePerGpu } }] : [log];
}

/** A process for each of the node's places that no standby can take. */
function spawnOrder(job: Job, nodeId: string): Extract<JobAction, { kind: 'spawn' }>[] {
  const count = missingWorkers(job, nodeId);
  if (count <= 0) return [];
  const { threads } = job.ranks.find((rank) => rank.nodeId === nodeId)!;
  return [{ kind: 'spawn', nodeId, count, threads }];
}
