import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readlinkSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type CheckpointFiles, diskFiles } from '../../../src/checkpoint/checkpoint-files.js';
import { CheckpointKeeper } from '../../../src/checkpoint/save/keeper.js';
import type { ToldSave } from '../../../src/checkpoint/save/publish.js';
import { checkpointsDirectory, runLogPath, tokenPath } from '../../../src/run/layout.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { writtenTo } from '../numbered-shards.js';

function claimed(): string {
  const outputDir = temporaryFolder();
  writeFileSync(tokenPath(outputDir), 'ours');
  return outputDir;
}

function keeperOf(outputDir: string, files: CheckpointFiles = diskFiles): CheckpointKeeper {
  const retention = { newest: 3, every: 0 };
  return new CheckpointKeeper(files, { outputDir, token: 'ours', retention, store: 'shared', onSkipped: () => {} });
}

/** Two ranks write their files, which is all that they do. */
function written(outputDir: string, step: number, attempt = 'job-1'): Promise<ToldSave> {
  return writtenTo(checkpointsDirectory(outputDir), step, attempt);
}

test('the newest are kept, and the link leads to the last', async () => {
  const outputDir = claimed();
  const keeper = keeperOf(outputDir);
  for (const step of [1, 2, 3, 4]) {
    const save = await written(outputDir, step);
    await keeper.publish(save);
    await keeper.prune(save.draft);
  }
  assert.deepEqual(readdirSync(checkpointsDirectory(outputDir)).sort(), ['2', '3', '4', 'latest']);
  assert.equal((await keeper.findLatest([]))?.directory, join(checkpointsDirectory(outputDir), '4'));
});

test('a checkpoint that was made by a process that died before it could say so is there when it is ordered again', async () => {
  const outputDir = claimed();
  const save = await written(outputDir, 5);
  const directory = await keeperOf(outputDir).publish(save);
  assert.equal(await keeperOf(outputDir).publish(save), directory);
  assert.equal((await keeperOf(outputDir).findLatest([]))?.step, 5);
  const other = { ...save, records: save.records.map((record) => record.replace(/[0-9a-f]{8}/, 'deadbeef')) };
  await assert.rejects(keeperOf(outputDir).publish(other), { code: 'CHECKPOINT_UNWRITABLE' });
});

test('a file that is said to be written and is not there, or not whole, is of no checkpoint', async () => {
  const outputDir = claimed();
  const keeper = keeperOf(outputDir);
  await keeper.publish(await written(outputDir, 5));
  const root = checkpointsDirectory(outputDir);
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
  const save = await written(outputDir, 10);
  truncateSync(file, 1000);
  await refused(save, /it has 1000; every node must see the same directory there$/);
  writeFileSync(file, Buffer.alloc((JSON.parse(save.records[1]!) as { bytes: number }).bytes));
  await refused(save, /it begins otherwise/);
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

test('what others than the present attempt have begun is cleared', async () => {
  const outputDir = claimed();
  const keeper = keeperOf(outputDir);
  for (const [step, attempt] of [
    [5, 'job-1'],
    [6, 'job-2'],
    [7, 'job-2'],
  ] as const)
    await written(outputDir, step, attempt);
  const names = () => readdirSync(checkpointsDirectory(outputDir)).sort();
  await keeper.clear('job-2');
  assert.deepEqual(names(), ['.tmp-6-job-2', '.tmp-7-job-2']);
  await keeper.clear(null);
  assert.deepEqual(names(), []);
});

test('a checkpoint that another launch has taken the directory from is not made, and names it', async () => {
  const outputDir = claimed();
  const keeper = keeperOf(outputDir);
  const save = await written(outputDir, 5);
  writeFileSync(tokenPath(outputDir), 'theirs\n');
  await assert.rejects(keeper.publish(save), {
    code: 'CHECKPOINT_SUPERSEDED',
    message: `another launch has taken over ${outputDir} and saves there by now: theirs; stop one of the two`,
  });
  await assert.rejects(keeper.clear(null), { code: 'CHECKPOINT_SUPERSEDED' });
  assert.deepEqual(readdirSync(checkpointsDirectory(outputDir)), ['.tmp-5-job-1']);
  rmSync(tokenPath(outputDir));
  await keeper.publish(save);
});

test('what cannot be cleared starts no generation, and says what to do', async () => {
  const outputDir = claimed();
  const root = checkpointsDirectory(outputDir);
  mkdirSync(join(root, '.tmp-5-old-1'), { recursive: true });
  const failing = {
    ...diskFiles,
    rename: async () => Promise.reject(new Error('EROFS: read-only file system, rename')),
  };
  await assert.rejects(keeperOf(outputDir, failing).clear('job-1'), {
    code: 'CHECKPOINT_UNWRITABLE',
    message:
      `what earlier workers have begun to save in ${root} cannot be removed: EROFS: read-only file system, rename; ` +
      'mend the permissions, then launch again',
  });
});

test('a disk that is full when the manifest is written says so', async () => {
  const outputDir = claimed();
  const create: CheckpointFiles['create'] = async (path) => {
    if (path.endsWith('manifest.json')) throw new Error('ENOSPC: no space left on device, open');
    return diskFiles.create(path);
  };
  await assert.rejects(keeperOf(outputDir, { ...diskFiles, create }).publish(await written(outputDir, 5)), {
    code: 'CHECKPOINT_UNWRITABLE',
    message:
      /^checkpoint of step 5 cannot be written to \S+: ENOSPC: .*; free space or mend the permissions, then launch/,
  });
});

test('a checkpoint on the disk is made whether the run log is there or was moved away', async () => {
  const outputDir = claimed();
  const keeper = keeperOf(outputDir);
  await keeper.publish(await written(outputDir, 5));
  writeFileSync(runLogPath(outputDir), '{"step":5}\n');
  await keeper.publish(await written(outputDir, 6));
  assert.equal((await keeper.findLatest([]))?.step, 6);
});
