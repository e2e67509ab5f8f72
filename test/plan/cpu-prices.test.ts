import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuAssumptions, cpuPrices } from '../../src/plan/cpu-prices.js';

const rates = { flopsPerSecond: 1e11, bytesPerSecond: 1e10, secondsBetweenOps: 2e-5, secondsOf: () => 7 };
const rehearsal = { ...rates, images: 8, blocks: 2, othersCores: 0 };

test('ops cost what was measured, exchanges a wait and their bytes', () => {
  const prices = cpuPrices(rates);
  assert.deepEqual([prices.op('linear', { flops: 1, bytes: 1, sizes: [] }), prices.betweenOps], [7, 2e-5]);
  const of = (sent: number, crossing: number, ranks = 4) =>
    prices.collective({ kind: 'gather', sent, crossing, ranks, ranksPerNode: 2 });
  assert.ok(Math.abs(of(1e9, 0) - 1.001) < 1e-12);
  // Two ranks share a node's network.
  assert.ok(Math.abs(of(0, 1.25e9) - 2.001) < 1e-12);
  assert.equal(of(0, 0, 1), 0);
});

test('what was tried is said, and what was not', () => {
  const told = cpuAssumptions(rehearsal, null).join('\n');
  assert.match(told, /steps of 8 images and 2 blocks: products at most 100 GFLOP\/s/);
  assert.match(told, /reading images is not in it: train\.dataset_path has none here/);
  assert.doesNotMatch(told, /other programs/);
  const others = cpuAssumptions({ ...rehearsal, othersCores: 1.26 }, { coreSeconds: 0.0021, images: 64 }).join('\n');
  assert.match(others, /other programs kept 1\.3 cores busy/);
  assert.match(others, /takes 2\.1 ms of a core, as 64 of train\.dataset_path did/);
});
