import { test } from 'node:test';
import { backends } from './backends.js';
import { assertClose } from './reference.js';
import { assertRefusesWrongArguments, assertThrowsMessage } from './refusals.js';
import { floats, normals, valuesOf } from './tensors.js';

function centeredSoftmax(x: Float64Array, center: Float64Array, temperature: number): Float64Array {
  const P = center.length;
  const out = new Float64Array(x.length);
  for (let row = 0; row < x.length; row += P) {
    const z = Array.from(center, (c, i) => (x[row + i]! - c) / temperature);
    const most = Math.max(...z);
    const sum = z.reduce((total, v) => total + Math.exp(v - most), 0);
    z.forEach((v, i) => {
      out[row + i] = Math.exp(v - most) / sum;
    });
  }
  return out;
}

for (const backend of backends()) {
  for (const [M, P] of [
    [0, 5],
    [1, 1],
    [3, 97],
    [20, 2049],
  ] as const)
    test(`the centred softmax of (${M}, ${P}) matches float64 on ${backend.device}`, () => {
      const [x, center] = [normals(1, M * P), normals(2, P)];
      const logits = floats(backend, [M, P], x);
      backend.centeredSoftmax(logits, floats(backend, [P], center), 0.07);
      assertClose(valuesOf(backend, logits), centeredSoftmax(x, center, 0.07), { relative: 2e-6 });
    });

  test(`the sums of a batch are weighted and counted on ${backend.device}`, () => {
    const [M, P] = [37, 1500];
    const x = normals(3, M * P);
    const sums = floats(backend, [P + 1], new Float64Array(P + 1));
    backend.centerSums(floats(backend, [M, P], x), 0.5, sums);
    const expected = new Float64Array(P + 1);
    x.forEach((value, i) => {
      expected[i % P]! += 0.5 * value;
    });
    expected[P] = 0.5 * M;
    assertClose(valuesOf(backend, sums), expected, { relative: 1e-6 });
  });

  test(`the centre moves by what its momentum leaves, and stays where nothing is counted, on ${backend.device}`, () => {
    const center = floats(backend, [2], Float64Array.of(1, 2));
    backend.moveCenter(center, floats(backend, [3], Float64Array.of(8, -4, 4)), 0.9);
    assertClose(valuesOf(backend, center), [1.1, 1.7], { relative: 1e-6 });
    backend.moveCenter(center, floats(backend, [3], Float64Array.of(0, 0, 0)), 0.9);
    assertClose(valuesOf(backend, center), [1.1, 1.7], { relative: 1e-6 });
  });

  test(`the ops of the centre refuse wrong arguments by name on ${backend.device}`, () => {
    const logits = floats(backend, [3, 4], normals(1, 12));
    const [center, sums] = [floats(backend, [4], normals(1, 4)), floats(backend, [5], normals(1, 5))];
    assertRefusesWrongArguments(backend, 'centeredSoftmax', [
      ['logits', logits],
      ['center', center],
      ['temperature', 0.1],
    ]);
    assertRefusesWrongArguments(backend, 'centerSums', [
      ['logits', logits],
      ['weight', 1],
      ['sums', sums],
    ]);
    assertRefusesWrongArguments(backend, 'moveCenter', [
      ['center', center],
      ['sums', sums],
      ['momentum', 0.9],
    ]);
    assertThrowsMessage(
      () => backend.centeredSoftmax(logits, center, 0),
      'centeredSoftmax: argument 2 "temperature" is the number 0, expected a number above 0',
    );
  });
}
