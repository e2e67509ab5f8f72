import { type Interval, nowNs } from '../system/monotonic-clock.js';

/** What the loader does for a batch. Files are read, and images decoded and cropped, several at once. */
export const LOADER_WORK = ['read', 'decode', 'crop', 'masks', 'plan'] as const;

/** One piece of a batch's making. */
export interface LoaderTime extends Interval {
  what: (typeof LOADER_WORK)[number];
  /** As shown to people; null where it is of the whole batch. */
  image: string | null;
  /** Of the file; null where it is of the whole batch. */
  bytes: number | null;
}

/** Keeps when each piece of a batch was made. */
export class BatchTimes {
  readonly kept: LoaderTime[] = [];

  add(what: LoaderTime['what'], interval: Interval, image: string | null = null, bytes: number | null = null): void {
    this.kept.push({ what, ...interval, image, bytes });
  }

  during<T>(what: LoaderTime['what'], run: () => T): T {
    const startNs = nowNs();
    const made = run();
    this.add(what, { startNs, endNs: nowNs() });
    return made;
  }
}
