import { type Normalization, normalizationTable } from '../data/crops/normalization.js';
import { VisionTransformer, type VitShape, vitUnits } from '../model/vision-transformer.js';
import type { Backend, Tensor } from '../nn/backend.js';
import { Ops } from '../nn/ops.js';
import type { ParameterSpec } from '../nn/parameter.js';
import { Tape } from '../nn/tape.js';
import { ResidentUnits } from './resident-units.js';

/** A frozen vision transformer. B images, T tokens of each, D width. */
export class Backbone {
  private readonly units: ResidentUnits;
  private readonly vit: VisionTransformer;
  /** (3, 256) float32: what a byte of an image stands for. */
  private readonly table: Tensor;

  /**
   * @param normalization of its images
   * @param fill writes a parameter's elements into its new tensor
   */
  constructor(
    readonly shape: VitShape,
    normalization: Normalization,
    private readonly backend: Backend,
    fill: (spec: ParameterSpec, data: Tensor) => void,
  ) {
    const specs = vitUnits(shape).flatMap((unit) => unit.parameters);
    this.units = new ResidentUnits(backend, specs, fill);
    this.vit = new VisionTransformer(shape, backend);
    this.table = backend.empty([3, 256], 'float32');
    backend.upload(this.table, normalizationTable(normalization));
  }

  /**
   * @param images (B, 3, height, width), sides multiples of the patch: bytes, or numbers that are normalised already
   * @returns (B, T, D) after the final norm: class token, registers, patches; a copy that the caller owns
   */
  forward(images: Uint8Array | Float32Array, size: readonly [number, 3, number, number]): Float32Array {
    const { backend, vit } = this;
    const tape = new Tape(false);
    const areBytes = images instanceof Uint8Array;
    const input = backend.empty(size, areBytes ? 'uint8' : 'float32');
    backend.upload(input, images);
    const tokens = size[0] * vit.tokens(size[2], size[3]);
    const indices = backend.indexTable(Int32Array.of(0));
    const everyRow = { start: 0, length: tokens, from: 0, count: 1, scale: 1 };
    const all = new Array<null>(this.shape.depth).fill(null);
    const rows = { output: backend.rows(indices, [everyRow], tokens), attention: all, ffn: all };
    const list = { images: input, table: areBytes ? this.table : null, masks: null };
    const features = vit.forward(new Ops(backend, tape), this.units, [list], rows);
    const host = new Float32Array(features.data.numel);
    backend.download(features.data, host);
    tape.discard();
    input.release();
    indices.release();
    return host;
  }

  close(): void {
    this.vit.close();
    this.units.close();
    this.table.release();
  }
}
