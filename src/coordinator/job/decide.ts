import { checkpointFound } from './checkpoint-found.js';
import { coordinatorReturned, nodeReturned, workerReturned } from './coordinator-return.js';
import { hopeless, interrupted, saveRequested } from './interruption.js';
import type { Job } from './job.js';
import type { Decision } from './job-action.js';
import type { JobEvent } from './job-event.js';
import { drainRequested, nodeJoined, nodeLost, nodeProbed, refusalLog } from './membership.js';
import { brought, partCopied, partPublished, pruned } from './parts.js';
import { published, publishFailed } from './saves.js';
import { transitions } from './transitions.js';
import { tick } from './watch.js';
import { workerEvent, workerExited, workerRefused, workersSpawned } from './worker-events.js';

/**
 * What a job becomes by an event, and what is to be done about it. Pure: nothing else is read or changed.
 * First the event is noted in the job, then every transition that its new state allows is made. What changes nothing allows none: it is the
 * tick that time passes by.
 */
export function decide(job: Job, event: JobEvent, nowMs: number): Decision {
  if (job.phase === 'done') return { job, actions: [] };
  const decision = note(job, event, nowMs);
  if (decision.job === job) return decision;
  const actions = [...decision.actions];
  let current = decision.job;
  for (let next = advance(current, nowMs); next !== null; next = advance(current, nowMs)) {
    actions.push(...next.actions);
    current = next.job;
  }
  return { job: current, actions };
}

function note(job: Job, event: JobEvent, nowMs: number): Decision {
  switch (event.kind) {
    case 'nodeJoined':
      return nodeJoined(job, event, nowMs);
    case 'nodeRefused':
      return { job, actions: [refusalLog(event)] };
    case 'coordinatorReturned':
      return coordinatorReturned(job, event, nowMs);
    case 'nodeReturned':
      return nodeReturned(job, event, nowMs);
    case 'workerReturned':
      return workerReturned(job, event, nowMs);
    case 'nodeLost':
      return nodeLost(job, event.nodeId, event.reason, nowMs);
    case 'nodeProbed':
      return nodeProbed(job, event, nowMs);
    case 'workersSpawned':
      return workersSpawned(job, event);
    case 'workerExited':
      return workerExited(job, event, nowMs);
    case 'workerRefused':
      return workerRefused(job, event);
    case 'checkpointFound':
    case 'checkpointUnreadable':
      return checkpointFound(job, event, nowMs);
    case 'partPublished':
      return partPublished(job, event, nowMs);
    case 'partCopied':
      return partCopied(job, event, nowMs);
    case 'brought':
      return brought(job, event, nowMs);
    case 'pruned':
      return pruned(job, event);
    case 'published':
      return published(job, event, nowMs);
    case 'publishFailed':
      return publishFailed(job, event, nowMs);
    case 'interrupted':
      return interrupted(job);
    case 'drainRequested':
      return drainRequested(job, event.nodeId, nowMs);
    case 'saveRequested':
      return saveRequested(job);
    case 'hopeless':
      return hopeless(job, event, nowMs);
    case 'tick':
      return tick(job, event.signs, nowMs);
    default:
      return workerEvent(job, event, nowMs);
  }
}

function advance(job: Job, nowMs: number): Decision | null {
  for (const transition of transitions) {
    const decision = transition(job, nowMs);
    if (decision !== null) return decision;
  }
  return null;
}
