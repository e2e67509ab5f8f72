/**
 * Real file systems that refuse: a small tmpfs and a read-only mount, each in a mount namespace of its own, which a user
 * needs no privilege for where the kernel lets users have namespaces. What they do to a save is tested without them in
 * checkpoint-saver.test.ts.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { recipe, trainingFolder } from './training.js';

/** A launch in a namespace in which `mounts` were made first; OUT is the output directory. */
function launchAfter(t: TestContext, mounts: string, ...keys: string[]) {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  mkdirSync(outputDir);
  const folders = [`train.dataset_path=${folder.images}`, `train.output_dir=${outputDir}`];
  const command = [process.execPath, 'dist/src/cli/main.js', 'launch', recipe, ...folders, ...keys];
  const namespace = process.getuid!() === 0 ? ['--mount'] : ['--mount', '--user', '--map-root-user'];
  const script = `${mounts.replaceAll('OUT', outputDir)} && exec "$@"`;
  const { status, stdout, stderr } = spawnSync('unshare', [...namespace, 'sh', '-c', script, 'sh', ...command], {
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

test('a disk that is too small for a second checkpoint ends the run with what it needs, and the first stays', (t) => {
  // One checkpoint of this recipe has 0.44 MB.
  const { status, output } = launchAfter(t, 'mount -t tmpfs -o size=1m tmpfs OUT', 'train.checkpoint_steps=2');
  assert.equal(status, 1, output);
  assert.match(output, /info checkpoint step=2 /);
  assert.match(
    output,
    /error failed reason="rank \d failed: checkpoint of step \d+ needs 0\.\d{3} GB, and \S+ has 0\.00\d GB free; nothing was written/,
  );
  assert.doesNotMatch(output, /generation-ended/);
});

test('a read-only directory ends the run at its first save, and is named', (t) => {
  const mounts = 'mkdir OUT/checkpoints && mount -t tmpfs -o ro tmpfs OUT/checkpoints';
  const { status, output } = launchAfter(t, mounts, 'train.checkpoint_steps=2');
  assert.equal(status, 1, output);
  assert.match(
    output,
    /error failed reason="rank \d failed: checkpoint of step 2 (?:cannot be written to \S+: (?:EROFS|.*read-only)|needs \S+ GB, and \S+ has 0\.000 GB free)/,
  );
});

test('a disk that is too small for the record of a step ends no run', (t) => {
  const mounts = 'mkdir OUT/recorded && mount -t tmpfs -o size=200k tmpfs OUT/recorded';
  const { status, output } = launchAfter(t, mounts, 'train.max_steps=4', 'train.record_step=2');
  assert.equal(status, 0, output);
  assert.match(output, /warn worker rank=0 message="step 2 is not recorded: \S+ cannot be written: .*/);
  assert.match(output, /info finished/);
});

test('on a disk that is too small the file that embed was to replace stays, and the error says what is needed', (t) => {
  const folder = trainingFolder(t);
  const place = join(folder.root, 'place');
  mkdirSync(place);
  // 48 rows of 1,280 numbers are 240 KiB.
  const mounts = 'mount -t tmpfs -o size=64k tmpfs "$0" && head -c 40000 /dev/zero > "$0/old.safetensors" && "$@"';
  const check = 'status=$?; ls -A "$0"; wc -c < "$0/old.safetensors"; exit $status';
  const weights = ['random:configs/quickstart.yaml', folder.images, 'student.embed_dim=1280'];
  const command = [
    process.execPath,
    'dist/src/cli/main.js',
    'embed',
    ...weights,
    '--out',
    join(place, 'old.safetensors'),
  ];
  const namespace = process.getuid!() === 0 ? ['--mount'] : ['--mount', '--user', '--map-root-user'];
  const script = `${mounts}; ${check}`;
  const { status, stdout, stderr } = spawnSync('unshare', [...namespace, 'sh', '-c', script, place, ...command], {
    encoding: 'utf8',
  });
  assert.equal(status, 1, stdout + stderr);
  assert.match(
    stderr,
    /error \[OUTPUT_UNWRITABLE\] \S+old\.safetensors cannot be written: it needs \d+ bytes, and \S+ has \d+ free: ENOSPC/,
  );
  assert.equal(stdout, 'old.safetensors\n40000\n');
});
