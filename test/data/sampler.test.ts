import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MixedOrder, rankRange, ShardedOrder, ShuffledOrder } from '../../src/data/sampler.js';

test('each epoch holds every image once, in an order of its own', () => {
  const order = new ShuffledOrder(37, 5);
  const epochs = [0, 1, 2].map((epoch) => Array.from({ length: 37 }, (_, i) => order.imageAt(epoch * 37 + i)));
  for (const epoch of epochs) assert.equal(new Set(epoch).size, 37);
  assert.equal(new Set(epochs.map((epoch) => epoch.join())).size, 3);
});

test('a position has the same image whoever asks, in whatever order', () => {
  const ascending = Array.from({ length: 100 }, (_, i) => new ShuffledOrder(37, 5).imageAt(i));
  const one = new ShuffledOrder(37, 5);
  const descending = Array.from({ length: 100 }, (_, i) => one.imageAt(99 - i)).reverse();
  assert.deepEqual(ascending, descending);
  assert.notDeepEqual(
    ascending,
    ascending.map((_, i) => new ShuffledOrder(37, 6).imageAt(i)),
  );
});

test('a single image is drawn for ever', () => {
  const order = new ShuffledOrder(1, 0);
  assert.deepEqual(
    [0, 1, 1000].map((position) => order.imageAt(position)),
    [0, 0, 0],
  );
});

const SHARDS = [5, 0, 17, 1, 40, 12, 0, 25];
const IN_SHARDS = 100;
const sharded = (images: number) => new ShardedOrder(SHARDS, 7, [], { images, shards: 1 });

test('images of shards come once an epoch each, in an order of its own, from wherever one asks', () => {
  for (const window of [1, 20, 99, 1000]) {
    const order = sharded(window);
    const images = Array.from({ length: 3 * IN_SHARDS }, (_, position) => order.imageAt(position));
    const epochs = [0, 1, 2].map((epoch) => images.slice(epoch * IN_SHARDS, (epoch + 1) * IN_SHARDS));
    for (const epoch of epochs) assert.equal(new Set(epoch).size, IN_SHARDS, `window ${window}`);
    assert.equal(new Set(epochs.map((epoch) => epoch.join())).size, 3);
    const one = sharded(window);
    const descending = images.map((_, i) => one.imageAt(images.length - 1 - i)).reverse();
    assert.deepEqual(descending, images);
  }
});

test('neighbours come from few shards, and not in the order of these', () => {
  const order = new ShardedOrder(Array<number>(1000).fill(50), 7, [], { images: 10, shards: 16 });
  const shards = Array.from({ length: 50_000 }, (_, position) => Math.floor(order.imageAt(position) / 50));
  for (let window = 0; window < 50_000; window += 800)
    assert.ok(new Set(shards.slice(window, window + 800)).size <= 17, `window at ${window}`);
  const changes = shards.filter((shard, i) => shard !== shards[i + 1]).length;
  assert.ok(changes > 40_000, `${changes} changes of shard`);
  const late = shards.slice(40_000).filter((shard) => shard < 500).length;
  assert.ok(late > 3000 && late < 7000, `${late} of the last 10000 are of the first half`);
});

const mixed = (weights: readonly number[], counts: readonly number[]) => {
  let first = 0;
  const sources = counts.map((count, i) => {
    first += count;
    return { order: new ShuffledOrder(count, 3, [i]), first: first - count, weight: weights[i]! };
  });
  return new MixedOrder(sources);
};

test('sources are mixed by their weights, evenly, and each gives all of its images before one comes again', () => {
  const [weights, counts] = [
    [0.5, 0.2, 0.3],
    [40, 1000, 70],
  ];
  const order = mixed(weights, counts);
  const images = Array.from({ length: 1000 }, (_, position) => order.imageAt(position));
  const sourceOf = (image: number) => (image < 40 ? 0 : image < 1040 ? 1 : 2);
  for (const [source, weight] of weights.entries()) {
    const own = images.filter((image) => sourceOf(image) === source);
    assert.ok(Math.abs(own.length - 1000 * weight) <= 2, `source ${source}: ${own.length}`);
    for (let at = 0; at + counts[source]! <= own.length; at += counts[source]!)
      assert.equal(new Set(own.slice(at, at + counts[source]!)).size, counts[source]);
    for (let at = 0; at < 1000; at += 100) {
      const near = images.slice(at, at + 100).filter((image) => sourceOf(image) === source).length;
      assert.ok(Math.abs(near - 100 * weight) <= 2, `source ${source}: ${near} of 100 from ${at} on`);
    }
  }
});

test('mixed by their numbers of images, all sources are through at the same time', () => {
  const counts = [7, 31, 12, 3];
  const order = mixed(counts, counts);
  for (const epoch of [0, 1, 1_000_000]) {
    const images = Array.from({ length: 53 }, (_, i) => order.imageAt(53 * epoch + i));
    assert.equal(new Set(images).size, 53, `epoch ${epoch}`);
  }
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
