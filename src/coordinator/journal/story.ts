import type { Job } from '../job/job.js';
import type { Decision } from '../job/job-action.js';
import type { JobEvent } from '../job/job-event.js';
import type { JournalHead, JournalRecord } from './journal-line.js';
import { replay } from './replay.js';

/** One event of a journal, and what it has led to. */
export interface Chapter {
  /** Of the file, the head's being 1. */
  line: number;
  /** Seconds since the head. */
  seconds: number;
  event: string;
  /** What was decided, now as then. */
  actions: string[];
  /** What was decided then, where that is something else; null where it is not. */
  decidedThen: string[] | null;
  /** Afterwards. */
  phase: Job['phase'];
  generation: number;
  job: Job;
}

/** A journal told for people: the same decisions again, and where this program decides otherwise. */
export function story(head: JournalHead, records: readonly JournalRecord[], tell: (chapter: Chapter) => void): void {
  let line = 1;
  replay(head, records, (record, _before, decision) => tell(chapterOf(head, record, decision, ++line)));
}

function chapterOf(head: JournalHead, record: JournalRecord, { job, actions }: Decision, line: number): Chapter {
  const kinds = actions.map(({ kind }) => kind);
  const isSame = kinds.length === record.actions.length && kinds.every((kind, i) => kind === record.actions[i]);
  return {
    line,
    seconds: (record.atMs - head.atMs) / 1000,
    event: describeEvent(record.event, job),
    actions: actions.map(describeAction),
    decidedThen: isSame ? null : record.actions,
    phase: job.phase,
    generation: job.generation,
    job,
  };
}

function describeEvent(event: JobEvent, job: Job): string {
  const rank = 'workerId' in event ? job.ranks.find(({ workerId }) => workerId === event.workerId) : undefined;
  const who = rank === undefined ? '' : ` rank ${rank.rank}`;
  return `${event.kind}${who}${detailOf(event)}`;
}

function detailOf(event: JobEvent): string {
  switch (event.kind) {
    case 'nodeJoined':
      return ` ${event.hostname}`;
    case 'nodeLost':
    case 'nodeRefused':
    case 'workerRefused':
    case 'hopeless':
    case 'publishFailed':
    case 'checkpointUnreadable':
      return `: ${event.reason}`;
    case 'workerReported':
      return ` steps ${event.report.steps[0]?.step} to ${event.report.steps.at(-1)?.step}`;
    case 'workerWroteShard':
      return ` ${event.shard.snapshot ? 'snapshot' : 'checkpoint'} of step ${event.shard.step}`;
    case 'workerExited':
      return ` ${event.exit.signal || event.exit.problem || `code ${event.exit.code}`}${event.exit.killedByAgent ? ', by its agent' : ''}`;
    case 'workerFailed':
      return `: ${event.message}`;
    case 'workerDone':
      return `: ${event.done.reason} at step ${event.done.step}`;
    case 'checkpointFound':
      return event.checkpoint === null ? ': none' : ` of step ${event.checkpoint.step}`;
    case 'published':
      return ` step ${event.step}`;
    default:
      return '';
  }
}

function describeAction(action: Decision['actions'][number]): string {
  switch (action.kind) {
    case 'log':
      return `log ${action.event} ${Object.entries(action.fields)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(' ')}`;
    case 'finish':
      return `finish: ${action.outcome.reason}`;
    case 'spawn':
      return `spawn ${action.count}`;
    case 'start':
      return `start rank ${action.rank}`;
    case 'publish':
      return `publish step ${action.step}`;
    default:
      return action.kind;
  }
}
