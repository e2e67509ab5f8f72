// Alone on the machine: a rank that waits for a core must not be taken for one that hangs, or for a slow one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rankLogPath } from '../../src/run/layout.js';
import { launchDying, readLog, trainingFolder } from './training.js';

test('a rank that hangs is ended after five seconds without any setting, by name, and tells what it has done last', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const deaths = [{ generation: 1, rank: 1, at: 'sumOverRanks', nth: 12, hangs: true }] as const;
  const command = launchDying(t, folder, outputDir, deaths, 'train.max_steps=30', 'train.log_every=1');
  assert.equal(await command.ended, 0, command.output());
  const [, seconds, what, step] =
    /generation=1 reason="rank 1 on \S+ made no progress for (\d\.\d) s: compute \((.*?)\), step (\d+)"/.exec(
      command.output(),
    )!;
  assert.ok(Number(seconds) < 7, seconds);
  assert.match(what!, /^\S+ backward$/);
  assert.equal(step, '11');
  const log = readFileSync(rankLogPath(outputDir, 1), 'utf8');
  assert.match(log, /no progress for 4\.\d s; the last that this rank has begun:\n/);
  assert.match(log, /step 10 {2}communication: .*\n(?:.*\n)*.*step 11 {2}data: next batch\n/);
  assert.match(readFileSync(rankLogPath(outputDir, 0), 'utf8'), /step 11 {2}communication: .*\n/);
  assert.equal(readLog(outputDir).length, 30);
});

test('a rank that others wait for is named within fifty steps, and the training goes on', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const deaths = [{ generation: 1, rank: 1, at: 'forwardBackward', nth: 1, slowerMs: 60 }] as const;
  const command = launchDying(t, folder, outputDir, deaths, 'train.max_steps=60', 'train.log_every=5');
  assert.equal(await command.ended, 0, command.output());
  assert.match(
    command.output(),
    /warn slow-rank rank=1 phase=compute reason="it takes \d+\.\d ms a step for it, the others/,
  );
  assert.doesNotMatch(command.output(), /generation-ended/);
});
