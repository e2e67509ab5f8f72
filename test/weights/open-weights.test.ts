import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openModel, openWeights } from '../../src/checkpoint/open-model.js';
import { SafetensorsFile } from '../../src/formats/safetensors.js';

import { pickle, temporaryFolder, torchFile } from '../formats/torch-files.js';
import { units } from '../golden-units.js';
import { changedFolder, valuesOf } from './weights-folder.js';

const folder = temporaryFolder();
const six = Float32Array.of(0, 1, 2, 3, 4, 5);
const tensor = (offset: number) => pickle.tensor(pickle.storage('FloatStorage', '0', 6), offset, [1], [1]);

/** Names and first values of the weights in a .pth with this pickle. */
async function namesIn(root: string): Promise<Record<string, number>> {
  const weights = await openWeights(torchFile(join(folder, 'names.pth'), root, { 0: six }));
  const names = [...weights.shapes.keys()].map((name) => [name, weights.read(name)[0]!]);
  weights.close();
  return Object.fromEntries(names);
}

test('released weights have their own names and values', async () => {
  const weights = await openWeights(`${units}/official_backbone.pth`);
  assert.equal(weights.shapes.size, 49);
  assert.deepEqual(weights.shapes.get('blocks.2.attn.qkv.weight'), [144, 48]);
  assert.deepEqual(weights.hints, {});
  for (const [name, values] of valuesOf(weights)) assert.ok(values.every(Number.isFinite), name);
  weights.close();
});

test('of what the training code saves, the backbone of the teacher is taken', async () => {
  const { dict } = pickle;
  const x = { 'norm.bias': 1 };
  assert.deepEqual(await namesIn(dict({ 'norm.bias': tensor(1) })), x);
  assert.deepEqual(await namesIn(dict({ model: dict({ 'norm.bias': tensor(1) }), iteration: pickle.int(5) })), x);
  const teacher = dict({ 'backbone.norm.bias': tensor(1), 'dino_head.mlp.0.bias': tensor(2) });
  assert.deepEqual(await namesIn(dict({ teacher })), x);
  const both = dict({ 'student.backbone.norm.bias': tensor(3), 'teacher.backbone.norm.bias': tensor(1) });
  assert.deepEqual(await namesIn(dict({ model: both })), x);
  assert.deepEqual(await namesIn(dict({ 'module.backbone.norm.bias': tensor(1) })), x);
});

test('heads come with the backbone from what the training code saves, and from nothing else', async () => {
  const { backbone, heads } = await openModel('test/golden/distillation/teacher_checkpoint.pth');
  assert.deepEqual(Object.keys(heads), ['dino_head', 'ibot_head']);
  assert.deepEqual(heads.dino_head!.shapes.get('last_layer.weight_v'), [40, 18]);
  assert.ok(heads.ibot_head!.read('mlp.weight').every(Number.isFinite));
  assert.deepEqual(backbone.shapes.get('blocks.2.norm1.weight'), [32]);
  backbone.close();
  for (const path of [`${units}/official_backbone.pth`, `${units}/hf-dinov2`]) {
    const alone = await openModel(path);
    assert.deepEqual(alone.heads, {});
    alone.backbone.close();
  }
});

test('blocks in chunks are counted through', async () => {
  const chunked = { 'blocks.0.3.norm1.bias': tensor(1), 'blocks.1.4.norm1.bias': tensor(2) };
  assert.deepEqual(await namesIn(pickle.dict(chunked)), { 'blocks.3.norm1.bias': 1, 'blocks.4.norm1.bias': 2 });
  const twice = { 'blocks.0.3.norm1.bias': tensor(1), 'blocks.3.norm1.bias': tensor(2) };
  await assert.rejects(namesIn(pickle.dict(twice)), {
    code: 'WEIGHTS_INVALID',
    message: `${join(folder, 'names.pth')}: two tensors are blocks.3.norm1.bias, in a chunk of blocks and not`,
  });
});

