/**
 * The boundary between TypeScript and native math. `cpu.node` and `cuda.node` export one `Backend`; this file is its only
 * declaration, in the order of the native sources.
 *
 * Every op checks device, dtype and shape of what it gets and throws a TypeError or RangeError that names op, argument,
 * what it got and what it wants. Ops that return a Tensor allocate it; the caller owns it and releases it. An op whose
 * gradient goes to a parameter ADDS to the given buffer. Nothing here reads a value back from the device but
 * `download`; a scalar that an op needs from the device comes as a Tensor.
 *
 * Work is enqueued: an op that has returned need not have run. Ops run in the order of the calls; releasing a tensor gives its memory
 * to what is called later. Only `download`, `wait` and `take` wait for the device. On a CPU all is done when a call returns.
 *
 * Dtypes: weights, and what ops make and take where nothing else is said, have `activations`. The residual stream (x, out, dx and dOut
 * of layerNorm and addResidual, tokens) has `residual`. Gradients of parameters, statistics (mean, rstd, norm, sums, saved), targets,
 * losses and all of the optimizer are float32.
 *
 * What an op writes shares no element with anything else that it is given, but for what is updated in place under one name:
 * views that overlap are not refused. Threads then read what others have written: the numbers differ from run to run, no
 * more than that. So do those of a tensor that a collective or a copy still has.
 *
 * Shape letters, used below and in the native sources:
 *   T  token rows of a packed batch            R  rows that an op picks from T by index (R = T without an index)
 *   D  width of the model                      M  rows of a matrix in general         N, K  its other dimensions
 *   H  attention heads                         S  sequences packed into T             P  prototypes
 *   B  images or samples                       C  channels of an image
 */

import type { ComputeType } from '../precision/compute-type.js';
import type { DeviceInfo } from './device.js';

export type DType = 'float32' | 'float16' | 'bfloat16' | 'int32' | 'uint8';
export const DTYPE_BYTES: Record<DType, number> = { float32: 4, float16: 2, bfloat16: 2, int32: 4, uint8: 1 };

export type HostArray = Float32Array | Uint16Array | Int32Array | Uint8Array;

/** A contiguous block of numbers on a device. Made only by a Backend. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly device: string;
  readonly numel: number;
  /**
   * The same elements under another shape, or the same bytes as elements of another dtype, which must begin at a multiple of its
   * size. A view: it lives as long as its owner is not released.
   */
  view(shape: readonly number[], dtype?: DType): Tensor;
  /** Rows [start, start + length) of the first dimension. A view. */
  narrow(start: number, length: number): Tensor;
  /** Gives the storage back to the pool. Any later use of this tensor or of a view of it throws. Twice is an error. */
  release(): void;
}

export interface MemoryStats {
  /** Bytes of live tensors. */
  bytesInUse: number;
  /** Most bytes in use at once since the last `resetPeak`. */
  peakBytes: number;
  /**
   * Bytes taken from the system, in use or kept for reuse: where sizes change from step to step, about 3/2 of the most that
   * was in use lately and no more.
   */
  bytesReserved: number;
  /** Bytes given back to the system so far. */
  bytesReturned: number;
}

/** A point in a device's work: all that was asked for before it is done when it is reached. On a CPU it always is. */
export interface Mark {
  readonly reached: boolean;
  /** Blocks the host. */
  wait(): void;
}

/** What runs beside the ops, from where it is asked for: a copy. The mark is its end. */
export interface Work extends Mark {
  /** Ops that are called from now on come after it: they may write what it reads. Does not block the host, but on a CPU. */
  join(): void;
}

/** Memory of the host that a device copies from and to beside its ops: page-locked where that matters. */
export interface HostMemory {
  readonly buffer: SharedArrayBuffer;
  /** Not before what copies from or to it is done. */
  release(): void;
}

/** Numbers on their way to the host. */
export interface Reading extends Mark {
  /** Waits for them. Once. */
  take(): Float32Array;
}

/** Sequences of one length, one after the other in a packed batch. */
export interface SequenceList {
  readonly count: number;
  /** Tokens of each. */
  readonly length: number;
}

/**
 * Row numbers of a step, in one piece: on a GPU one upload. What Rows take from it is checked on the host when they are made; what lies
 * behind it cannot be reached from JavaScript.
 */
export interface IndexTable {
  /** Rows that were made of it are then of no use. */
  release(): void;
}

