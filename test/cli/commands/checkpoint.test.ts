import assert from 'node:assert/strict';
import { readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { saveOnRanks, smallConfig } from '../../checkpoint/small-training.js';
import { commandHost } from '../../fixtures/command-host.js';
import { temporaryFolder } from '../../formats/torch-files.js';

const dinofleet = commandHost({ after });
const checkpoint = (...args: string[]) => dinofleet('checkpoint', ...args);

test('ls tells steps, sizes, ranks, times, and what is wrong with a torn one', async () => {
  const run = temporaryFolder();
  await saveOnRanks(2, run, smallConfig(), 5);
  const torn = await saveOnRanks(2, run, smallConfig(), 10);
  truncateSync(join(torn, 'rank-00001-of-00002.safetensors'), 4000);
  const { status, stdout } = await checkpoint('ls', run);
  assert.equal(status, 0);
  assert.match(
    stdout,
    /^10 {2}torn {2}\S+rank-00001-of-00002\.safetensors has 4000 bytes, .*\n5 {2}good {2}\d+ bytes {2}2 ranks {2}2026-01-01T/,
  );
  const rows = JSON.parse((await checkpoint('ls', join(run, 'checkpoints'), '--json')).stdout);
  assert.deepEqual(
    rows.map(({ step, world_size, problem }: Record<string, unknown>) => [step, world_size, problem === null]),
    [
      [10, null, false],
      [5, 2, true],
    ],
  );
});

test('verify reads all of a run, names file and tensors of what is damaged, and exits with 1', async () => {
  const run = temporaryFolder();
  const good = await saveOnRanks(2, run, smallConfig(), 5);
  const bad = await saveOnRanks(2, run, smallConfig(), 10);
  const files = [0, 1].map((rank) => join(bad, `rank-0000${rank}-of-00002.safetensors`));
  const bytes = readFileSync(files[0]!);
  bytes[bytes.length - 100]! ^= 4;
  writeFileSync(files[0]!, bytes);
  rmSync(files[1]!);
  const damaged = await checkpoint('verify', run);
  assert.equal(damaged.status, 1);
  assert.match(damaged.stdout, new RegExp(`${bad}: DAMAGED.*\n {2}${files[0]}: block 0, bytes .* it holds tensor "`));
  assert.match(damaged.stdout, new RegExp(`\n {2}${files[1]} is missing; it holds tensor "`));
  assert.match(damaged.stdout, new RegExp(`\n${good}: good, 2 blocks, \\d+ bytes\n`));
  const { status, stdout } = await checkpoint('verify', good, '--json');
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout)[0].bad, []);
});

test('inspect tells what the manifest says', async () => {
  const directory = await saveOnRanks(3, temporaryFolder(), smallConfig(), 5);
  const { stdout } = await checkpoint('inspect', directory);
  assert.match(stdout, /^format_version: 2\nstep: 5\n/);
  assert.match(stdout, /\nworld_size: 3\n[\s\S]*\n {2}backbone\.pos_embed \(1, 5, 12\)\n/);
  const all = JSON.parse((await checkpoint('inspect', directory, '--json')).stdout);
  assert.equal(all.next_position, 20);
  assert.equal(all.config.student.embed_dim, 12);
  assert.deepEqual(all.rng, { generator: 'philox4x32-10', seed: 0 });
});

test('reshard writes it for another number of ranks, and says where', async () => {
  const directory = await saveOnRanks(3, temporaryFolder(), smallConfig(), 5);
  const out = temporaryFolder();
  const { status, stdout } = await checkpoint('reshard', directory, '--ranks', '2', '--out', out);
  assert.equal(status, 0);
  assert.equal(stdout, `${join(out, 'checkpoints/5')}\n`);
  assert.equal((await checkpoint('verify', out)).status, 0);
});

test('what is no checkpoint is refused with a word, and every command has help with an example', async () => {
  const nowhere = join(temporaryFolder(), 'nowhere');
  for (const [args, code] of [
    [['ls', nowhere], 2],
    [['verify', nowhere], 2],
    [['inspect', nowhere], 2],
    [['reshard', nowhere, '--ranks', '2', '--out', nowhere], 2],
    [['reshard', nowhere, '--ranks', '0', '--out', nowhere], 2],
  ] as const) {
    const { status, stderr } = await checkpoint(...args);
    assert.equal(status, code, `${args}: ${stderr}`);
    assert.match(stderr, /there is no such directory|is no checkpoint, there is no manifest|Expected a whole number/);
  }
  for (const command of ['ls', 'verify', 'inspect', 'reshard'])
    assert.match(
      (await checkpoint(command, '--help')).stdout,
      new RegExp(`Example:\n {2}./dinofleet checkpoint ${command} `),
    );
});

test("a run's directory stands for its newest whole checkpoint, which is said", async () => {
  const run = temporaryFolder();
  const whole = await saveOnRanks(1, run, smallConfig(), 5);
  const torn = await saveOnRanks(1, run, smallConfig(), 10);
  truncateSync(join(torn, 'rank-00000-of-00001.safetensors'), 4000);
  const note = `note: ${run} is a run: its newest checkpoint, ${whole}, is taken\n`;
  for (const directory of [run, join(run, 'checkpoints')]) {
    const { status, stdout, stderr } = await checkpoint('inspect', directory);
    assert.equal(status, 0);
    assert.equal(stderr, note.replace(run, directory));
    assert.match(stdout, /\nstep: 5\n/);
  }
  const out = temporaryFolder();
  assert.equal(
    (await checkpoint('reshard', run, '--ranks', '2', '--out', out)).stdout,
    `${join(out, 'checkpoints/5')}\n`,
  );
});

test('what is there in the place of a checkpoint is named', async () => {
  const run = temporaryFolder();
  const directory = await saveOnRanks(1, run, smallConfig(), 5);
  symlinkSync('6', join(run, 'dangling'));
  const expected = 'expected a directory OUTPUT_DIR/checkpoints/<step>';
  for (const [path, message] of [
    [join(run, 'none'), `is no checkpoint: there is no such directory; ${expected}`],
    [join(run, 'dangling'), `is a link to 6, which is not there; ${expected}`],
    ['README.md', `is no checkpoint, it is a file; ${expected}`],
    [join(directory, 'manifest.json'), `is a file of a checkpoint; give its directory, ${directory}`],
    ['src', `is no checkpoint, there is no manifest.json in it; ${expected}`],
  ] as const)
    for (const command of ['inspect', 'verify']) {
      const { status, stderr } = await checkpoint(command, path);
      assert.equal(status, 2, stderr);
      assert.equal(stderr, `error [CHECKPOINT_MISSING] ${path} ${message}\n`);
    }
});

test('reshard says what is wrong with --out, and nothing of a launch', async () => {
  const directory = await saveOnRanks(1, temporaryFolder(), smallConfig(), 5);
  const { status, stderr } = await checkpoint('reshard', directory, '--ranks', '2', '--out', '/proc/x');
  assert.equal(status, 2);
  assert.equal(
    stderr,
    'error [OUTPUT_NOT_WRITABLE] --out is /proc/x, which cannot be written: ENOENT: no such file or directory\n',
  );
});
