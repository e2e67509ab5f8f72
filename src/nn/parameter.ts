import type { Backend, Tensor } from './backend.js';

/** How a parameter starts: normal is cut off nowhere that matters (trunc_normal_ at ±2 with std 0.02 is ±100 sigma). */
export type Init =
  | { kind: 'constant'; value: number }
  | { kind: 'normal'; std: number }
  | { kind: 'uniform'; bound: number };

/** What a model declares; who owns its bytes is decided elsewhere. */
export interface ParameterSpec {
  /** As in the released code's state dict, e.g. `blocks.0.attn.qkv.weight`. */
  name: string;
  shape: readonly number[];
  init: Init;
}

/** Parameters that are gathered, used and reduced together. */
export interface UnitSpec {
  /** Unique within the submodule, e.g. `root`, `blocks.0`. */
  name: string;
  parameters: ParameterSpec[];
}

/** A parameter as ops see it. Its tensors exist only while its unit is gathered, so ops read them when they run. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** The weights, in `Backend.activations`. Throws when the unit is not gathered. */
  readonly data: Tensor;
  /** The float32 buffer that gradients are added to. Throws outside the unit's backward. */
  readonly grad: Tensor;
}

/** Where a model finds its parameters by name and runs a unit's body between gather and release. */
export interface Units {
  parameter(name: string): Parameter;
  /** Gathers the unit's weights, runs `body`, releases them; on a recording tape, the reverse around its backward. */
  run<T>(unit: string, body: () => T): T;
}

/** Weights in `Backend.activations`: the same tensor where it has that dtype, else a new one of the same shape. */
export function weightsForOps(backend: Backend, weights: Tensor): Tensor {
  if (weights.dtype === backend.activations) return weights;
  const read = backend.empty(weights.shape, backend.activations);
  backend.cast(weights, read);
  return read;
}
