import { readFileSync } from 'node:fs';
import { unitFile } from '../golden-units.js';

export interface GoldenTensor {
  shape: number[];
  data: Uint8Array | Float32Array;
}

/** The operations that image_ops.json lists, with the arguments of each. */
export const goldenOps: { name: string; [argument: string]: number | string }[] = JSON.parse(
  readFileSync(unitFile('image_ops.json'), 'utf8'),
);

const file = readFileSync(unitFile('image_ops.safetensors'));
const headerBytes = Number(file.readBigUInt64LE(0));
const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes));

/** One tensor of image_ops.safetensors: (H, W, 3) uint8, but `normalize` is (3, H, W) float32. */
export function golden(name: string): GoldenTensor {
  const { dtype, shape, data_offsets } = header[name];
  const bytes = Uint8Array.from(file.subarray(8 + headerBytes + data_offsets[0], 8 + headerBytes + data_offsets[1]));
  return { shape, data: dtype === 'F32' ? new Float32Array(bytes.buffer) : bytes };
}

export function goldenFile(name: string): Buffer {
  return readFileSync(unitFile(name));
}

export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers beside ${b.length}`);
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
}
