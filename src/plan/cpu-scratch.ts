/** Memory that ops of the CPU's backend take while they run, of the same pool as tensors. Sources: native/cpu/*.cc, by op. */

import type { SequenceList, Tensor } from '../nn/backend.js';
import type { ComputeType } from '../precision/compute-type.js';

const FLOAT = 4;

/** Pieces of work over rows, each with sums of its own. Source: native/cpu/chunks.h `of_rows` */
const chunks = (rows: number) => Math.ceil(rows / Math.max(32, Math.ceil(rows / 256)));

const roundUp = (n: number, multiple: number) => Math.ceil(n / multiple) * multiple;

/** Source: native/cpu/vector/attention.cc */
const [QUERIES, KEYS, SCORE_STRIDE] = [66, 288, 304];
const WIDEST_LANES = 16;

function attentionFloats(sequences: readonly SequenceList[], dim: number, backward: boolean, pairs: boolean): number {
  const tokens = Math.max(0, ...sequences.map(({ count, length }) => (count === 0 ? 0 : length)));
  const width = roundUp(dim, WIDEST_LANES) + 16;
  const parts = Math.ceil(tokens / KEYS);
  const perThread = pairs
    ? pairFloats(tokens, parts, width, Math.ceil(dim / 2) + 16, backward)
    : (backward ? 2 : 1) * parts * dim * SCORE_STRIDE +
      (backward ? 3 : 1) * tokens * width +
      (backward ? 3 : 2) * QUERIES * width +
      (backward ? 2 : 1) * QUERIES * SCORE_STRIDE;
  return roundUp(perThread + 4 * 128, 16);
}

/** Source: native/cpu/vector/bfloat16_attention.cc */
function pairFloats(tokens: number, parts: number, width: number, pairs: number, backward: boolean): number {
  const keys = (backward ? 2 : 1) * parts * pairs * SCORE_STRIDE + KEYS * pairs;
  const interleaved = (Math.floor(tokens / 2) + parts) * width;
  return backward
    ? keys + interleaved + 2 * tokens * width + 2 * QUERIES * (pairs + width) + 4 * QUERIES * SCORE_STRIDE
    : keys + interleaved + QUERIES * (pairs + width) + 2 * QUERIES * SCORE_STRIDE;
}

/** Source: native/cpu/matmul.cc */
const [MANY_ROWS, PAGE, LONG] = [512, 1024, 1024];

/** Of x (M, K) times weight (N, K): the float32 weight transposed, or the sums of a long product that is rounded. */
function productBytes(M: number, K: number, N: number, isForward: boolean, compute: ComputeType): number[] {
  if (compute === 'float32')
    return isForward && N > 0 && M >= Math.max(N, K, MANY_ROWS) ? [FLOAT * K * (N % PAGE === 0 ? N + 16 : N)] : [];
  return M > 0 && K >= LONG && N >= LONG ? [FLOAT * M * N] : [];
}

export interface CpuSettings {
  compute: ComputeType;
  threads: number;
}

/** Bytes of each block that an op takes and gives back, in the order of taking. */
export function cpuScratch(op: string, args: readonly unknown[], { compute, threads }: CpuSettings): number[] {
  const tensor = (index: number) => args[index] as Tensor;
  switch (op) {
    case 'linear':
    case 'linearGelu': {
      const [[M, K], [N]] = [tensor(0).shape, tensor(1).shape] as [[number, number], [number]];
      return productBytes(M, K, N, true, compute);
    }
    case 'linearBackwardInput':
    case 'linearBackwardInputGelu': {
      const [[M, N], [, K]] = [tensor(0).shape, tensor(1).shape] as [[number, number], [number, number]];
      return productBytes(M, N, K, false, compute);
    }
    case 'layerNormBackward': {
      const sums = FLOAT * chunks(tensor(0).shape[0]!) * tensor(0).shape[1]!;
      return [sums, sums];
    }
    case 'addResidualBackward': {
      const [rows, dim] = tensor(1).shape as [number, number];
      return [args[4] === null ? 0 : FLOAT * chunks(rows) * dim];
    }
    case 'attention': {
      const [qkv, sequences, heads] = args as [Tensor, SequenceList[], number];
      return [FLOAT * threads * attentionFloats(sequences, qkv.shape[1]! / 3 / heads, false, compute === 'bfloat16')];
    }
    case 'attentionBackward': {
      const [, qkv, , , sequences, heads] = args as [Tensor, Tensor, Tensor, Tensor[], SequenceList[], number];
      return [FLOAT * threads * attentionFloats(sequences, qkv.shape[1]! / 3 / heads, true, compute === 'bfloat16')];
    }
    case 'sinkhornIterate': {
      const [rows, prototypes] = tensor(0).shape as [number, number];
      return [FLOAT * prototypes, FLOAT * chunks(rows) * prototypes];
    }
    case 'sinkhornFinish':
      return [FLOAT * tensor(0).shape[1]!];
    case 'koleo':
      return tensor(0).shape[0] === 0 ? [] : [FLOAT * tensor(0).numel, FLOAT * tensor(0).shape[0]!];
    default:
      return [];
  }
}
