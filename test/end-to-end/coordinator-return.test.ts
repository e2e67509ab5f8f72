import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../fixtures/until.js';
import { launch, launchDying, readLog, shardBytes, timelessLog, trainingFolder } from './training.js';

const STEPS = 40;
const keys = [`train.max_steps=${STEPS}`, 'train.log_every=1', 'train.checkpoint_steps=10'];

/** Steps that take long enough to kill somebody within them. */
const slower = [{ generation: 1, rank: 0, at: 'forwardBackward', nth: 1, slowerMs: 50 }] as const;

const stepsIn = (outputDir: string) => {
  try {
    return readLog(outputDir).length;
  } catch {
    return 0; // none yet, or a line that is being written
  }
};

test('a launch that is killed, twice, and given again each time, ends with the bytes of one that was not', async (t) => {
  const folder = trainingFolder(t);
  const [undisturbed, outputDir] = [join(folder.root, 'undisturbed'), join(folder.root, 'killed')];
  assert.equal(await launch(t, folder, undisturbed, ...keys).ended, 0);

  for (const killedAt of [8, 23]) {
    const command = launchDying(t, folder, outputDir, slower, ...keys);
    await until(`step ${killedAt}`, () => stepsIn(outputDir) >= killedAt || undefined);
    command.child.kill('SIGKILL');
    await command.ended;
  }
  const last = launchDying(t, folder, outputDir, slower, ...keys);
  assert.equal(await last.ended, 0, last.output());
  assert.match(last.output(), /warn coordinator-returned generation=1/);
  assert.doesNotMatch(last.output(), /generation-ended|worker-ready/);
  assert.deepEqual(timelessLog(outputDir), timelessLog(undisturbed));
  for (const step of [30, STEPS]) assert.deepEqual(shardBytes(outputDir, step), shardBytes(undisturbed, step));
});
