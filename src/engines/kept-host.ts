import { UserError } from '../errors/user-error.js';
import { logLine } from '../log/log-line.js';
import { HostError } from './host-error.js';
import { Presence } from './presence.js';

/** What is done for a host in logins, one after the other. */
export interface HostActions {
  /** @throws HostError */
  prepare(): Promise<void>;
  /** @returns the last words of an agent that lives. @throws HostError */
  start(): Promise<string>;
}

/** Milliseconds. */
export interface KeptHostTimings {
  /** An agent that is cut off for a moment dials again by itself. */
  grace: number;
  /** From when an agent is there to when it takes part: it looks at images and directories. */
  join: number;
  /** One that has taken part for so long was no failure. */
  settled: number;
  /** How long a host is left alone that has failed so often in a row. */
  pause: (failures: number) => number;
}

export const keptHostTimings: KeptHostTimings = {
  grace: 1_000,
  join: 15_000,
  settled: 60_000,
  // 1, 2, 4 and up to 30 s.
  pause: (failures) => Math.min(30_000, 1_000 * 2 ** (failures - 1)),
};

/** Has one host take part, as long as the job goes on: whatever becomes of its agent, there is another try. */
export class KeptHost {
  readonly #presence = new Presence();
  #isPrepared = false;
  #said: string | null = null;
  /** Why it cannot take part, as far as is known; null where nothing is in its way. */
  problem: HostError | null = null;

  constructor(
    readonly name: string,
    private readonly actions: HostActions,
    private readonly onProblem: () => void,
    private readonly timings = keptHostTimings,
  ) {}

  get isHere(): boolean {
    return this.#presence.isHere;
  }

  /** Before there is a job; what is in the way is `problem` then. @throws UserError for what is no affair of this host */
  async prepare(): Promise<void> {
    try {
      await this.actions.prepare();
      this.#isPrepared = true;
    } catch (error) {
      if (error instanceof UserError) throw error;
      this.problem = asHostError(error);
    }
  }

  joined(): void {
    this.#presence.set(true);
  }

  lost(): void {
    this.#presence.set(false);
  }

  /** It is not wanted any more. */
  dismiss(): void {
    this.#presence.close();
  }

  /** Says what is in the way, once, and that it is not any more. */
  say(): void {
    const reason = this.problem?.message ?? null;
    if (reason === this.#said) return;
    this.#said = reason;
    const next = 'it is tried again, ever more seldom, at the latest every 30 s';
    if (reason === null) logLine('info', 'host-available', { host: this.name });
    else logLine('warn', 'host-unavailable', { host: this.name, reason, next });
  }

  /** @param signal ends it, together with the login that is under way */
  async keep(signal: AbortSignal): Promise<void> {
    const close = () => this.dismiss();
    signal.addEventListener('abort', close);
    let failures = this.problem === null ? 0 : 1;
    let pause = failures === 0 ? 0 : this.timings.pause(failures);
    while (!this.#presence.isClosed) {
      if (await this.#presence.becomes(true, pause)) {
        this.#note(null);
        const sinceMs = performance.now();
        await this.#presence.becomes(false, Number.POSITIVE_INFINITY);
        if (this.#presence.isClosed) break;
        failures = performance.now() - sinceMs > this.timings.settled ? 0 : failures + 1;
        pause = failures === 0 ? this.timings.grace : this.timings.pause(failures);
        continue;
      }
      if (this.#presence.isClosed) break;
      const problem = await this.#bring();
      if (problem === null || this.#presence.isClosed) continue;
      failures++;
      pause = this.timings.pause(failures);
      this.#isPrepared = false;
      this.#note(problem);
    }
    signal.removeEventListener('abort', close);
  }

  /** @returns null where it has joined */
  async #bring(): Promise<HostError | null> {
    try {
      if (!this.#isPrepared) await this.actions.prepare();
      this.#isPrepared = true;
      const lastWords = await this.actions.start();
      if (await this.#presence.becomes(true, this.timings.join)) return null;
      return new HostError(`its agent runs, and has not joined: ${lastWords || 'it has not said why'}`, false);
    } catch (error) {
      return asHostError(error);
    }
  }

  #note(problem: HostError | null): void {
    this.problem = problem;
    this.say();
    if (problem !== null) this.onProblem();
  }
}

function asHostError(error: unknown): HostError {
  return error instanceof HostError ? error : new HostError((error as Error).message, false, { cause: error });
}
