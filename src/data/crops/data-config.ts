import { MAX_PIXELS, type ReadOptions } from './image-addon.js';
import type { Normalization } from './normalization.js';

/** The `data` section of the configuration: what becomes of an image's samples. */
export interface DataConfig extends Normalization {
  /** Damaged images are read as far as they go. */
  lenient: boolean;
  /** Samples of more than 8 bits that become 0 and 255: auto, 8, 12, 16, or MIN:MAX. */
  range: string;
}

export function readOptions({ lenient, range }: DataConfig): ReadOptions {
  return { maxPixels: MAX_PIXELS, lenient, range: sampleRange(range) };
}

/** Null keeps the high byte. */
function sampleRange(range: string): readonly [number, number] | null {
  if (range === 'auto' || range === '16') return null;
  const [least, most] = range.split(':').map(Number) as [number, number?];
  return most === undefined ? [0, 2 ** least - 1] : [least, most];
}
