/** A training whose processes are killed again and again, at any moment, ends with the bytes of one that was left alone. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { RandomStream } from '../../src/random/random-stream.js';
import { processesWith, sleep } from '../fixtures/fleet-process.js';
import { killRanks } from './killed-ranks.js';
import { addressesOf, launch, shardBytes, timelessLog, trainingFolder } from './training.js';

const RUNS = 30;
const STEPS = 60;
const keys = ['student.drop_path_rate=0.5', 'train.log_every=1'];

test('workers, agent and launch are killed at random moments, saves and rendezvous included', async (t) => {
  const folder = trainingFolder(t);
  const whole = join(folder.root, 'whole');
  assert.equal(await launch(t, folder, whole, ...keys).ended, 0);
  const shards = shardBytes(whole, STEPS);
  const log = timelessLog(whole);

  for (let seed = 0; seed < RUNS; seed++)
    await t.test(`seed ${seed}`, async (t) => {
      const random = new RandomStream(seed, 'kills');
      const outputDir = join(folder.root, `killed-${seed}`);
      let kills = random.integer(1, 6);
      // Saves take a good part of the time, so that many kills hit one.
      const often = [`train.checkpoint_steps=${random.integer(1, 4)}`, '--max-restarts', '20'];
      while (true) {
        const command = launch(t, folder, outputDir, ...keys, ...often);
        const { coordinator } = await addressesOf(command);
        let isOver = false;
        void command.ended.then(() => {
          isOver = true;
        });
        while (!isOver && kills > 0) {
          await sleep(random.integer(0, 1500));
          const parts = processesWith(`--coordinator=${coordinator}`).concat(processesWith('agent', coordinator));
          const victims = [command.child.pid!, ...parts.map(({ pid }) => pid)];
          const victim = victims[random.integer(0, victims.length)]!;
          try {
            process.kill(victim, 'SIGKILL');
            kills--;
          } catch {
            // It has ended by itself.
          }
        }
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
