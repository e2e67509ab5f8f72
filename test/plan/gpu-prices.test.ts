import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gpuAssumptions, gpuPrices } from '../../src/plan/gpu-prices.js';
import { cardNamed } from '../../src/plan/planned-fleet.js';

const h100 = cardNamed('h100');
const near = (got: number, wanted: number) =>
  assert.ok(Math.abs(got / wanted - 1) < 1e-9, `${got}, expected ${wanted}`);

test('an op takes its operations or its bytes, whichever takes longer', () => {
  const { op } = gpuPrices(h100, 'float16');
  near(op('linear', { flops: 989e12, bytes: 1, sizes: [] }), 1 / 0.65);
  near(op('attention', { flops: 989e12, bytes: 1, sizes: [] }), 1 / 0.4);
  near(op('linear', { flops: 1, bytes: 3350e9, sizes: [] }), 1 / 0.8);
  const { op: in32 } = gpuPrices(h100, 'float32');
  near(in32('linear', { flops: 67e12, bytes: 1, sizes: [] }), 1 / 0.65);
});

test("a collective takes a node's links or its network, whichever takes longer, and its hops", () => {
  const { collective } = gpuPrices(h100, 'float16');
  const of = (sent: number, crossing: number, ranks: number) =>
    collective({ kind: 'gather', sent, crossing, ranks, ranksPerNode: 8 });
  near(of(0.8 * 450e9, 0, 8), 1 + 20e-6 + 3 * 5e-6);
  near(of(0.8 * 450e9, 0.8 * 100e9, 16), 2 + 20e-6 + 4 * 5e-6);
  assert.equal(of(0, 0, 1), 0);
});

test('what is assumed is said with its numbers', () => {
  const text = gpuAssumptions(h100).join('\n');
  for (const number of ['65 %', '40 %', '80 %', '450 GB/s', '50 GB/s', '1.5 GB'])
    assert.ok(text.includes(number), number);
  assert.match(text, /not.+measured on a GPU|nothing of this has been measured on a GPU/);
});