/**
 * A part of Rows: for each of its samples, `length` rows from `start + sample * length` on. With length 1 samples are rows, and one may
 * be -1: a row of padding, which is in no tensor.
 */
export interface RowPart {
  readonly start: number;
  readonly length: number;
  /** Place of the samples in the index table, and how many there are. */
  readonly from: number;
  readonly count: number;
  /** What a residual branch is multiplied by in these rows. */
  readonly scale: number;
}

/** Rows of a packed batch that an op picks. */
export interface Rows {
  readonly count: number;
}

/** Runs of a shard's elements that share multipliers, in order. */
export interface Segments {
  /** Elements of all runs. */
  readonly numel: number;
}

export interface AdamWShard {
  /** (n) float32 ranges owned by this rank; updated in place. */
  param: Tensor;
  expAvg: Tensor;
  expAvgSq: Tensor;
  /** The EMA teacher's same range. */
  teacher: Tensor;
  /** (n) float32, scaled by the loss scale and summed over ranks. */
  grad: Tensor;
  /** (n) in `activations`: becomes param, rounded. null: not wanted. */
  paramCopy: Tensor | null;
  /** As paramCopy, of the teacher. */
  teacherCopy: Tensor | null;
  /** Of the n elements. */
  segments: Segments;
  /** Before multipliers. */
  lr: number;
  /** That of the heads' last layers. */
  lastLayerLr: number;
  weightDecay: number;
  beta1: number;
  beta2: number;
  eps: number;
  /** Teacher momentum m: teacher = m * teacher + (1 - m) * param, with the updated param. */
  momentum: number;
  /** (1) float32: clip factor / loss scale of this submodule, from `optimizerPrepare`. */
  gradCoefficient: Tensor;
  /** (STATE) float32, from `optimizerPrepare`. */
  state: Tensor;
}

/** Elements of the optimizer's state tensor, float32 on the device. */
export const OptimizerState = {
  lossScale: 0,
  growthTracker: 1,
  foundInf: 2,
  adamStep: 3,
  size: 4,
} as const;

/** Which of a library's ways to compute something was chosen, of several with other bits. */
export interface ChosenAlgorithm {
  /** Of device, library and what is computed. */
  readonly name: string;
  /** As the library has it. */
  readonly bytes: Uint8Array;
}

export interface Backend {
  readonly device: string;
  readonly info: DeviceInfo;
  readonly compute: ComputeType;
  /** Of activations, and of weights as ops read them. */
  readonly activations: DType;
  /** Of the residual stream, and of gradients by it. */
  readonly residual: DType;
  /** Rows of masked patches are padded to a multiple of this, so that products have few shapes. */
  readonly rowMultiple: number;
  /** How many steps the host may be ahead of the device. 0: it waits for each. */
  readonly stepsAhead: number;

  // Memory (memory.cc)
  empty(shape: readonly number[], dtype: DType): Tensor;
  zeros(shape: readonly number[], dtype: DType): Tensor;
  /**
   * Host to device. The array's type must be the dtype's (Uint16Array for 16-bit floats), its length the numel. It may be changed at
   * once.
   */
  upload(dst: Tensor, src: HostArray): void;
  /** As upload, of an array in HostMemory, which must stay as it is until the mark. Ops that are called from now on see it. */
  uploadLater(dst: Tensor, src: HostArray): Mark;
  /** Device to host: waits for the device, so never within a step. */
  download(src: Tensor, dst: HostArray): void;
  /** The numbers that src, float32, has when what was asked for so far is done; later ops may write it. */
  readLater(src: Tensor): Reading;
  /** After all that was asked for so far. */
  mark(): Mark;
  hostMemory(bytes: number): HostMemory;
  /**
   * Begins to copy the tensors' bytes to parts of HostMemory, beside what is asked for next: until the work is joined nothing may
   * write them, nor release them.
   */
  copyOut(pairs: readonly { src: Tensor; dst: Uint8Array }[]): Work;
  fill(dst: Tensor, value: number): void;
  /** Converts between floating dtypes; same numel. Round to nearest even. */
  cast(src: Tensor, dst: Tensor): void;
  indexTable(values: Int32Array): IndexTable;
  /** @param total rows of the tensors that they are picked from */
  rows(table: IndexTable, parts: readonly RowPart[], total: number): Rows;
  /** What was chosen or adopted so far: with the same, the same numbers. None on a CPU. */
  algorithms(): ChosenAlgorithm[];
  /** From now on chooses these, where it has not chosen yet and they are of this device and its libraries. */
  adoptAlgorithms(algorithms: readonly ChosenAlgorithm[]): void;
  memory(): MemoryStats;
  resetPeak(): void;
  /** CPU: OpenMP threads for the ops called from this thread. Ignored on a GPU. */
  setThreads(count: number): void;

