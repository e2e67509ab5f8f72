/** Nanoseconds of CLOCK_MONOTONIC: one clock for all threads of a machine, JavaScript's and native ones. */
export function nowNs(): number {
  return Number(process.hrtime.bigint());
}

/** When something ran. */
export interface Interval {
  startNs: number;
  endNs: number;
}
