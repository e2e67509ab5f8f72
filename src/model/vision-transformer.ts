/**
 * The ViT of DINOv2: packed variable-length sequences, LayerScale, registers, stochastic depth that skips work.
 * Source: DINOv2 models/vision_transformer.py, layers/block.py.
 *
 * T token rows of all sequences; R rows that are wanted; D width; B images of a list; n patches of an image;
 * r registers; p patch size.
 */
import type { Backend, Rows, SequenceList, Tensor } from '../nn/backend.js';
import type { Ops } from '../nn/ops.js';
import type { Init, Parameter, ParameterSpec, UnitSpec, Units } from '../nn/parameter.js';
import type { Value } from '../nn/tape.js';
import { positionInterpolation } from './position-embedding.js';

const LAYER_NORM_EPS = 1e-6;

/** Names of a feed-forward layer's two products, and how many hidden widths the first one makes. */
const FFN_NAMES = {
  mlp: { first: 'fc1', last: 'fc2', gates: 1 },
  swiglu: { first: 'w12', last: 'w3', gates: 2 },
} as const;

export interface VitShape {
  embedDim: number;
  depth: number;
  numHeads: number;
  ffnLayer: 'mlp' | 'swiglu';
  /** Hidden width of the feed-forward layer; of each of the two gates' with SwiGLU. */
  ffnHidden: number;
  patchSize: number;
  /** Pixels on a side of the images that the position embedding is made for. */
  imageSize: number;
  /** Initial LayerScale; 0: no LayerScale. */
  layerScale: number;
  numRegisters: number;
  qkvBias: boolean;
  projBias: boolean;
  ffnBias: boolean;
  interpolateOffset: number;
  interpolateAntialias: boolean;
  /** Blocks of a unit. */
  blocksPerUnit: number;
}

/** Images of one size. */
export interface ImageList {
  /** (B, 3, h, w), sides multiples of the patch: bytes, or numbers that are normalised already. */
  images: Tensor;
  /** (3, 256) float32: what a byte of each channel stands for; null where images are numbers. */
  table: Tensor | null;
  /** (B, n) uint8: 1 where the mask token stands for the patch. null: none. */
  masks: Tensor | null;
}

/** A residual branch on a part of the samples. */
export interface BranchRows {
  rows: Rows;
  /** Of the kept samples. */
  sequences: readonly SequenceList[];
}

/** Which rows of a packed batch a pass computes. */
export interface PassRows {
  /** (R) wanted after the last attention, distinct: the sequences of the first list, then of the next. */
  output: Rows;
  /** By block; null where the branch runs on all. */
  attention: readonly (BranchRows | null)[];
  /** Likewise; those of the last block are picked from the R. */
  ffn: readonly (Rows | null)[];
}

function blockUnitName(shape: VitShape, block: number): string {
  return `blocks.${Math.floor(block / shape.blocksPerUnit)}`;
}

/** All parameters by unit, in the order of the released code's `named_parameters`. */
export function vitUnits(shape: VitShape): UnitSpec[] {
  const { embedDim: d, patchSize: p, ffnHidden } = shape;
  const zeros: Init = { kind: 'constant', value: 0 };
  const ones: Init = { kind: 'constant', value: 1 };
  const linear: Init = { kind: 'normal', std: 0.02 };
  // PyTorch's default of a convolution, which the released initialisation leaves alone.
  const convolution: Init = { kind: 'uniform', bound: 1 / Math.sqrt(3 * p * p) };
  const patches = (shape.imageSize / p) ** 2;
  const spec = (name: string, size: number[], init: Init): ParameterSpec => ({ name, shape: size, init });

  const root = [
    spec('cls_token', [1, 1, d], { kind: 'normal', std: 1e-6 }),
    spec('pos_embed', [1, 1 + patches, d], linear),
    ...(shape.numRegisters > 0
      ? [spec('register_tokens', [1, shape.numRegisters, d], { kind: 'normal', std: 1e-6 } as const)]
      : []),
    spec('mask_token', [1, d], zeros),
    spec('patch_embed.proj.weight', [d, 3, p, p], convolution),
    spec('patch_embed.proj.bias', [d], convolution),
    spec('norm.weight', [d], ones),
    spec('norm.bias', [d], zeros),
  ];
  const { first, last, gates } = FFN_NAMES[shape.ffnLayer];
  const units: UnitSpec[] = [{ name: 'root', parameters: root }];
  for (let i = 0; i < shape.depth; i++) {
    const own = (name: string, size: number[], init: Init) => spec(`blocks.${i}.${name}`, size, init);
    const layerScale = (name: string) =>
      shape.layerScale > 0 ? [own(name, [d], { kind: 'constant', value: shape.layerScale })] : [];
    const block = [
      own('norm1.weight', [d], ones),
      own('norm1.bias', [d], zeros),
      own('attn.qkv.weight', [3 * d, d], linear),
      ...(shape.qkvBias ? [own('attn.qkv.bias', [3 * d], zeros)] : []),
      own('attn.proj.weight', [d, d], linear),
      ...(shape.projBias ? [own('attn.proj.bias', [d], zeros)] : []),
      ...layerScale('ls1.gamma'),
      own('norm2.weight', [d], ones),
      own('norm2.bias', [d], zeros),
      own(`mlp.${first}.weight`, [gates * ffnHidden, d], linear),
      ...(shape.ffnBias ? [own(`mlp.${first}.bias`, [gates * ffnHidden], zeros)] : []),
      own(`mlp.${last}.weight`, [d, ffnHidden], linear),
      ...(shape.ffnBias ? [own(`mlp.${last}.bias`, [d], zeros)] : []),
      ...layerScale('ls2.gamma'),
    ];
    const name = blockUnitName(shape, i);
    const unit = units.at(-1)!;
    if (unit.name === name) unit.parameters.push(...block);
    else units.push({ name, parameters: block });
  }
  return units;
}

