import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openWeights, openWeightsAndNetwork } from '../../src/checkpoint/open-model.js';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { openBackbone } from '../../src/eval/open-extractor.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { EXPORT_FORMATS, type ExportFormat, exportTarget, exportWeights } from '../../src/weights/export-weights.js';
import { numberAt, numberedState, saveSmall, smallConfig } from '../checkpoint/small-training.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { units } from '../golden-units.js';
import { worstDifference } from '../train/worst-difference.js';
import { heads, valuesOf } from './weights-folder.js';

const folder = temporaryFolder();
const models = ['hf-dinov2', 'hf-dinov2-registers', 'hf-dinov2-swiglu'];

/** @returns the path to open what was written */
async function exported(source: string, format: ExportFormat, overrides: string[] = []): Promise<string> {
  const out = join(folder, `${source}-${format}`.replaceAll('/', '-'));
  const { weights, network, data } = await openWeightsAndNetwork(source, overrides);
  const files = exportWeights(weights, network, data, format, out);
  weights.close();
  assert.deepEqual(files.map((file) => file.slice(out.length + 1)).sort(), readdirSync(out).sort());
  return format === 'hf' ? out : files[0]!;
}

async function readAll(source: string) {
  const weights = await openWeights(source);
  const values = valuesOf(weights);
  weights.close();
  return values;
}

for (const model of models)
  for (const format of EXPORT_FORMATS)
    test(`${model} is the same weights after an export to ${format}`, async () => {
      const source = `${units}/${model}`;
      const path = await exported(source, format);
      assert.deepEqual(await readAll(path), await readAll(source));
    });

for (const model of models)
  test(`${model} exported to hf has the tensors and the configuration that it had`, async () => {
    const path = await exported(`${units}/${model}`, 'hf');
    const read = (at: string) => JSON.parse(readFileSync(join(at, 'config.json'), 'utf8'));
    const [before, after] = [read(`${units}/${model}`), read(path)];
    for (const [key, value] of Object.entries(after)) if (key in before) assert.deepEqual(value, before[key], key);
    const preprocessor = JSON.parse(readFileSync(join(path, 'preprocessor_config.json'), 'utf8'));
    assert.deepEqual(preprocessor.crop_size, { height: 56, width: 56 });
    assert.equal(preprocessor.image_processor_type, 'BitImageProcessor');
  });

test('released weights are the same after an export to official, and their heads are known after one to the others', async () => {
  const source = `${units}/official_backbone.pth`;
  const values = await readAll(source);
  assert.deepEqual(await readAll(await exported(source, 'official', heads)), values);
  for (const format of ['hf', 'safetensors'] as const) {
    const path = await exported(source, format, heads);
    assert.deepEqual(await readAll(path), values);
    const { weights, network } = await openWeightsAndNetwork(path, []);
    assert.equal(network.numHeads, 3);
    weights.close();
  }
});

test("a checkpoint's teacher is exported, and gives the same features", async () => {
  const backend = openBackend('cpu', 'float32');
  const state = numberedState(smallConfig(), backend, new LocalCommunicator(backend));
  state.initialize();
  const root = join(folder, 'run');
  const checkpoint = await saveSmall(state, root, 5);
  state.close();
  const images = Float32Array.from({ length: 2 * 3 * 16 * 16 }, (_, i) => Math.sin(i));
  const features = async (source: string, overrides: string[] = []) => {
    const backbone = await openBackbone(source, { overrides });
    const out = backbone.forward(images, [2, 3, 16, 16]);
    backbone.close();
    return out;
  };
  const expected = await features(checkpoint);
  for (const format of EXPORT_FORMATS) {
    const overrides = format === 'official' ? ['student.num_heads=2'] : [];
    assert.ok(worstDifference(await features(await exported(checkpoint, format), overrides), expected) <= 1e-6, format);
  }
});

test('the teacher is taken, not the student', async () => {
  const backend = openBackend('cpu', 'float32');
  const state = numberedState(smallConfig(), backend, new LocalCommunicator(backend));
  const checkpoint = await saveSmall(state, join(folder, 'numbered'), 5);
  state.close();
  const values = await readAll(await exported(checkpoint, 'safetensors'));
  assert.equal(values.get('norm.bias')![3], numberAt(1, 'backbone.norm.bias', 3));
});

