import { decide } from '../job/decide.js';
import type { Job } from '../job/job.js';
import type { Decision } from '../job/job-action.js';
import type { JournalHead, JournalRecord } from './journal-line.js';
import { withVitals } from './record-of.js';

/** Where a replay has come to. */
export interface Replayed {
  job: Job;
  /** Of each agent and worker, the number of the last message that was heard. */
  heard: Map<string, number>;
  /** Of the last event. */
  atMs: number;
}

/** The decisions of a coordinator once more, from what it has heard. @param onDecision is given each, as it was made this time */
export function replay(
  head: JournalHead,
  records: Iterable<JournalRecord>,
  onDecision: (record: JournalRecord, before: Job, decision: Decision) => void = () => {},
): Replayed {
  let { job, atMs } = head;
  const heard = new Map(Object.entries(head.heard));
  for (const record of records) {
    const before = record.vitals === undefined ? job : withVitals(job, record.vitals);
    const decision = decide(before, record.event, record.atMs);
    onDecision(record, before, decision);
    job = decision.job;
    atMs = record.atMs;
    if (record.from !== undefined) heard.set(record.from.id, record.from.number);
  }
  return { job, heard, atMs };
}