  // Matrix products (matmul.cc)
  /** x (M, K), weight (N, K), bias (N) or null -> x weightᵀ + bias, (M, N). */
  linear(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor;
  /** As linear, then exact GELU (erf). `pre` (M, N) is the sum before it, for the gradient. */
  linearGelu(x: Tensor, weight: Tensor, bias: Tensor | null): { y: Tensor; pre: Tensor };
  /** dy (M, N), weight (N, K) -> dy weight, (M, K). */
  linearBackwardInput(dy: Tensor, weight: Tensor): Tensor;
  /**
   * As linearBackwardInput, times GELU'(pre), pre (M, K): the gradient before the activation. pre becomes GELU(pre), to the bit the y of
   * linearGelu, which need not be kept till then.
   */
  linearBackwardInputGelu(dy: Tensor, weight: Tensor, pre: Tensor): Tensor;
  /** dWeight (N, K) += dyᵀ x; dBias (N) += column sums of dy, unless null. dy (M, N), x (M, K). M may be 0. */
  linearBackwardWeight(dy: Tensor, x: Tensor, dWeight: Tensor, dBias: Tensor | null): void;
  /**
   * positions (1 + m, D), for the class token and m patches, -> (1 + n, D): the first row as it is, the others matrix (n, m) times
   * theirs, in float32 whatever the backend computes in. Source: DINOv2 models/vision_transformer.py `interpolate_pos_encoding`
   */
  interpolatePositions(matrix: Tensor, positions: Tensor): Tensor;
  /** Adds to dPositions (1 + m, D). dOut (1 + n, D). */
  interpolatePositionsBackward(dOut: Tensor, matrix: Tensor, dPositions: Tensor): void;

  // Activations (activation.cc)
  /** x (M, 2 H) as x1 | x2 -> SiLU(x1) x2, (M, H). */
  swiglu(x: Tensor): Tensor;
  /** dy (M, H), x (M, 2 H) -> (M, 2 H). */
  swigluBackward(dy: Tensor, x: Tensor): Tensor;

  // LayerNorm and the residual stream, with the rows that stochastic depth keeps (residual.cc)
  /** x (T, D) -> y (R, D) = normalised x[rows] * weight + bias; rows without padding, or null for all. Population variance. */
  layerNorm(
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    eps: number,
    rows: Rows | null,
  ): { y: Tensor; mean: Tensor; rstd: Tensor };
  /** Adds to dx (T, D) at rows, to dWeight (D) and dBias (D). dy (R, D), mean and rstd (R). Rows are distinct. */
  layerNormBackward(
    dy: Tensor,
    x: Tensor,
    weight: Tensor,
    mean: Tensor,
    rstd: Tensor,
    rows: Rows | null,
    dx: Tensor,
    dWeight: Tensor,
    dBias: Tensor,
  ): void;
  /**
   * out (T, D) = x with x[rows] + scale * gamma * branch. branch (R, D); gamma (D) or null; rows distinct and without padding, with
   * their scales (batch / kept samples of the row's crop list), or null for all, unscaled.
   */
  addResidual(x: Tensor, branch: Tensor, gamma: Tensor | null, rows: Rows | null): Tensor;
  /**
   * dBranch (R, D) = scale * gamma * dOut[rows]; dGamma (D) += sum of scale * branch * dOut[rows]; null where gamma is null, or where
   * it is not wanted.
   */
  addResidualBackward(
    dOut: Tensor,
    branch: Tensor,
    gamma: Tensor | null,
    rows: Rows | null,
    dGamma: Tensor | null,
  ): Tensor;
  /** x (T, D) -> (R, D); rows of padding are 0. */
  gatherRows(x: Tensor, rows: Rows): Tensor;
  /** out (T, D) at rows += x (R, D), but for padding. Rows are distinct. */
  scatterAddRows(x: Tensor, rows: Rows, out: Tensor): void;
  /** dst += src, same shape. */
  add(dst: Tensor, src: Tensor): void;

  // Attention (attention.cc)
  /**
   * Block-diagonal softmax attention over packed sequences, list after list, T tokens in all. qkv (T, 3 D) as q | k | v, each H heads
   * of D / H. Scale 1 / sqrt(D / H). out (T, D); `saved` is for the gradient alone.
   */
  attention(
    qkv: Tensor,
    sequences: readonly SequenceList[],
    numHeads: number,
  ): { out: Tensor; saved: readonly Tensor[] };
  /** dOut (T, D) -> dQkv (T, 3 D). */
  attentionBackward(
    dOut: Tensor,
    qkv: Tensor,
    out: Tensor,
    saved: readonly Tensor[],
    sequences: readonly SequenceList[],
    numHeads: number,
  ): Tensor;

  // Image to tokens (embedding.cc)
  /**
   * images (B, C, h, w) -> out (B * n, C * p * p), n = (h / p) (w / p) patches in row order, columns as (C, p, p). Images are
   * uint8, and table (C, 256) float32 says what a byte of each channel stands for; or float32 as they are, and table is null.
   */
  patchify(images: Tensor, table: Tensor | null, patchSize: number, out: Tensor): void;
  /**
   * out (B * (1 + r + n), D): for each image clsToken + posEmbed[0], r registers, then its n patches (patches (B * n, D))
   * or maskToken where masks (B, n) uint8 is not 0, plus posEmbed[1 + j]. posEmbed (1 + n, D); registers (r, D) or null;
   * masks and maskToken (D) both or neither null.
   */
  assembleTokens(
    patches: Tensor,
    clsToken: Tensor,
    posEmbed: Tensor,
    registers: Tensor | null,
    maskToken: Tensor | null,
    masks: Tensor | null,
    out: Tensor,
  ): void;
  /** Overwrites dPatches (B * n, D) (zero where masked); adds to the others. dOut (B * (1 + r + n), D). */
  assembleTokensBackward(
    dOut: Tensor,
    masks: Tensor | null,
    dPatches: Tensor,
    dClsToken: Tensor,
    dPosEmbed: Tensor,
    dRegisters: Tensor | null,
    dMaskToken: Tensor | null,
  ): void;

  // The head's two normalisations (normalize.cc)
  /** x (M, D) -> y = x / max(|x|, eps) by rows, norm (M) = max(|x|, eps). */
  l2Normalize(x: Tensor, eps: number): { y: Tensor; norm: Tensor };
  /** dx = (dy - y (y · dy)) / norm by rows; dy / norm where |x| < eps, as norm was a constant there. */
  l2NormalizeBackward(dy: Tensor, y: Tensor, norm: Tensor): Tensor;
  /** v (P, D), g (P, 1) -> weight (P, D) = g v / |v| by rows, norm (P) = |v|. NaN for a row of zeros. */
  weightNorm(v: Tensor, g: Tensor): { weight: Tensor; norm: Tensor };
  /** Adds to dV (P, D) and dG (P, 1). */
  weightNormBackward(dWeight: Tensor, v: Tensor, g: Tensor, norm: Tensor, dV: Tensor, dG: Tensor): void;

  // Losses (losses.cc). `loss` is a (1) float32 tensor that the op adds to; `gradScale` (1) float32 is the loss scale.
  /**
   * Sum over rows m of weights[m] * sum over t of -q_t · log_softmax(logits[m] / temperature), with q_t the rows
   * targetRows (M * J), J for each m, of targets (R, P); -1 is none. OVERWRITES logits (M, P) with gradScale * gradFactor times
   * the gradient: one pass over memory. weights (M) float32. M may be 0. Targets need not sum to 1. A row without any
   * target is not read: its gradient is 0 and it adds no loss (rows of padding).
   */
  softmaxCrossEntropy(
    logits: Tensor,
    targets: Tensor,
    targetRows: Rows,
    weights: Tensor,
    temperature: number,
    gradFactor: number,
    gradScale: Tensor,
    loss: Tensor,
  ): void;
  /**
   * logits (M, P) becomes q = exp(logits / temperature), no maximum taken away; sums (P) = column sums of q. M may be 0:
   * sums are 0.
   */
  sinkhornStart(logits: Tensor, temperature: number, sums: Tensor): void;
  /** With r = 1 / sums and c = 1 / (q r) by rows: nextSums (P) = column sums of c * q. q (M, P) is not changed. */
  sinkhornIterate(q: Tensor, sums: Tensor, nextSums: Tensor): void;
  /** q becomes the assignment q r c: every row sums to 1. */
  sinkhornFinish(q: Tensor, sums: Tensor): void;
  /**
   * KoLeo on x (B, D): mean of -log(|x_i - x_nn(i)| + eps) on rows normalised by max(|x|, eps), eps = 1e-8, nearest by dot
   * product, the first of equals, never the row itself; |.| as PyTorch's PairwiseDistance, which adds eps to the difference.
   * Adds weight * mean to loss, adds gradScale * gradFactor * weight * gradient to dx (B, D): the gradient goes to both rows
   * of a pair and through the normalisation. Finite for equal rows. A single row is its own neighbour, as in the released code: a constant,
   * without gradient.
   */
  koleo(x: Tensor, weight: number, gradFactor: number, gradScale: Tensor, dx: Tensor, loss: Tensor): void;

  // The teacher's moving centre (centering.cc)
  /** logits (M, P) become softmax((logits - center) / temperature) by rows; center (P). M may be 0. */
  centeredSoftmax(logits: Tensor, center: Tensor, temperature: number): void;
  /** sums (P + 1) = weight * column sums of logits (M, P), and last weight * M. */
  centerSums(logits: Tensor, weight: number, sums: Tensor): void;
  /** center (P) = momentum * center + (1 - momentum) * sums / count, count the last of sums (P + 1); as it was where count is 0. */
  moveCenter(center: Tensor, sums: Tensor, momentum: number): void;

  // Optimizer (optimizer.cc)
  /** out (1) float32 += sum of squares of x (n) float32, accumulated in double in a fixed order; not finite if x is not. */
  squaredNorm(x: Tensor, out: Tensor): void;
  /**
   * Per submodule i: coefficients[i] = min(1, clip / (norm_i + 1e-6)) / lossScale, norm_i = sqrt(normsSq[i]) / lossScale;
   * clip 0 is no clipping. norms[i] = norm_i. If any normsSq is not finite: foundInf = 1 and lossScale *= backoff; else
   * foundInf = 0, adamStep += 1 and after growthInterval of these in a row lossScale *= growth, unless that is infinite.
   * growthInterval 0: the scale is fixed, it neither grows nor backs off. normsSq, norms, coefficients (n) float32; state
   * (OptimizerState.size) float32. The coefficients mean nothing where foundInf is 1.
   */
  optimizerPrepare(
    state: Tensor,
    normsSq: Tensor,
    norms: Tensor,
    coefficients: Tensor,
    clip: number,
    growth: number,
    backoff: number,
    growthInterval: number,
  ): void;
  /**
   * @param ends of the runs, ascending; the last is the number of elements
   * @param isLastLayer not 0 where a run has the last layers' rate
   */
  segments(
    ends: Int32Array,
    lrMultipliers: Float64Array,
    weightDecayMultipliers: Float64Array,
    isLastLayer: Uint8Array,
  ): Segments;
  /** AdamW (decoupled decay, PyTorch's order of operations) where foundInf is 0, then the EMA always: one pass. */
  adamwEma(shard: AdamWShard): void;

  // Random numbers: Philox 4x32-10, a pure function of (key, element index) (random.cc)
  // Index i of a tensor is element e = offset + i, 0 <= e <= 2^53: word e % 4 of the block with counter (e / 4, 0). So a
  // tensor may be drawn in parts. `key` is two uint32. Any shape.
  /** Standard normal times std, by Box-Muller on a block's words 0 and 1 (cosine, sine), and on its words 2 and 3. */
  randomNormal(out: Tensor, key: readonly [number, number], offset: number, std: number): void;
  /** low + (high - low) u, with u in [0, 1) the upper 24 bits of the word. */
  randomUniform(out: Tensor, key: readonly [number, number], offset: number, low: number, high: number): void;

  // Nearest neighbours (neighbours.cc)
  /**
   * For each of queries (Q, D) the k rows of gallery (N, D) whose dot products with it are largest, 1 <= k <= N: values (Q, k) float32,
   * descending, and indices (Q, k) int32. Of equal products the lower index comes first; one that is NaN comes after all numbers. Both
   * are float32 and so is the sum, whatever the backend computes in. By tiles: never Q N products at once.
   */
  topK(queries: Tensor, gallery: Tensor, k: number): { values: Tensor; indices: Tensor };
}