export class VisionTransformer {
  private readonly interpolations = new Map<string, Tensor>();

  constructor(
    readonly shape: VitShape,
    private readonly backend: Backend,
  ) {}

  /** Tokens of an image of this size: class token, registers, patches. */
  tokens(height: number, width: number): number {
    const { patchSize, numRegisters } = this.shape;
    return 1 + numRegisters + (height / patchSize) * (width / patchSize);
  }

  sequenceLists(lists: readonly ImageList[]): SequenceList[] {
    return lists.map(({ images }) => ({
      count: images.shape[0]!,
      length: this.tokens(images.shape[2]!, images.shape[3]!),
    }));
  }

  /**
   * Normalised features of the wanted rows of one packed pass over all lists.
   * @returns (R, D)
   */
  forward(ops: Ops, units: Units, lists: readonly ImageList[], rows: PassRows): Value {
    const { depth } = this.shape;
    const sequences = this.sequenceLists(lists);
    return units.run('root', () => {
      let x = this.embed(ops, units, lists);
      for (let first = 0; first < depth; first += this.shape.blocksPerUnit) {
        const input = x;
        x = units.run(blockUnitName(this.shape, first), () =>
          ops.tape.scope(() => {
            let inside = input;
            for (let i = first; i < Math.min(first + this.shape.blocksPerUnit, depth); i++) {
              inside = this.attentionBranch(ops, units, i, inside, sequences, rows.attention[i]!);
              if (i === depth - 1) inside = ops.gatherRows(inside, rows.output);
              inside = this.ffnBranch(ops, units, i, inside, rows.ffn[i]!);
            }
            return inside;
          }),
        );
        ops.tape.consume(input);
      }
      const y = ops.layerNorm(x, units.parameter('norm.weight'), units.parameter('norm.bias'), LAYER_NORM_EPS, null);
      ops.tape.consume(x);
      return y;
    });
  }

  close(): void {
    for (const matrix of this.interpolations.values()) matrix.release();
    this.interpolations.clear();
  }

  private attentionBranch(
    ops: Ops,
    units: Units,
    block: number,
    x: Value,
    allSequences: readonly SequenceList[],
    branch: BranchRows | null,
  ): Value {
    const parameter = (name: string) => units.parameter(`blocks.${block}.${name}`);
    const { rows, sequences } = branch ?? { rows: null, sequences: allSequences };
    const normed = ops.layerNorm(x, parameter('norm1.weight'), parameter('norm1.bias'), LAYER_NORM_EPS, rows);
    const qkvBias = this.shape.qkvBias ? parameter('attn.qkv.bias') : null;
    const qkv = ops.linear(normed, parameter('attn.qkv.weight'), qkvBias);
    const attended = ops.attention(qkv, sequences, this.shape.numHeads);
    const projBias = this.shape.projBias ? parameter('attn.proj.bias') : null;
    const out = ops.linear(attended, parameter('attn.proj.weight'), projBias);
    const gamma = this.shape.layerScale > 0 ? parameter('ls1.gamma') : null;
    return ops.addResidual(x, out, gamma, rows);
  }

  private ffnBranch(ops: Ops, units: Units, block: number, x: Value, rows: Rows | null): Value {
    const parameter = (name: string) => units.parameter(`blocks.${block}.${name}`);
    const normed = ops.layerNorm(x, parameter('norm2.weight'), parameter('norm2.bias'), LAYER_NORM_EPS, rows);
    const { first, last } = FFN_NAMES[this.shape.ffnLayer];
    const biasOf = (layer: string) => (this.shape.ffnBias ? parameter(`mlp.${layer}.bias`) : null);
    const [weight, bias] = [parameter(`mlp.${first}.weight`), biasOf(first)];
    const hidden =
      this.shape.ffnLayer === 'mlp'
        ? ops.linearGelu(normed, weight, bias)
        : ops.swiglu(ops.linear(normed, weight, bias));
    const out = ops.linear(hidden, parameter(`mlp.${last}.weight`), biasOf(last));
    const gamma = this.shape.layerScale > 0 ? parameter('ls2.gamma') : null;
    return ops.addResidual(x, out, gamma, rows);
  }

