import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readlinkSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type CheckpointFiles, diskFiles, withoutSync } from '../../../src/checkpoint/checkpoint-files.js';
import { DirectoryStore } from '../../../src/checkpoint/directory-store.js';
import { CheckpointKeeper, type ToldSave } from '../../../src/checkpoint/save/keeper.js';
import { LAUNCH_AGAIN } from '../../../src/checkpoint/save/unwritable.js';
import { writeShard } from '../../../src/checkpoint/save/write-shard.js';
import { planSharding } from '../../../src/fsdp/plan.js';
import { networksOf } from '../../../src/model/networks.js';
import { checkpointsDirectory, runLogPath, tokenPath } from '../../../src/run/layout.js';
import { submodulesOf } from '../../../src/train/sharded-network.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { numberedShards } from '../numbered-shards.js';
import { manifestContents, smallConfig } from '../small-training.js';

const config = smallConfig();
const plan = planSharding(submodulesOf(config, networksOf(config)), 2);

interface Place {
  outputDir: string;
  snapshotDir: string;
}

function place(): Place {
  const outputDir = temporaryFolder();
  writeFileSync(tokenPath(outputDir), 'ours');
  return { outputDir, snapshotDir: temporaryFolder() };
}

function keeperOf({ outputDir, snapshotDir }: Place, files: CheckpointFiles = diskFiles): CheckpointKeeper {
  const retention = { newest: 3, every: 0 };
  return new CheckpointKeeper(files, { outputDir, snapshotDir, token: 'ours', retention, onSkipped: () => {} });
}

/** Two ranks write their files, which is all that they do. */
async function written(place: Place, step: number, { snapshot = false, attempt = 'job-1' } = {}): Promise<ToldSave> {
  const root = snapshot ? place.snapshotDir : checkpointsDirectory(place.outputDir);
  const store = new DirectoryStore(withoutSync(diskFiles), root);
  const draft = { step, attempt };
  const records: string[] = [];
  for (const rank of [0, 1]) {
    const order = { rank, plan, replicated: {}, draft, advice: LAUNCH_AGAIN };
    records.push(JSON.stringify(await writeShard(store, order, numberedShards(plan, rank), () => {})));
  }
  return {
    snapshot,
    draft,
    head: JSON.stringify({ ...manifestContents(config, step), plan, replicated: {} }),
    records,
  };
}

test('checkpoints lie on the disk and snapshots in memory; of each what need not be kept is removed', async () => {
  const at = place();
  const keeper = keeperOf(at);
  for (const snapshot of [false, true])
    for (const step of [1, 2, 3, 4]) {
      const save = await written(at, step, { snapshot });
      await keeper.publish(save);
      await keeper.prune(snapshot, save.draft);
    }
  assert.deepEqual(readdirSync(checkpointsDirectory(at.outputDir)).sort(), ['2', '3', '4', 'latest']);
  assert.deepEqual(readdirSync(at.snapshotDir).sort(), ['3', '4', 'latest']);
  assert.equal((await keeper.findLatest([]))?.directory, join(checkpointsDirectory(at.outputDir), '4'));
});

test('a file that is said to be written and is not there, or not whole, is of no checkpoint', async () => {
  const at = place();
  const keeper = keeperOf(at);
  await keeper.publish(await written(at, 5));
  const root = checkpointsDirectory(at.outputDir);
  const file = join(root, '.tmp-10-job-1/rank-00001-of-00002.safetensors');
  const refused = (save: ToldSave, found: RegExp) =>
    assert.rejects(keeper.publish(save), (error: Error & { code: string }) => {
      assert.equal(error.code, 'CHECKPOINT_UNWRITABLE');
      assert.match(
        error.message,
        /^checkpoint of step 10 is given up: rank 1 has told of \S+ with \d+ bytes, expected rank-0/,
      );
      assert.match(error.message, found);
      return true;
    });
  const save = await written(at, 10);
  truncateSync(file, 1000);
  await refused(save, /it has 1000; every node must see the same directory there$/);
  rmSync(file);
  await refused(save, /there is no such file/);
  const [first] = save.records;
  await refused(
    { ...save, records: [first!, first!] },
    /told of rank-00000-of-00002\.safetensors .* there is no such file/,
  );
  assert.deepEqual(readdirSync(root).sort(), ['.tmp-10-job-1', '5', 'latest']);
  assert.equal(readlinkSync(join(root, 'latest')), '5');
});

