import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { SafetensorsFile } from '../../src/checkpoint/safetensors.js';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { loadBackend } from '../../src/nn/load-backend.js';
import { openStepCase, replay, worstDifference } from './step-case.js';

/**
 * A number rounded to bfloat16 is off by up to u = 2^-9 of itself, and by random amounts of either sign: a product of two
 * rounded matrices is off by about u of its size, however long its sums are. About 50 products follow one another on the
 * way from the images to a gradient: four in each of three blocks and five around them, those of the teacher, and back.
 * Their errors add up as the square root of their number.
 */
const SPREAD = Math.sqrt(50) * 2 ** -9;
/** The worst of thousands of elements is three spreads off, relative to the tensor's largest. */
const WORST = 3 * SPREAD;

const TOLERANCES: Record<string, number> = {
  'iter0.grad': WORST,
  // Made of gradients of four iterations, the later ones at weights that have moved a little elsewhere. Squares count twice.
  'final.exp_avg': 1.5 * WORST,
  'final.exp_avg_sq': 2 * 1.5 * WORST,
};
/**
 * AdamW's steps have the rate's size whatever the gradient's. Where that lies within its own error, for a share of about
 * SPREAD of the elements, a step may go the other way, twice its size off: relative to all steps, the root of 4 SPREAD.
 */
const MOVEMENT = Math.sqrt(4 * SPREAD);

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

function difference(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value - b[i]!);
}

const backend = loadBackend('cpu');

for (const name of ['step-stochastic-depth', 'step-centering', 'step-sinkhorn-swiglu-registers'])
  test(`four steps of ${name} in bfloat16 stay near the float32 ones`, { skip: !backend.describe().bf16 }, (t) => {
    t.after(() => backend.setMatmulPrecision('float32'));
    backend.setMatmulPrecision('bfloat16');
    const stepCase = openStepCase(name);
    const { numbers, tensors } = replay(stepCase, backend, new LocalCommunicator(backend));

    stepCase.iterations.forEach(({ ranks: [losses], grad_norm: norms }, i) => {
      for (const [submodule, expected] of Object.entries(norms)) {
        const got = numbers[i]!.gradNorms[submodule as 'backbone']!;
        assert.ok(Math.abs(got - expected) <= SPREAD * expected, `iteration ${i}: norm of ${submodule} ${got}`);
      }
      for (const [loss, expected] of Object.entries(losses!)) {
        const got = numbers[i]!.losses[loss as 'koleo_loss'];
        // KoLeo is a logarithm of distances: their relative error is its absolute one.
        const size = loss === 'koleo_loss' ? stepCase.config.dino.koleo_loss_weight : Math.abs(expected);
        assert.ok(Math.abs(got - expected) <= SPREAD * size, `iteration ${i}: ${loss} ${got}, in float32 ${expected}`);
      }
    });

    const golden = SafetensorsFile.open(join(stepCase.folder, 'expected.safetensors'));
    const start = SafetensorsFile.open(join(stepCase.folder, 'weights.safetensors'));
    t.after(() => [golden, start].forEach((file) => void file.close()));
    const lrSum = stepCase.iterations.reduce((sum, { lr }) => sum + lr, 0);
    for (const tensor of golden.tensors.keys()) {
      // The true gradient of its key third is zero: AdamW turns rounding into steps there.
      if (tensor.endsWith('attn.qkv.bias')) continue;
      const group = tensor.split('.').slice(0, 2).join('.');
      const [got, expected] = [tensors.get(tensor)!, golden.read(tensor, 'F32')];
      if (group === 'final.student') {
        const off = difference(got, expected);
        const worst = off.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        assert.ok(worst <= 2 * lrSum, `${tensor}: off by ${worst}, with rates of ${lrSum} together`);
        const moved = difference(expected, start.read(tensor.replace('final.', ''), 'F32'));
        assert.ok(norm(off) <= MOVEMENT * norm(moved), `${tensor}: off by ${norm(off)}, having moved ${norm(moved)}`);
      } else if (group in TOLERANCES) {
        const worst = worstDifference(got, expected);
        assert.ok(worst <= TOLERANCES[group]!, `${tensor}: off by ${worst} of its largest value`);
      }
    }
  });
