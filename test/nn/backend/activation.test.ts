import { test } from 'node:test';
import { backends } from './backends.js';
import { assertClose, assertSameBits, differences, dot } from './reference.js';
import { assertRefusesWrongArguments } from './refusals.js';
import { floats, normals, valuesOf } from './tensors.js';

function swiglu(x: Float64Array, H: number): Float64Array {
  return Float64Array.from({ length: x.length / 2 }, (_, i) => {
    const row = Math.floor(i / H) * 2 * H;
    const [gate, value] = [x[row + (i % H)]!, x[row + H + (i % H)]!];
    return (gate / (1 + Math.exp(-gate))) * value;
  });
}

for (const backend of backends()) {
  for (const [M, H] of [
    [0, 4],
    [1, 1],
    [5, 7],
    [40, 33],
  ] as const)
    test(`SwiGLU of (${M}, ${2 * H}) and its gradient match float64 on ${backend.device}`, () => {
      const x = normals(1, M * 2 * H, 3);
      const dy = normals(2, M * H);
      assertClose(valuesOf(backend, backend.swiglu(floats(backend, [M, 2 * H], x))), swiglu(x, H), { relative: 1e-6 });
      const dx = backend.swigluBackward(floats(backend, [M, H], dy), floats(backend, [M, 2 * H], x));
      const expected = differences((at) => dot(swiglu(at, H), dy), x);
      assertClose(valuesOf(backend, dx), expected, { relative: 2e-6 });
    });

  test(`SwiGLU of large numbers neither overflows nor vanishes early on ${backend.device}`, () => {
    const x = Float64Array.of(100, -100, 2, 3);
    assertClose(valuesOf(backend, backend.swiglu(floats(backend, [1, 4], x))), [200, 0], { relative: 1e-6 });
  });

  test(`SwiGLU repeats bit for bit on any number of threads on ${backend.device}`, () => {
    const x = floats(backend, [90, 50], normals(3, 90 * 50));
    assertSameBits(backend, () => [valuesOf(backend, backend.swiglu(x))]);
  });

  test(`SwiGLU refuses wrong arguments by name on ${backend.device}`, () => {
    assertRefusesWrongArguments(backend, 'swiglu', [['x', floats(backend, [3, 4], normals(1, 12))]]);
    assertRefusesWrongArguments(backend, 'swigluBackward', [
      ['dy', floats(backend, [3, 2], normals(1, 6))],
      ['x', floats(backend, [3, 4], normals(1, 12))],
    ]);
  });
}