test('what others than the present attempt have begun is cleared, and one save alone is discarded', async () => {
  const at = place();
  const keeper = keeperOf(at);
  for (const [step, attempt] of [
    [5, 'job-1'],
    [6, 'job-2'],
    [7, 'job-2'],
  ] as const)
    for (const snapshot of [false, true]) await written(at, step, { snapshot, attempt });
  const names = () => [checkpointsDirectory(at.outputDir), at.snapshotDir].map((root) => readdirSync(root).sort());
  await keeper.clear('job-2');
  assert.deepEqual(names(), Array(2).fill(['.tmp-6-job-2', '.tmp-7-job-2']));
  await keeper.discard(true, { step: 6, attempt: 'job-2' });
  assert.deepEqual(names(), [['.tmp-6-job-2', '.tmp-7-job-2'], ['.tmp-7-job-2']]);
  await keeper.clear(null);
  assert.deepEqual(names(), [[], []]);
});

test('a checkpoint that another launch has taken the directory from is not made, and names it', async () => {
  const at = place();
  const keeper = keeperOf(at);
  const save = await written(at, 5);
  writeFileSync(tokenPath(at.outputDir), 'theirs\n');
  await assert.rejects(keeper.publish(save), {
    code: 'CHECKPOINT_SUPERSEDED',
    message: `another launch has taken over ${at.outputDir} and saves there by now: theirs; stop one of the two`,
  });
  await assert.rejects(keeper.clear(null), { code: 'CHECKPOINT_SUPERSEDED' });
  assert.deepEqual(readdirSync(checkpointsDirectory(at.outputDir)), ['.tmp-5-job-1']);
  rmSync(tokenPath(at.outputDir));
  await keeper.publish(save);
});

test('what cannot be cleared starts no generation, and says what to do', async () => {
  const at = place();
  const root = checkpointsDirectory(at.outputDir);
  mkdirSync(join(root, '.tmp-5-old-1'), { recursive: true });
  const failing = {
    ...diskFiles,
    rename: async () => Promise.reject(new Error('EROFS: read-only file system, rename')),
  };
  await assert.rejects(keeperOf(at, failing).clear('job-1'), {
    code: 'CHECKPOINT_UNWRITABLE',
    message:
      `what earlier workers have begun to save in ${root} cannot be removed: EROFS: read-only file system, rename; ` +
      'mend the permissions, then launch again',
  });
});

test('a disk that is full when the manifest is written says so', async () => {
  const at = place();
  const create: CheckpointFiles['create'] = async (path) => {
    if (path.endsWith('manifest.json')) throw new Error('ENOSPC: no space left on device, open');
    return diskFiles.create(path);
  };
  await assert.rejects(keeperOf(at, { ...diskFiles, create }).publish(await written(at, 5)), {
    code: 'CHECKPOINT_UNWRITABLE',
    message:
      /^checkpoint of step 5 cannot be written to \S+: ENOSPC: .*; free space or mend the permissions, then launch/,
  });
});

test('a checkpoint on the disk is made whether the run log is there or was moved away', async () => {
  const at = place();
  const keeper = keeperOf(at);
  await keeper.publish(await written(at, 5));
  writeFileSync(runLogPath(at.outputDir), '{"step":5}\n');
  await keeper.publish(await written(at, 6));
  assert.equal((await keeper.findLatest([]))?.step, 6);
});
