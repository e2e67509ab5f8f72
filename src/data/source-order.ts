import { MixedOrder, type SampleOrder, ShardedOrder, ShuffledOrder } from './sampler.js';
import type { IndexedSource } from './sources/image-index.js';
import { TABLE_WINDOW_BYTES } from './sources/image-source.js';

/**
 * The order of the images of sources. Files of single images are shuffled as one; those in archives and tables by file and window; what
 * is mixed of both, or by weights, has an order each.
 */
export function orderOf(sources: readonly IndexedSource[], seed: number): SampleOrder {
  const count = sources.reduce((sum, source) => sum + source.count, 0);
  const isWeighted = sources.some(({ weight }) => weight !== null);
  if (!isWeighted && sources.every(({ shards }) => shards.length === 0)) return new ShuffledOrder(count, seed);
  if (sources.length === 1) return orderWithin(sources[0]!, seed, []);
  return new MixedOrder(
    sources.map((source, i) => ({
      order: orderWithin(source, seed, i === 0 ? [] : [i]),
      first: source.first,
      weight: source.weight ?? source.count,
    })),
  );
}

function orderWithin({ shards, count }: IndexedSource, seed: number, key: readonly number[]): SampleOrder {
  if (shards.length === 0) return new ShuffledOrder(count, seed, key);
  const groups = shards.flatMap((shard) => shard.groups ?? []);
  if (groups.length > 0) {
    const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
    const images = Math.max(1, Math.floor((TABLE_WINDOW_BYTES * count) / Math.max(1, bytes)));
    return new ShardedOrder(
      groups.map(({ rows }) => rows),
      seed,
      key,
      { images, shards: 1 },
    );
  }
  return new ShardedOrder(
    shards.map(({ images }) => images),
    seed,
    key,
    { images: 16_384, shards: 8 },
  );
}
