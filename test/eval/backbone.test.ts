import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backbone } from '../../src/eval/backbone.js';
import { openBackbone, openExtractor } from '../../src/eval/open-extractor.js';
import { concatenated } from '../../src/formats/concatenated.js';
import { SafetensorsFile } from '../../src/formats/safetensors.js';
import { networksOf } from '../../src/model/networks.js';
import type { Backend } from '../../src/nn/backend.js';
import { initializeElements } from '../../src/nn/initialize.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { smallConfig } from '../checkpoint/small-training.js';
import { units } from '../golden-units.js';
import { QueuedBackend } from '../nn/queued/queued-backend.js';
import { worstDifference } from '../train/worst-difference.js';

/** Features of a model at each size that the folder has outputs of. */
async function assertSameOutputs(model: string): Promise<void> {
  const io = SafetensorsFile.open(`${units}/${model}/io.safetensors`);
  const backbone = await openBackbone(`${units}/${model}`);
  const sizes = [...io.tensors.keys()].flatMap((name) => /^input\.(.*)$/.exec(name)?.[1] ?? []);
  assert.equal(sizes.length, 3);
  for (const size of sizes) {
    const shape = io.info(`input.${size}`).shape as [number, 3, number, number];
    const features = backbone.forward(io.read(`input.${size}`, 'F32'), shape);
    const worst = worstDifference(features, io.read(`last_hidden_state.${size}`, 'F32'));
    assert.ok(worst <= 2e-5, `${size}: last_hidden_state differs by ${worst} of its largest value`);
  }
  backbone.close();
  io.close();
}

for (const model of ['hf-dinov2', 'hf-dinov2-registers', 'hf-dinov2-swiglu'])
  test(`${model} gives the outputs of transformers at three sizes`, () => assertSameOutputs(model));

test('released weights give the outputs of the released code', async () => {
  const io = SafetensorsFile.open(`${units}/official_backbone_io.safetensors`);
  const backbone = await openBackbone(`${units}/official_backbone.pth`, { overrides: ['student.num_heads=3'] });
  assert.deepEqual([backbone.shape.imageSize, backbone.shape.patchSize, backbone.shape.embedDim], [56, 14, 48]);
  const features = backbone.forward(io.read('input', 'F32'), [2, 3, 56, 56]);
  const tokens = [0, 1].map((image) => features.subarray(image * 17 * 48, (image + 1) * 17 * 48));
  const clsTokens = concatenated(tokens.map((own) => own.subarray(0, 48)));
  const patchTokens = concatenated(tokens.map((own) => own.subarray(48)));
  assert.ok(worstDifference(clsTokens, io.read('x_norm_clstoken', 'F32')) <= 2e-5);
  assert.ok(worstDifference(patchTokens, io.read('x_norm_patchtokens', 'F32')) <= 2e-5);
  backbone.close();
  io.close();
});

test('weights that do not say how many heads they are for need student.num_heads', async () => {
  await assert.rejects(openExtractor(`${units}/official_backbone.pth`), {
    code: 'ARCH_MISMATCH',
    message:
      `${units}/official_backbone.pth does not say how many attention heads the network has, and its width, 48, ` +
      'is no multiple of 64 as in the released ones; add student.num_heads=N',
  });
});

test('features are the same to the bit on a device that works late', () => {
  const cpu = openBackend('cpu', 'float32');
  const { vit } = networksOf(smallConfig());
  const images = Uint8Array.from({ length: 2 * 3 * 16 * 16 }, (_, i) => (i * 37) % 256);
  const featuresOn = (backend: Backend) => {
    const backbone = new Backbone(vit, { mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.4] }, backend, (spec, data) =>
      initializeElements(backend, 1, 'backbone', spec, 0, data),
    );
    const features = backbone.forward(images, [2, 3, 16, 16]);
    backbone.close();
    return features;
  };
  const late = new QueuedBackend(cpu);
  assert.deepEqual(featuresOn(late.backend), featuresOn(cpu));
  late.streams.forceAll();
  assert.equal(cpu.memory().bytesInUse, 0);
});
