/** Numbers for tests: seeded, and float16 and bfloat16 as plain arithmetic, independent of any hardware's conversion. */

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const halves = Float32Array.from({ length: 1 << 16 }, (_, bits) => decodeHalf(bits));

/** The value of float16 bits. */
export function fromHalf(bits: number): number {
  return halves[bits]!;
}

function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The value of bfloat16 bits. */
export function fromBfloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 7) & 0xff;
  const fraction = bits & 0x7f;
  if (exponent === 0xff) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -133 : sign * (128 + fraction) * 2 ** (exponent - 134);
}

/** The float16 nearest to x, ties to even, as a number. */
export const roundToHalf = (x: number) => roundTo(x, { fractionBits: 10, leastExponent: -14, most: 65504 });

/** The bfloat16 nearest to x, likewise. */
export const roundToBfloat16 = (x: number) =>
  roundTo(x, { fractionBits: 7, leastExponent: -126, most: 255 * 2 ** 120 });

function roundTo(
  x: number,
  { fractionBits, leastExponent, most }: { fractionBits: number; leastExponent: number; most: number },
): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), leastExponent);
  const ulp = 2 ** (exponent - fractionBits);
  const scaled = x / ulp;
  const below = Math.floor(scaled);
  const up = scaled - below > 0.5 || (scaled - below === 0.5 && below % 2 !== 0);
  const rounded = (up ? below + 1 : below) * ulp;
  return Math.abs(rounded) > most ? Math.sign(x) * Number.POSITIVE_INFINITY : rounded;
}

/** Bits of finite float16 numbers of all magnitudes below 4096. */
export function randomHalves(n: number, random: () => number): Uint16Array {
  return Uint16Array.from({ length: n }, () => Math.floor(random() * 0x6c00) | (random() < 0.5 ? 0x8000 : 0));
}

/** Bits of bfloat16 numbers from 2^-20 to 2^20. */
export function randomBfloats(n: number, random: () => number): Uint16Array {
  return Uint16Array.from(
    { length: n },
    () => ((107 << 7) + Math.floor(random() * (40 << 7))) | (random() < 0.5 ? 0x8000 : 0),
  );
}

export function randomFloats(n: number, random: () => number): Float32Array {
  return Float32Array.from({ length: n }, () => (random() - 0.5) * 10 ** (random() * 6 - 3));
}

/** ((a + b) + c) + ... with every sum rounded to float32. */
export function sumInRankOrder(terms: readonly number[]): number {
  return terms.reduce((sum, term) => Math.fround(sum + term));
}
