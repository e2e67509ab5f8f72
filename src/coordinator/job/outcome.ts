import type { WorkerExit } from '../../rpc/messages.js';
import { evidences, type Failure, type Job, namesOf, type Outcome, type Rank, type RankEnd } from './job.js';

/** Of a job that has come to its end, or was told to. */
const LAST = { logTail: '', isWorthRetry: false } as const;

/** How a job ends whose ranks have all done their part. What they saved stays, also where it is of no use to go on from. */
export function outcomeOfEnd({ reason: kind, step, problem }: RankEnd): Outcome {
  const reason = kind === 'finished' ? `finished at step ${step}` : `stopped at step ${step}, saved`;
  if (problem === '') return { exitCode: 0, kind, reason, ...LAST };
  return { exitCode: 1, kind: 'failed', reason: `${reason}, but ${problem}`, ...LAST };
}

/** How a job ends when its user stops it and nothing has gone wrong. */
export function outcomeOfStop(job: Job): Outcome {
  const saved =
    job.lastCheckpointStep > 0 ? `the last checkpoint is of step ${job.lastCheckpointStep}` : 'nothing is saved';
  // The second Ctrl-C gives up what a save would have kept: not a clean end.
  if (job.stop === 'now') return { exitCode: 1, kind: 'stopped', reason: `stopped without a save, ${saved}`, ...LAST };
  return { exitCode: 0, kind: 'stopped', reason: `stopped before training, ${saved}`, ...LAST };
}

/** How a job ends for which too few nodes have come. */
export function outcomeOfShortage({ nodes, options }: Job, waitedMs: number): Outcome {
  const here = nodes.length === 0 ? 'none' : namesOf(nodes);
  const reason = `${nodes.length} of ${options.minNodes} nodes were there after ${waitedMs / 1000} s (--join-timeout): ${here}`;
  return { exitCode: 1, kind: 'failed', reason, logTail: '', isWorthRetry: true };
}

/**
 * How a job ends by a failure; null where it goes on with a next generation.
 * @param restartsInARow that bring the training no further, with the one that is due now
 */
export function outcomeOfFailure(job: Job, failure: Failure, restartsInARow: number): Outcome | null {
  const reason = describeFailure(failure, job.ranks);
  const logTail = failure.rank === null ? failure.logTail : (job.ranks[failure.rank]?.exit?.logTail ?? '');
  const failed = (because: string, exitCode: 1 | 2, isWorthRetry: boolean): Outcome => ({
    exitCode,
    kind: 'failed',
    reason: because,
    logTail,
    isWorthRetry,
  });

  if (failure.fatal) return failed(reason, failure.exitCode, false);
  if (job.stop === 'now') return outcomeOfStop(job);
  if (job.stop === 'save') return failed(`could not save and stop: ${reason}`, 1, false);
  const { maxRestarts } = job.options;
  return restartsInARow > maxRestarts
    ? failed(`${reason}; ${maxRestarts} restarts brought no progress`, 1, true)
    : null;
}

/** The cause among a generation's failures: first what is fatal, then what is nearest to a cause, then the earliest. */
export function rootFailure(failures: readonly Failure[]): Failure | null {
  const weight = (failure: Failure) => (failure.fatal ? -1 : evidences.indexOf(failure.evidence));
  const byWeightAndTime = [...failures].sort((a, b) => weight(a) - weight(b) || a.atMs - b.atMs);
  return byWeightAndTime[0] ?? null;
}

/** The failure, how the process of its rank ended where it did so by itself, and what it was at. */
export function describeFailure(failure: Failure, ranks: readonly Rank[]): string {
  const rank = failure.rank === null ? undefined : ranks[failure.rank];
  if (rank === undefined) return failure.reason;
  const ended = rank.exit === null || rank.exit.killedByAgent ? '' : describeExit(rank.exit);
  const how = ended === '' || failure.reason.includes(ended) ? '' : `; its process ${ended}`;
  return `${failure.reason}${how}${lastSeen(failure, rank)}`;
}

function lastSeen({ atMs, reason }: Failure, { at, lastSeenMs }: Rank): string {
  if (at.phase === '' || reason.includes(at.what)) return '';
  const seconds = (Math.max(0, atMs - lastSeenMs) / 1000).toFixed(1);
  return `; last seen in ${at.phase} (${at.what}), step ${at.step}, ${seconds} s before`;
}

export function describeExit(exit: WorkerExit): string {
  if (exit.problem !== '') return `could not be started: ${exit.problem}`;
  if (exit.signal !== '') return `was ended by ${exit.signal}`;
  return `exited with code ${exit.code}`;
}
