import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveArch } from '../../src/config/arch.js';
import { loadConfig } from '../../src/config/load.js';
import { networksOf } from '../../src/model/networks.js';
import { smallerStep } from '../../src/plan/smaller-step.js';

const large = loadConfig('configs/vitl14.yaml', []);
const quick = loadConfig('configs/quickstart.yaml', []);

test('a step that is small enough keeps its images, and its width', () => {
  const { config } = smallerStep({ config: quick, frozen: null }, 1e12);
  assert.equal(config.train.batch_size_per_gpu, 32);
  assert.deepEqual(resolveArch(config), { ...resolveArch(quick), depth: 2 });
  assert.equal(config.dino.head_n_prototypes, 1024);
});

test('a larger one gives up images before its width', () => {
  const half = smallerStep({ config: quick, frozen: null }, 2e9).config;
  assert.ok(half.train.batch_size_per_gpu < 32 && half.train.batch_size_per_gpu > 1);
  assert.equal(resolveArch(half).embedDim, 128);
  const few = smallerStep({ config: large, frozen: null }, 100e9).config;
  assert.equal(few.train.batch_size_per_gpu, 1);
  assert.equal(resolveArch(few).embedDim, 1024);
  assert.equal(few.dino.head_n_prototypes, 8192);
  const narrow = smallerStep({ config: large, frozen: null }, 20e9).config;
  assert.ok(resolveArch(narrow).embedDim < 1024);
  assert.equal(resolveArch(narrow).headDim, 64);
});

test('there is a least step, whatever is asked for', () => {
  const { config } = smallerStep({ config: large, frozen: null }, 0);
  assert.deepEqual([config.train.batch_size_per_gpu, resolveArch(config).numHeads], [1, 1]);
});

test('a frozen teacher is cut like its student, so that their prototypes are as many', () => {
  const frozen = networksOf(loadConfig('configs/vitg14.yaml', []));
  const smaller = smallerStep({ config: large, frozen }, 20e9);
  const { vit, dinoHead, ibotHead } = smaller.frozen!;
  assert.equal(vit.depth, 2);
  assert.equal(dinoHead.inDim, vit.embedDim);
  assert.equal(dinoHead.numPrototypes, smaller.config.dino.head_n_prototypes);
  assert.equal(ibotHead!.numPrototypes, smaller.config.ibot.head_n_prototypes);
});
