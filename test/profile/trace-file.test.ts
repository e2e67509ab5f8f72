import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Slice } from '../../src/profile/slice.js';
import { describeShares } from '../../src/profile/time-shares.js';
import { chromeTrace, type RankProfile } from '../../src/profile/trace-file.js';
import { readTrace } from './read-trace.js';

function slice(track: string, name: string, startNs: number, endNs: number, kind: Slice['kind'] = 'op'): Slice {
  return { track, kind, name, startNs, endNs, args: {} };
}

function profile(rank: number, machine: string, meetingNs: number, slices: Slice[]): RankProfile {
  return { rank, hostname: `host of ${machine}`, machine, meetingNs, slices };
}

test('a trace begins at 0, in microseconds, with a process for each rank and a thread for each track', () => {
  const { traceEvents, displayTimeUnit } = chromeTrace(
    [
      profile(0, 'a', 0, [slice('loader', 'plan', 5_000, 6_000, 'loader'), slice('compute', 'linear', 7_500, 9_001)]),
      profile(3, 'a', 0, [slice('compute', 'attention', 8_000, 8_250)]),
    ],
    {},
  );
  assert.equal(displayTimeUnit, 'ms');
  const complete = traceEvents.filter(({ ph }) => ph === 'X');
  assert.deepEqual(complete, [
    { ph: 'X', name: 'plan', cat: 'loader', pid: 0, tid: 1, ts: 0, dur: 1, args: {} },
    { ph: 'X', name: 'linear', cat: 'op', pid: 0, tid: 0, ts: 2.5, dur: 1.501, args: {} },
    { ph: 'X', name: 'attention', cat: 'op', pid: 3, tid: 0, ts: 3, dur: 0.25, args: {} },
  ]);
  const names = traceEvents.filter(({ name }) => name === 'process_name' || name === 'thread_name');
  assert.deepEqual(
    names.map(({ pid, args }) => [pid, args]),
    [
      [0, { name: 'rank 0' }],
      [0, { name: 'compute' }],
      [0, { name: 'loader' }],
      [3, { name: 'rank 3' }],
      [3, { name: 'compute' }],
    ],
  );
});

test('clocks of machines are set by where all ranks met, those of one machine alike', () => {
  const trace = readTrace(
    JSON.stringify(
      chromeTrace(
        [
          profile(0, 'a', 1_000, [slice('compute', 'x', 0, 10)]),
          profile(1, 'b', 501_000, [slice('compute', 'x', 500_040, 500_050)]),
          // Came late out of the barrier, on a machine whose clock is set.
          profile(2, 'b', 501_700, [slice('compute', 'x', 500_060, 500_070)]),
        ],
        {},
      ),
    ),
  );
  const starts = [0, 1, 2].map((rank) => trace.get(`rank ${rank}`)!.get('compute')![0]!.start);
  assert.deepEqual(starts, [0, 40, 60]);
});

test('what touches on the clock does so in the file, however large the numbers of the clock', () => {
  const at = 8.9e15;
  const parts = Array.from({ length: 50 }, (_, i) => slice('compute', `op ${i}`, at + i * 333, at + (i + 1) * 333));
  const whole = slice('compute', 'step 1', at, at + 50 * 333, 'step');
  const { compute } = Object.fromEntries(
    readTrace(JSON.stringify(chromeTrace([profile(0, 'a', 0, [...parts, whole])], {}))).get('rank 0')!,
  );
  assert.equal(compute!.length, 51);
  const sum = compute!
    .filter(({ category }) => category === 'op')
    .reduce((sum, { start, end }) => sum + end - start, 0);
  assert.equal(sum, compute!.at(-1)!.end - compute!.at(-1)!.start);
});

test('shares of a step are those of its time on the device, and what is in none of them is between ops', () => {
  assert.equal(
    describeShares([
      slice('compute', 'step 4', 0, 10e6, 'step'),
      slice('compute', 'student backbone root forward', 0, 9e6, 'unit'),
      slice('compute', 'linearGelu', 0, 5e6),
      slice('compute', 'attentionBackward', 5e6, 7e6),
      slice('compute', 'adamwEma', 7e6, 8e6),
      slice('compute', 'wait for sum', 8e6, 9e6, 'wait'),
      slice('gathers', 'gather', 0, 9e6, 'collective'),
    ]),
    '10 ms: products 50 %, attention 20 %, other ops 10 %, waits 10 %, between ops 10 %',
  );
  assert.equal(describeShares([]), 'nothing was computed');
});
