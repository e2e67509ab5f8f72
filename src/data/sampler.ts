import { KeyedPermutation } from './keyed-permutation.js';

/**
 * The endless order of a run's images: position p is in epoch floor(p / N), and each epoch is a permutation of its own.
 * Any position is computed from the seed alone, so that every rank, and a run that resumes, sees the same order.
 */
export class SampleOrder {
  private epoch = -1;
  private permutation!: KeyedPermutation;

  constructor(
    readonly numImages: number,
    private readonly seed: number,
  ) {}

  /** Index of the image at a position of the run. */
  imageAt(position: number): number {
    const epoch = Math.floor(position / this.numImages);
    if (epoch !== this.epoch) {
      this.permutation = new KeyedPermutation(this.numImages, this.seed, 'epoch', epoch);
      this.epoch = epoch;
    }
    return this.permutation.at(position % this.numImages);
  }
}

/** Offsets [start, end) of the global batch that a rank computes: as even as can be. */
export function rankRange(globalBatch: number, rank: number, worldSize: number): { start: number; end: number } {
  return {
    start: Math.floor((rank * globalBatch) / worldSize),
    end: Math.floor(((rank + 1) * globalBatch) / worldSize),
  };
}
