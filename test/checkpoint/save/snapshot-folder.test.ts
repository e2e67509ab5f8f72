import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSnapshotFolder, removeSnapshots } from '../../../src/checkpoint/save/snapshot-folder.js';
import { temporaryFolder } from '../../formats/torch-files.js';

const run = (n: number) => `${String(n).repeat(8)}-0000-4000-8000-000000000000`;
const sameRun = (n: number) => async () => run(n);

test("a run's folder is its owner's alone, and there again at the next launch", async () => {
  const base = join(temporaryFolder(), 'memory/base');
  const owner = { run: run(1), outputDir: '/out' };
  const folder = await openSnapshotFolder(base, owner, sameRun(1));
  assert.equal(folder, join(base, run(1)));
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  mkdirSync(join(folder, '40'));
  assert.equal(await openSnapshotFolder(base, owner, sameRun(1)), folder);
  assert.ok(existsSync(join(folder, '40')));
});

test('folders of runs that are gone are removed; those of others, and what cannot be told, stay', async () => {
  const base = temporaryFolder();
  for (const [n, outputDir] of ['/gone', '/living', '/unreadable'].entries()) {
    mkdirSync(join(base, run(n + 1)));
    writeFileSync(join(base, run(n + 1), 'owner.json'), JSON.stringify({ run: run(n + 1), outputDir }));
  }
  mkdirSync(join(base, 'foreign'));
  mkdirSync(join(base, 'torn'));
  writeFileSync(join(base, 'torn/owner.json'), '{"run": "');
  const runOf = async (outputDir: string) => {
    if (outputDir === '/unreadable') throw new Error('EIO');
    return outputDir === '/living' ? run(2) : null;
  };
  await openSnapshotFolder(base, { run: run(4), outputDir: '/out' }, runOf);
  assert.deepEqual(readdirSync(base).sort(), [run(2), run(3), run(4), 'foreign', 'torn'].sort());
});

test('what lies there under our name and is no directory of ours is refused', async () => {
  const folder = temporaryFolder();
  const target = join(folder, 'target');
  mkdirSync(target);
  chmodSync(target, 0o777);
  symlinkSync(target, join(folder, 'link'));
  await assert.rejects(openSnapshotFolder(join(folder, 'link'), { run: run(1), outputDir: '/out' }, sameRun(1)), {
    message: /link is no directory of user \d+; set train\.snapshot_dir to one that is$/,
  });
  symlinkSync(target, join(folder, run(1)));
  await assert.rejects(openSnapshotFolder(folder, { run: run(1), outputDir: '/out' }, sameRun(1)), {
    message: /is no directory of user/,
  });
});

test('a run that ended well leaves no snapshot that is no newer than its last checkpoint', async () => {
  const folder = join(temporaryFolder(), run(1));
  for (const step of [40, 50]) mkdirSync(join(folder, String(step)), { recursive: true });
  await removeSnapshots(folder, 40);
  assert.deepEqual(readdirSync(folder), ['50']);
  await removeSnapshots(folder, 60);
  assert.equal(existsSync(folder), false);
});

test('a place where there can be no folder is refused at once', async () => {
  for (const [base, reason] of [
    ['/proc/x', 'its file system takes no new folders'],
    ['/dev/null/x', '/dev/null is a file, and no folder'],
  ] as const)
    await assert.rejects(openSnapshotFolder(base, { run: run(1), outputDir: '/out' }, sameRun(1)), {
      message: `folder ${base} cannot be made: ${reason}`,
    });
});
