import type { Coordinator } from '../../coordinator/coordinator.js';

type Outcome = Awaited<Coordinator['outcome']>;

/** A job that fails so often ends. Slurm counts every other requeue, too. */
export const MAX_RESTARTS = 10;

/**
 * Whether a job that ends begins again, with nodes that Slurm chooses anew. What would only repeat ends it, and so does an operator's
 * stop, however that has gone.
 * @param isToldToEnd by Slurm, or whoever cancels it: a requeue would take that back
 */
export function beginsAgain(
  { isWorthRetry }: Pick<Outcome, 'isWorthRetry'>,
  { restarts, isToldToEnd }: { restarts: number; isToldToEnd: boolean },
): boolean {
  return isWorthRetry && !isToldToEnd && restarts < MAX_RESTARTS;
}
