import type { JobObserver } from '../observer.js';

/** How the training goes, as far as is known. */
export interface Pace {
  imagesPerSecond: number | null;
  stepsPerSecond: number | null;
  /** Of the last step. */
  loss: number | null;
}

const WINDOW_MS = 30_000;

interface Sample {
  atMs: number;
  steps: number;
  images: number;
}

/** Follows the first rank's reports for {@link Pace}: over the last 30 seconds, so that reports may come in bursts. */
export class PaceWatch {
  #samples: Sample[] = [];
  #loss: number | null = null;

  constructor(private readonly nowMs: () => number) {}

  get pace(): Pace {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.atMs === first.atMs)
      return { imagesPerSecond: null, stepsPerSecond: null, loss: this.#loss };
    const seconds = (last.atMs - first.atMs) / 1000;
    const perSecond = (of: 'steps' | 'images') => (last[of] - first[of]) / seconds;
    return { imagesPerSecond: perSecond('images'), stepsPerSecond: perSecond('steps'), loss: this.#loss };
  }

  readonly observer: JobObserver = {
    name: 'pace',
    trainingStarts: () => {
      this.#samples = [{ atMs: this.nowMs(), steps: 0, images: 0 }];
      this.#loss = null;
    },
    reported: (_generation, _rank, { steps }) => {
      const before = this.#samples.at(-1);
      if (steps.length === 0 || before === undefined) return;
      const images = steps.reduce((sum, step) => sum + step.images, 0);
      const atMs = this.nowMs();
      this.#samples.push({ atMs, steps: before.steps + steps.length, images: before.images + images });
      while (this.#samples.length > 2 && this.#samples[1]!.atMs < atMs - WINDOW_MS) this.#samples.shift();
      this.#loss = steps.at(-1)!.losses.total_loss ?? null;
    },
  };
}