test('query, key and value of Hugging Face lie one below the other', async () => {
  const model = SafetensorsFile.open(`${units}/hf-dinov2/model.safetensors`);
  const weights = await openWeights(`${units}/hf-dinov2`);
  assert.deepEqual(weights.shapes.get('blocks.1.attn.qkv.weight'), [144, 48]);
  const whole = weights.read('blocks.1.attn.qkv.weight');
  for (const [i, part] of ['query', 'key', 'value'].entries())
    assert.deepEqual(
      whole.slice(i * 48 * 48, (i + 1) * 48 * 48),
      model.read(`encoder.layer.1.attention.attention.${part}.weight`, 'F32'),
    );
  assert.deepEqual(weights.read('pos_embed'), model.read('embeddings.position_embeddings', 'F32'));
  weights.close();
  model.close();
});

test('a Hugging Face folder of half floats is read as float32', async () => {
  const half = changedFolder(folder, 'hf-dinov2', {
    tensors: (tensors) => {
      const name = 'layernorm.bias';
      tensors.set(name, { name, dtype: 'F16', shape: [48], data: new Uint16Array(48).fill(0x3c01) });
    },
  });
  const weights = await openWeights(half);
  assert.deepEqual(weights.read('norm.bias'), new Float32Array(48).fill(1 + 2 ** -10));
  weights.close();
});

test('a Hugging Face folder that is not of a DINOv2 network, or not whole, is refused', async () => {
  const refused = async (path: string, message: RegExp) =>
    assert.rejects(openWeights(path), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'WEIGHTS_INVALID', error.stack);
      assert.match(error.message, message);
      return true;
    });
  const config = (values: object) => changedFolder(folder, 'hf-dinov2', { config: values });
  await refused(config({ model_type: 'vit' }), /config\.json: model_type is "vit", expected "dinov2" or "dinov2_with_/);
  await refused(config({ hidden_act: 'relu' }), /config\.json: hidden_act is "relu", expected "gelu"$/);
  await refused(config({ num_attention_heads: 0 }), /num_attention_heads is 0, expected a whole number from 1 up$/);

  const noConfig = join(folder, 'no-config');
  mkdirSync(noConfig);
  copyFileSync(`${units}/hf-dinov2/model.safetensors`, join(noConfig, 'model.safetensors'));
  await refused(
    noConfig,
    /model\.safetensors: there is no config\.json beside it, which says how many attention heads/,
  );
  writeFileSync(join(noConfig, 'config.json'), '{');
  await refused(noConfig, /config\.json is no JSON: /);
  writeFileSync(join(noConfig, 'config.json'), '[]');
  await refused(noConfig, /config\.json is no JSON object$/);

  const key = 'encoder.layer.0.attention.attention.key.weight';
  const drop = (tensors: Map<string, unknown>) => void tensors.delete(key);
  await refused(changedFolder(folder, 'hf-dinov2', { tensors: drop }), /has no tensor "encoder\.layer\.0\.attention/);
  const odd = changedFolder(folder, 'hf-dinov2', {
    tensors: (tensors) => tensors.set(key, { name: key, dtype: 'F32', shape: [2], data: new Float32Array(2) }),
  });
  await refused(
    odd,
    /key\.weight" is \[2\], expected \[48,48\] as "encoder\.layer\.0\.attention\.attention\.query\.weight"/,
  );
});

test('a safetensors header that lies, a cut file and a path to nothing are refused', async () => {
  const whole = readFileSync(`${units}/hf-dinov2/model.safetensors`);
  const path = join(folder, 'lie.safetensors');
  const refused = async (bytes: Uint8Array, message: RegExp) => {
    writeFileSync(path, bytes);
    await assert.rejects(openWeights(path), { code: 'WEIGHTS_INVALID', message });
  };
  await refused(whole.subarray(0, whole.length - 8), /ends at byte \d+ of \d+; the file is cut short/);
  const lie = Buffer.from(whole.toString('latin1').replace('"shape":[48]', '"shape":[49]'), 'latin1');
  await refused(lie, /tensor "\S+" has 192 bytes by its offsets, expected 196 for F32 \[49\]/);
  await assert.rejects(openWeights(join(folder, 'nowhere.pth')), {
    code: 'WEIGHTS_MISSING',
    message: `${join(folder, 'nowhere.pth')}: there is no such file or directory`,
  });
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  await assert.rejects(openWeights(empty), {
    code: 'WEIGHTS_MISSING',
    message:
      /empty is no checkpoint, there is no manifest\.json in it, and no model\.safetensors of a Hugging Face model/,
  });
});
