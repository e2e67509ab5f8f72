/** A training whose processes are killed again and again, at any moment, ends with the bytes of one that was left alone. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { RandomStream } from '../../src/random/random-stream.js';
import { type FleetProcess, processesWith } from '../fixtures/fleet-process.js';
import { until } from '../fixtures/until.js';
import { type Death, PLACES } from './dying-worker.js';
import { killRanks } from './killed-ranks.js';
import { addressesOf, launch, launchDying, shardBytes, timelessLog, trainingFolder } from './training.js';

const RUNS = 30;
const STEPS = 60;
const keys = ['student.drop_path_rate=0.5', 'train.log_every=1'];

/** Kills the launch or its agent before anything has begun, or when the log has so many more steps. */
async function killAt(command: FleetProcess, outputDir: string, random: RandomStream): Promise<void> {
  const { coordinator } = await addressesOf(command);
  const steps = loggedSteps(outputDir) + random.integer(0, 8);
  let isOver = false;
  void command.ended.then(() => {
    isOver = true;
  });
  await until(`${steps} steps, or an end`, () => isOver || loggedSteps(outputDir) >= steps || undefined);
  const agents = processesWith('agent', coordinator).map(({ pid }) => pid);
  const victims = [command.child.pid!, ...agents];
  try {
    process.kill(victims[random.integer(0, victims.length)]!, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** 0 where there is no log. */
function loggedSteps(outputDir: string): number {
  const path = join(outputDir, 'log.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}

test('workers, agent and launch are killed at seeded moments, saves and rendezvous included', async (t) => {
  const folder = trainingFolder(t);
  const whole = join(folder.root, 'whole');
  assert.equal(await launch(t, folder, whole, ...keys).ended, 0);
  const shards = shardBytes(whole, STEPS);
  const log = timelessLog(whole);

  for (let seed = 0; seed < RUNS; seed++)
    await t.test(`seed ${seed}`, async (t) => {
      const random = new RandomStream(seed, 'kills');
      const outputDir = join(folder.root, `killed-${seed}`);
      // Saves take a good part of the time, so that many kills hit one.
      const often = [`train.checkpoint_steps=${random.integer(1, 4)}`, '--max-restarts', '20'];
      for (let kills = random.integer(1, 6); ; kills--) {
        const deaths = Array.from({ length: random.integer(0, 3) }, (_, i): Death => {
          const at = PLACES[random.integer(0, PLACES.length)]!;
          return {
            generation: i + 1,
            rank: random.integer(0, 2),
            at,
            nth: at === 'join' ? 1 : random.integer(1, 7),
          };
        });
        const command = launchDying(t, folder, outputDir, deaths, ...keys, ...often);
        if (kills > 0) await killAt(command, outputDir, random);
        const exitCode = await command.ended;
        if (exitCode === 0) break;
        assert.equal(exitCode, null, command.output());
      }
      assert.deepEqual(timelessLog(outputDir), log);
      const names = Object.keys(shards);
      const killed = shardBytes(outputDir, STEPS);
      assert.deepEqual(Object.keys(killed), names);
      for (const name of names) assert.ok(shards[name]!.equals(killed[name]!), name);
    });
});

test('ranks of a run of three killed at 20 moments, saves included: every run ends with the bytes of one left alone', (t) =>
  killRanks(t, 20));
