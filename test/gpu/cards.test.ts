import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GPU_CARDS } from '../../src/gpu/cards.js';

const cardOf = (driverName: string) => GPU_CARDS.find(({ pattern }) => pattern.test(driverName))?.name;

test('a card is known by what its driver calls it', () => {
  for (const [driverName, name] of [
    ['NVIDIA B200', 'b200'],
    ['NVIDIA GH200 480GB', 'h200'],
    ['NVIDIA H100 80GB HBM3', 'h100'],
    ['NVIDIA H100 NVL', 'h100-nvl'],
    ['NVIDIA H100 PCIe', 'h100-pcie'],
    ['NVIDIA A100-SXM4-80GB', 'a100-80'],
    ['NVIDIA A100-SXM4-40GB', 'a100-40'],
    ['NVIDIA A100-PCIE-40GB', 'a100-40'],
    ['NVIDIA L40S', 'l40s'],
    ['NVIDIA L4', 'l4'],
    ['NVIDIA GeForce RTX 4090', '4090'],
  ])
    assert.equal(cardOf(driverName!), name, driverName);
  assert.equal(cardOf('AMD Instinct MI300X'), undefined);
});

test('names are unique, and no figure is off by a unit', () => {
  assert.equal(new Set(GPU_CARDS.map(({ name }) => name)).size, GPU_CARDS.length);
  for (const { name, tflops16, tflops32, memoryGB, memoryRate, linkRate, networkRate } of GPU_CARDS) {
    assert.ok(tflops16 > 1.5 * tflops32 && tflops16 < 3000, name);
    assert.ok(memoryGB >= 16 && memoryGB < 300, name);
    assert.ok(memoryRate >= 300 && memoryRate <= 10_000, name);
    assert.ok(linkRate >= networkRate && linkRate < memoryRate && networkRate >= 10, name);
  }
});
