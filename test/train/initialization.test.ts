/**
 * What a network starts from has the distributions of the released code: models/vision_transformer.py `init_weights`, which
 * leaves the convolution at PyTorch's default, layers/layer_scale.py, layers/dino_head.py, which makes the last layer after
 * its own initialisation has run.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { configFromObject } from '../../src/config/load.js';
import type { Tensor } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { TrainingState } from '../../src/train/training-state.js';

type Law =
  | { kind: 'constant'; value: number }
  /** Cut off at 2 standard deviations of 1, not of its own: nothing is cut off. */
  | { kind: 'normal'; std: number }
  /** kaiming_uniform_ with a = sqrt(5): up to 1 / sqrt(inputs) either way. */
  | { kind: 'uniform'; bound: number };

const LAYER_SCALE = 1e-5;
const BOTTLENECK = 64;
const PATCH = 8;

const normal = (std: number): Law => ({ kind: 'normal', std });
const constant = (value: number): Law => ({ kind: 'constant', value });
const convolution: Law = { kind: 'uniform', bound: 1 / Math.sqrt(3 * PATCH ** 2) };

/** By the end of a parameter's name; the first that fits. */
const laws: [end: RegExp, law: Law][] = [
  [/cls_token$|register_tokens$/, normal(1e-6)],
  [/pos_embed$/, normal(0.02)],
  [/mask_token$/, constant(0)],
  [/patch_embed\.proj\.(weight|bias)$/, convolution],
  [/norm\d?\.weight$/, constant(1)],
  [/gamma$/, constant(LAYER_SCALE)],
  [/last_layer\.weight_g$/, constant(1)],
  [/last_layer\.weight_v$/, { kind: 'uniform', bound: 1 / Math.sqrt(BOTTLENECK) }],
  [/bias$/, constant(0)],
  [/\.weight$/, normal(0.02)],
];

const head = { head_n_prototypes: 256, head_hidden_dim: 128, head_bottleneck_dim: BOTTLENECK };
const config = configFromObject({
  student: {
    arch: 'vit_custom',
    ...{ embed_dim: 128, depth: 2, num_heads: 2, patch_size: PATCH, num_register_tokens: 4, layerscale: LAYER_SCALE },
  },
  crops: { global_crops_size: 64, local_crops_size: 32 },
  dino: head,
  ibot: { ...head, separate_head: true },
});

function assertLaw(name: string, values: Float32Array, law: Law): void {
  if (law.kind === 'constant') {
    assert.ok(
      values.every((value) => value === Math.fround(law.value)),
      `${name} is ${law.value} everywhere`,
    );
    return;
  }
  const n = values.length;
  // In standard deviations: the fourth moment and the eighth.
  const [std, kurtosis, eighth] = law.kind === 'normal' ? [law.std, 3, 105] : [law.bound / Math.sqrt(3), 9 / 5, 9];
  const moment = (power: number) => values.reduce((sum, value) => sum + (value / std) ** power, 0) / n;
  // Five standard errors.
  const near = (got: number, expected: number, variance: number, what: string) =>
    assert.ok(
      Math.abs(got - expected) < 5 * Math.sqrt(variance / n),
      `${what} of ${name} is ${got}, expected ${expected}`,
    );
  near(moment(1), 0, 1, 'mean over the standard deviation');
  near(moment(2), 1, kurtosis - 1, 'variance over the expected one');
  near(moment(4), kurtosis, eighth - kurtosis ** 2, 'fourth moment');
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (law.kind === 'uniform')
    assert.ok(largest <= law.bound && largest > law.bound * (1 - 20 / n), `${name}: ${largest}`);
  else assert.ok(largest < 6 * law.std, `${name}: ${largest}`);
}

test('every parameter starts with the distribution that it has in the released code', () => {
  const backend = openBackend('cpu', 'float32');
  const state = new TrainingState(config, backend, new LocalCommunicator(backend), () => {});
  state.initialize();
  const read = (shard: Tensor) => {
    const values = new Float32Array(shard.numel);
    backend.download(shard, values);
    return values;
  };
  const seen = new Set<RegExp>();
  const drawn: number[] = [];
  state.plan.units.forEach((unit, i) => {
    const [student, teacher] = [read(state.shards[i]!.student), read(state.shards[i]!.teacher)];
    assert.deepEqual(teacher, student, `the teacher's ${unit.name} starts as the student's`);
    for (const { name, offset, numel } of unit.parameters) {
      const [end, law] = laws.find(([end]) => end.test(name)) ?? assert.fail(`${name} is of no known kind`);
      seen.add(end);
      assertLaw(`${unit.submodule}.${name}`, student.subarray(offset, offset + numel), law);
      if (law.kind !== 'constant') drawn.push(student[offset]!);
    }
  });
  assert.equal(seen.size, laws.length, 'there is a parameter of each kind');
  assert.equal(new Set(drawn).size, drawn.length, 'no two parameters are drawn alike');
  state.close();
});
