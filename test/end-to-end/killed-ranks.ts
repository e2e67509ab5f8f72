import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { RandomStream } from '../../src/random/random-stream.js';
import { processesWith, sleep } from '../fixtures/fleet-process.js';
import { addressesOf, launch, shardBytes, timelessLog, trainingFolder } from './training.js';

const STEPS = 60;
const KEYS = ['--nproc-per-node', '3', 'train.log_every=1', 'student.drop_path_rate=0.5', '--max-restarts', '50'];

/**
 * Random ranks of a run of three are killed -9, `kills` times at seeded moments: when a rank has made so many steps since
 * the generation began, at some instant within one. The end is compared, byte for byte, with that of a run left alone.
 */
export async function killRanks(t: TestContext, kills: number): Promise<void> {
  const folder = trainingFolder(t);
  const whole = join(folder.root, 'whole');
  const undisturbed = launch(t, folder, whole, ...KEYS);
  assert.equal(await undisturbed.ended, 0, undisturbed.output());
  const expected = { shards: shardBytes(whole, STEPS), log: timelessLog(whole) };

  const random = new RandomStream(kills, 'killed ranks');
  let left = kills;
  for (let run = 0; left > 0; run++) {
    const outputDir = join(folder.root, `killed-${run}`);
    // Saves and snapshots take a good part of the time, so that many kills hit one.
    const saves = [`train.checkpoint_steps=${random.integer(1, 5)}`, 'train.snapshot_seconds=0.05'];
    const memory = `train.snapshot_dir=${join(folder.root, 'memory')}`;
    const command = launch(t, folder, outputDir, ...KEYS, ...saves, memory);
    const { coordinator } = await addressesOf(command);
    let isOver = false;
    void command.ended.then(() => {
      isOver = true;
    });
    while (!isOver && left > 0) {
      await sleep(random.integer(200, 2500));
      const rank = random.integer(0, 3);
      const [victim] = processesWith(`--coordinator=${coordinator}`, `--rank=${rank}`);
      if (victim === undefined) continue;
      try {
        process.kill(victim.pid, 'SIGKILL');
        left--;
      } catch {
        // It has ended by itself.
      }
    }
    assert.equal(await command.ended, 0, command.output());
    assert.deepEqual(timelessLog(outputDir), expected.log);
    const shards = shardBytes(outputDir, STEPS);
    assert.deepEqual(Object.keys(shards), Object.keys(expected.shards));
    for (const [name, bytes] of Object.entries(expected.shards)) assert.ok(bytes.equals(shards[name]!), name);
  }
}
