import { evidences, type Failure, type Rank, type WorkerExit } from './job.js';

/** The cause among the failures of one generation: what is fatal, then what is nearest to a cause, then what came first. */
export function rootFailure(failures: readonly Failure[]): Failure | null {
  const weight = (failure: Failure) => (failure.fatal ? -1 : evidences.indexOf(failure.evidence));
  const byWeightAndTime = [...failures].sort((a, b) => weight(a) - weight(b) || a.atMs - b.atMs);
  return byWeightAndTime[0] ?? null;
}

/** The failure, and how the process of its rank ended where it did so by itself. */
export function describeFailure(failure: Failure, ranks: readonly Rank[]): string {
  const exit = failure.rank === null ? null : (ranks[failure.rank]?.exit ?? null);
  if (exit === null || exit.killedByAgent) return failure.reason;
  const ended = describeExit(exit);
  return failure.reason.includes(ended) ? failure.reason : `${failure.reason}; its process ${ended}`;
}

export function describeExit(exit: WorkerExit): string {
  if (exit.problem !== '') return `could not be started: ${exit.problem}`;
  if (exit.signal !== '') return `was ended by ${exit.signal}`;
  return `exited with code ${exit.code}`;
}