test('what transformers always has is written as nothing where the network has it not', async () => {
  const backend = openBackend('cpu', 'float32');
  const student = { ...smallConfig().student, layerscale: 0, proj_bias: false, ffn_bias: false };
  const state = numberedState(smallConfig({ student }), backend, new LocalCommunicator(backend));
  const checkpoint = await saveSmall(state, join(folder, 'bare'), 5);
  state.close();
  const values = await readAll(await exported(checkpoint, 'hf'));
  assert.deepEqual(values.get('blocks.1.ls2.gamma'), new Float32Array(12).fill(1));
  for (const name of ['attn.proj', 'mlp.fc2'])
    assert.deepEqual(values.get(`blocks.1.${name}.bias`), new Float32Array(12), name);
  assert.deepEqual(values.get('blocks.1.mlp.fc1.bias'), new Float32Array(48));
});

test('a network that transformers has not is refused for hf', async () => {
  const backend = openBackend('cpu', 'float32');
  const student = { ...smallConfig().student, mlp_ratio: 2.5 };
  const state = numberedState(smallConfig({ student }), backend, new LocalCommunicator(backend));
  const checkpoint = await saveSmall(state, join(folder, 'wide'), 5);
  state.close();
  await assert.rejects(exported(checkpoint, 'hf'), {
    code: 'WEIGHTS_DIFFER',
    message:
      'the feed-forward layer is 30 wide in a network of width 12, which is no whole student.mlp_ratio; ' +
      'transformers has no such network: use --to official or --to safetensors',
  });
});

test('one file may be named where the format has one, and no name promises another format', async () => {
  const source = `${units}/official_backbone.pth`;
  const { weights, network, data } = await openWeightsAndNetwork(source, heads);
  const out = join(folder, 'new/named.pth');
  assert.deepEqual(exportWeights(weights, network, data, 'official', out), [out]);
  assert.deepEqual(await readAll(out), await readAll(source));
  weights.close();
  const refused = (format: ExportFormat, name: string, expected: string) =>
    assert.throws(() => exportTarget(format, name), {
      code: 'EXPORT_NAME',
      message: `${name} is named as a file of another format than ${format}; expected the name of a folder${expected}`,
    });
  refused('hf', 'x.safetensors', ', which gets config.json, preprocessor_config.json, model.safetensors');
  refused('official', 'x.safetensors', ' or one that ends in .pth');
  refused('safetensors', 'x.onnx', ' or one that ends in .safetensors');
  assert.deepEqual(exportTarget('safetensors', 'x.safetensors').folder, null);
  const named = join(folder, 'folder.pth');
  mkdirSync(named);
  assert.deepEqual(exportTarget('official', named), { folder: named, files: [join(named, 'backbone.pth')] });
});

test('weights that are not finite are not exported, and what was there stays', async () => {
  const nan = 'test/fixtures/weights/nan.pth';
  const { weights, network, data } = await openWeightsAndNetwork(nan, ['student.num_heads=2']);
  const out = join(folder, 'nan');
  mkdirSync(out);
  writeFileSync(join(out, 'backbone.pth'), 'old');
  assert.throws(() => exportWeights(weights, network, data, 'official', out), {
    code: 'WEIGHTS_INVALID',
    message: /32 NaN/,
  });
  assert.deepEqual(readdirSync(out), ['backbone.pth']);
  assert.equal(readFileSync(join(out, 'backbone.pth'), 'utf8'), 'old');
  weights.close();
});

test("a network's own mean and deviation go where it goes, without being asked for", async () => {
  const own = { mean: [0.5, 0.25, 0.125], std: [0.1, 0.2, 0.4] };
  const backend = openBackend('cpu', 'float32');
  const state = numberedState(smallConfig({ data: own }), backend, new LocalCommunicator(backend));
  const checkpoint = await saveSmall(state, join(folder, 'own'), 5);
  state.close();
  const normalizationOf = async (path: string, overrides: string[] = []) => {
    const { weights, data } = await openWeightsAndNetwork(path, overrides);
    weights.close();
    return { mean: data.mean, std: data.std };
  };
  assert.deepEqual(await normalizationOf(checkpoint), own);
  assert.deepEqual(await normalizationOf(await exported(checkpoint, 'safetensors')), own);
  const huggingFace = await exported(checkpoint, 'hf');
  assert.deepEqual(await normalizationOf(huggingFace), own);
  const preprocessor = JSON.parse(readFileSync(join(huggingFace, 'preprocessor_config.json'), 'utf8'));
  assert.deepEqual([preprocessor.image_mean, preprocessor.image_std], [own.mean, own.std]);
  // A .pth has no place for them: they are given.
  const official = await exported(checkpoint, 'official');
  const given = ['student.num_heads=2', 'data.mean=[0.5,0.25,0.125]', 'data.std=[0.1,0.2,0.4]'];
  assert.deepEqual(await normalizationOf(official, given), own);
  assert.deepEqual(await normalizationOf(official, given.slice(0, 1)), {
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  });
});
