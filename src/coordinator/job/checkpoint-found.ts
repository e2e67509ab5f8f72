import { type ComputeType, type ComputingRank, decideComputeType } from '../../precision/compute-type.js';
import { factsOf } from './assign-devices.js';
import { nodesOf } from './assign-ranks.js';
import { type DecidedGlobalBatch, decideGlobalBatch, globalBatchProblem } from './global-batch.js';
import { type Checkpoint, type Job, type JobNode, newFailure, type Rank } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import type { JobEvent } from './job-event.js';
import { bringParts, isFoundDamaged, keepsCheckpointsOnNodes, missingRanks, newestHeld } from './parts.js';
import { missingWorkers } from './place-workers.js';

type CheckpointEvent = Extract<JobEvent, { kind: 'checkpointFound' | 'checkpointUnreadable' }>;

/** The answer to where the generation resumes from: now its workers can start. */
export function checkpointFound(job: Job, event: CheckpointEvent, nowMs: number): Decision {
  const isPlanned = job.ranks.every((rank) => rank.stage === 'planned');
  const isAwaited = job.phase === 'rendezvous' && event.generation === job.generation && isPlanned;
  if (!isAwaited) return { job, actions: [] };
  const onDisk = event.kind === 'checkpointFound' ? event.checkpoint : null;
  const blind = onDisk === null || onDisk.held !== null ? undefined : blindNode(job, onDisk);
  if (blind !== undefined) return passOver(job, onDisk!, blind);
  const held = newestHeld(job);
  if (keepsCheckpointsOnNodes(job) && onDisk !== null && held === null) return waitForHolders(job, onDisk, nowMs);
  const checkpoint = keepsCheckpointsOnNodes(job) || (held?.step ?? 0) > (onDisk?.step ?? 0) ? held : onDisk;
  if (event.kind === 'checkpointUnreadable' && checkpoint === null) return fail(job, event.reason, 1, nowMs);
  const decided = job.globalBatch === null ? decideGlobalBatch(job, checkpoint) : null;
  const globalBatch = job.globalBatch ?? decided!.images;
  const problem = globalBatchProblem(job, globalBatch, checkpoint);
  if (problem !== null) return fail(job, problem.reason, problem.exitCode, nowMs);
  const before = checkpoint?.computeType ?? null;
  const ranks = job.ranks.map((rank) => computingRank(job, rank));
  const { computeType, problem: lack } = decideComputeType(job.options.computeDtype, before, ranks);
  if (computeType === null) return fail(job, lack, 2, nowMs);
  const stepsReached = Math.max(job.stepsReached, checkpoint?.step ?? 0);
  const { nodes, orders: brings } = bringParts({ ...job, resume: checkpoint });
  const orders = job.nodes.flatMap((node) => spawnOrder(job, node));
  const ordered = new Map(orders.map(({ nodeId, count }) => [nodeId, count]));
  return {
    job: {
      ...job,
      nodes: nodes.map((node) => ({ ...node, spawning: node.spawning + (ordered.get(node.id) ?? 0) })),
      globalBatch,
      computeType,
      resume: checkpoint,
      nextStep: null,
      lastCheckpointStep: checkpoint?.step ?? 0,
      savedStep: onDisk?.step ?? 0,
      stepsReached,
      stepsReachedBefore: stepsReached,
      ranks: job.ranks.map((rank) => ({ ...rank, stage: 'spawned' })),
    },
    actions: [
      ...logResume(job, checkpoint),
      ...logComputeType(computeType, before),
      ...keepGlobalBatch(decided, checkpoint),
      ...logOlder(job, onDisk, checkpoint),
      ...brings,
      ...orders,
    ],
  };
}

/**
 * A node of the generation that does not see a checkpoint which the coordinator sees. One that is newer than all that the node has
 * listed was made after it looked, as far as can be told: its ranks will see.
 */
function blindNode({ nodes, ranks }: Job, { step }: Checkpoint): JobNode | undefined {
  const members = nodesOf(ranks);
  const isBlind = ({ checkpointSteps: seen }: JobNode) => !seen.includes(step) && seen.some((other) => other > step);
  return nodes.find((node) => members.has(node.id) && isBlind(node));
}

/** The run has a checkpoint, and who has its files has not come: to begin anew would pass for going on. */
function waitForHolders(job: Job, known: Checkpoint, nowMs: number): Decision {
  const { step } = known;
  if (isFoundDamaged(job, known)) {
    const damaged = `files of step ${step} are damaged, and nodes have no older checkpoint. `;
    return fail(
      job,
      `${damaged}Restore them, or choose another output directory with --output-dir to begin anew`,
      1,
      nowMs,
    );
  }
  const missing = missingRanks(job, known);
  const which = missing.length === 0 ? 'all ranks' : `ranks ${missing.join(', ')}`;
  const reason = `no node that is here has the files of ${which} of step ${step}; the job waits for those that have them`;
  return {
    job: { ...job, phase: 'waiting', sinceMs: nowMs, quorumSinceMs: null, ranks: [], savedStep: step },
    actions: [{ kind: 'log', level: 'warn', event: 'checkpoint-incomplete', fields: { step, reason } }],
  };
}

/** Where nodes have a newer one of which parts are missing or damaged. */
function logOlder(job: Job, known: Checkpoint | null, checkpoint: Checkpoint | null): JobAction[] {
  if (known === null || (checkpoint?.step ?? 0) >= known.step) return [];
  const isDamaged = known.held !== null && isFoundDamaged(job, known);
  const reason = `some files of step ${known.step} are ${isDamaged ? 'damaged' : 'on no node that is here'}`;
  return [{ kind: 'log', level: 'warn', event: 'checkpoint-skipped', fields: { step: known.step, reason } }];
}

function passOver(job: Job, { step, directory }: Checkpoint, { hostname }: JobNode): Decision {
  const damaged = [...job.damaged, directory];
  const reason = `${hostname} does not see ${directory}, though it sees newer ones`;
  return {
    job: { ...job, damaged },
    actions: [
      { kind: 'log', level: 'warn', event: 'checkpoint-skipped', fields: { step, reason } },
      { kind: 'findCheckpoint', generation: job.generation, damaged },
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
  const node = nodes.find(({ id }) => id === nodeId)!;
  const { name, computeTypes } = factsOf(node, device);
  return { hostname: node.hostname, name, computeTypes };
}

function keepGlobalBatch(decided: DecidedGlobalBatch | null, checkpoint: Checkpoint | null): JobAction[] {
  if (decided === null) return [];
  const { origin, images, batchSizePerGpu } = decided;
  const log = { kind: 'log', level: 'info', event: 'global-batch', fields: { images, origin } } as const;
  // A checkpoint has it.
  return checkpoint === null ? [log, { kind: 'keepGlobalBatch', globalBatch: { images, batchSizePerGpu } }] : [log];
}

/** A process for each of the node's places that no standby can take. */
function spawnOrder(job: Job, { id: nodeId, outputDir }: JobNode): Extract<JobAction, { kind: 'spawn' }>[] {
  const count = missingWorkers(job, nodeId);
  if (count <= 0) return [];
  const { threads } = job.ranks.find((rank) => rank.nodeId === nodeId)!;
  return [{ kind: 'spawn', nodeId, outputDir, count, threads }];
}
