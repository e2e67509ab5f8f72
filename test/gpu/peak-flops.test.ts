import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peakFlops } from '../../src/gpu/peak-flops.js';

test('the peaks of GPUs are known by what their driver calls them', () => {
  // Source: NVIDIA's data sheets, dense, with sums in float32.
  for (const [name, of16] of [
    ['NVIDIA H100 80GB HBM3', 989],
    ['NVIDIA H100 PCIe', 756],
    ['NVIDIA H100 NVL', 835],
    ['NVIDIA H200', 989],
    ['NVIDIA A100-SXM4-80GB', 312],
    ['NVIDIA B200', 2250],
    ['NVIDIA L40S', 362],
    ['NVIDIA L4', 121],
  ] as const)
    assert.equal(peakFlops(name, 'float16'), of16 * 1e12, name);
  assert.equal(peakFlops('NVIDIA A100-SXM4-80GB', 'float32'), 19.5e12);
  assert.equal(peakFlops('Tesla K80', 'float16'), null);
  assert.equal(peakFlops('AMD EPYC', 'bfloat16'), null);
});
