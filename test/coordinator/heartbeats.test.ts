import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Heartbeats } from '../../src/coordinator/heartbeats.js';

test('of all signs of one the last time counts, and the last heartbeat; taken, they are forgotten', () => {
  let nowMs = 10;
  const heartbeats = new Heartbeats(() => nowMs);
  heartbeats.ofNode('a');
  const beat = { progress: 5, phase: 'compute', what: 'block 3 forward', step: 7 };
  heartbeats.ofWorker('w', beat);
  nowMs = 20;
  heartbeats.ofNode('a');
  heartbeats.ofWorker('w', null);
  heartbeats.ofWorker('v', null);
  assert.deepEqual(heartbeats.take(), {
    nodes: [['a', 20]],
    workers: [
      ['w', 20, beat],
      ['v', 20, null],
    ],
  });
  assert.deepEqual(heartbeats.take(), { nodes: [], workers: [] });
});
