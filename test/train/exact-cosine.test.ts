import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exactCosine } from '../../src/train/exact-cosine.js';

// By mpmath with 200 bits, rounded to float64.
const cosines: [x: number, cosine: number][] = [
  [0, 1],
  [1e-9, 1.0],
  [0.001, 0.9999995000000417],
  [0.08490790955648089, 0.9963974885425265],
  [0.7853981633974483, Math.SQRT1_2],
  [1.0, 0.5403023058681398],
  [1.5707963267948966, 6.123233995736766e-17],
  [2.356194490192345, -0.7071067811865475],
  [2.4384, -0.762781528837806],
  [Math.PI, -1.0],
  [2.4434888780600934, -0.7660623928365752],
  [1.0995574287564276, 0.4539904997395468],
  [0.6597344572538566, 0.7901550123756903],
  [1.0995574287564276, 0.4539904997395468],
  [2.419026343264141, -0.7501110696304596],
  [0.4344194321383966, 0.9071145467868019],
  [0.5883826049055252, 0.8318394474406318],
];

test('cosines are rounded once, also where those of the JavaScript engine are a bit off', () => {
  for (const [x, cosine] of cosines) assert.equal(exactCosine(x), cosine, `cos(${x})`);
});
