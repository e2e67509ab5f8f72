import { KeyedPermutation } from './keyed-permutation.js';

/**
 * The endless order of a run's images. Any position is computed from the seed alone, so that every rank, and a run that resumes, sees
 * the same order.
 */
export interface SampleOrder {
  /** Index of the image at a position of the run. */
  imageAt(position: number): number;
}

/** What tells the orders of a run's sources from each other; nothing for the first. */
type SourceKey = readonly number[];

/** Every image once an epoch, each epoch in an order of its own: position p is in epoch floor(p / N). */
export class ShuffledOrder implements SampleOrder {
  private epoch = -1;
  private permutation!: KeyedPermutation;

  constructor(
    readonly numImages: number,
    private readonly seed: number,
    private readonly key: SourceKey = [],
  ) {}

  imageAt(position: number): number {
    const epoch = Math.floor(position / this.numImages);
    if (epoch !== this.epoch) {
      this.permutation = new KeyedPermutation(this.numImages, this.seed, 'epoch', epoch, ...this.key);
      this.epoch = epoch;
    }
    return this.permutation.at(position % this.numImages);
  }
}

/** What is shuffled together, at the least. */
export interface ShuffleWindow {
  images: number;
  /** Shards of the mean size. */
  shards: number;
}

/**
 * The same, for images that lie in files of many: files in an order of each epoch, and images shuffled within a window that moves over
 * several files, so that reads stay near each other.
 */
export class ShardedOrder implements SampleOrder {
  private readonly numImages: number;
  private readonly window: number;
  private epoch = -1;
  /** In the order of the epoch, and where each ends. */
  private shards!: Uint32Array;
  private ends!: Float64Array;
  private shuffled!: { window: number; permutation: KeyedPermutation };
  private readonly firsts: Float64Array;

  /** @param counts images of each file, of which one at least has some; files follow each other in their numbers */
  constructor(
    private readonly counts: readonly number[],
    private readonly seed: number,
    private readonly key: SourceKey,
    { images, shards }: ShuffleWindow,
  ) {
    this.firsts = new Float64Array(counts.length);
    let sum = 0;
    for (const [shard, count] of counts.entries()) {
      this.firsts[shard] = sum;
      sum += count;
    }
    this.numImages = sum;
    this.window = Math.min(sum, Math.max(images, Math.ceil((shards * sum) / counts.length)));
  }

  imageAt(position: number): number {
    const epoch = Math.floor(position / this.numImages);
    if (epoch !== this.epoch) this.enter(epoch);
    const within = position % this.numImages;
    const window = Math.floor(within / this.window);
    const start = window * this.window;
    if (this.shuffled.window !== window) this.shuffle(window);
    const place = start + this.shuffled.permutation.at(within - start);
    const order = firstAbove(this.ends, place);
    const shard = this.shards[order]!;
    return this.firsts[shard]! + place - (this.ends[order]! - this.counts[shard]!);
  }

  private enter(epoch: number): void {
    this.epoch = epoch;
    const order = new KeyedPermutation(this.counts.length, this.seed, 'shards', epoch, ...this.key);
    this.shards = Uint32Array.from(this.counts, (_, i) => order.at(i));
    let sum = 0;
    this.ends = Float64Array.from(this.shards, (shard) => (sum += this.counts[shard]!));
    this.shuffle(0);
  }

  private shuffle(window: number): void {
    const size = Math.min(this.window, this.numImages - window * this.window);
    const permutation = new KeyedPermutation(size, this.seed, 'window', this.epoch, window, ...this.key);
    this.shuffled = { window, permutation };
  }
}

/** One of several sources whose samples are mixed. */
export interface MixedSource {
  /** Of its own images. */
  order: SampleOrder;
  /** The number of its first image among those of all. */
  first: number;
  /** Of the samples, of the sum of all. */
  weight: number;
}

/**
 * Sources mixed by their weights, as evenly as can be: of the first p samples each has its share, rounded. Each has epochs of its own: it
 * has given all of its images before one comes again. Where the weights are numbers of images, all are through at the same time.
 */
export class MixedOrder implements SampleOrder {
  /** Of sources from each on. */
  private readonly weights: number[];

  constructor(private readonly sources: readonly MixedSource[]) {
    let sum = 0;
    this.weights = sources.toReversed().map(({ weight }) => (sum += weight));
    this.weights.reverse();
  }

  /** Of the positions before that no source has had yet, each in turn has its share of what is left. */
  imageAt(position: number): number {
    let left = position;
    for (const [i, { order, first, weight }] of this.sources.entries()) {
      const all = this.weights[i]!;
      const before = share(left, weight, all);
      if (share(left + 1, weight, all) > before || i === this.sources.length - 1) return first + order.imageAt(before);
      left -= before;
    }
    throw new RangeError('a mixture of no sources has no samples');
  }
}

/** floor(count * part / whole); exact for whole numbers. */
function share(count: number, part: number, whole: number): number {
  if (part === whole) return count;
  if (!Number.isInteger(part) || !Number.isInteger(whole)) return Math.floor(count * (part / whole));
  return Number((BigInt(count) * BigInt(part)) / BigInt(whole));
}

/** Index of the first of ascending numbers that is above `value`. */
function firstAbove(numbers: Float64Array, value: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Offsets [start, end) of the global batch that a rank computes: as even as can be. */
export function rankRange(globalBatch: number, rank: number, worldSize: number): { start: number; end: number } {
  return {
    start: Math.floor((rank * globalBatch) / worldSize),
    end: Math.floor(((rank + 1) * globalBatch) / worldSize),
  };
}
