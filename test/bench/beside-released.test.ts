import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, type PeerTiming } from '../../bench/beside-released.js';
import type { StepResult } from '../../bench/step.js';

const timing = (median_ms: number, max_rss_bytes: number) => ({
  median_ms,
  min_ms: median_ms - 10,
  max_ms: median_ms + 10,
  images_per_second: 4000 / median_ms,
  max_rss_bytes,
});

test('rounds are compared one by one, and of each program the middle, the least and the most are said', () => {
  const peers = [300, 500, 200].map(
    (median_ms): PeerTiming => ({ ...timing(median_ms, 2e9), rss_before_bytes: 5e8, torch: '2.0' }),
  );
  const own = [100, 400, 125].map(
    (median_ms, round) => ({ ...timing(median_ms, 1.5e9), share_of_gemm_rate: [0.8, 0.7, 0.9][round]! }) as StepResult,
  );
  const { cpu: _, ...result } = compare(peers, own);
  assert.deepEqual(result, {
    dinofleet: {
      median_ms: 125,
      min_ms: 90,
      max_ms: 410,
      images_per_second: 32,
      max_rss_bytes: 1.5e9,
      share_of_rate: 0.8,
    },
    peer: {
      median_ms: 300,
      min_ms: 190,
      max_ms: 510,
      images_per_second: 4000 / 300,
      max_rss_bytes: 2e9,
      rss_before_bytes: 5e8,
      torch: '2.0',
    },
    ratios: [3, 1.25, 1.6],
    ratio: 1.6,
    memory_ratio: 0.75,
  });
});

test('of an even number of rounds the median is between the two in the middle', () => {
  const peers = [300, 200].map(
    (median_ms): PeerTiming => ({ ...timing(median_ms, 2e9), rss_before_bytes: 5e8, torch: '2.0' }),
  );
  const own = [100, 100].map((median_ms) => ({ ...timing(median_ms, 1e9), share_of_gemm_rate: 1 }) as StepResult);
  assert.equal(compare(peers, own).ratio, 2.5);
});
