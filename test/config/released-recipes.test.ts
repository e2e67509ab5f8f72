/** The released training recipes, as they are: what a user brings along. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { resolveArch } from '../../src/config/arch.js';
import { configFromObject, loadConfig } from '../../src/config/load.js';
import { fields } from '../../src/config/schema.js';
import { refuseUnsupported } from '../../src/config/unsupported.js';
import { listImages } from '../../src/data/sources/image-folder.js';
import { networksOf } from '../../src/model/networks.js';
import { totalSteps } from '../../src/train/loop.js';
import { peakLearningRate } from '../../src/train/schedules.js';

/** Every key of a file by its dotted path. */
function keysOf(section: object, path = ''): [key: string, value: unknown][] {
  return Object.entries(section).flatMap(([name, value]): [string, unknown][] =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? keysOf(value, `${path}${name}.`)
      : [[path + name, value]],
  );
}

function valueAt(config: object, key: string): unknown {
  return key.split('.').reduce<unknown>((section, name) => (section as Record<string, unknown>)[name], config);
}

const fileOf = (recipe: string) => `test/config/train/${recipe}.yaml`;

/** What a recipe comes to, in the released code's own terms. */
const recipes = {
  vitl14: { ranks: 64, depth: 24, heads: 16, ffnHidden: 2736, chunk: 6, steps: 625_000, lr: 2e-4 * Math.sqrt(2) },
  vitg14: { ranks: 256, depth: 40, heads: 24, ffnHidden: 4096, chunk: 10, steps: 625_000, lr: 2e-4 * Math.sqrt(3) },
  vitl16_short: { ranks: 32, depth: 24, heads: 16, ffnHidden: 4096, chunk: 6, steps: 125_000, lr: 4e-3 * Math.sqrt(2) },
};

test('there is an expectation for each recipe', () => {
  assert.deepEqual(
    readdirSync('test/config/train').sort(),
    Object.keys(recipes)
      .map((name) => `${name}.yaml`)
      .sort(),
  );
});

for (const [name, expected] of Object.entries(recipes))
  test(`the recipe ${name} loads unchanged, and its keys are honoured`, async () => {
    const config = loadConfig(fileOf(name), []);
    for (const [key, value] of keysOf(parse(readFileSync(fileOf(name), 'utf8')) as object))
      assert.deepEqual(valueAt(config, key), value, key);
    refuseUnsupported(config);

    const { depth, numHeads, ffnHidden } = resolveArch(config);
    assert.deepEqual([depth, numHeads, ffnHidden], [expected.depth, expected.heads, expected.ffnHidden]);
    const { vit, ibotHead } = networksOf(config);
    assert.equal(vit.blocksPerUnit, expected.chunk);
    assert.equal(ibotHead === null, !config.ibot.separate_head);
    assert.equal(totalSteps(config), expected.steps);
    const lr = peakLearningRate(config.optim, config.train.batch_size_per_gpu * expected.ranks);
    assert.ok(Math.abs(lr / expected.lr - 1) < 1e-15, `${lr}, expected ${expected.lr}`);
    await assert.rejects(listImages(String(config.train.dataset_path)), { code: 'DATASET_UNSUPPORTED' });
  });

test('every value of a key of the released code is honoured, or refused by name', () => {
  const released = parse(readFileSync('test/config/ssl_default_config.yaml', 'utf8')) as object;
  const another = (value: unknown, key: string): unknown => {
    if (typeof value === 'boolean') return !value;
    if (typeof value === 'number')
      return key === 'final_momentum_teacher' ? 0.5 : (Number.isInteger(value) ? 2 : 0.5) * value || 1;
    if (Array.isArray(value)) return [0.2, 0.3];
    return ANOTHER_TEXT[key] ?? 'another';
  };
  const refused: string[] = [];
  for (const [key, value] of keysOf(released)) {
    const name = key.slice(key.lastIndexOf('.') + 1);
    const changed = key.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), another(value, name));
    const text = JSON.stringify(changed);
    try {
      refuseUnsupported(configFromObject(JSON.parse(text) as object));
    } catch (error) {
      assert.match((error as Error).message, new RegExp(key.replaceAll('.', '\\.')), text);
      refused.push(key);
    }
    assert.ok(fields.has(key), key);
  }
  const mixed = (network: string, dtype: string) =>
    ['backbone', 'dino_head', 'ibot_head'].map(
      (module) => `compute_precision.${network}.${module}.mixed_precision.${dtype}`,
    );
  assert.deepEqual(
    refused.sort(),
    [
      ...['student', 'teacher'].flatMap((network) => mixed(network, 'buffer_dtype')),
      'evaluation.eval_period_iterations',
      'optim.scaling_rule',
    ].sort(),
  );
});

/** Values that the released code knows besides its defaults; it knows no other scaling rule. */
const ANOTHER_TEXT: Record<string, string> = {
  sharding_strategy: 'FULL_SHARD',
  param_dtype: 'fp32',
  reduce_dtype: 'fp32',
  buffer_dtype: 'fp16',
  centering: 'sinkhorn_knopp',
  arch: 'vit_base',
  ffn_layer: 'swiglu',
  scaling_rule: 'linear_wrt_256',
};

test('chunks of blocks are the units that the released code shards by, also where they do not divide', () => {
  const chunksOf = (depth: number, chunks: number) => {
    const student = { arch: 'vit_custom', embed_dim: 8, depth, num_heads: 1, block_chunks: chunks };
    const { blocksPerUnit } = networksOf(configFromObject({ student })).vit;
    return Array.from({ length: Math.ceil(depth / blocksPerUnit) }, (_, i) =>
      Math.min(blocksPerUnit, depth - i * blocksPerUnit),
    );
  };
  assert.deepEqual(chunksOf(24, 4), [6, 6, 6, 6]);
  assert.deepEqual(chunksOf(10, 4), [2, 2, 2, 2, 2]); // depth // chunks blocks each, one chunk more than asked for
  assert.deepEqual(chunksOf(7, 2), [3, 3, 1]);
  assert.deepEqual(chunksOf(3, 0), [1, 1, 1]);
});
