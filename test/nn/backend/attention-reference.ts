/** Attention and its gradient in float64, as they are defined. */
import { dot } from './reference.js';

export interface Packed {
  lengths: number[];
  H: number;
  d: number;
}

export function tokensOf({ lengths }: Packed): number {
  return lengths.reduce((sum, n) => sum + n, 0);
}

function startsOf({ lengths }: Packed): number[] {
  const starts = [0];
  for (const n of lengths) starts.push(starts.at(-1)! + n);
  return starts;
}

interface Attended {
  out: Float64Array;
  lse: Float64Array;
}

/** Softmax weights of one row of one head, and the log of their sum before they are divided by it. */
function weightsOfRow(qkv: Float64Array, row: number, h: number, start: number, end: number, { H, d }: Packed) {
  const D = H * d;
  const part = (t: number, which: number) =>
    qkv.subarray(t * 3 * D + which * D + h * d, t * 3 * D + which * D + h * d + d);
  const scores: number[] = [];
  for (let t = start; t < end; t++) scores.push(dot(part(row, 0), part(t, 1)) / Math.sqrt(d));
  const most = Math.max(...scores);
  const lse = most + Math.log(scores.reduce((sum, s) => sum + Math.exp(s - most), 0));
  return { lse, weights: scores.map((s) => Math.exp(s - lse)), part };
}

export function attend(qkv: Float64Array, packed: Packed): Attended {
  const { H, d } = packed;
  const T = tokensOf(packed);
  const starts = startsOf(packed);
  const out = new Float64Array(T * H * d);
  const lse = new Float64Array(H * T);
  for (let s = 0; s + 1 < starts.length; s++)
    for (let row = starts[s]!; row < starts[s + 1]!; row++)
      for (let h = 0; h < H; h++) {
        const found = weightsOfRow(qkv, row, h, starts[s]!, starts[s + 1]!, packed);
        lse[h * T + row] = found.lse;
        found.weights.forEach((weight, j) => {
          const value = found.part(starts[s]! + j, 2);
          for (let c = 0; c < d; c++) out[row * H * d + h * d + c]! += weight * value[c]!;
        });
      }
  return { out, lse };
}

/** Gradient of dot(out, dOut). */
export function attendGradient(dOut: Float64Array, qkv: Float64Array, packed: Packed): Float64Array {
  const { H, d } = packed;
  const D = H * d;
  const starts = startsOf(packed);
  const dQkv = new Float64Array(qkv.length);
  for (let s = 0; s + 1 < starts.length; s++)
    for (let row = starts[s]!; row < starts[s + 1]!; row++)
      for (let h = 0; h < H; h++) {
        const { weights, part } = weightsOfRow(qkv, row, h, starts[s]!, starts[s + 1]!, packed);
        const gradient = dOut.subarray(row * D + h * d, row * D + h * d + d);
        const dWeights = weights.map((_, j) => dot(gradient, part(starts[s]! + j, 2)));
        const mean = dot(weights, dWeights);
        weights.forEach((weight, j) => {
          const t = starts[s]! + j;
          const dScore = (weight * (dWeights[j]! - mean)) / Math.sqrt(d);
          for (let c = 0; c < d; c++) {
            dQkv[row * 3 * D + h * d + c]! += dScore * part(t, 1)[c]!;
            dQkv[t * 3 * D + D + h * d + c]! += dScore * part(row, 0)[c]!;
            dQkv[t * 3 * D + 2 * D + h * d + c]! += weight * gradient[c]!;
          }
        });
      }
  return dQkv;
}
