import { nodesOf } from './assign-ranks.js';
import { type Job, type JobNode, workerIds } from './job.js';
import type { Decision, JobAction } from './job-action.js';

/** A generation is to be followed by one of other nodes, as soon as what it has come to is on the disk. */
export interface Growth {
  /** The step that was next when the checkpoint was asked for. */
  askedAt: number;
  /** Of that checkpoint; null until it is there. */
  savedStep: number | null;
}

/** Nodes that could take part and have come too late for this generation. */
export function newcomers(job: Job): JobNode[] {
  const training = nodesOf(job.ranks);
  return membersOf(job).filter(({ id }) => !training.has(id));
}

/** Nodes of this generation that an operator wants to have. */
export function leavers({ nodes, ranks }: Job): JobNode[] {
  return nodes.filter(({ id, isDraining }) => isDraining && ranks.some(({ nodeId }) => nodeId === id));
}

/** Those that a next generation would have. */
export function membersOf({ nodes, options }: Job): JobNode[] {
  return nodes.filter(({ isDraining, isProbed }) => isProbed && !isDraining).slice(0, options.maxNodes);
}

/** While nodes train and others wait that could, or some are to go: a checkpoint is asked for, so that nothing is computed twice. */
export function askToGrow(job: Job): Decision | null {
  const { nextStep } = job;
  const isTraining =
    job.phase === 'running' && job.stop === 'no' && job.ranks.every(({ stage }) => stage === 'running');
  if (!isTraining || nextStep === null || job.growth !== null || job.absent !== null) return null;
  const [coming, leaving] = [newcomers(job), leavers(job)];
  if (coming.length + leaving.length === 0) return null;
  return {
    job: { ...job, growth: { askedAt: nextStep, savedStep: null } },
    actions: [
      ...logOf('growing', coming, 'takes part from the next checkpoint on, which is asked for'),
      ...logOf('draining', leaving, 'leaves when the next checkpoint is there, which is asked for'),
      { kind: 'saveNow', workerId: workerIds(job)[0]! },
    ],
  };
}

function logOf(event: string, nodes: readonly JobNode[], next: string): JobAction[] {
  if (nodes.length === 0) return [];
  const fields = { nodes: nodes.map(({ hostname }) => hostname).join(', '), next };
  return [{ kind: 'log', level: 'info', event, fields }];
}

/** A checkpoint of the present generation is there: the one that was asked for, or a later one. */
export function noteGrowth(job: Job, generation: number, step: number): Job {
  const { growth } = job;
  if (growth === null || generation !== job.generation || step < growth.askedAt) return job;
  // Who was waited for may have left.
  if (newcomers(job).length + leavers(job).length === 0) return { ...job, growth: null };
  return { ...job, growth: { ...growth, savedStep: step } };
}

/** Whether the generation has done its part, and a larger one is to follow. */
export function isOutgrown({ growth, stop }: Job): boolean {
  return stop === 'no' && growth !== null && growth.savedStep !== null;
}
