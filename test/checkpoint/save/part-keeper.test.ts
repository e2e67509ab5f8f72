import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { diskFiles } from '../../../src/checkpoint/checkpoint-files.js';
import { shardFileName } from '../../../src/checkpoint/manifest.js';
import { PartKeeper } from '../../../src/checkpoint/save/part-keeper.js';
import { claimOutputDir } from '../../../src/run/claim.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { writtenTo } from '../numbered-shards.js';

/** Of a run that has claimed its output directory. */
async function opened() {
  const outputDir = temporaryFolder();
  const { run, release } = await claimOutputDir(outputDir, () => 'job', 'host');
  await release();
  const folder = join(temporaryFolder(), run);
  const keeper = await PartKeeper.inMemory(diskFiles, folder, outputDir, ({ message }) => assert.fail(message));
  return {
    keeper,
    folder,
    names: () =>
      readdirSync(folder)
        .filter((name) => name !== 'owner.json')
        .sort(),
  };
}

test('snapshots are made of what ranks of this machine have written, and the last two are kept', async () => {
  const { keeper, folder, names } = await opened();
  for (const step of [2, 4, 6]) {
    const save = await writtenTo(folder, step, 'job-1');
    // The other rank's file is in another machine's memory.
    if (step === 6) rmSync(join(folder, '.tmp-6-job-1', shardFileName(0, 2)));
    await keeper.publish(save, step === 6 ? [1] : [0, 1]);
  }
  assert.deepEqual(names(), ['4', '6']);
  assert.deepEqual(
    (await keeper.stored()).map(({ step, ranks }) => [step, ranks]),
    [
      [6, [1]],
      [4, [0, 1]],
    ],
  );
});

test('a file that a rank of this machine has told of and that is not there makes no snapshot', async () => {
  const { keeper, folder, names } = await opened();
  const save = await writtenTo(folder, 2, 'job-1');
  rmSync(join(folder, '.tmp-2-job-1', shardFileName(0, 2)));
  await assert.rejects(keeper.publish(save, [0, 1]), {
    code: 'CHECKPOINT_UNWRITABLE',
    message: /^checkpoint of step 2 is given up: rank 0 has told of \S+ with \d+ bytes, .* there is no such file/,
  });
  assert.deepEqual(names(), ['.tmp-2-job-1']);
});

test('what a generation that is over has begun is cleared, and of the present one what a rank could not write', async () => {
  const { keeper, folder, names } = await opened();
  for (const name of ['.tmp-2-job-1', '.tmp-4-job-2', '.tmp-6-job-2']) mkdirSync(join(folder, name));
  await keeper.clear('job-2', 0);
  assert.deepEqual(names(), ['.tmp-4-job-2', '.tmp-6-job-2']);
  await keeper.clear('job-2', 4);
  assert.deepEqual(names(), ['.tmp-6-job-2']);
});

test('at the good end of a job nothing is left that the disk has', async () => {
  const { keeper, folder, names } = await opened();
  for (const step of [4, 6]) await keeper.publish(await writtenTo(folder, step, 'job-1'), [0, 1]);
  mkdirSync(join(folder, '.tmp-8-job-1'));
  await keeper.removeUpTo(0);
  assert.deepEqual(names(), ['4', '6']);
  await keeper.removeUpTo(4);
  assert.deepEqual(names(), ['6']);
});
