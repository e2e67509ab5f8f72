import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { RandomStream } from '../../src/random/random-stream.js';
import { type Death, endOfGeneration, PLACES } from './dying-worker.js';
import { launch, launchDying, shardBytes, timelessLog, trainingFolder } from './training.js';

const STEPS = 60;
const KEYS = ['--nproc-per-node', '3', 'train.log_every=1', 'student.drop_path_rate=0.5', '--max-restarts', '50'];
/** Few enough that a run has not ended when the last is due. */
const KILLS_IN_A_RUN = 5;

/**
 * Random ranks of runs of three kill themselves, `kills` times in all: one in each generation, before the n-th call of a
 * method of its training or before the n-th operation on the disk of its checkpoints. The end is compared, byte for
 * byte, with that of a run left alone.
 */
export async function killRanks(t: TestContext, kills: number): Promise<void> {
  const folder = trainingFolder(t);
  const whole = join(folder.root, 'whole');
  const undisturbed = launch(t, folder, whole, ...KEYS);
  assert.equal(await undisturbed.ended, 0, undisturbed.output());
  const expected = { shards: shardBytes(whole, STEPS), log: timelessLog(whole) };

  const random = new RandomStream(kills, 'killed ranks');
  for (let run = 0; run * KILLS_IN_A_RUN < kills; run++) {
    const count = Math.min(KILLS_IN_A_RUN, kills - run * KILLS_IN_A_RUN);
    const deaths = Array.from({ length: count }, (_, i): Death => {
      const at = PLACES[random.integer(0, PLACES.length)]!;
      return { generation: i + 1, rank: random.integer(0, 3), at, nth: at === 'join' ? 1 : random.integer(1, 7) };
    });
    const outputDir = join(folder.root, `killed-${run}`);
    const saves = [`train.checkpoint_steps=${random.integer(1, 4)}`, 'train.snapshot_seconds=0.05'];
    const memory = `train.snapshot_dir=${join(folder.root, 'memory')}`;
    const command = launchDying(t, folder, outputDir, deaths, ...KEYS, ...saves, memory);
    assert.equal(await command.ended, 0, command.output());
    const planned = deaths.map(({ generation, rank, at, nth }) => `${generation}: rank ${rank} at ${at} ${nth}`).join();
    for (const death of deaths) assert.match(command.output(), endOfGeneration(death), planned);
    assert.deepEqual(timelessLog(outputDir), expected.log, planned);
    const shards = shardBytes(outputDir, STEPS);
    assert.deepEqual(Object.keys(shards), Object.keys(expected.shards));
    for (const [name, bytes] of Object.entries(expected.shards)) assert.ok(bytes.equals(shards[name]!), name);
  }
}
