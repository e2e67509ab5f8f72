import { setTimeout as sleep } from 'node:timers/promises';

/** How long a store may be away, and who is told. */
export interface Patience {
  /** Of the store's absence, after which a call is given up; 10 minutes where it is left out. */
  patienceMs?: number;
  /** Called once each time that the store has gone away, with what came of a call: a sentence without full stop. */
  onWaiting: (reason: string) => void;
  /** Called at each try and at each answer: whoever waits is not hung. */
  onAlive: () => void;
}

/** Enough for a store that is started again, or a network that is mended, by people. */
const PATIENCE_MS = 10 * 60_000;
/** What is over by then is not spoken of. */
const WORTH_A_WORD_MS = 1000;
const FIRST_DELAY_MS = 200;
const MOST_DELAY_MS = 10_000;

/** What a failed call means: to be tried again, or an error for the caller. */
export type Verdict = { kind: 'again'; reason: string } | { kind: 'failed'; error: unknown };

/** Tries calls of one store again while it is away. All calls share what is known of it: when it went, and that people know. */
export class Waiting {
  private awaySinceMs: number | null = null;
  private isKnown = false;

  constructor(
    private readonly patience: Patience,
    private readonly verdictOf: (error: unknown) => Verdict,
    private readonly gaveUp: (reason: string, awayMs: number, cause: unknown) => Error,
  ) {}

  async call<T>(request: () => Promise<T>): Promise<T> {
    const { patienceMs = PATIENCE_MS, onWaiting, onAlive } = this.patience;
    const beganMs = performance.now();
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(2 * delayMs, MOST_DELAY_MS)) {
      onAlive();
      try {
        const answer = await request();
        this.isThere();
        return answer;
      } catch (cause) {
        const verdict = this.verdictOf(cause);
        if (verdict.kind === 'failed') {
          this.isThere();
          throw verdict.error;
        }
        const now = performance.now();
        this.awaySinceMs ??= now;
        const awayMs = now - this.awaySinceMs;
        if (now - beganMs >= WORTH_A_WORD_MS && !this.isKnown) {
          this.isKnown = true;
          onWaiting(verdict.reason);
        }
        if (awayMs >= patienceMs) throw this.gaveUp(verdict.reason, awayMs, cause);
      }
      // Half of it by chance: what waits for the same store does not come back all at once.
      await sleep(delayMs * (0.5 + 0.5 * Math.random()));
    }
  }

  private isThere(): void {
    this.awaySinceMs = null;
    this.isKnown = false;
    this.patience.onAlive();
  }
}
