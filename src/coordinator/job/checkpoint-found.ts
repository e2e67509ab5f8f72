import type { Checkpoint, Job } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import type { JobEvent } from './job-event.js';

type CheckpointEvent = Extract<JobEvent, { kind: 'checkpointFound' | 'checkpointUnreadable' }>;

/** The answer to where the generation resumes from: now its workers can start. */
export function checkpointFound(job: Job, event: CheckpointEvent, nowMs: number): Decision {
  const isPlanned = job.ranks.every((rank) => rank.stage === 'planned');
  const isAwaited = job.phase === 'rendezvous' && event.generation === job.generation && isPlanned;
  if (!isAwaited) return { job, actions: [] };
  if (event.kind === 'checkpointUnreadable') {
    const failure = {
      rank: null,
      reason: event.reason,
      atMs: nowMs,
      code: '',
      fatal: true,
      exitCode: 1,
      evidence: 'cause',
    } as const;
    return { job: { ...job, failures: [...job.failures, failure] }, actions: [] };
  }
  const { checkpoint } = event;
  const stepsReached = Math.max(job.stepsReached, checkpoint?.step ?? 0);
  return {
    job: {
      ...job,
      resume: checkpoint,
      lastCheckpointStep: checkpoint?.step ?? 0,
      stepsReached,
      stepsReachedBefore: stepsReached,
      ranks: job.ranks.map((rank) => ({ ...rank, stage: 'spawned' })),
    },
    actions: [...logResume(job, checkpoint), ...job.nodes.flatMap(({ id }) => spawn(job, id))],
  };
}

function logResume({ generation }: Job, checkpoint: Checkpoint | null): JobAction[] {
  if (checkpoint === null) return [];
  return [{ kind: 'log', level: 'info', event: 'resume', fields: { generation, ...checkpoint } }];
}

function spawn(job: Job, nodeId: string): JobAction[] {
  const ranks = job.ranks.filter((rank) => rank.nodeId === nodeId);
  if (ranks.length === 0) return [];
  const workers = ranks.map(({ rank, localRank, threads }) => ({ rank, localRank, threads }));
  return [{ kind: 'spawn', nodeId, generation: job.generation, workers }];
}
