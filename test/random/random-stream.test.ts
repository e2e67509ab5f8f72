import assert from 'node:assert/strict';
import { test } from 'node:test';
import { philox4x32, philoxKey } from '../../src/random/philox.js';
import { RandomStream } from '../../src/random/random-stream.js';

test('a stream is the Philox blocks of its key, from counter 0 on', () => {
  const stream = new RandomStream(5, 'test', 8, 9);
  const key = philoxKey(5, 'test', 8, 9);
  for (let block = 0; block < 3; block++) {
    const [a, b, c, d] = philox4x32([block, 0, 0, 0], key);
    assert.equal(stream.uniform(), ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53);
    assert.equal(stream.uniform(), ((c >>> 5) * 2 ** 26 + (d >>> 6)) / 2 ** 53);
  }
});

test('uniform fills its range evenly', () => {
  const stream = new RandomStream(1, 'uniform');
  const n = 20_000;
  const draws = Array.from({ length: n }, () => stream.uniform(-2, 3));
  assert.ok(draws.every((x) => x >= -2 && x < 3));
  const mean = draws.reduce((sum, x) => sum + x, 0) / n;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
  assert.ok(Math.abs(mean - 0.5) < (4 * Math.sqrt(25 / 12)) / Math.sqrt(n));
  assert.ok(Math.abs(variance - 25 / 12) < 0.05);
});

test('integer reaches both ends and no further, all equally often', () => {
  const stream = new RandomStream(1, 'integer');
  const counts = new Map<number, number>();
  for (let i = 0; i < 9000; i++) {
    const x = stream.integer(-1, 5);
    counts.set(x, (counts.get(x) ?? 0) + 1);
  }
  assert.deepEqual([...counts.keys()].sort(), [-1, 0, 1, 2, 3, 4]);
  for (const count of counts.values()) assert.ok(Math.abs(count - 1500) < 5 * Math.sqrt(1500));
});

test('chance 0 never happens and chance 1 always', () => {
  const stream = new RandomStream(1, 'chance');
  for (let i = 0; i < 1000; i++) {
    assert.equal(stream.chance(0), false);
    assert.equal(stream.chance(1), true);
  }
});

test('permutation makes every order equally often', () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = new RandomStream(3, 'permutation', i).permutation(3).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 5 * Math.sqrt(1000));
});
