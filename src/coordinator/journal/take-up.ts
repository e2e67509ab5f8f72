import type { Predecessor } from '../../run/claim.js';
import { readNewestJournal } from './read-journal.js';
import { type Replayed, replay } from './replay.js';

/** A job whose coordinator was killed, as its journal leaves it. */
export interface TakenUp extends Replayed {
  jobId: string;
  /** Where agents and workers look for their coordinator, HOST:PORT. */
  address: string;
  /** Lines of the journal that a crash has torn, and what follows them: the first one; null for none. */
  tornAt: number | null;
}

/**
 * The job that a launch goes on with where it finds one: launched alike, by the same build, and not for so long without its coordinator
 * that its agents have given up.
 * @param leaseMs how long they wait for it
 */
export function takeUp(
  outputDir: string,
  before: Predecessor | null,
  { build, request, leaseMs }: { build: string; request: string; leaseMs: number },
): TakenUp | null {
  if (before === null || before.silentMs > leaseMs) return null;
  const journal = readNewestJournal(outputDir);
  if (journal === null) return null;
  const { head, records, tornAt } = journal;
  const { jobId } = head.job.options;
  if (jobId !== before.job || head.build !== build || head.request !== request) return null;
  const replayed = replay(head, records);
  return replayed.job.phase === 'done' ? null : { ...replayed, jobId, address: head.address, tornAt };
}
