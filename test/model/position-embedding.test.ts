import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SafetensorsFile } from '../../src/formats/safetensors.js';
import { positionInterpolation } from '../../src/model/position-embedding.js';
import { unitFile } from '../golden-units.js';

const WIDTH = 8;
const PATCH = 14;

test('position embeddings are interpolated as the released code does, at every size, offset and antialias', () => {
  const golden = SafetensorsFile.open(unitFile('pos_embed.safetensors'));
  for (const name of golden.tensors.keys()) {
    const match = /^grid(\d+)\.(offset(.+)\.antialias(.))\.to_(\d+)x(\d+)$/.exec(name);
    if (match === null) continue;
    const [grid, offset, antialias] = [Number(match[1]), Number(match[3]), match[4] === '1'];
    const [height, width] = [Number(match[5]) / PATCH, Number(match[6]) / PATCH];
    if (height === grid && width === grid) continue;

    const given = golden.read(`grid${grid}.pos_embed.${match[2]}`, 'F32').subarray(WIDTH);
    const expected = golden.read(name, 'F32').subarray(WIDTH);
    const matrix = positionInterpolation({ grid, height, width, offset, antialias });
    for (let patch = 0; patch < height * width; patch++)
      for (let d = 0; d < WIDTH; d++) {
        let sum = 0;
        for (let i = 0; i < grid * grid; i++) sum += matrix[patch * grid * grid + i]! * given[i * WIDTH + d]!;
        const wanted = expected[patch * WIDTH + d]!;
        assert.ok(Math.abs(sum - wanted) < 2e-5, `${name}, patch ${patch}: ${sum}, expected ${wanted}`);
      }
  }
});

test('every row of the interpolation sums to 1, so that a constant embedding stays', () => {
  for (const antialias of [false, true]) {
    const matrix = positionInterpolation({ grid: 5, height: 3, width: 7, offset: 0.1, antialias });
    for (let row = 0; row < 21; row++) {
      const sum = matrix.subarray(25 * row, 25 * row + 25).reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - 1) < 1e-6);
    }
  }
});
