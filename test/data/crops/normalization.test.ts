import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Normalization, normalizationTable } from '../../../src/data/crops/normalization.js';
import { released } from '../../image/reading.js';

/** byte * (1 / (255 std)) - mean / std, each result kept as a float32. */
function inFloat32(byte: number, mean: number, std: number): number {
  const kept = new Float32Array(8);
  [kept[0], kept[1]] = [mean, std];
  kept[2] = 255 * kept[1]!;
  kept[3] = 1 / kept[2]!;
  kept[4] = -kept[0]! / kept[1]!;
  kept[5] = byte * kept[3]!;
  kept[6] = kept[5]! + kept[4]!;
  return kept[6]!;
}

const normalizations: [string, Normalization][] = [
  ["ImageNet's", released],
  ['none', { mean: [0, 0, 0], std: [1, 1, 1] }],
  ['uneven', { mean: [1, 0.1, 0.3333333], std: [1e-6, 0.7, 0.2500001] }],
];

for (const [name, normalization] of normalizations)
  test(`the table has 768 float32 numbers, (byte / 255 - mean) / std by channel: ${name}`, () => {
    const table = normalizationTable(normalization);
    assert.equal(table.length, 768);
    for (let channel = 0; channel < 3; channel++)
      for (let byte = 0; byte < 256; byte++) {
        const [mean, std] = [normalization.mean[channel]!, normalization.std[channel]!];
        const value = table[256 * channel + byte]!;
        assert.equal(value, inFloat32(byte, mean, std), `channel ${channel}, byte ${byte}`);
        assert.ok(Math.abs(value - (byte / 255 - mean) / std) <= 1e-6 * (1 / std), `channel ${channel}, byte ${byte}`);
      }
  });
