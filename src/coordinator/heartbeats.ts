import type { Beat, SignsOfLife } from './job/signs-of-life.js';

/**
 * Who was heard since the last tick. Of ten thousand workers twenty thousand signs of life a second come, and none of them changes
 * anything: each costs an entry here, and the job hears of all at once.
 */
export class Heartbeats {
  #nodes = new Map<string, number>();
  #workers = new Map<string, { atMs: number; beat: Beat | null }>();

  constructor(private readonly nowMs: () => number) {}

  ofNode(nodeId: string): void {
    this.#nodes.set(nodeId, this.nowMs());
  }

  /** @param beat null where it said something else than a heartbeat */
  ofWorker(workerId: string, beat: Beat | null): void {
    const before = this.#workers.get(workerId);
    const atMs = this.nowMs();
    if (before === undefined) this.#workers.set(workerId, { atMs, beat });
    else {
      before.atMs = atMs;
      before.beat = beat ?? before.beat;
    }
  }

  /** All of them, which are forgotten by it. */
  take(): SignsOfLife {
    const signs: SignsOfLife = {
      nodes: [...this.#nodes],
      workers: Array.from(this.#workers, ([id, { atMs, beat }]) => [id, atMs, beat]),
    };
    this.#nodes = new Map();
    this.#workers = new Map();
    return signs;
  }
}
