/**
 * A journal is what a coordinator has heard, in order, one JSON object a line. Each of its files begins with a head, which has all that
 * is known by then; so that one file is enough to go on from.
 */
import type { TrainingReport } from '../../rpc/messages.js';
import type { Job, Rank } from '../job/job.js';
import type { JobEvent } from '../job/job-event.js';

export const JOURNAL_VERSION = 2;

export interface JournalHead {
  journal: typeof JOURNAL_VERSION;
  /** Of the program. */
  build: string;
  /** What the job was launched with, as JSON: only a launch with the same goes on from here. */
  request: string;
  /** Where the coordinator listens, HOST:PORT. */
  address: string;
  /** Milliseconds since 1970, as all times here; they never go back. */
  atMs: number;
  job: Job;
  /** Of each agent and worker, the number of the last message that was heard. */
  heard: Record<string, number>;
}

/** Something has happened. */
export interface JournalRecord {
  atMs: number;
  event: JobEvent;
  /** Who has told of it, and the message's number among those that are kept. */
  from?: Sender;
  /** Kinds of the actions that it led to. */
  actions: string[];
  /** Of a tick: what was known of signs of life before, as most ticks lead to nothing and are left out. */
  vitals?: Vitals;
}

export interface Sender {
  /** Node or worker. */
  id: string;
  number: number;
}

export interface Vitals {
  tickMs: number;
  /** By node, when it was heard last. */
  nodes: Record<string, number>;
  ranks: Pick<Rank, 'lastSeenMs' | 'progress' | 'lastProgressMs' | 'at'>[];
}

export function encodeHead(head: JournalHead): string {
  return `${JSON.stringify(head, bytesAsText)}\n`;
}

export function encodeRecord(record: JournalRecord): string {
  return `${JSON.stringify({ ...record, event: withoutNumbers(record.event) }, bytesAsText)}\n`;
}

/** @throws SyntaxError where it is torn */
export function decodeHead(line: string): JournalHead {
  return JSON.parse(line, textAsBytes) as JournalHead;
}

/** @throws SyntaxError where it is torn */
export function decodeRecord(line: string): JournalRecord {
  return JSON.parse(line, textAsBytes) as JournalRecord;
}

/** No decision depends on what a step came to, nor on a snapshot's manifest: a coordinator that returns publishes none of before. */
function withoutNumbers(event: JobEvent): JobEvent {
  if (event.kind === 'workerReported') {
    const { steps, totalSteps, phaseSeconds } = event.report;
    const bare = steps.map(({ step }) => ({ step, losses: {}, scalars: {}, skipped: false, images: 0 }));
    return { ...event, report: { ...EMPTY_REPORT, steps: bare, totalSteps, phaseSeconds } };
  }
  if (event.kind === 'workerWroteShard' && event.shard.snapshot)
    return { ...event, shard: { ...event.shard, head: '', record: '' } };
  return event;
}

const EMPTY_REPORT: Omit<TrainingReport, 'steps' | 'totalSteps' | 'phaseSeconds'> = {
  bytesSent: 0,
  bytesReceived: 0,
  imagesReplaced: 0,
  imagesDamaged: 0,
  peakMemoryBytes: 0,
  reservedMemoryBytes: 0,
  deviceMemoryBytes: 0,
  modelFlops: 0,
  peakFlops: 0,
};

function bytesAsText(this: unknown, key: string, value: unknown): unknown {
  // A Buffer has turned itself into something else by now.
  const given = (this as Record<string, unknown>)[key];
  return given instanceof Uint8Array ? { base64: Buffer.from(given).toString('base64') } : value;
}

function textAsBytes(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { base64, ...others } = value as { base64?: unknown };
  return typeof base64 === 'string' && Object.keys(others).length === 0 ? Buffer.from(base64, 'base64') : value;
}