  /** Patches of all lists through one product, then class token, registers, mask token and position: (T, D). */
  private embed(ops: Ops, units: Units, lists: readonly ImageList[]): Value {
    const { backend } = this;
    const { embedDim: d, patchSize: p, numRegisters } = this.shape;
    const patchCounts = lists.map(({ images }) => images.shape[0]! * (images.shape[2]! / p) * (images.shape[3]! / p));
    const tokenCounts = this.sequenceLists(lists).map(({ count, length }) => count * length);
    const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);

    const columns = ops.tape.keep(backend.empty([sum(patchCounts), 3 * p * p], backend.activations));
    forEachPart(lists, patchCounts, ({ images, table }, start, count) => {
      backend.patchify(images, table, p, columns.narrow(start, count));
    });
    const weight = reshaped(units.parameter('patch_embed.proj.weight'), [d, 3 * p * p]);
    const bias = units.parameter('patch_embed.proj.bias');
    const clsToken = reshaped(units.parameter('cls_token'), [d]);
    const maskToken = reshaped(units.parameter('mask_token'), [d]);
    const registers = numRegisters > 0 ? reshaped(units.parameter('register_tokens'), [numRegisters, d]) : null;

    const patches = backend.linear(columns, weight.data, bias.data);
    const tokens = backend.empty([sum(tokenCounts), d], backend.residual);
    let patchStart = 0;
    forEachPart(lists, tokenCounts, ({ images, masks }, start, count, l) => {
      const position = this.positionsFor(units, images);
      backend.assembleTokens(
        patches.narrow(patchStart, patchCounts[l]!),
        clsToken.data,
        position.embedding,
        registers?.data ?? null,
        masks && maskToken.data,
        masks,
        tokens.narrow(start, count),
      );
      position.release();
      patchStart += patchCounts[l]!;
    });
    patches.release();

    return ops.tape.value(tokens, [], ({ grad }) => {
      const dPatches = backend.empty([sum(patchCounts), d], backend.activations);
      let from = 0;
      forEachPart(lists, tokenCounts, ({ images, masks }, start, count, l) => {
        this.addPositionGradient(units, images, (dPosition) =>
          backend.assembleTokensBackward(
            grad!.narrow(start, count),
            masks,
            dPatches.narrow(from, patchCounts[l]!),
            clsToken.grad,
            dPosition,
            registers?.grad ?? null,
            masks && maskToken.grad,
          ),
        );
        from += patchCounts[l]!;
      });
      backend.linearBackwardWeight(dPatches, columns, weight.grad, bias.grad);
      dPatches.release();
    });
  }

  /** (1 + n, D) position embedding for images of this size; `release` when read. */
  private positionsFor(units: Units, images: Tensor): { embedding: Tensor; release(): void } {
    const own = this.ownPositions(units);
    const matrix = this.interpolation(images);
    if (matrix === null) return { embedding: own.data, release: () => {} };
    const embedding = this.backend.interpolatePositions(matrix, own.data);
    return { embedding, release: () => embedding.release() };
  }

  /** Lets `write` add the gradient by positions of this size, and carries it back to the position embedding. */
  private addPositionGradient(units: Units, images: Tensor, write: (dPosition: Tensor) => void): void {
    const own = this.ownPositions(units);
    const matrix = this.interpolation(images);
    if (matrix === null) {
      write(own.grad);
      return;
    }
    const dPosition = this.backend.zeros([1 + matrix.shape[0]!, this.shape.embedDim], 'float32');
    write(dPosition);
    this.backend.interpolatePositionsBackward(dPosition, matrix, own.grad);
    dPosition.release();
  }

  private ownPositions(units: Units): Parameter {
    const positions = units.parameter('pos_embed');
    return reshaped(positions, positions.shape.slice(1));
  }

  /** (n wanted, n given) on the device, kept for later steps; null where the sizes are the same. */
  private interpolation(images: Tensor): Tensor | null {
    const { patchSize, imageSize, interpolateOffset, interpolateAntialias } = this.shape;
    const [height, width] = [images.shape[2]! / patchSize, images.shape[3]! / patchSize];
    const grid = imageSize / patchSize;
    if (height === grid && width === grid) return null;
    const key = `${height}x${width}`;
    let matrix = this.interpolations.get(key);
    if (matrix === undefined) {
      matrix = this.backend.empty([height * width, grid * grid], 'float32');
      const weights = positionInterpolation({
        grid,
        height,
        width,
        offset: interpolateOffset,
        antialias: interpolateAntialias,
      });
      this.backend.upload(matrix, weights);
      this.interpolations.set(key, matrix);
    }
    return matrix;
  }
}

/** The same parameter under another shape. */
function reshaped(parameter: Parameter, shape: readonly number[]): Parameter {
  return {
    name: parameter.name,
    shape,
    get data() {
      return parameter.data.view(shape);
    },
    get grad() {
      return parameter.grad.view(shape);
    },
  };
}

/** Calls `visit` with each item and its place when parts of these sizes lie one after the other. */
function forEachPart<T>(
  items: readonly T[],
  sizes: readonly number[],
  visit: (item: T, start: number, size: number, index: number) => void,
): void {
  let start = 0;
  items.forEach((item, i) => {
    visit(item, start, sizes[i]!, i);
    start += sizes[i]!;
  });
}
