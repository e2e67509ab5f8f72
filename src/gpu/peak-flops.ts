import type { ComputeType } from '../precision/compute-type.js';
import { GPU_CARDS, type GpuCard } from './cards.js';

/** The most operations a second that a card can do in matrix products. */
export function peakFlopsOf({ tflops16, tflops32 }: GpuCard, compute: ComputeType): number {
  return 1e12 * (compute === 'float32' ? tflops32 : tflops16);
}

/**
 * The same of a device: what a share of it (MFU) is held against.
 * @param name of the device, as its maker calls it
 * @returns null where it is not known
 */
export function peakFlops(name: string, compute: ComputeType): number | null {
  const card = GPU_CARDS.find(({ pattern }) => pattern.test(name));
  return card === undefined ? null : peakFlopsOf(card, compute);
}
