/** Memory that ops of the CPU's backend take while they run, of the same pool as tensors. Sources: native/cpu/*.cc, by op. */

import type { SequenceList, Tensor } from '../nn/backend.js';
import type { ComputeType } from '../precision/compute-type.js';

const FLOAT = 4;
/** What a factor of a product is rounded to. */
const ROUNDED = 2;

/** Pieces of work over rows, each with sums of its own. Source: native/cpu/chunks.h `of_rows` */
const chunks = (rows: number) => Math.ceil(rows / Math.max(32, Math.ceil(rows / 256)));

const roundUp = (n: number, multiple: number) => Math.ceil(n / multiple) * multiple;

/** Source: native/cpu/vector/attention.cc */
const [QUERIES, KEYS, SCORE_STRIDE] = [66, 288, 304];
const WIDEST_LANES = 16;

function attentionFloats(
  sequences: readonly SequenceList[],
  dim: number,
  of: { transposed: number; rows: number; queries: number; scores: number },
): number {
  const tokens = Math.max(0, ...sequences.map(({ count, length }) => (count === 0 ? 0 : length)));
  const width = roundUp(dim, WIDEST_LANES) + 16;
  const transposed = Math.ceil(tokens / KEYS) * dim * SCORE_STRIDE;
  const perThread =
    of.transposed * transposed +
    of.rows * tokens * width +
    of.queries * QUERIES * width +
    of.scores * QUERIES * SCORE_STRIDE +
    4 * 128;
  return roundUp(perThread, 16);
}

export interface CpuSettings {
  compute: ComputeType;
  threads: number;
}

/** Bytes of each block that an op takes and gives back, in the order of taking. */
export function cpuScratch(op: string, args: readonly unknown[], { compute, threads }: CpuSettings): number[] {
  const tensor = (index: number) => args[index] as Tensor;
  const factors = (...of: Tensor[]) => (compute === 'bfloat16' ? of.map(({ numel }) => ROUNDED * numel) : []);
  switch (op) {
    case 'linear':
    case 'linearBackwardInput':
    case 'linearBackwardInputGelu':
    case 'linearBackwardWeight':
      return factors(tensor(0), tensor(1));
    case 'linearGelu': {
      const [out] = tensor(1).shape as [number];
      return [...(args[2] === null ? [FLOAT * out] : []), ...factors(tensor(0), tensor(1))];
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
      const of = { transposed: 1, rows: 1, queries: 2, scores: 1 };
      return [FLOAT * threads * attentionFloats(sequences, qkv.shape[1]! / 3 / heads, of)];
    }
    case 'attentionBackward': {
      const [, qkv, , , sequences, heads] = args as [Tensor, Tensor, Tensor, Tensor[], SequenceList[], number];
      const of = { transposed: 2, rows: 3, queries: 3, scores: 2 };
      return [FLOAT * threads * attentionFloats(sequences, qkv.shape[1]! / 3 / heads, of)];
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
