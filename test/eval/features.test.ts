import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { centredRows, readFeatures, unitRows, writeFeatures } from '../../src/eval/features.js';
import { writeSafetensors } from '../formats/write-safetensors.js';

const folder = mkdtempSync(join(tmpdir(), 'dinofleet-features-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'features.safetensors');

test('features are read back with their file names', () => {
  const features = { rows: Float32Array.of(1, 2, 3, 4, 5, 6), width: 3, files: ['a.png', 'b/c.jpg'], folder: 'images' };
  writeFeatures(path, features);
  assert.deepEqual(readFeatures(path), features);
});

test('a file with another count of names is refused', () => {
  const data = Float32Array.of(1, 2);
  writeSafetensors(path, [{ name: 'x_norm_clstoken', dtype: 'F32', shape: [2, 1], data }], { files: '["a"]' });
  assert.throws(() => readFeatures(path), { code: 'FEATURES_INVALID', message: /made by: dinofleet embed/ });
});

test('unit rows have length 1 and a zero row stays', () => {
  const rows = unitRows(Float32Array.of(3, 4, 0, 0), 2);
  assert.deepEqual(rows, Float32Array.of(0.6, 0.8, 0, 0));
});

test('centred rows have mean zero in every column', () => {
  assert.deepEqual(centredRows(Float32Array.of(1, 10, 3, 20), 2), Float32Array.of(-1, -5, 1, 5));
});
