/** Whether somebody is there, for those who wait that it changes. */
export class Presence {
  #isHere = false;
  #isClosed = false;
  readonly #waiting = new Set<() => void>();

  get isHere(): boolean {
    return this.#isHere;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  set(isHere: boolean): void {
    this.#isHere = isHere;
    this.#wake();
  }

  /** Nobody waits any more. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** Whether that comes to be so within a time, or is so. */
  async becomes(isHere: boolean, withinMs: number): Promise<boolean> {
    const deadlineMs = performance.now() + withinMs;
    while (this.#isHere !== isHere && !this.#isClosed && performance.now() < deadlineMs)
      await this.#change(deadlineMs - performance.now());
    return this.#isHere === isHere && !this.#isClosed;
  }

  #change(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(withinMs) ? setTimeout(() => wake(), Math.ceil(withinMs)) : undefined;
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
