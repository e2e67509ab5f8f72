import assert from 'node:assert/strict';
import type { Backend, DType, Rows, Tensor } from '../../../src/nn/backend.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import { floats, normals, rowsOf, valuesOf } from './tensors.js';

/** What 16-bit ops are held against. */
export const exact = openBackend('cpu', 'float32');

/** One backend, with tensors of numbers that both sides have alike. */
export class Side {
  constructor(
    readonly backend: Backend,
    private readonly rounding: Backend,
  ) {}

  /** Activations, or weights as ops read them. */
  act(seed: number, shape: number[], std = 1, mean = 0): Tensor {
    return this.of(this.rounding.activations, this.backend.activations, seed, shape, std, mean);
  }

  /** The residual stream. */
  stream(seed: number, shape: number[], std = 1, mean = 0): Tensor {
    return this.of(this.rounding.residual, this.backend.residual, seed, shape, std, mean);
  }

  /** Gradients of parameters, statistics, targets. */
  float(seed: number, shape: number[], std = 1, mean = 0): Tensor {
    return this.of('float32', 'float32', seed, shape, std, mean);
  }

  zeros(shape: number[], dtype: DType): Tensor {
    return this.backend.zeros(shape, dtype);
  }

  rows(total: number, numbers: number[], scale = 1): Rows {
    return rowsOf(
      this.backend,
      total,
      numbers,
      numbers.map(() => scale),
    );
  }

  values(tensor: Tensor): Float32Array {
    if (tensor.dtype === 'float32') return valuesOf(this.backend, tensor);
    const as32 = this.backend.empty(tensor.shape, 'float32');
    this.backend.cast(tensor, as32);
    return valuesOf(this.backend, as32);
  }

  private of(rounded: DType, dtype: DType, seed: number, shape: number[], std: number, mean: number): Tensor {
    const { rounding, backend } = this;
    const count = shape.reduce((product, size) => product * size, 1);
    const given = floats(rounding, shape, normals(seed, count, std, mean));
    const there = rounding.empty(shape, rounded);
    rounding.cast(given, there);
    rounding.cast(there, given);
    const values = floats(backend, shape, valuesOf(rounding, given));
    const out = backend.empty(shape, dtype);
    backend.cast(values, out);
    return out;
  }
}

/** What an op returns, or adds to. */
export type Results = Record<string, Tensor>;

/** Half of the distance between two numbers near 1. */
const UNIT = { float16: 2 ** -11, bfloat16: 2 ** -9, float32: 2 ** -24 };
/** What an op rounds on its way, one after the other. */
const ROUNDINGS = { float16: 6, bfloat16: 6, float32: 200 };

/** Runs the same on a backend and on the CPU in float32, whose numbers are rounded alike before: what comes may differ by a few roundings. */
export function assertNear(backend: Backend, run: (side: Side) => Results): void {
  const wanted = run(new Side(exact, backend));
  const got = run(new Side(backend, backend));
  const limit = ROUNDINGS[backend.compute] * UNIT[backend.compute];
  for (const [part, tensor] of Object.entries(wanted)) {
    const values = new Side(backend, backend).values(got[part]!);
    const expected = valuesOf(exact, tensor);
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    assert.equal(values.length, expected.length, part);
    for (let i = 0; i < values.length; i++)
      if (!(Math.abs(values[i]! - expected[i]!) <= limit * largest))
        assert.fail(`${part}[${i}] is ${values[i]}, expected ${expected[i]} (largest ${largest})`);
    tensor.release();
    got[part]!.release();
  }
}
