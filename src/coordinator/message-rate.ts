import { MESSAGES_AT_ONCE, MESSAGES_PER_SECOND } from '../rpc/limits.js';

export const TOO_MANY = `it has sent more than ${MESSAGES_PER_SECOND} messages a second`;

/** How many messages a stream may still send: a bucket that fills as time passes. */
export class MessageRate {
  #left = MESSAGES_AT_ONCE;
  #atMs: number;

  constructor(private readonly nowMs: () => number) {
    this.#atMs = nowMs();
  }

  /** Counts one more. @returns whether it may be heard */
  allows(): boolean {
    const now = this.nowMs();
    this.#left = Math.min(MESSAGES_AT_ONCE, this.#left + ((now - this.#atMs) * MESSAGES_PER_SECOND) / 1000) - 1;
    this.#atMs = now;
    return this.#left >= 0;
  }
}
