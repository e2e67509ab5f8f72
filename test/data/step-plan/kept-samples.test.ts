import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawKeptSamples, dropPathRates, keptCount } from '../../../src/data/step-plan/kept-samples.js';

test('each branch of each block keeps its own distinct samples, as many as the rate says', () => {
  const draw = drawKeptSamples(0, 128, [16, 32], [0.5, 0.25])!;
  for (const branch of [draw.attention, draw.ffn])
    branch.forEach((lists, block) => {
      const [globals, locals] = lists!;
      assert.equal(globals!.length, block === 0 ? 8 : 12);
      assert.equal(locals!.length, block === 0 ? 16 : 24);
      assert.equal(new Set(globals).size, globals!.length);
      assert.ok(locals!.every((sample) => sample >= 0 && sample < 32));
    });
  assert.notDeepEqual(draw.attention, draw.ffn);
});

test('the draw depends on seed and position alone', () => {
  const draw = (seed: number, position: number) => drawKeptSamples(seed, position, [64], [0.4]);
  assert.deepEqual(draw(1, 640), draw(1, 640));
  assert.notDeepEqual(draw(1, 640), draw(1, 704));
  assert.notDeepEqual(draw(1, 640), draw(2, 640));
});

test('every sample is kept about as often as the rate says', () => {
  const kept = new Array(10).fill(0);
  for (let position = 0; position < 2000; position++)
    for (const sample of drawKeptSamples(7, position, [10], [0.4])!.attention[0]![0]!) kept[sample]++;
  for (const count of kept) assert.ok(Math.abs(count / 2000 - 0.6) < 0.05, `${count} of 2000`);
});

test('without stochastic depth nothing is drawn, and a block with rate 0 keeps all', () => {
  assert.equal(drawKeptSamples(0, 0, [8], [0, 0]), null);
  assert.equal(drawKeptSamples(0, 0, [8], [0, 0.5])!.attention[0], null);
});

test('as many samples are kept as the released code keeps, one at least', () => {
  assert.deepEqual([keptCount(8, 0.4), keptCount(16, 0.3), keptCount(1, 0.9), keptCount(64, 0.1)], [4, 11, 1, 57]);
});

test('rates are uniform, or rise from 0 to the last block', () => {
  assert.deepEqual(dropPathRates(0.3, 3, true), [0.3, 0.3, 0.3]);
  assert.deepEqual(dropPathRates(0.3, 3, false), [0, 0.15, 0.3]);
  assert.deepEqual(dropPathRates(0.3, 1, false), [0]);
});
