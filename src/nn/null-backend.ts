/**
 * A backend without arithmetic: it holds every call to the shapes and dtypes of src/nn/backend.ts, for any compute type, and counts the
 * memory that tensors would take. What a step costs the host, and what it needs on a device that is not there, can be seen on it.
 */

import type { ComputeType } from '../precision/compute-type.js';
import type {
  AdamWShard,
  Backend,
  ChosenAlgorithm,
  DType,
  HostArray,
  HostMemory,
  IndexTable,
  Mark,
  MemoryStats,
  Reading,
  RowPart,
  Rows,
  Segments,
  SequenceList,
  Tensor,
  Work,
} from './backend.js';
import { DTYPE_BYTES, OptimizerState } from './backend.js';
import type { DeviceInfo } from './device.js';

/** Where a backend without arithmetic takes the memory of its tensors from: it is counted as a device would count it. */
export interface CountedPool<Block = unknown> {
  take(bytes: number): Block;
  /** What `take` gave out. */
  giveBack(block: Block): void;
  stats(): MemoryStats;
  resetPeak(): void;
}

/** What tensors hold to the byte, as if nothing was rounded or kept. */
export class ExactPool implements CountedPool<number> {
  private inUse = 0;
  private peak = 0;

  take(bytes: number): number {
    this.inUse += bytes;
    this.peak = Math.max(this.peak, this.inUse);
    return bytes;
  }

  giveBack(bytes: number): void {
    this.inUse -= bytes;
  }

  stats(): MemoryStats {
    return { bytesInUse: this.inUse, peakBytes: this.peak, bytesReserved: this.peak, bytesReturned: 0 };
  }

  resetPeak(): void {
    this.peak = this.inUse;
  }
}

/** A block of memory that is only counted. */
export interface NullStorage {
  readonly bytes: number;
  /** Of the pool. */
  readonly block: unknown;
  released: boolean;
}

/** -1 stands for any size. */
type Wanted = readonly number[];

export class NullTensor implements Tensor {
  constructor(
    private readonly owner: NullBackend,
    readonly storage: NullStorage,
    /** Of its first byte in the storage. */
    readonly byteOffset: number,
    readonly shape: readonly number[],
    readonly dtype: DType,
    private readonly isView: boolean,
  ) {}

  get device(): string {
    return this.owner.device;
  }

  get numel(): number {
    return numelOf(this.shape);
  }

  view(shape: readonly number[], dtype: DType = this.dtype): Tensor {
    this.checkLive('view');
    if (numelOf(shape) * DTYPE_BYTES[dtype] !== this.numel * DTYPE_BYTES[this.dtype])
      throw new RangeError(`view: (${shape}) of ${dtype} is not as long as (${this.shape}) of ${this.dtype}`);
    return new NullTensor(this.owner, this.storage, this.byteOffset, shape, dtype, true);
  }

  narrow(start: number, length: number): Tensor {
    this.checkLive('narrow');
    const [rows, ...rest] = this.shape as [number, ...number[]];
    if (start < 0 || length < 0 || start + length > rows)
      throw new RangeError(`narrow: rows ${start} to ${start + length} of ${rows}`);
    const offset = this.byteOffset + start * numelOf(rest) * DTYPE_BYTES[this.dtype];
    return new NullTensor(this.owner, this.storage, offset, [length, ...rest], this.dtype, true);
  }

  release(): void {
    this.checkLive('release');
    if (this.isView) throw new Error(`release: (${this.shape}) is a view`);
    this.owner.giveBack(this.storage);
  }

  checkLive(op: string): void {
    if (this.storage.released) throw new Error(`${op}: a tensor (${this.shape}) of ${this.dtype} was released`);
  }
}

export function numelOf(shape: readonly number[]): number {
  let product = 1;
  for (const size of shape) product *= size;
  return product;
}

interface NullRows extends Rows {
  readonly total: number;
}

const REACHED: Work = { reached: true, wait() {}, join() {} };

export class NullBackend implements Backend {
  readonly info: DeviceInfo;
  readonly activations: DType;
  readonly residual: DType;
  readonly stepsAhead: number = 0;

