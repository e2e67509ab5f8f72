import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepsToRemove } from '../../../src/checkpoint/save/retention.js';
import { RandomStream } from '../../../src/random/random-stream.js';

test('the newest stay, and multiples of a step for ever', () => {
  const steps = [10, 20, 30, 40, 50, 60];
  assert.deepEqual(stepsToRemove(steps, 60, { newest: 2, every: 0 }), [10, 20, 30, 40]);
  assert.deepEqual(stepsToRemove(steps, 60, { newest: 1, every: 30 }), [10, 20, 40, 50]);
});

test('what is newer than the one just saved was damaged, and goes', () => {
  assert.deepEqual(stepsToRemove([10, 20, 30], 20, { newest: 3, every: 30 }), [30]);
});

test('the one just saved, the newest good one, is never removed', () => {
  const random = new RandomStream(1, 'retention');
  for (let round = 0; round < 500; round++) {
    const steps = Array.from({ length: random.integer(1, 9) }, () => random.integer(0, 100));
    const saved = steps[random.integer(0, steps.length)]!;
    const retention = { newest: random.integer(1, 4), every: random.integer(0, 20) };
    assert.ok(!stepsToRemove(steps, saved, retention).includes(saved));
  }
});

test('the newest at or before a step that is yet to be computed again stays, and no other for it', () => {
  const steps = [10, 20, 30, 40, 50, 60];
  const removed = (...wanted: number[]) => stepsToRemove(steps, 60, { newest: 2, every: 0, wanted });
  assert.deepEqual(removed(20), [10, 30, 40]);
  assert.deepEqual(removed(29, 25), [10, 30, 40]);
  assert.deepEqual(removed(12, 47), [20, 30], 'of each');
  assert.deepEqual(removed(9), [10, 20, 30, 40], 'there is none before it');
  assert.deepEqual(removed(1000), [10, 20, 30, 40], 'the newest stays anyway');
});
