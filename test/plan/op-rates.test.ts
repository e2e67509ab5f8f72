import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MeasuredOp, ratesOf } from '../../src/plan/op-rates.js';

const call = (op: string, sizes: number[], flops: number, bytes: number, seconds: number): MeasuredOp => ({
  op,
  work: { sizes, flops, bytes },
  seconds,
  alone: seconds,
});

const near = (got: number, wanted: number) =>
  assert.ok(Math.abs(got / wanted - 1) < 1e-9, `${got}, expected ${wanted}`);

/** A product at 100 operations a second, one of other sizes at half of that, and an optimizer at 10 bytes a second. */
const measured = [
  call('linear', [64, 64], 1000, 0, 10),
  call('linear', [8, 8], 1000, 0, 20),
  call('adamwEma', [], 0, 100, 10),
];

test('an op takes as long for its work as the one of the nearest sizes that was measured', () => {
  const { secondsOf, flopsPerSecond, bytesPerSecond } = ratesOf(measured, 0);
  assert.deepEqual([flopsPerSecond, bytesPerSecond], [100, 10]);
  const linear = (sizes: number[], flops: number) => secondsOf('linear', { sizes, flops, bytes: 0 });
  near(linear([64, 64], 500), 5);
  near(linear([80, 40], 500), 5);
  near(linear([10, 10], 500), 10);
  near(secondsOf('adamwEma', { sizes: [], flops: 0, bytes: 1000 }), 100);
  // Never seen: at the best rates.
  near(secondsOf('koleo', { sizes: [], flops: 100, bytes: 10 }), 2);
});

test('calls that another program has slowed down do not count', () => {
  const slowed = [30, 10, 10.1, 90].map((seconds) => ({ ...call('linear', [64, 64], 1000, 0, seconds), alone: 1e9 }));
  near(ratesOf([...slowed, measured[2]!], 0).secondsOf('linear', { sizes: [64, 64], flops: 1000, bytes: 0 }), 10);
});

test('where all calls were slowed down, what the threads worked counts', () => {
  const slowed = [30, 50].map((seconds) => ({ ...call('linear', [64, 64], 1000, 0, seconds), alone: 9 }));
  near(ratesOf([...slowed, measured[2]!], 0).secondsOf('linear', { sizes: [64, 64], flops: 1000, bytes: 0 }), 9);
});
