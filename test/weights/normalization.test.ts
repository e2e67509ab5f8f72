import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { configFromObject } from '../../src/config/load.js';
import type { Config } from '../../src/config/schema.js';
import { normalizationDifference, readPreprocessor } from '../../src/weights/normalization.js';
import { temporaryFolder } from '../formats/torch-files.js';

const folder = temporaryFolder();

function preprocessor(content: object | string): string {
  const path = join(folder, 'preprocessor_config.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const own = { image_mean: [0.5, 0.25, 0.125], image_std: [0.1, 0.2, 0.4] };

test('the mean and deviation of a preprocessor are read to the bit', () => {
  const expected = { mean: own.image_mean, std: own.image_std };
  assert.deepEqual(readPreprocessor(preprocessor(own)), expected);
  assert.deepEqual(readPreprocessor(preprocessor({ ...own, rescale_factor: 0.00392156862745098 })), expected);
  assert.deepEqual(readPreprocessor(preprocessor({ image_mean: 0.5, image_std: 0.25 })), {
    mean: [0.5, 0.5, 0.5],
    std: [0.25, 0.25, 0.25],
  });
});

test('a preprocessor that scales otherwise, or does not normalise, is turned into shares of full brightness', () => {
  const levels = { image_mean: [127.5, 51, 255], image_std: [51, 51, 51] };
  const expected = { mean: [0.5, 0.2, 1], std: [0.2, 0.2, 0.2] };
  assert.deepEqual(readPreprocessor(preprocessor({ ...levels, do_rescale: false })), expected);
  assert.deepEqual(readPreprocessor(preprocessor({ ...levels, rescale_factor: 1 })), expected);
  assert.deepEqual(readPreprocessor(preprocessor({ ...own, do_normalize: false })), {
    mean: [0, 0, 0],
    std: [1, 1, 1],
  });
});

test('a preprocessor that is not there, or does not say, leaves the default; one that is not sound is refused', () => {
  assert.deepEqual(readPreprocessor(join(folder, 'none.json')), {});
  assert.deepEqual(readPreprocessor(preprocessor({ do_resize: true })), {});
  const refused = (content: object | string, message: RegExp) =>
    assert.throws(() => readPreprocessor(preprocessor(content)), { code: 'WEIGHTS_INVALID', message });
  refused('{', /preprocessor_config\.json is no JSON: /);
  refused('[]', /preprocessor_config\.json is no JSON object$/);
  refused({ ...own, image_std: [1, 2] }, /image_std is \[1,2\], expected three numbers, for red, green and blue$/);
});

test('another normalisation than that of the weights is said, with what to set', () => {
  const config = configFromObject({});
  const before = configFromObject({ data: { mean: own.image_mean, std: own.image_std } });
  const expected =
    "was trained on images normalised by other numbers than this run's data.mean=[0.485,0.456,0.406] " +
    'data.std=[0.229,0.224,0.225]; set data.mean=[0.5,0.25,0.125] data.std=[0.1,0.2,0.4]';
  assert.equal(normalizationDifference({ config: before, normalization: {} }, config), expected);
  const said = { mean: own.image_mean, std: own.image_std };
  assert.equal(normalizationDifference({ config: null, normalization: said }, config), expected);
  assert.equal(normalizationDifference({ config: null, normalization: said }, before), null);
  assert.equal(normalizationDifference({ config: null, normalization: {} }, before), null, 'nobody knows');
  const { data: _, ...old } = config;
  assert.equal(normalizationDifference({ config: old as Config, normalization: {} }, config), null);
});
