import { logLine } from '../log/log-line.js';
import type { JobObserver } from './observer.js';

/**
 * Everyone who follows a job. One that fails, a run log on a full disk, must not stop the job, nor keep the others from hearing of it:
 * its failures are counted and spoken of, the first and then whenever their number has doubled.
 */
export class Observers {
  readonly #failures = new Map<JobObserver, number>();

  constructor(private readonly observers: readonly JobObserver[]) {}

  notify(call: (observer: JobObserver) => void): void {
    for (const observer of this.observers) {
      try {
        call(observer);
      } catch (error) {
        this.#failed(observer, error);
      }
    }
  }

  #failed(observer: JobObserver, error: unknown): void {
    const failures = (this.#failures.get(observer) ?? 0) + 1;
    this.#failures.set(observer, failures);
    const others = this.observers.filter((other) => other !== observer);
    const reason = error instanceof Error ? error.message : String(error);
    const fields = { observer: observer.name, reason, failures };
    const isSaid = Number.isInteger(Math.log2(failures));
    let hasHeard = false;
    for (const other of others)
      try {
        other.observerFailed?.(observer.name);
        if (!isSaid || other.logged === undefined) continue;
        other.logged('warn', 'observer-failed', fields);
        hasHeard = true;
      } catch {
        // What it fails at is its own next failure, or nobody's.
      }
    if (isSaid && !hasHeard) logLine('warn', 'observer-failed', fields);
  }
}