  constructor(
    readonly compute: ComputeType,
    readonly rowMultiple = 1,
    readonly device = 'null',
    private readonly pool: CountedPool = new ExactPool(),
  ) {
    this.activations = compute;
    this.residual = compute === 'float16' ? 'float16' : 'float32';
    this.info = {
      device,
      id: device,
      name: 'no arithmetic',
      memoryBytes: Number.POSITIVE_INFINITY,
      computeTypes: [compute],
      details: { kind: 'cpu', isa: 'baseline', dnnlVersion: '0.0.0', dnnlIsa: 'none' },
    };
  }

  giveBack(storage: NullStorage): void {
    storage.released = true;
    this.pool.giveBack(storage.block);
  }

  empty(shape: readonly number[], dtype: DType): NullTensor {
    const bytes = numelOf(shape) * DTYPE_BYTES[dtype];
    const storage = { bytes, block: this.pool.take(bytes), released: false };
    return new NullTensor(this, storage, 0, [...shape], dtype, false);
  }

  zeros(shape: readonly number[], dtype: DType): NullTensor {
    return this.empty(shape, dtype);
  }

  upload(dst: Tensor, src: HostArray): void {
    this.hostArray('upload', dst, src);
  }

  uploadLater(dst: Tensor, src: HostArray): Mark {
    this.hostArray('uploadLater', dst, src);
    return REACHED;
  }

  download(src: Tensor, dst: HostArray): void {
    this.hostArray('download', src, dst);
    dst.fill(0);
  }

  readLater(src: Tensor): Reading {
    this.need('readLater', 'src', src, 'float32');
    return { ...REACHED, take: () => new Float32Array(src.numel) };
  }

  mark(): Mark {
    return REACHED;
  }

  hostMemory(bytes: number): HostMemory {
    return { buffer: new SharedArrayBuffer(bytes), release() {} };
  }

  copyOut(pairs: readonly { src: Tensor; dst: Uint8Array }[]): Work {
    for (const { src, dst } of pairs)
      if (dst.length !== this.need('copyOut', 'src', src, src.dtype).numel * DTYPE_BYTES[src.dtype])
        throw new RangeError(`copyOut: ${dst.length} bytes for a tensor (${src.shape}) of ${src.dtype}`);
    return REACHED;
  }

  fill(dst: Tensor): void {
    this.need('fill', 'dst', dst, dst.dtype);
  }

  cast(src: Tensor, dst: Tensor): void {
    this.need('cast', 'src', src, src.dtype);
    this.need('cast', 'dst', dst, dst.dtype);
    if (src.numel !== dst.numel) throw new RangeError(`cast: ${src.numel} elements to ${dst.numel}`);
  }

  indexTable(_values: Int32Array): IndexTable {
    return { release() {} };
  }

  rows(_table: IndexTable, parts: readonly RowPart[], total: number): Rows {
    let count = 0;
    for (const part of parts) count += part.count * part.length;
    return { count, total } as NullRows;
  }

  algorithms(): ChosenAlgorithm[] {
    return [];
  }

  adoptAlgorithms(): void {}

  memory(): MemoryStats {
    return this.pool.stats();
  }

  resetPeak(): void {
    this.pool.resetPeak();
  }

  setThreads(): void {}

  linear(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
    const a = this.activations;
    const [m, k] = this.need('linear', 'x', x, a, [-1, -1]).shape as [number, number];
    const [n] = this.need('linear', 'weight', weight, a, [-1, k]).shape as [number];
    if (bias !== null) this.need('linear', 'bias', bias, a, [n]);
    return this.empty([m, n], a);
  }

  linearGelu(x: Tensor, weight: Tensor, bias: Tensor | null): { y: Tensor; pre: Tensor } {
    const y = this.linear(x, weight, bias);
    return { y, pre: this.empty(y.shape, this.activations) };
  }

  linearBackwardInput(dy: Tensor, weight: Tensor): Tensor {
    const [m, n] = this.need('linearBackwardInput', 'dy', dy, this.activations, [-1, -1]).shape as [number, number];
    const [, k] = this.need('linearBackwardInput', 'weight', weight, this.activations, [n, -1]).shape;
    return this.empty([m, k!], this.activations);
  }

  linearBackwardInputGelu(dy: Tensor, weight: Tensor, pre: Tensor): Tensor {
    const dx = this.linearBackwardInput(dy, weight);
    this.need('linearBackwardInputGelu', 'pre', pre, this.activations, dx.shape);
    return dx;
  }

