import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openWeights } from '../../../src/checkpoint/open-model.js';
import type { Communicator } from '../../../src/comm/communicator.js';
import { LocalCommunicator } from '../../../src/comm/local-communicator.js';
import { configFromObject } from '../../../src/config/load.js';
import type { Config } from '../../../src/config/schema.js';
import { openBackbone } from '../../../src/eval/open-extractor.js';
import { ownedRuns } from '../../../src/fsdp/plan.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import { checkPretrainedWeights, startFromPretrained } from '../../../src/train/start/pretrained-weights.js';
import { TrainingState } from '../../../src/train/training-state.js';
import { numberedState, saveSmall, smallConfig } from '../../checkpoint/small-training.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { units } from '../../golden-units.js';
import { heads, renamedWeights } from '../../weights/weights-folder.js';
import { worstDifference } from '../worst-difference.js';

const folder = temporaryFolder();
const backend = openBackend('cpu', 'float32');
const released = `${units}/official_backbone.pth`;

/** The network of the released weights in the units folder, with heads of its own. */
function configFor(weights: string, imageSize = 56, student: object = {}, localSize = 28): Config {
  const head = { head_n_prototypes: 12, head_hidden_dim: 10, head_bottleneck_dim: 6 };
  const arch = { arch: 'vit_custom', embed_dim: 48, depth: 3, num_heads: 3, patch_size: 14 };
  return configFromObject({
    student: { ...arch, pretrained_weights: weights, ...student },
    crops: { global_crops_size: imageSize, local_crops_size: localSize },
    dino: head,
    ibot: { ...head, separate_head: true },
  });
}

/** The communicator of one rank of several; nothing is sent. */
function rankOf(rank: number, worldSize: number): Communicator {
  const local = new LocalCommunicator(backend);
  return Object.create(local, { rank: { value: rank }, worldSize: { value: worldSize } });
}

async function started(config: Config, comm: Communicator = new LocalCommunicator(backend)): Promise<TrainingState> {
  const state = new TrainingState(config, backend, comm, () => {});
  state.initialize();
  await startFromPretrained(state, () => {});
  return state;
}

/** This rank's runs of each parameter; zeros elsewhere. */
function valuesOf(state: TrainingState, replica: 'student' | 'teacher'): Map<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  state.plan.units.forEach((unit, i) => {
    const shard = new Float32Array(unit.shardNumel);
    backend.download(state.shards[i]![replica], shard);
    for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, state.comm.rank)) {
      const whole = new Float32Array(parameter.numel);
      whole.set(shard.subarray(shardStart, shardStart + numel), parameterStart);
      values.set(`${unit.submodule}.${parameter.name}`, whole);
    }
  });
  return values;
}

test('student and teacher start from released weights; heads start fresh', async () => {
  const state = await started(configFor(released));
  const fresh = await started(configFor(''));
  const weights = await openWeights(released);
  const freshValues = valuesOf(fresh, 'student');
  for (const replica of ['student', 'teacher'] as const)
    for (const [name, values] of valuesOf(state, replica)) {
      const [, inBackbone] = /^backbone\.(.*)$/.exec(name) ?? [];
      assert.deepEqual(values, inBackbone === undefined ? freshValues.get(name) : weights.read(inBackbone), name);
    }
  weights.close();
  state.close();
  fresh.close();
});

test('each rank of several takes its own part', async () => {
  const whole = await started(configFor(released));
  const expected = valuesOf(whole, 'teacher');
  const sum = new Map([...expected].map(([name, { length }]) => [name, new Float32Array(length)]));
  for (const rank of [0, 1, 2]) {
    const state = await started(configFor(released), rankOf(rank, 3));
    for (const [name, values] of valuesOf(state, 'teacher'))
      values.forEach((value, i) => {
        sum.get(name)![i]! += value;
      });
    state.close();
  }
  assert.deepEqual(sum, expected);
  whole.close();
});

test('at another resolution the network starts with what it computed for such images before', async () => {
  const config = configFor(released, 28);
  const state = await started(config);
  const checkpoint = await saveSmall(state, join(folder, 'resized'), 1);
  state.close();
  const images = Float32Array.from({ length: 3 * 28 * 28 }, (_, i) => Math.sin(i));
  const features = [];
  for (const [source, overrides] of [
    [checkpoint, []],
    [released, heads],
  ] as const) {
    const backbone = await openBackbone(source, { overrides });
    features.push(backbone.forward(images, [1, 3, 28, 28]));
    backbone.close();
  }
  assert.ok(worstDifference(features[0]!, features[1]!) <= 1e-6);
});

