import type { Interval } from '../system/monotonic-clock.js';

/** What a slice is of: its category in a trace. */
export type SliceKind = 'step' | 'unit' | 'op' | 'wait' | 'collective' | 'loader' | 'kernel';

export type SliceArgs = Readonly<Record<string, unknown>>;

/** Something that has run, on one of a rank's tracks. Slices of one track follow or contain one another. */
export interface Slice extends Interval {
  /** compute, gathers, loader: a thread of the trace. */
  track: string;
  kind: SliceKind;
  name: string;
  args: SliceArgs;
}

/** Of a step, on the device. */
export const COMPUTE = 'compute';
/** What the host does meanwhile, where the device's work is enqueued. */
export const HOST = 'host';
