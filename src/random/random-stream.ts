import { philox4x32, philoxKey, type Words2, type Words4 } from './philox.js';

/** Random numbers for one purpose, in the order they are asked for: `new RandomStream(seed, 'crops', position)`. */
export class RandomStream {
  private readonly key: Words2;
  private block: Words4 = [0, 0, 0, 0];
  private drawn = 0;

  constructor(seed: number, purpose: string, ...indices: number[]) {
    this.key = philoxKey(seed, purpose, ...indices);
  }

  /** Uniform in [0, 1) with 53 bits, or in [low, high). */
  uniform(low = 0, high = 1): number {
    const upper = this.word() >>> 5;
    const lower = this.word() >>> 6;
    return low + (high - low) * ((upper * 2 ** 26 + lower) / 2 ** 53);
  }

  /** Uniform integer in [low, end); end - low at most 2^32. */
  integer(low: number, end: number): number {
    return low + Math.floor(this.uniform() * (end - low));
  }

  /** True with this probability: never for 0, always for 1. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** 0 to n - 1 in random order. */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(0, i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }

  private word(): number {
    const place = this.drawn % 4;
    if (place === 0) this.block = philox4x32([this.drawn / 4, 0, 0, 0], this.key);
    this.drawn++;
    return this.block[place]!;
  }
}
