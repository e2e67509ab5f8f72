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

  /** @param fill writes a parameter's elements into its new tensor */
  constructor(
    readonly shape: VitShape,
    private readonly backend: Backend,
    fill: (spec: ParameterSpec, data: Tensor) => void,
  ) {
    const specs = vitUnits(shape).flatMap((unit) => unit.parameters);
    this.units = new ResidentUnits(backend, specs, fill);
    this.vit = new VisionTransformer(shape, backend);
  }

  /**
   * @param images (B, 3, height, width), sides multiples of the patch
   * @returns (B, T, D) after the final norm: class token, registers, patches; a copy that the caller owns
   */
  forward(images: Float32Array, size: readonly [number, 3, number, number]): Float32Array {
    const { backend, vit } = this;
    const tape = new Tape(false);
    const input = backend.empty(size, 'float32');
    backend.upload(input, images);
    const rows = size[0] * vit.tokens(size[2], size[3]);
    const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
    const features = vit.forward(new Ops(backend, tape), this.units, [{ images: input, masks: null }], everyRow, null);
    const host = new Float32Array(features.data.numel);
    backend.download(features.data, host);
    tape.discard();
    input.release();
    return host;
  }

  close(): void {
    this.vit.close();
    this.units.close();
  }
}
