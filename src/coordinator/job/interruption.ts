import { type Job, workerIds } from './job.js';
import type { Decision } from './job-action.js';
import type { JobEvent } from './job-event.js';

/** Ctrl-C: the first asks all ranks to save and stop, the second ends them. */
export function interrupted(job: Job): Decision {
  if (job.stop !== 'no') {
    const fields = { reason: 'interrupted twice: stopping without a save' };
    return {
      job: { ...job, stop: 'now' },
      actions: [{ kind: 'log', level: 'warn', event: 'stopping', fields }],
    };
  }
  const fields = { reason: 'interrupted: saving a checkpoint; once more stops at once' };
  const log = { kind: 'log', level: 'info', event: 'stopping', fields } as const;
  const stopping: Job = { ...job, stop: 'save' };
  if (job.phase !== 'running') return { job: stopping, actions: [log] };
  return { job: stopping, actions: [log, { kind: 'saveAndStop', workerIds: workerIds(job) }] };
}

/** A checkpoint out of turn. Where nothing trains, all that there is to save is saved. */
export function saveRequested(job: Job): Decision {
  const log = (reason: string) =>
    ({ kind: 'log', level: 'info', event: 'save-requested', fields: { reason } }) as const;
  if (job.stop !== 'no') return { job, actions: [] };
  if (job.absent !== null)
    return { job, actions: [log('the workers are still coming back to this coordinator: ask once more')] };
  if (job.phase === 'running')
    return {
      job,
      actions: [
        log('a checkpoint follows, and the training goes on'),
        { kind: 'saveNow', workerId: workerIds(job)[0]! },
      ],
    };
  const { lastCheckpointStep: step } = job;
  const saved = step > 0 ? `the last checkpoint is of step ${step}` : 'nothing is saved yet';
  return { job, actions: [log(`no training is running now that could be saved; ${saved}`)] };
}

export function hopeless(job: Job, event: Extract<JobEvent, { kind: 'hopeless' }>, nowMs: number): Decision {
  const { reason, exitCode } = event;
  // The job is sound, and was not told to stop.
  const isWorthRetry = exitCode === 1 && job.stop === 'no';
  const outcome = { exitCode, kind: 'failed', reason, logTail: '', isWorthRetry } as const;
  return { job: { ...job, phase: 'done', sinceMs: nowMs, outcome }, actions: [{ kind: 'finish', outcome }] };
}
