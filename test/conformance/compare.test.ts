import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Comparison } from '../../src/conformance/compare.js';
import { EXACT_TOLERANCES, float32Tolerances } from '../../src/conformance/tolerances.js';

const FLOAT32_TOLERANCES = float32Tolerances({});

function result(comparison: Comparison, group: string) {
  const found = comparison.results.find((each) => each.group === group);
  assert.ok(found, `no group ${group}`);
  return found;
}

const floats = (length: number, value: (i: number) => number) => Float32Array.from({ length }, (_, i) => value(i));

test('an error counts in parts of the largest value of its tensor, and the worst tensor is named', () => {
  const comparison = new Comparison(FLOAT32_TOLERANCES, 1e-3);
  comparison.addTensor('iter0.grad', 'a', Float32Array.of(1, 100), Float32Array.of(1.002, 100));
  comparison.addTensor('iter0.grad', 'b', Float32Array.of(0.5, 1), Float32Array.of(0.5, 1));
  const { worst, error, ok } = result(comparison, 'gradients');
  assert.equal(worst, 'a');
  assert.ok(Math.abs(error - 2e-5) < 1e-7);
  assert.ok(ok);
  comparison.addTensor('iter0.grad', 'c', Float32Array.of(1, 1.0001), Float32Array.of(1, 1));
  assert.deepEqual([result(comparison, 'gradients').worst, result(comparison, 'gradients').ok], ['c', false]);
});

test('one weight in a thousand may be further off than the others', () => {
  const one = new Comparison(FLOAT32_TOLERANCES, 1e-3);
  const expected = floats(2000, () => 1);
  one.addTensor(
    'final.student',
    'w',
    floats(2000, (i) => (i < 2 ? 1.0005 : 1)),
    expected,
  );
  assert.ok(result(one, 'final.student, 99.9 % of all').ok);
  assert.ok(result(one, 'final.student, the worst').ok);
  const three = new Comparison(FLOAT32_TOLERANCES, 1e-3);
  three.addTensor(
    'final.student',
    'w',
    floats(2000, (i) => (i < 3 ? 1.0005 : 1)),
    expected,
  );
  const most = result(three, 'final.student, 99.9 % of all');
  assert.ok(!most.ok && Math.abs(most.error - 5e-4) < 5e-6, String(most.error));
  const far = new Comparison(FLOAT32_TOLERANCES, 1e-3);
  far.addTensor(
    'final.student',
    'w',
    floats(2000, (i) => (i < 1 ? 1.001 : 1)),
    expected,
  );
  assert.ok(!result(far, 'final.student, the worst').ok);
});

test('the key third of a qkv bias is held to twice the sum of the learning rates, its other thirds as other weights', () => {
  const comparison = new Comparison(FLOAT32_TOLERANCES, 0.01);
  const name = 'backbone.blocks.0.attn.qkv.bias';
  const expected = Float32Array.of(1, 1, 0, 0, 1, 1);
  comparison.addTensor('final.teacher', name, Float32Array.of(1, 1, 0.019, 0, 1, 1), expected);
  const key = result(comparison, 'key third of qkv.bias (absolute)');
  assert.ok(key.ok && key.tolerance === 0.02 && Math.abs(key.error - 0.019) < 1e-6);
  assert.equal(result(comparison, 'final.teacher, the worst').error, 0);
  comparison.addTensor('final.teacher', name, Float32Array.of(1, 1, 0.021, 0, 1, 1.01), expected);
  assert.ok(!result(comparison, 'key third of qkv.bias (absolute)').ok);
  assert.equal(result(comparison, 'final.teacher, the worst').worst, `${name}, value third`);
});

test('what is not finite is out of every tolerance, unless it is expected', () => {
  for (const got of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const comparison = new Comparison(FLOAT32_TOLERANCES, 1);
    comparison.addTensor('final.exp_avg', 'a', Float32Array.of(1, got), Float32Array.of(1, 2));
    comparison.addTensor('final.student', 'a', Float32Array.of(1, got), Float32Array.of(1, 2));
    comparison.addLosses('here', { koleo_loss: got, ibot_loss: got }, { koleo_loss: 0, ibot_loss: 1 });
    comparison.addGradNorms('here', { backbone: got }, { backbone: 1 });
    for (const { group, ok, error } of comparison.results) assert.deepEqual([ok, error], [false, Infinity], group);
  }
  const expected = new Comparison(EXACT_TOLERANCES, 1);
  expected.addTensor('iter0.grad', 'a', Float32Array.of(1, Number.NaN), Float32Array.of(1, Number.NaN));
  expected.addLosses('here', { ibot_loss: Number.NaN }, { ibot_loss: Number.NaN });
  expected.addGradNorms('here', { backbone: Infinity }, { backbone: Infinity });
  assert.ok(expected.results.every(({ ok }) => ok));
});

test('to the bit, a last bit or the sign of a zero is a difference', () => {
  for (const [got, wanted] of [
    [1, 1 + 2 ** -23],
    [0, -0],
    [0, 2 ** -149],
  ] as const) {
    const comparison = new Comparison(EXACT_TOLERANCES, 1);
    comparison.addTensor('final.exp_avg_sq', 'a', Float32Array.of(1e4, got), Float32Array.of(1e4, wanted));
    assert.equal(comparison.results[0]!.ok, false, `${got}, not ${wanted}`);
  }
});

test('schedules and multipliers must be equal in float64', () => {
  const schedules = { lr: 0.1, wd: 0.2, last_layer_lr: 0, teacher_momentum: 0.99, teacher_temp: 0.04 };
  const comparison = new Comparison(FLOAT32_TOLERANCES, 1);
  comparison.addSchedules('iteration 0', schedules, schedules);
  assert.ok(result(comparison, 'schedules').ok);
  comparison.addSchedules('iteration 1', { ...schedules, wd: 0.2 + 2 ** -55 }, schedules);
  assert.deepEqual(
    [result(comparison, 'schedules').worst, result(comparison, 'schedules').ok],
    ['iteration 1: wd', false],
  );
  const group = { lr_multiplier: 0.9, wd_multiplier: 1, is_last_layer: false };
  comparison.addMultipliers('a', group, { ...group });
  assert.ok(result(comparison, 'param_groups').ok);
  comparison.addMultipliers('b', group, { ...group, lr_multiplier: 0.9 + 2 ** -53 });
  assert.deepEqual([result(comparison, 'param_groups').worst, result(comparison, 'param_groups').ok], ['b', false]);
  for (const [actual, expected] of [
    [group, null],
    [null, group],
  ] as const) {
    const one = new Comparison(FLOAT32_TOLERANCES, 1);
    one.addMultipliers('c', actual, expected);
    assert.equal(one.results[0]!.ok, false);
  }
});

test('a loss that the case does not have is not compared', () => {
  const comparison = new Comparison(FLOAT32_TOLERANCES, 1);
  comparison.addLosses(
    'here',
    { dino_global_crops_loss: 2, ibot_loss: 9, koleo_loss: 9 },
    { dino_global_crops_loss: 2 },
  );
  assert.deepEqual(
    comparison.results.map(({ group }) => group),
    ['losses'],
  );
});
