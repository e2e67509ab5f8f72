import type { Backend, Rows, Tensor } from '../../../src/nn/backend.js';

export function floats(backend: Backend, shape: number[], values: Iterable<number>): Tensor {
  return uploaded(backend.empty(shape, 'float32'), Float32Array.from(values), backend);
}

export function ints(backend: Backend, shape: number[], values: Iterable<number>): Tensor {
  return uploaded(backend.empty(shape, 'int32'), Int32Array.from(values), backend);
}

export function bytes(backend: Backend, shape: number[], values: Iterable<number>): Tensor {
  return uploaded(backend.empty(shape, 'uint8'), Uint8Array.from(values), backend);
}

function uploaded<T extends Float32Array | Int32Array | Uint8Array>(
  tensor: Tensor,
  values: T,
  backend: Backend,
): Tensor {
  backend.upload(tensor, values);
  return tensor;
}

/** Rows by their numbers, -1 for padding, of a tensor of `total` rows. */
export function rowsOf(backend: Backend, total: number, rows: readonly number[], scales?: ArrayLike<number>): Rows {
  const table = backend.indexTable(Int32Array.from(rows));
  const part = { start: 0, length: 1, from: 0, count: rows.length, scale: 1 };
  const parts = scales ? rows.map((_, i) => ({ ...part, from: i, count: 1, scale: scales[i]! })) : [part];
  return backend.rows(table, parts, total);
}

export function valuesOf(backend: Backend, tensor: Tensor): Float32Array {
  const values = new Float32Array(tensor.numel);
  backend.download(tensor, values);
  return values;
}

/** `count` normal numbers that depend on the seed alone; every one is a float32, so that a reference reads the same. */
export function normals(seed: number, count: number, std = 1, mean = 0): Float64Array {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const uniform = () => {
    // The generator of Numerical Recipes; its upper bits are good enough for test data.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 4294967297;
  };
  return Float64Array.from({ length: count }, () =>
    Math.fround(mean + std * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())),
  );
}
