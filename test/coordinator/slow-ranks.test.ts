import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SlowRanks, slowRank } from '../../src/coordinator/slow-ranks.js';
import type { LogFields } from '../../src/log/log-line.js';
import { aReport } from './job/a-report.js';

const even = { data: 0.1, compute: 1, communication: 0.2, save: 0 };

test('a rank that takes longer than the others is named, with what it does then', () => {
  const seconds = new Map([0, 1, 2, 3].map((rank) => [rank, even]));
  assert.equal(slowRank(seconds), null);
  seconds.set(2, { ...even, data: 0.9, communication: 0 });
  for (const rank of [0, 1, 3]) seconds.set(rank, { ...even, communication: 1 });
  assert.deepEqual(slowRank(seconds), { rank: 2, phase: 'data', seconds: 0.9, others: 0.1 });
  seconds.set(2, { ...even, compute: 1.2 });
  assert.equal(slowRank(seconds), null, 'a fifth more is within what machines differ by');
});

test('one rank has nobody to wait for it', () => {
  assert.equal(slowRank(new Map([[0, even]])), null);
});

test('it is said within 50 steps, once, and again where another rank is slow or a generation begins', () => {
  const said: LogFields[] = [];
  const { observer } = new SlowRanks((fields) => said.push(fields));
  const report = (generation: number, slow: number, steps: number) => {
    const of = (rank: number) => (rank === slow ? { ...even, compute: 2, communication: 0 } : even);
    for (const rank of [1, 0])
      observer.reported!(
        generation,
        rank,
        aReport(rank === 0 ? [...Array(steps).keys()] : [], { phaseSeconds: of(rank) }),
      );
  };
  for (let i = 0; i < 4; i++) report(1, 1, 10);
  assert.equal(said.length, 0);
  report(1, 1, 10);
  const reason = 'it takes 200.0 ms a step for it, the others 100.0 ms: they wait for it';
  assert.deepEqual(said, [{ rank: 1, phase: 'compute', reason }]);
  for (let i = 0; i < 5; i++) report(1, 1, 10);
  assert.equal(said.length, 1);
  for (let i = 0; i < 5; i++) report(1, 0, 10);
  assert.equal(said.length, 2);
  for (let i = 0; i < 5; i++) report(2, 0, 10);
  assert.equal(said.length, 3);
});
