import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankRange, SampleOrder } from '../../src/data/sampler.js';

test('each epoch holds every image once, in an order of its own', () => {
  const order = new SampleOrder(37, 5);
  const epochs = [0, 1, 2].map((epoch) => Array.from({ length: 37 }, (_, i) => order.imageAt(epoch * 37 + i)));
  for (const epoch of epochs) assert.equal(new Set(epoch).size, 37);
  assert.equal(new Set(epochs.map((epoch) => epoch.join())).size, 3);
});

test('a position has the same image whoever asks, in whatever order', () => {
  const ascending = Array.from({ length: 100 }, (_, i) => new SampleOrder(37, 5).imageAt(i));
  const one = new SampleOrder(37, 5);
  const descending = Array.from({ length: 100 }, (_, i) => one.imageAt(99 - i)).reverse();
  assert.deepEqual(ascending, descending);
  assert.notDeepEqual(
    ascending,
    ascending.map((_, i) => new SampleOrder(37, 6).imageAt(i)),
  );
});

test('a single image is drawn for ever', () => {
  const order = new SampleOrder(1, 0);
  assert.deepEqual(
    [0, 1, 1000].map((position) => order.imageAt(position)),
    [0, 0, 0],
  );
});

test('ranks share the global batch without gap or overlap, as evenly as can be', () => {
  for (const [globalBatch, worldSize] of [
    [64, 2],
    [64, 3],
    [7, 7],
    [3, 5],
    [1000, 64],
  ] as const) {
    let next = 0;
    for (let rank = 0; rank < worldSize; rank++) {
      const { start, end } = rankRange(globalBatch, rank, worldSize);
      assert.equal(start, next);
      assert.ok([Math.floor(globalBatch / worldSize), Math.ceil(globalBatch / worldSize)].includes(end - start));
      next = end;
    }
    assert.equal(next, globalBatch);
  }
});
