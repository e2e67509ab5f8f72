import { RandomStream } from '../random/random-stream.js';

const ROUNDS = 8;

/**
 * A pseudo-random permutation of 0 to n - 1 in constant memory, whose elements are computed one by one: a Feistel
 * network over the next power of four, walked until it lands below n (fewer than four steps on average).
 * Source: Black and Rogaway 2002, "Ciphers with arbitrary finite domains"
 */
export class KeyedPermutation {
  private readonly halfBits: number;
  private readonly halfMask: number;
  private readonly roundKeys: Uint32Array;

  /** @param n 1 to 2^32 */
  constructor(
    readonly n: number,
    seed: number,
    purpose: string,
    ...indices: number[]
  ) {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32)
      throw new RangeError(`permutation of ${n} elements, expected an integer from 1 to 2^32`);
    const bits = Math.ceil(Math.log2(Math.max(n, 2)));
    this.halfBits = Math.ceil(bits / 2);
    this.halfMask = 2 ** this.halfBits - 1;
    const stream = new RandomStream(seed, purpose, ...indices);
    this.roundKeys = Uint32Array.from({ length: ROUNDS }, () => stream.integer(0, 2 ** 32));
  }

  at(index: number): number {
    let element = index;
    do element = this.encipher(element);
    while (element >= this.n);
    return element;
  }

  private encipher(block: number): number {
    let left = Math.floor(block / 2 ** this.halfBits);
    let right = block % 2 ** this.halfBits;
    for (const key of this.roundKeys) [left, right] = [right, (left ^ mix(right ^ key)) & this.halfMask];
    return left * 2 ** this.halfBits + right;
  }
}

/** Every bit of the result depends on every bit of x. Source: the finaliser of MurmurHash3, by Austin Appleby. */
function mix(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
