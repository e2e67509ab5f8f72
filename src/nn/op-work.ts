/**
 * What an op has to do, by what it is given: operations of products, and bytes that it reads and writes at the least. Letters as in
 * src/nn/backend.ts.
 */
import type { AdamWShard, Backend, Rows, SequenceList, Tensor } from './backend.js';
import { DTYPE_BYTES } from './backend.js';

export interface Work {
  /** Two for each multiply-add. */
  flops: number;
  bytes: number;
  /** Sizes that do not grow with the number of rows: widths, lengths of sequences. How fast an op is depends on them. */
  sizes: readonly number[];
}

type Op = {
  [Name in keyof Backend]: Backend[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Backend];
type Of<Name extends Op> = (args: Parameters<Backend[Name]>, made: ReturnType<Backend[Name]>) => Work;

const bytesOf = (...tensors: (Tensor | null)[]) =>
  tensors.reduce((sum, tensor) => sum + (tensor === null ? 0 : tensor.numel * DTYPE_BYTES[tensor.dtype]), 0);

const width = ({ shape }: Tensor) => shape.at(-1) ?? 1;

/** Nothing but reading and writing. */
const moves = (bytes: number, ...sizes: number[]): Work => ({ flops: 0, bytes, sizes });

/** The rows that are picked of a tensor's. */
function picked(tensor: Tensor, rows: Rows | null): number {
  if (rows === null) return bytesOf(tensor);
  return rows.count * width(tensor) * DTYPE_BYTES[tensor.dtype];
}

/** (M, N) of sums over K. */
const product = (M: number, N: number, K: number, bytes: number): Work => ({
  flops: 2 * M * N * K,
  bytes,
  sizes: [N, K],
});

/** Two products of each pair of tokens, and more of them backward: scores again, and four gradients. */
function attention(
  sequences: readonly SequenceList[],
  qkv: Tensor,
  heads: number,
  products: number,
  bytes: number,
): Work {
  const pairs = sequences.reduce((sum, { count, length }) => sum + count * length ** 2, 0);
  const tokens = sequences.reduce((sum, { count, length }) => sum + count * length, 0);
  // One number for lists of several lengths: of the sequence that a token is in on average.
  const length = tokens === 0 ? 0 : pairs / tokens;
  const dim = width(qkv) / 3;
  return { flops: 2 * products * pairs * dim, bytes, sizes: [length, dim / heads] };
}

const works: { [Name in Op]?: Of<Name> } = {
  zeros: (_, made) => moves(bytesOf(made)),
  uploadLater: ([dst]) => moves(2 * bytesOf(dst)),
  fill: ([dst]) => moves(bytesOf(dst)),
  cast: ([src, dst]) => moves(bytesOf(src, dst), DTYPE_BYTES[src.dtype], DTYPE_BYTES[dst.dtype]),

  linear: ([x, weight], y) => product(y.shape[0]!, width(y), width(x), bytesOf(x, weight, y)),
  linearGelu: ([x, weight], { y, pre }) => product(y.shape[0]!, width(y), width(x), bytesOf(x, weight, y, pre)),
  linearBackwardInput: ([dy, weight], dx) => product(dx.shape[0]!, width(dx), width(dy), bytesOf(dy, weight, dx)),
  linearBackwardInputGelu: ([dy, weight, pre], dx) =>
    product(dx.shape[0]!, width(dx), width(dy), bytesOf(dy, weight, pre, pre, dx)),
  linearBackwardWeight: ([dy, x, dWeight]) => ({
    flops: 2 * dy.shape[0]! * dWeight.numel,
    bytes: bytesOf(dy, x, dWeight, dWeight),
    sizes: [...dWeight.shape],
  }),
  interpolatePositions: ([matrix, positions], out) =>
    product(matrix.shape[0]!, width(out), width(matrix), bytesOf(matrix, positions, out)),
  interpolatePositionsBackward: ([dOut, matrix, dPositions]) =>
    product(width(matrix), width(dOut), matrix.shape[0]!, bytesOf(dOut, matrix, dPositions, dPositions)),

  swiglu: ([x], y) => moves(bytesOf(x, y), width(y)),
  swigluBackward: ([dy, x], dx) => moves(bytesOf(dy, x, dx), width(dy)),

  layerNorm: ([x, , , , rows], { y }) => moves(picked(x, rows) + bytesOf(y), width(x)),
  layerNormBackward: ([dy, x, , , , rows]) => moves(bytesOf(dy) + 3 * picked(x, rows), width(x)),
  addResidual: ([x, branch], out) => moves(bytesOf(x, branch, out), width(x)),
  addResidualBackward: ([dOut, branch, , rows], made) => moves(picked(dOut, rows) + bytesOf(branch, made), width(dOut)),
  gatherRows: (_, out) => moves(2 * bytesOf(out), width(out)),
  scatterAddRows: ([x]) => moves(3 * bytesOf(x), width(x)),
  add: ([dst]) => moves(3 * bytesOf(dst)),

  attention: ([qkv, sequences, heads], { out }) => attention(sequences, qkv, heads, 2, bytesOf(qkv, out)),
  attentionBackward: ([dOut, qkv, out, , sequences, heads], dQkv) =>
    attention(sequences, qkv, heads, 5, bytesOf(dOut, qkv, out, dQkv)),

  patchify: ([images, , , out]) => moves(bytesOf(images, out), width(out)),
  assembleTokens: ([patches, , , , , , out]) => moves(bytesOf(patches, out), width(out)),
  assembleTokensBackward: ([dOut, , dPatches]) => moves(bytesOf(dOut, dPatches), width(dOut)),

  l2Normalize: ([x], { y }) => moves(bytesOf(x, y), width(x)),
  l2NormalizeBackward: ([dy, y], dx) => moves(bytesOf(dy, y, dx), width(y)),
  weightNorm: ([v], { weight }) => moves(bytesOf(v, weight), width(v)),
  weightNormBackward: ([dWeight, v, , , dV]) => moves(bytesOf(dWeight, v, dV, dV), width(v)),

  // Once for the sums, once for the gradient; each row's targets as often.
  softmaxCrossEntropy: ([logits, targets, targetRows]) =>
    moves(3 * bytesOf(logits) + 2 * picked(targets, targetRows), targetRows.count / Math.max(1, logits.shape[0]!)),
  sinkhornStart: ([logits]) => moves(2 * bytesOf(logits)),
  sinkhornIterate: ([q]) => moves(bytesOf(q)),
  sinkhornFinish: ([q]) => moves(2 * bytesOf(q)),
  koleo: ([x]) => ({ flops: 2 * x.shape[0]! * x.numel, bytes: 3 * bytesOf(x), sizes: [width(x)] }),
  centeredSoftmax: ([logits]) => moves(2 * bytesOf(logits)),
  centerSums: ([logits]) => moves(bytesOf(logits)),
  moveCenter: ([center]) => moves(3 * bytesOf(center)),

  squaredNorm: ([x]) => moves(bytesOf(x)),
  adamwEma: ([shard]: [AdamWShard]) => moves(9 * bytesOf(shard.param) + bytesOf(shard.paramCopy, shard.teacherCopy)),
};

/** null where an op has nothing to do that grows with the network or the batch. */
export function workOf(op: string, args: readonly unknown[], made: unknown): Work | null {
  const work = works[op as Op] as ((args: readonly unknown[], made: unknown) => Work) | undefined;
  return work?.(args, made) ?? null;
}

export const isOp = (name: string): boolean => Object.hasOwn(works, name);