  linearBackwardWeight(dy: Tensor, x: Tensor, dWeight: Tensor, dBias: Tensor | null): void {
    const op = 'linearBackwardWeight';
    const [m, n] = this.need(op, 'dy', dy, this.activations, [-1, -1]).shape as [number, number];
    const [, k] = this.need(op, 'x', x, this.activations, [m, -1]).shape;
    this.need(op, 'dWeight', dWeight, 'float32', [n, k!]);
    if (dBias !== null) this.need(op, 'dBias', dBias, 'float32', [n]);
  }

  interpolatePositions(matrix: Tensor, positions: Tensor): Tensor {
    const op = 'interpolatePositions';
    const [n, m] = this.need(op, 'matrix', matrix, 'float32', [-1, -1]).shape as [number, number];
    const [, d] = this.need(op, 'positions', positions, this.activations, [1 + m, -1]).shape;
    return this.empty([1 + n, d!], this.activations);
  }

  interpolatePositionsBackward(dOut: Tensor, matrix: Tensor, dPositions: Tensor): void {
    const op = 'interpolatePositionsBackward';
    const [n, m] = this.need(op, 'matrix', matrix, 'float32', [-1, -1]).shape as [number, number];
    const [, d] = this.need(op, 'dOut', dOut, 'float32', [1 + n, -1]).shape;
    this.need(op, 'dPositions', dPositions, 'float32', [1 + m, d!]);
  }

  swiglu(x: Tensor): Tensor {
    const [m, two] = this.need('swiglu', 'x', x, this.activations, [-1, -1]).shape as [number, number];
    return this.empty([m, two / 2], this.activations);
  }

  swigluBackward(dy: Tensor, x: Tensor): Tensor {
    const [m, two] = this.need('swigluBackward', 'x', x, this.activations, [-1, -1]).shape as [number, number];
    this.need('swigluBackward', 'dy', dy, this.activations, [m, two / 2]);
    return this.empty([m, two], this.activations);
  }

