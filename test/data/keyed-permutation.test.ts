import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyedPermutation } from '../../src/data/keyed-permutation.js';

const elements = (permutation: KeyedPermutation) => Array.from({ length: permutation.n }, (_, i) => permutation.at(i));

test('it is a bijection, whatever the size', () => {
  const sizes = [...Array.from({ length: 70 }, (_, i) => i + 1), 255, 256, 257, 1000, 3786, 4095, 4096, 4097, 65_537];
  for (const n of sizes) {
    const seen = new Set(elements(new KeyedPermutation(n, 3, 'test')));
    assert.equal(seen.size, n);
    assert.ok([...seen].every((element) => Number.isInteger(element) && element >= 0 && element < n));
  }
});

test('every element comes to every place about equally often', () => {
  const n = 12;
  const draws = 2400;
  const counts = new Int32Array(n * n);
  for (let key = 0; key < draws; key++)
    for (const [place, element] of elements(new KeyedPermutation(n, 1, 'test', key)).entries())
      counts[place * n + element]!++;
  const expected = draws / n;
  const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = (n - 1) ** 2;
  assert.ok(Math.abs(chiSquared - freedom) < 5 * Math.sqrt(2 * freedom), `chi squared ${chiSquared} of ${freedom}`);
});

test('neighbours are not kept together', () => {
  const n = 10_000;
  const order = elements(new KeyedPermutation(n, 1, 'test'));
  const jumps = order.slice(1).map((element, i) => Math.abs(element - order[i]!));
  const mean = jumps.reduce((sum, jump) => sum + jump, 0) / jumps.length;
  assert.ok(Math.abs(mean / (n / 3) - 1) < 0.05, `mean jump ${mean}`);
});

test('another seed, purpose or index is another order', () => {
  const orders = [
    new KeyedPermutation(50, 1, 'a', 0),
    new KeyedPermutation(50, 2, 'a', 0),
    new KeyedPermutation(50, 1, 'b', 0),
    new KeyedPermutation(50, 1, 'a', 1),
  ].map((permutation) => elements(permutation).join());
  assert.equal(new Set(orders).size, 4);
});

test('it reaches to 2^32 elements and refuses more', () => {
  const permutation = new KeyedPermutation(2 ** 32, 1, 'test');
  assert.equal(new Set([0, 1, 2 ** 31, 2 ** 32 - 1].map((i) => permutation.at(i))).size, 4);
  assert.throws(() => new KeyedPermutation(2 ** 32 + 1, 1, 'test'), {
    message: 'permutation of 4294967297 elements, expected an integer from 1 to 2^32',
  });
});
