import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listedSteps, storedParts } from '../../src/checkpoint/inventory.js';
import { MANIFEST_FILE, shardFileName } from '../../src/checkpoint/manifest.js';
import { checkpointsDirectory } from '../../src/run/layout.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { saveOnRanks, smallConfig } from './small-training.js';

/** A folder of snapshots of steps 5 and 10, as `ranks` ranks have made them. */
async function snapshots(ranks: number, config = smallConfig()): Promise<string> {
  const outputDir = temporaryFolder();
  for (const step of [5, 10]) await saveOnRanks(ranks, outputDir, config, step);
  return checkpointsDirectory(outputDir);
}

async function stored(folder: string) {
  const skipped: string[] = [];
  const found = await storedParts(folder, false, ({ message }) => skipped.push(message));
  return { found, skipped };
}

test('a node tells what it has, the newest first, and of which ranks; what lies elsewhere is no damage', async () => {
  const folder = await snapshots(2);
  rmSync(join(folder, '10', shardFileName(0, 2)));
  const { found, skipped } = await stored(folder);
  const [{ identity, ...newest }, older] = found as [(typeof found)[0], (typeof found)[0]];
  const directory = join(folder, '10');
  assert.deepEqual(newest, {
    step: 10,
    directory,
    globalBatch: 4,
    computeType: 'float32',
    worldSize: 2,
    ranks: [1],
    ownFileIsEnough: true,
    onDisk: false,
  });
  assert.deepEqual(older.ranks, [0, 1]);
  assert.notEqual(older.identity, identity);
  assert.deepEqual(skipped, []);
});

test('parts of one snapshot on two machines have one identity', async () => {
  const folder = await snapshots(2);
  const other = temporaryFolder();
  cpSync(folder, other, { recursive: true });
  rmSync(join(other, '10', shardFileName(1, 2)));
  const [here, there] = [await stored(folder), await stored(other)];
  assert.equal(here.found[0]!.identity, there.found[0]!.identity);
});

test('a torn file is not told of, and a torn manifest or one of another step is of no use; each is spoken of', async () => {
  const folder = await snapshots(2);
  truncateSync(join(folder, '10', shardFileName(1, 2)), 500);
  mkdirSync(join(folder, '20'));
  writeFileSync(join(folder, '20', MANIFEST_FILE), '{"half');
  cpSync(join(folder, '5'), join(folder, '15'), { recursive: true });
  const { found, skipped } = await stored(folder);
  assert.deepEqual(
    found.map(({ step, ranks }) => [step, ranks]),
    [
      [10, [0]],
      [5, [0, 1]],
    ],
  );
  assert.equal(skipped.length, 3);
  assert.match(
    skipped.join(),
    /20\/manifest\.json cannot be read.*15 has a manifest of step 5.*00001-of-00002\S+ has 500 bytes/,
  );
});

test("where ranks read the first one's file, too, it is told", async () => {
  const centred = await snapshots(2, smallConfig({ train: { centering: 'centering', batch_size_per_gpu: 2 } }));
  assert.equal((await stored(centred)).found[0]!.ownFileIsEnough, false);
  assert.deepEqual((await stored(join(centred, 'nowhere'))).found, []);
});

test('checkpoints are listed, the newest first, and none is read', async () => {
  const outputDir = temporaryFolder();
  for (const name of ['5', '10', '.tmp-15-job-1'])
    mkdirSync(join(checkpointsDirectory(outputDir), name), { recursive: true });
  assert.deepEqual(await listedSteps(outputDir), [10, 5]);
});
