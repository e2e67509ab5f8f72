import assert from 'node:assert/strict';
import type { Backend } from '../../../src/nn/backend.js';

/** Asserts |actual - expected| <= relative * the largest |expected| + absolute, by element. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative, absolute = 0 }: { relative: number; absolute?: number },
  what = 'value',
): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  let largest = 0;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i]!));
  const limit = relative * largest + absolute;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!);
    if (!(error <= limit))
      assert.fail(`${what}[${i}] is ${actual[i]}, expected ${expected[i]} within ${limit} (largest ${largest})`);
  }
}

/** Gradient of a scalar function at x by central differences, in float64. `step` is far above float64's rounding. */
export function differences(f: (x: Float64Array) => number, x: Float64Array, step = 1e-5): Float64Array {
  const at = Float64Array.from(x);
  return Float64Array.from(x, (value, i) => {
    at[i] = value + step;
    const above = f(at);
    at[i] = value - step;
    const below = f(at);
    at[i] = value;
    return (above - below) / (2 * step);
  });
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Asserts that `run` gives the same bits again, and on one and two threads. */
export function assertSameBits(backend: Backend, run: () => Float32Array[]): void {
  const bits = (threads: number) => {
    backend.setThreads(threads);
    return run().map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'));
  };
  const first = bits(1);
  assert.deepEqual(bits(1), first, 'a repeat on one thread');
  assert.deepEqual(bits(2), first, 'two threads');
  assert.deepEqual(bits(2), first, 'a repeat on two threads');
}
