import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rate } from '../../src/metrics/rate.js';

test('a rate needs two moments', () => {
  const rate = new Rate();
  assert.equal(rate.perSecond(), null);
  rate.add(5, 1000);
  rate.add(9, 1000);
  assert.equal(rate.perSecond(), null);
  rate.add(15, 3000);
  assert.equal(rate.perSecond(), 5);
});

test('what happened more than 30 seconds ago does not count', () => {
  const rate = new Rate();
  rate.add(0, 0);
  for (let second = 1; second <= 10; second++) rate.add(second * 100, second * 1000);
  for (let second = 11; second <= 60; second++) rate.add(1000 + (second - 10), second * 1000);
  assert.equal(rate.perSecond(), 1);
});
