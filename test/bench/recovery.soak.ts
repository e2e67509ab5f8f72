/** What heals, twenty times each, and what kills leave of half an hour; as root, for the hosts are network namespaces. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

function bench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/bench/main.js', ...args, '--json'], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const ROUNDS = 20;

test('every fault heals, each time', (t) => {
  const faults = Object.entries<{ rounds: number; seen_s: object; next_step_s: object }>(
    bench('recovery', '--rounds', String(ROUNDS)),
  );
  assert.ok(faults.length >= 8);
  for (const [name, { rounds, ...figures }] of faults) {
    assert.equal(rounds, ROUNDS);
    t.diagnostic(`${name}: ${JSON.stringify(figures)}`);
  }
});

test('a training of which a worker is killed every three minutes is the undisturbed one, step for step', (t) => {
  const figures = bench('goodput', '--minutes', '30', '--every', '180', '--undisturbed', '30');
  t.diagnostic(JSON.stringify(figures));
  assert.ok(figures.kills >= 9, `${figures.kills} kills`);
  assert.ok(figures.compared_steps > 1000, `${figures.compared_steps} steps`);
  assert.equal(figures.equal_steps, figures.compared_steps);
});
