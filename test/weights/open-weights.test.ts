import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openModel, openWeights } from '../../src/checkpoint/open-model.js';
import { SafetensorsFile } from '../../src/formats/safetensors.js';
import { torchPieces } from '../../src/formats/torch-writer.js';
import { pickle, temporaryFolder, torchFile } from '../formats/torch-files.js';
import { writeSafetensors } from '../formats/write-safetensors.js';
import { units } from '../golden-units.js';
import { changedFolder, oneTensor, renamedWeights, valuesOf } from './weights-folder.js';

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
    message: `${join(folder, 'names.pth')}: two tensors are blocks.3.norm1.bias: blocks.0.3.norm1.bias and blocks.3.norm1.bias`,
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
  const refused = async (path: string, message: RegExp, code = 'WEIGHTS_INVALID') =>
    assert.rejects(openWeights(path), (error: Error & { code?: string }) => {
      assert.equal(error.code, code, error.stack);
      assert.match(error.message, message);
      return true;
    });
  const config = (values: object) => changedFolder(folder, 'hf-dinov2', { config: values });
  await refused(
    config({ model_type: 'vit' }),
    /config\.json: model_type is "vit", expected "dinov2" or "dinov2_with_/,
    'WEIGHTS_DIFFER',
  );
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

test('wrapped weights are read as those without, and what was taken off and left out is told', async () => {
  const path = join(folder, 'wrapped.safetensors');
  const more = [oneTensor('model.head.weight', 5, 3), oneTensor('model.head.bias', 5)];
  const weights = await openWeights(renamedWeights(path, (name) => `model.module.${name}`, more));
  const released = await openWeights(`${units}/official_backbone.pth`);
  assert.deepEqual(valuesOf(weights), valuesOf(released));
  assert.deepEqual(released.notes, []);
  assert.deepEqual(weights.notes, [
    `${path}: "module. model." was taken off the names of its weights`,
    `${path}: 2 tensors that are not needed are left out: model.head.weight (5, 3), model.head.bias (5)`,
  ]);
  weights.close();
  released.close();
});

test('of many tensors that are left out parts are named, and the rest is counted', async () => {
  const path = join(folder, 'many.safetensors');
  const decoder = Array.from({ length: 11 }, (_, i) => oneTensor(`decoder_blocks.${i}.w`, 1));
  const single = Array.from({ length: 12 }, (_, i) => oneTensor(`x${i}`, 2));
  const weights = await openWeights(renamedWeights(path, (name) => name, [...decoder, ...single]));
  const [note] = weights.notes;
  assert.match(
    note!,
    /: 23 tensors that are not needed are left out: .*decoder_blocks\.\* \(11 tensors\).* and 3 more$/,
  );
  weights.close();
});

test('a plain ViT is said to be one', async () => {
  const plain = (name: string) => (/mask_token|gamma/.test(name) ? null : name);
  const { notes, close } = await openWeights(renamedWeights(join(folder, 'plain.safetensors'), plain));
  assert.match(notes[0]!, /a plain ViT without LayerScale, as of DINO \(2021\) or MAE; it is read as what it is$/);
  close();
});

test('a pytorch_model.bin and the files of an index are read as one model.safetensors is', async () => {
  const expected = await openWeights(`${units}/hf-dinov2`);
  const bin = join(folder, 'bin');
  const sharded = join(folder, 'sharded');
  const source = SafetensorsFile.open(`${units}/hf-dinov2/model.safetensors`);
  const names = [...source.tensors.keys()];
  const parts = [names.slice(0, 20), names.slice(20)];
  for (const model of [bin, sharded]) {
    mkdirSync(model);
    copyFileSync(`${units}/hf-dinov2/config.json`, join(model, 'config.json'));
  }
  const file = (part: number) => `model-0000${part + 1}-of-00002.safetensors`;
  const map: Record<string, string> = {};
  parts.forEach((part, i) => {
    const tensors = part.map((name) => {
      map[name] = file(i);
      return { name, dtype: 'F32' as const, shape: source.info(name).shape, data: source.read(name, 'F32') };
    });
    writeSafetensors(join(sharded, file(i)), tensors);
  });
  writeFileSync(join(sharded, 'model.safetensors.index.json'), JSON.stringify({ weight_map: map }));
  const tensors = names.map((name) => ({ name, shape: source.info(name).shape, read: () => source.read(name, 'F32') }));
  writeFileSync(join(bin, 'pytorch_model.bin'), Buffer.concat([...torchPieces(tensors, 'pytorch_model')]));
  source.close();
  for (const model of [bin, sharded]) {
    const weights = await openWeights(model);
    assert.deepEqual(valuesOf(weights), valuesOf(expected));
    assert.equal(weights.hints.num_heads, 3);
    weights.close();
  }
  expected.close();
});

test('other networks are named for what they are, with what to do', async () => {
  const dinov2 = /; use weights of DINOv2: a released \.pth, such as dinov2_vits14_pretrain\.pth, or a model folder/;
  const path = join(folder, 'other.safetensors');
  const refused = async (names: string[], what: RegExp, todo = dinov2) => {
    writeSafetensors(
      path,
      names.map((name) => oneTensor(name, 2)),
    );
    await assert.rejects(openWeights(path), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'WEIGHTS_DIFFER', error.stack);
      assert.match(error.message, what);
      assert.match(error.message, todo);
      return true;
    });
  };
  await refused(
    ['cls_token', 'storage_tokens', 'rope_embed.periods'],
    /has the weights of DINOv3, whose positions are rotary/,
  );
  await refused(['patch_embed.proj.weight', 'rope_embed.periods'], /DINOv3/);
  await refused(
    ['patch_embed.proj.weight', 'reg_token'],
    /a network with registers by timm's names/,
    /vit\*14_reg4_pretrain\.pth/,
  );
  await refused(['visual.conv1.weight', 'logit_scale'], /CLIP or SigLIP/);
  await refused(['vision_model.embeddings.patch_embedding.weight'], /CLIP or SigLIP/);
  await refused(['encoder.layer.0.intermediate.dense.weight', 'vit.x'], /a ViT of transformers/);
  await refused(['layer1.0.conv1.weight'], /a ResNet/);
  await refused(['weight', 'bias'], /a classifier alone, no backbone: weight, bias/);
  await refused(['linear_head.weight'], /a classifier alone/);
  await refused(['blocks.0._flat_param'], /flat parameters of FSDP/, /FULL_STATE_DICT/);
  const config = JSON.parse(readFileSync('test/fixtures/weights/dinov3-config.json', 'utf8'));
  await assert.rejects(openWeights(changedFolder(folder, 'hf-dinov2', { config })), {
    code: 'WEIGHTS_DIFFER',
    message:
      /model_type is "dinov3_vit", expected "dinov2" or .*; it is a network of DINOv3; use a folder of DINOv2, such as/,
  });
});

test('weights that PyTorch saved below "state_dict" are read, and such with NaN are refused when they are', async () => {
  const weights = await openWeights('test/fixtures/weights/under-state_dict.pth');
  assert.deepEqual(weights.shapes.get('pos_embed'), [1, 17, 32]);
  assert.deepEqual(weights.notes, [
    'test/fixtures/weights/under-state_dict.pth: "state_dict." was taken off the names of its weights',
  ]);
  weights.close();
  const nan = await openWeights('test/fixtures/weights/nan.pth');
  assert.throws(() => nan.read('cls_token'), {
    code: 'WEIGHTS_INVALID',
    message: /tensor "cls_token" has 32 NaN among/,
  });
  nan.close();
});