  layerNorm(x: Tensor, weight: Tensor, bias: Tensor, _eps: number, rows: Rows | null) {
    const [t, d] = this.need('layerNorm', 'x', x, this.residual, [-1, -1]).shape as [number, number];
    this.need('layerNorm', 'weight', weight, this.activations, [d]);
    this.need('layerNorm', 'bias', bias, this.activations, [d]);
    const r = this.picked('layerNorm', rows, t);
    return {
      y: this.empty([r, d], this.activations),
      mean: this.empty([r], 'float32'),
      rstd: this.empty([r], 'float32'),
    };
  }

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
  ): void {
    const op = 'layerNormBackward';
    const [t, d] = this.need(op, 'x', x, this.residual, [-1, -1]).shape as [number, number];
    const r = this.picked(op, rows, t);
    this.need(op, 'dy', dy, this.activations, [r, d]);
    this.need(op, 'weight', weight, this.activations, [d]);
    this.need(op, 'mean', mean, 'float32', [r]);
    this.need(op, 'rstd', rstd, 'float32', [r]);
    this.need(op, 'dx', dx, this.residual, [t, d]);
    this.need(op, 'dWeight', dWeight, 'float32', [d]);
    this.need(op, 'dBias', dBias, 'float32', [d]);
  }

  addResidual(x: Tensor, branch: Tensor, gamma: Tensor | null, rows: Rows | null): Tensor {
    const [t, d] = this.need('addResidual', 'x', x, this.residual, [-1, -1]).shape as [number, number];
    this.need('addResidual', 'branch', branch, this.activations, [this.picked('addResidual', rows, t), d]);
    if (gamma !== null) this.need('addResidual', 'gamma', gamma, this.activations, [d]);
    return this.empty([t, d], this.residual);
  }

  addResidualBackward(
    dOut: Tensor,
    branch: Tensor,
    gamma: Tensor | null,
    rows: Rows | null,
    dGamma: Tensor | null,
  ): Tensor {
    const op = 'addResidualBackward';
    const [t, d] = this.need(op, 'dOut', dOut, this.residual, [-1, -1]).shape as [number, number];
    const r = this.picked(op, rows, t);
    this.need(op, 'branch', branch, this.activations, [r, d]);
    if (gamma !== null) this.need(op, 'gamma', gamma, this.activations, [d]);
    if (dGamma !== null) this.need(op, 'dGamma', dGamma, 'float32', [d]);
    return this.empty([r, d], this.activations);
  }

  gatherRows(x: Tensor, rows: Rows): Tensor {
    const [t, d] = this.need('gatherRows', 'x', x, x.dtype, [-1, -1]).shape as [number, number];
    return this.empty([this.picked('gatherRows', rows, t), d], x.dtype);
  }

  scatterAddRows(x: Tensor, rows: Rows, out: Tensor): void {
    const [t, d] = this.need('scatterAddRows', 'out', out, out.dtype, [-1, -1]).shape as [number, number];
    this.need('scatterAddRows', 'x', x, out.dtype, [this.picked('scatterAddRows', rows, t), d]);
  }

  add(dst: Tensor, src: Tensor): void {
    this.need('add', 'dst', dst, dst.dtype);
    this.need('add', 'src', src, dst.dtype, dst.shape);
  }

  attention(qkv: Tensor, sequences: readonly SequenceList[], numHeads: number) {
    const [t, three] = this.packed('attention', qkv, sequences);
    return {
      out: this.empty([t, three / 3], this.activations),
      saved: [this.empty([numHeads, t], 'float32')],
    };
  }

  attentionBackward(
    dOut: Tensor,
    qkv: Tensor,
    out: Tensor,
    saved: readonly Tensor[],
    sequences: readonly SequenceList[],
    numHeads: number,
  ): Tensor {
    const op = 'attentionBackward';
    const [t, three] = this.packed(op, qkv, sequences);
    this.need(op, 'dOut', dOut, this.activations, [t, three / 3]);
    this.need(op, 'out', out, this.activations, [t, three / 3]);
    this.need(op, 'saved', saved[0]!, 'float32', [numHeads, t]);
    return this.empty([t, three], this.activations);
  }

  patchify(images: Tensor, table: Tensor | null, patchSize: number, out: Tensor): void {
    const dtype = table === null ? 'float32' : 'uint8';
    const [b, c, h, w] = this.need('patchify', 'images', images, dtype, [-1, -1, -1, -1]).shape as Size4;
    if (table !== null) this.need('patchify', 'table', table, 'float32', [c, 256]);
    const patches = (b * h * w) / patchSize ** 2;
    this.need('patchify', 'out', out, this.activations, [patches, c * patchSize ** 2]);
  }

  assembleTokens(
    patches: Tensor,
    clsToken: Tensor,
    posEmbed: Tensor,
    registers: Tensor | null,
    maskToken: Tensor | null,
    masks: Tensor | null,
    out: Tensor,
  ): void {
    const op = 'assembleTokens';
    const a = this.activations;
    const [rows, d] = this.need(op, 'patches', patches, a, [-1, -1]).shape as [number, number];
    this.need(op, 'clsToken', clsToken, a, [d]);
    const n = this.need(op, 'posEmbed', posEmbed, a, [-1, d]).shape[0]! - 1;
    const r = registers === null ? 0 : this.need(op, 'registers', registers, a, [-1, d]).shape[0]!;
    if (maskToken !== null) this.need(op, 'maskToken', maskToken, a, [d]);
    if (masks !== null) this.need(op, 'masks', masks, 'uint8', [rows / n, n]);
    this.need(op, 'out', out, this.residual, [(rows / n) * (1 + r + n), d]);
  }

  assembleTokensBackward(
    dOut: Tensor,
    masks: Tensor | null,
    dPatches: Tensor,
    dClsToken: Tensor,
    dPosEmbed: Tensor,
    dRegisters: Tensor | null,
    dMaskToken: Tensor | null,
  ): void {
    const op = 'assembleTokensBackward';
    const [rows, d] = this.need(op, 'dPatches', dPatches, this.activations, [-1, -1]).shape as [number, number];
    this.need(op, 'dClsToken', dClsToken, 'float32', [d]);
    const n = this.need(op, 'dPosEmbed', dPosEmbed, 'float32', [-1, d]).shape[0]! - 1;
    const r = dRegisters === null ? 0 : this.need(op, 'dRegisters', dRegisters, 'float32', [-1, d]).shape[0]!;
    if (dMaskToken !== null) this.need(op, 'dMaskToken', dMaskToken, 'float32', [d]);
    if (masks !== null) this.need(op, 'masks', masks, 'uint8', [rows / n, n]);
    this.need(op, 'dOut', dOut, this.residual, [(rows / n) * (1 + r + n), d]);
  }

  l2Normalize(x: Tensor) {
    const [m, d] = this.need('l2Normalize', 'x', x, this.activations, [-1, -1]).shape as [number, number];
    return { y: this.empty([m, d], this.activations), norm: this.empty([m], 'float32') };
  }

  l2NormalizeBackward(dy: Tensor, y: Tensor, norm: Tensor): Tensor {
    const op = 'l2NormalizeBackward';
    const { shape } = this.need(op, 'y', y, this.activations, [-1, -1]);
    this.need(op, 'dy', dy, this.activations, shape);
    this.need(op, 'norm', norm, 'float32', [shape[0]!]);
    return this.empty(shape, this.activations);
  }

  weightNorm(v: Tensor, g: Tensor) {
    const [p, d] = this.need('weightNorm', 'v', v, this.activations, [-1, -1]).shape as [number, number];
    this.need('weightNorm', 'g', g, this.activations, [p, 1]);
    return { weight: this.empty([p, d], this.activations), norm: this.empty([p], 'float32') };
  }

  weightNormBackward(dWeight: Tensor, v: Tensor, g: Tensor, norm: Tensor, dV: Tensor, dG: Tensor): void {
    const op = 'weightNormBackward';
    const [p, d] = this.need(op, 'v', v, this.activations, [-1, -1]).shape as [number, number];
    this.need(op, 'dWeight', dWeight, 'float32', [p, d]);
    this.need(op, 'g', g, this.activations, [p, 1]);
    this.need(op, 'norm', norm, 'float32', [p]);
    this.need(op, 'dV', dV, 'float32', [p, d]);
    this.need(op, 'dG', dG, 'float32', [p, 1]);
  }

  softmaxCrossEntropy(
    logits: Tensor,
    targets: Tensor,
    targetRows: Rows,
    weights: Tensor,
    _temperature: number,
    _gradFactor: number,
    gradScale: Tensor,
    loss: Tensor,
  ): void {
    const op = 'softmaxCrossEntropy';
    const [m, p] = this.need(op, 'logits', logits, this.activations, [-1, -1]).shape as [number, number];
    const [r] = this.need(op, 'targets', targets, 'float32', [-1, p]).shape;
    const count = this.picked(op, targetRows, r!);
    if (m === 0 ? count !== 0 : count % m !== 0)
      throw new RangeError(`${op}: ${count} target rows for ${m} rows of logits`);
    this.need(op, 'weights', weights, 'float32', [m]);
    this.need(op, 'gradScale', gradScale, 'float32', [1]);
    this.need(op, 'loss', loss, 'float32', [1]);
  }

  sinkhornStart(logits: Tensor, _temperature: number, sums: Tensor): void {
    const [, p] = this.need('sinkhornStart', 'logits', logits, 'float32', [-1, -1]).shape;
    this.need('sinkhornStart', 'sums', sums, 'float32', [p!]);
  }

  sinkhornIterate(q: Tensor, sums: Tensor, nextSums: Tensor): void {
    const [, p] = this.need('sinkhornIterate', 'q', q, 'float32', [-1, -1]).shape;
    this.need('sinkhornIterate', 'sums', sums, 'float32', [p!]);
    this.need('sinkhornIterate', 'nextSums', nextSums, 'float32', [p!]);
  }

  sinkhornFinish(q: Tensor, sums: Tensor): void {
    const [, p] = this.need('sinkhornFinish', 'q', q, 'float32', [-1, -1]).shape;
    this.need('sinkhornFinish', 'sums', sums, 'float32', [p!]);
  }

  koleo(x: Tensor, _weight: number, _gradFactor: number, gradScale: Tensor, dx: Tensor, loss: Tensor): void {
    const { shape } = this.need('koleo', 'x', x, this.activations, [-1, -1]);
    this.need('koleo', 'gradScale', gradScale, 'float32', [1]);
    this.need('koleo', 'dx', dx, this.activations, shape);
    this.need('koleo', 'loss', loss, 'float32', [1]);
  }

  centeredSoftmax(logits: Tensor, center: Tensor): void {
    const [, p] = this.need('centeredSoftmax', 'logits', logits, 'float32', [-1, -1]).shape;
    this.need('centeredSoftmax', 'center', center, 'float32', [p!]);
  }

  centerSums(logits: Tensor, _weight: number, sums: Tensor): void {
    const [, p] = this.need('centerSums', 'logits', logits, 'float32', [-1, -1]).shape;
    this.need('centerSums', 'sums', sums, 'float32', [p! + 1]);
  }

  moveCenter(center: Tensor, sums: Tensor): void {
    const [p] = this.need('moveCenter', 'center', center, 'float32', [-1]).shape;
    this.need('moveCenter', 'sums', sums, 'float32', [p! + 1]);
  }

  squaredNorm(x: Tensor, out: Tensor): void {
    this.need('squaredNorm', 'x', x, 'float32', [-1]);
    this.need('squaredNorm', 'out', out, 'float32', [1]);
  }

  optimizerPrepare(state: Tensor, normsSq: Tensor, norms: Tensor, coefficients: Tensor): void {
    const op = 'optimizerPrepare';
    this.need(op, 'state', state, 'float32', [OptimizerState.size]);
    const { shape } = this.need(op, 'normsSq', normsSq, 'float32', [-1]);
    this.need(op, 'norms', norms, 'float32', shape);
    this.need(op, 'coefficients', coefficients, 'float32', shape);
  }

  segments(ends: Int32Array): Segments {
    return { numel: ends.at(-1) ?? 0 };
  }

  adamwEma(shard: AdamWShard): void {
    const shape = [shard.segments.numel];
    for (const name of ['param', 'expAvg', 'expAvgSq', 'teacher', 'grad'] as const)
      this.need('adamwEma', name, shard[name], 'float32', shape);
    for (const name of ['paramCopy', 'teacherCopy'] as const) {
      const copy = shard[name];
      if (copy !== null) this.need('adamwEma', name, copy, this.activations, shape);
    }
    this.need('adamwEma', 'gradCoefficient', shard.gradCoefficient, 'float32', [1]);
    this.need('adamwEma', 'state', shard.state, 'float32', [OptimizerState.size]);
  }

  randomNormal(out: Tensor): void {
    this.need('randomNormal', 'out', out, 'float32');
  }

  randomUniform(out: Tensor): void {
    this.need('randomUniform', 'out', out, 'float32');
  }

  topK(queries: Tensor, gallery: Tensor, k: number): { values: Tensor; indices: Tensor } {
    const [q, d] = this.need('topK', 'queries', queries, 'float32', [-1, -1]).shape as [number, number];
    const [n] = this.need('topK', 'gallery', gallery, 'float32', [-1, d]).shape as [number];
    if (!(k >= 1 && k <= n)) throw new RangeError(`topK: "k" is ${k}, expected 1 to ${n}, the rows of "gallery"`);
    return { values: this.empty([q, k], 'float32'), indices: this.empty([q, k], 'int32') };
  }

  private need(op: string, name: string, tensor: Tensor, dtype: DType, shape?: Wanted): NullTensor {
    if (!(tensor instanceof NullTensor)) throw new TypeError(`${op}: "${name}" is no tensor of this backend`);
    tensor.checkLive(op);
    const fits =
      shape === undefined ||
      (shape.length === tensor.shape.length && shape.every((size, i) => size === -1 || size === tensor.shape[i]));
    if (tensor.dtype !== dtype || !fits)
      throw new TypeError(
        `${op}: "${name}" is ${tensor.dtype} (${tensor.shape}), expected ${dtype}${shape ? ` (${shape})` : ''}`,
      );
    return tensor;
  }

  private picked(op: string, rows: Rows | null, total: number): number {
    if (rows === null) return total;
    if ((rows as NullRows).total !== total)
      throw new RangeError(`${op}: rows of ${(rows as NullRows).total} rows, expected of ${total}`);
    return rows.count;
  }

  private packed(op: string, qkv: Tensor, sequences: readonly SequenceList[]): [number, number] {
    let tokens = 0;
    for (const { count, length } of sequences) tokens += count * length;
    return this.need(op, 'qkv', qkv, this.activations, [tokens, -1]).shape as [number, number];
  }

  private hostArray(op: string, tensor: Tensor, array: HostArray): void {
    if (array.length !== this.need(op, 'tensor', tensor, tensor.dtype).numel)
      throw new RangeError(`${op}: an array of ${array.length} elements for a tensor (${tensor.shape})`);
  }
}

type Size4 = [number, number, number, number];
