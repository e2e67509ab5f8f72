import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutEchoes } from '../../src/cli/follow-job.js';

/** How many of interrupts at these times are heard, where one within 300 ms of another is its echo. */
function heard(...times: number[]): number[] {
  const found: number[] = [];
  let now = 0;
  const interrupt = withoutEchoes(() => found.push(now), { interruptEchoMs: 300, nowMs: () => now });
  for (now of times) interrupt();
  return found;
}

test('a first interrupt is heard, whenever it comes', () => {
  assert.deepEqual(heard(0), [0]);
  assert.deepEqual(heard(1e9), [1e9]);
});

test('the echo of an interrupt is no second wish, nor is the echo of an echo', () => {
  assert.deepEqual(heard(1000, 1001), [1000]);
  assert.deepEqual(heard(1000, 1299, 1500, 1799), [1000]);
});

test('an interrupt that comes later is a second wish', () => {
  assert.deepEqual(heard(1000, 1300), [1000, 1300]);
  assert.deepEqual(heard(1000, 1100, 1400), [1000, 1400]);
});
