import type { Job } from './job.js';
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
  return { job: stopping, actions: [log, { kind: 'saveAndStop', generation: job.generation }] };
}

export function hopeless(job: Job, event: Extract<JobEvent, { kind: 'hopeless' }>, nowMs: number): Decision {
  const { reason, exitCode } = event;
  const outcome = { exitCode, kind: 'failed', reason, logTail: '' } as const;
  return { job: { ...job, phase: 'done', sinceMs: nowMs, outcome }, actions: [{ kind: 'finish', outcome }] };
}
