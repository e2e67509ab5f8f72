import type { ComputeType } from '../precision/compute-type.js';

/** 10^12 a second, of dense products that are summed in float32: of 16-bit factors, and of float32 ones. Source: NVIDIA's data sheets. */
const PEAKS: readonly [name: RegExp, of16: number, of32: number][] = [
  [/GB200|B200/, 2250, 80],
  [/GH200|H200|H800|H100 SXM|H100 80GB HBM3/, 989, 67],
  [/H100 NVL/, 835, 60],
  [/H100/, 756, 51],
  [/A100|A800/, 312, 19.5],
  [/A30\b/, 165, 10.3],
  [/A40\b/, 150, 37.4],
  [/A10\b/, 125, 31.2],
  [/L40S/, 362, 91.6],
  [/L4\b/, 121, 30.3],
  [/RTX 4090/, 165, 82.6],
  [/RTX 3090/, 71, 35.6],
];

/**
 * The most operations a second that a device can do in matrix products: what a share of it (MFU) is held against.
 * @param name of the device, as its maker calls it
 * @returns null where it is not known
 */
export function peakFlops(name: string, compute: ComputeType): number | null {
  const peak = PEAKS.find(([pattern]) => pattern.test(name));
  if (peak === undefined) return null;
  return 1e12 * (compute === 'float32' ? peak[2] : peak[1]);
}
