/** What images are normalised by: (image - mean) / std, of red, green and blue between 0 and 1. */
export interface Normalization {
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
}

const LEVELS = 256;

/**
 * What a byte of each channel stands for, in float32 at every step: byte * scale + shift.
 * @returns (3, 256), the table of `patchify`
 */
export function normalizationTable({ mean, std }: Normalization): Float32Array {
  const { fround } = Math;
  return Float32Array.from({ length: 3 * LEVELS }, (_, i) => {
    const channel = Math.floor(i / LEVELS);
    const [m, s] = [fround(mean[channel]!), fround(std[channel]!)];
    const scale = fround(1 / fround(255 * s));
    const shift = fround(-m / s);
    return fround(fround((i % LEVELS) * scale) + shift);
  });
}
