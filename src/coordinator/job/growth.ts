import { type Job, type JobNode, workerIds } from './job.js';
import type { Decision } from './job-action.js';

/** A generation is to be followed by a larger one, as soon as what it has come to is on the disk. */
export interface Growth {
  /** The step that was next when the checkpoint was asked for. */
  askedAt: number;
  /** Of that checkpoint; null until it is there. */
  savedStep: number | null;
}

/** Nodes that could take part and have come too late for this generation. */
export function newcomers({ nodes, ranks, options }: Job): JobNode[] {
  return nodes.slice(0, options.maxNodes).filter(({ id }) => !ranks.some(({ nodeId }) => nodeId === id));
}

/** While nodes train and others wait that could: a checkpoint is asked for, so that nothing is computed twice. */
export function askToGrow(job: Job): Decision | null {
  const { nextStep } = job;
  const isTraining =
    job.phase === 'running' && job.stop === 'no' && job.ranks.every(({ stage }) => stage === 'running');
  if (!isTraining || nextStep === null || job.growth !== null || job.absent !== null) return null;
  const coming = newcomers(job);
  if (coming.length === 0) return null;
  const fields = {
    nodes: coming.map(({ hostname }) => hostname).join(', '),
    next: 'takes part from the next checkpoint on, which is asked for',
  };
  return {
    job: { ...job, growth: { askedAt: nextStep, savedStep: null } },
    actions: [
      { kind: 'log', level: 'info', event: 'growing', fields },
      { kind: 'saveNow', workerId: workerIds(job)[0]! },
    ],
  };
}

/** A checkpoint of the present generation is there: the one that was asked for, or a later one. */
export function noteGrowth(job: Job, generation: number, step: number): Job {
  const { growth } = job;
  if (growth === null || generation !== job.generation || step < growth.askedAt) return job;
  // Who was waited for may have left.
  if (newcomers(job).length === 0) return { ...job, growth: null };
  return { ...job, growth: { ...growth, savedStep: step } };
}

/** Whether the generation has done its part, and a larger one is to follow. */
export function isOutgrown({ growth, stop }: Job): boolean {
  return stop === 'no' && growth !== null && growth.savedStep !== null;
}