test("a checkpoint's teacher is started from, whatever the prototypes of its heads", async () => {
  const before = numberedState(smallConfig(), backend, new LocalCommunicator(backend));
  const checkpoint = await saveSmall(before, join(folder, 'before'), 3);
  const { student } = smallConfig();
  const config = smallConfig({
    student: { ...student, pretrained_weights: checkpoint },
    dino: { head_n_prototypes: 20, head_hidden_dim: 10, head_bottleneck_dim: 6 },
  });
  await checkPretrainedWeights(config);
  const state = await started(config);
  const teacher = valuesOf(before, 'teacher');
  for (const [name, values] of valuesOf(state, 'student'))
    if (name.startsWith('backbone.')) assert.deepEqual(values, teacher.get(name), name);
  state.close();
  before.close();
});

test('weights of another network are refused before anything starts, name by name', async () => {
  const refused = (config: Config, message: string | RegExp) =>
    assert.rejects(checkPretrainedWeights(config), { code: 'WEIGHTS_DIFFER', message });
  const path = `${units}/hf-dinov2-registers`;
  await refused(
    configFor(path),
    `${path}/model.safetensors has the weights of another network than the configuration; use weights of its ` +
      'student.arch, student.patch_size, student.ffn_layer and student.num_register_tokens:\n' +
      '  unexpected register_tokens (1, 4, 48)',
  );
  await refused(configFor(released, 56, { ffn_layer: 'swiglu' }), /missing blocks\.0\.mlp\.w12\.weight \(256, 48\)/);
  await refused(configFor(released, 56, { patch_size: 7 }), /patch_embed\.proj\.weight is \(48, 3, 14, 14\), expected/);
  await refused(configFor(released, 56, { depth: 2 }), /unexpected blocks\.2\.norm1\.weight \(48\)[\s\S]*and 4 more$/);
});

test('no weights are nothing to check', () => checkPretrainedWeights(configFor('')));

test('a mask token that is missing starts as that of a fresh network, which is said where patches are masked', async () => {
  const without = renamedWeights(join(folder, 'without.safetensors'), (name) => (name === 'mask_token' ? null : name));
  const notes: string[] = [];
  const config = configFor(without);
  await checkPretrainedWeights(config, (note) => notes.push(note));
  assert.deepEqual(notes, [`${without} has no mask_token: it starts as zeros, as that of a fresh network`]);
  const unmasked = { ...config, ibot: { ...config.ibot, mask_sample_probability: 0 } };
  await checkPretrainedWeights(unmasked, (note) => notes.push(note));
  assert.equal(notes.length, 1);
});

test('weights that are not finite are refused by their name when they are read', async () => {
  const student = { embed_dim: 32, depth: 2, num_heads: 2, patch_size: 8 };
  await assert.rejects(started(configFor('test/fixtures/weights/nan.pth', 32, student, 16)), {
    code: 'WEIGHTS_INVALID',
    exitCode: 1,
    message: /^test\/fixtures\/weights\/nan\.pth: tensor "cls_token" has 32 NaN among its 32 elements/,
  });
});

test("a run's directory is refused with its newest checkpoint: which is the newest may change", async () => {
  const state = numberedState(smallConfig(), backend, new LocalCommunicator(backend));
  const run = join(folder, 'run-of-two');
  await saveSmall(state, run, 1);
  const newest = await saveSmall(state, run, 2);
  state.close();
  await assert.rejects(checkPretrainedWeights(configFor(run)), {
    code: 'CHECKPOINT_MISSING',
    message: `${run} is a run; give one of its checkpoints: the newest is ${newest}`,
  });
});

test('weights whose images were normalised otherwise are used, and what to set is said', async () => {
  const own = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
  const state = numberedState(smallConfig({ data: own }), backend, new LocalCommunicator(backend));
  const checkpoint = await saveSmall(state, join(folder, 'own'), 3);
  state.close();
  const student = { ...smallConfig().student, pretrained_weights: checkpoint };
  const notes: string[] = [];
  await checkPretrainedWeights(smallConfig({ student, data: own }), (note) => notes.push(note));
  assert.equal(notes.length, 0);
  await checkPretrainedWeights(smallConfig({ student }), (note) => notes.push(note));
  assert.match(
    notes.join(),
    / set data\.mean=\[0\.5,0\.5,0\.5\] data\.std=\[0\.25,0\.25,0\.25\], unless they are to be others/,
  );
});
