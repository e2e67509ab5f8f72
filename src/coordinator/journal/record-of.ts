import type { Job } from '../job/job.js';
import type { Decision } from '../job/job-action.js';
import type { JobEvent } from '../job/job-event.js';
import type { JournalRecord, Sender, Vitals } from './journal-line.js';

/**
 * What a journal has of an event: as much as it takes to decide the same again.
 * @returns null where it has led to nothing but that somebody was heard at that time
 */
export function recordOf(
  before: Job,
  event: JobEvent,
  atMs: number,
  decision: Decision,
  from: Sender | null,
): JournalRecord | null {
  if (isOfNoConsequence(before, event, decision)) return null;
  const actions = decision.actions.map(({ kind }) => kind);
  const vitals = event.kind === 'tick' ? { vitals: vitalsOf(before) } : {};
  return { atMs, event, ...(from !== null && { from }), actions, ...vitals };
}

/** Time passes, or a rank tells its counters: of those there are many, and few lead to anything. */
function isFrequent(event: JobEvent): boolean {
  return event.kind === 'tick' || (event.kind === 'workerReported' && event.report.steps.length === 0);
}

function isOfNoConsequence(before: Job, event: JobEvent, { job, actions }: Decision): boolean {
  return (
    isFrequent(event) &&
    actions.every(({ kind }) => kind === 'recordReport') &&
    job.phase === before.phase &&
    job.endingSinceMs === before.endingSinceMs &&
    job.failures.length === before.failures.length &&
    job.nodes.length === before.nodes.length
  );
}

function vitalsOf({ lastTickMs, nodes, ranks }: Job): Vitals {
  return {
    tickMs: lastTickMs,
    nodes: Object.fromEntries(nodes.map(({ id, lastSeenMs }) => [id, lastSeenMs])),
    ranks: ranks.map(({ lastSeenMs, progress, lastProgressMs, at }) => ({ lastSeenMs, progress, lastProgressMs, at })),
  };
}

export function withVitals(job: Job, { tickMs, nodes, ranks }: Vitals): Job {
  return {
    ...job,
    lastTickMs: tickMs,
    nodes: job.nodes.map((node) => ({ ...node, lastSeenMs: nodes[node.id] ?? node.lastSeenMs })),
    ranks: job.ranks.map((rank) => ({ ...rank, ...ranks[rank.rank] })),
  };
}
