import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collective, CollectiveKind } from '../../src/plan/collectives.js';
import type { StepEvent } from '../../src/plan/dry-run.js';
import { meanTime, type Prices, timeStep } from '../../src/plan/step-time.js';

/** Seconds are in the flops of ops, and the bytes of collectives. */
const prices: Prices = {
  betweenOps: 0,
  op: (_, { flops }) => flops,
  collective: ({ sent }) => sent,
};

const op = (seconds: number): StepEvent => ({
  kind: 'op',
  op: 'linear',
  work: { flops: seconds, bytes: 0, sizes: [] },
});
const collective = (kind: CollectiveKind, seconds: number): Collective => ({
  kind,
  sent: seconds,
  crossing: 0,
  ranks: 2,
  ranksPerNode: 2,
});
const start = (collective: Collective): StepEvent => ({ kind: 'start', collective });
const join = (collective: Collective): StepEvent => ({ kind: 'join', collective });

test('a collective costs what is left of it when its result is wanted', () => {
  const gather = collective('gather', 5);
  const { total, ops, waiting, collectives } = timeStep([op(1), start(gather), op(3), join(gather), op(1)], prices);
  assert.deepEqual([total, ops, waiting], [1 + 5 + 1, 5, 2]);
  assert.deepEqual(collectives, { gather: 5, reduce: 0, sum: 0 });
  const hidden = timeStep([start(gather), op(8), join(gather)], prices);
  assert.deepEqual([hidden.total, hidden.waiting], [8, 0]);
});

test('collectives of a kind follow one another, those of other kinds pass them', () => {
  const [first, second, reduction] = [collective('gather', 4), collective('gather', 4), collective('reduce', 4)];
  const { total } = timeStep([start(first), start(second), start(reduction), join(reduction), join(second)], prices);
  assert.equal(total, 8);
});

test('what lies between ops counts for each, and of several steps the mean is told', () => {
  const slow = { ...prices, betweenOps: 0.5 };
  const times = [timeStep([op(1)], slow), timeStep([op(2), op(2)], slow)];
  assert.deepEqual([times[0]!.total, times[1]!.total, meanTime(times).total], [1.5, 5, 3.25]);
});
