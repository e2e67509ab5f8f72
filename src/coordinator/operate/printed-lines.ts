import { formatLogLine } from '../../log/log-line.js';
import type { JobObserver } from '../observer.js';

/** Of what a coordinator prints, the last lines, for those who begin to look later. */
const MOST_LINES = 1_000;

/** What a coordinator prints, to those who follow it elsewhere. */
export class PrintedLines {
  readonly #lines: string[] = [];
  readonly #followers = new Set<(line: string) => void>();

  readonly observer: JobObserver = {
    name: 'followers',
    logged: (level, event, fields) => {
      const line = formatLogLine(level, event, fields);
      this.#lines.push(line);
      if (this.#lines.length > MOST_LINES) this.#lines.shift();
      for (const follower of this.#followers) follower(line);
    },
  };

  last(count: number): string[] {
    return count === 0 ? [] : this.#lines.slice(-count);
  }

  /** @returns ends it */
  follow(follower: (line: string) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}
