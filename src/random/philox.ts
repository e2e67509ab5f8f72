/**
 * Philox 4x32-10: a pure function from a counter and a key to four random words. Nothing is ever stored or advanced, so
 * that what is drawn for a sample depends on its key alone, not on who draws it or when.
 * Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"
 */

export type Words2 = readonly [number, number];
export type Words4 = readonly [number, number, number, number];

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** Upper 32 bits of the product of two uint32. Numbers are int32 on the way, of the same bits: compiled code has those in registers. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const other = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (other >>> 16)) | 0;
}

/** Four uint32 of a counter and a key, themselves uint32. */
export function philox4x32(counter: Words4, key: Words2): Words4 {
  let c0 = counter[0] | 0;
  let c1 = counter[1] | 0;
  let c2 = counter[2] | 0;
  let c3 = counter[3] | 0;
  let k0 = key[0] | 0;
  let k1 = key[1] | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/**
 * The key of one purpose: the same seed, purpose and indices (step, sample position, crop, ...) give the same key
 * anywhere, any other gives an unrelated one.
 * @param seed and indices: integers from 0 to 2^53 - 1
 */
export function philoxKey(seed: number, purpose: string, ...indices: number[]): Words2 {
  let key = wordsOf(seed);
  for (let i = 0; i < purpose.length; i++) key = absorb(key, [purpose.charCodeAt(i), 0], i, 1);
  for (const [i, index] of indices.entries()) key = absorb(key, wordsOf(index), i, 2);
  return key;
}

/** `place` and `sort` keep an index apart from the same number elsewhere, or in the purpose. */
function absorb(key: Words2, words: Words2, place: number, sort: number): Words2 {
  const [k0, k1] = philox4x32([words[0], words[1], place, sort], key);
  return [k0, k1];
}

function wordsOf(integer: number): Words2 {
  if (!Number.isSafeInteger(integer) || integer < 0)
    throw new RangeError(`random key: got ${integer}, expected an integer from 0 to 2^53 - 1`);
  return [integer >>> 0, Math.floor(integer / 2 ** 32)];
}
