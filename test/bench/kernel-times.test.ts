import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarize } from '../../bench/kernel-times.js';

test('time without a kernel is what no run of any lane covers, and kernels are summed by name', () => {
  const { idle_share, kernels } = summarize([
    { name: 'gemm', start: 0, seconds: 4 },
    { name: 'copy', start: 1, seconds: 1 },
    { name: 'gelu', start: 5, seconds: 2 },
    { name: 'gemm', start: 6, seconds: 4 },
  ]);
  assert.ok(Math.abs(idle_share - 1 / 10) < 1e-12);
  assert.deepEqual(
    kernels.map(({ name, runs, seconds }) => [name, runs, seconds]),
    [
      ['gemm', 2, 8],
      ['gelu', 1, 2],
      ['copy', 1, 1],
    ],
  );
  assert.deepEqual(summarize([]), { idle_share: 0, kernels: [] });
});
