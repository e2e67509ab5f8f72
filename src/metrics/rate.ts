/** How fast a count has grown lately: over the last 30 seconds, so that reports may come in bursts. */
export class Rate {
  readonly #samples: { atMs: number; count: number }[] = [];

  /** @param count since any beginning, the same for all calls */
  add(count: number, atMs: number): void {
    this.#samples.push({ atMs, count });
    while (this.#samples.length > 2 && this.#samples[1]!.atMs < atMs - windowMs) this.#samples.shift();
  }

  /** null where too little is known. */
  perSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.atMs === first.atMs) return null;
    return ((last.count - first.count) / (last.atMs - first.atMs)) * 1000;
  }
}

const windowMs = 30_000;
