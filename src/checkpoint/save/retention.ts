/** Which checkpoints stay. */
export interface Retention {
  /** As many of the newest, 1 or more. */
  newest: number;
  /** And for ever those whose step is a multiple of this; 0 for none. */
  every: number;
  /** Steps that are yet to be computed again: the newest checkpoint at or before each stays. */
  wanted?: readonly number[];
}

/**
 * The steps to remove when `saved` is complete. What is newer was torn, and passed over for the one that the run went on
 * from; it must not count among the newest.
 */
export function stepsToRemove(
  steps: readonly number[],
  saved: number,
  { newest, every, wanted = [] }: Retention,
): number[] {
  const upTo = steps.filter((step) => step <= saved).sort((a, b) => b - a);
  const starts = wanted.flatMap((step) => upTo.find((own) => own <= step) ?? []);
  const regular = upTo.filter((step) => every > 0 && step % every === 0);
  const kept = new Set([saved, ...upTo.slice(0, newest), ...regular, ...starts]);
  return steps.filter((step) => !kept.has(step));
}
