import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { launch, recipe, trainingFolder } from '../end-to-end/training.js';
import { type FleetProcess, processesWith, programProcess } from '../fixtures/fleet-process.js';
import { temporaryFolder } from '../formats/torch-files.js';

const executable = join(process.cwd(), 'dinofleet');
const folder = temporaryFolder();

test('the executable runs from anywhere, by a link in PATH, with arguments as they are, without a home', () => {
  mkdirSync(join(folder, 'bin'));
  symlinkSync(executable, join(folder, 'bin', 'dinofleet'));
  symlinkSync(join('bin', 'dinofleet'), join(folder, 'again'));
  const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, HOME: '/nowhere' };
  for (const program of [executable, 'dinofleet', './again']) {
    const run = spawnSync(program, ['launch', 'no such  $file.yaml'], { cwd: folder, env, encoding: 'utf8' });
    assert.equal(run.status, 2, run.stderr);
    assert.match(run.stderr, /configuration no such {2}\$file\.yaml cannot be read/);
  }
});

test('the executable says so where set-up has not been run, and where there is no Node', () => {
  mkdirSync(join(folder, 'a checkout'));
  const copy = join(folder, 'a checkout', 'dinofleet');
  copyFileSync(executable, copy);
  chmodSync(copy, 0o755);
  const without = spawnSync(copy, ['doctor'], { encoding: 'utf8' });
  assert.equal(without.status, 1);
  assert.match(
    without.stderr,
    /^error: set-up has not been run in \S+\/a checkout .*; run: npm --prefix '.*' run setup\n$/,
  );

  mkdirSync(join(folder, 'tools'));
  symlinkSync('/usr/bin/readlink', join(folder, 'tools', 'readlink'));
  const nodeless = spawnSync('/bin/sh', [executable, 'doctor'], {
    env: { PATH: join(folder, 'tools') },
    encoding: 'utf8',
  });
  assert.equal(nodeless.status, 1);
  assert.match(nodeless.stderr, /^error: there is no node in PATH, expected Node 20\.15 or newer/);
});

/** A coordinator that waits for agents, by `program` and `args` before the executable's own. */
async function waitingCoordinator(t: TestContext, ...before: string[]): Promise<FleetProcess> {
  const { root, images } = trainingFolder(t);
  const keys = [`train.dataset_path=${images}`, `train.output_dir=${join(root, 'out')}`];
  const [program, ...args] = [...before, executable, 'coordinator', recipe, ...keys];
  const command = programProcess(t, program!, args);
  await command.says(/info coordinator address=/);
  return command;
}

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const)
  test(`${signal} to the process of the executable reaches the program`, async (t) => {
    const command = await waitingCoordinator(t);
    command.child.kill(signal);
    assert.equal(await command.ended, 0, command.output());
    assert.match(command.output(), /info stopped reason="stopped before training, nothing is saved"/);
  });

test('a signal that is ignored at the start stays ignored: by nohup, by a shell', async (t) => {
  const nohup = await waitingCoordinator(t, 'nohup');
  const shell = await waitingCoordinator(t, 'sh', '-c', 'trap "" INT QUIT; exec "$@"', 'sh');
  nohup.child.kill('SIGHUP');
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) shell.child.kill(signal);
  for (const command of [nohup, shell]) {
    command.child.kill('SIGTERM');
    assert.equal(await command.ended, 0, command.output());
    assert.equal(command.output().match(/info stopping/g)?.length, 1);
  }
});

test('nohup protects a training with all of its processes', async (t) => {
  const training = trainingFolder(t);
  const outputDir = join(training.root, 'out');
  const keys = [`train.dataset_path=${training.images}`, `train.output_dir=${outputDir}`];
  const run = programProcess(t, 'nohup', [executable, 'launch', recipe, ...keys]);
  const [, address] = await run.says(/info coordinator address=(\S+)/);
  await run.says(/info running/);
  const processes = processesWith(address!);
  assert.equal(processes.length, 3);
  for (const { pid } of [...processes, { pid: run.child.pid! }]) process.kill(pid, 'SIGHUP');
  assert.equal(await run.ended, 0, run.output());
  assert.match(run.output(), /info finished reason="finished at step 60"/);
  assert.doesNotMatch(run.output(), /stopping|generation-ended/);
});

test('SIGTERM to all processes of a training, as systemd and batch systems send it, saves and stops', async (t) => {
  const training = trainingFolder(t);
  const run = launch(t, training, join(training.root, 'out'), 'optim.epochs=1000');
  const [, address] = await run.says(/info coordinator address=(\S+)/);
  await run.says(/step=\d+\/20000/);
  for (const { pid } of processesWith(address!)) process.kill(pid, 'SIGTERM');
  run.child.kill('SIGTERM');
  assert.equal(await run.ended, 0, run.output());
  assert.match(run.output(), /info stopped reason="stopped at step \d+, saved"/);
  assert.doesNotMatch(run.output(), /generation-ended/);
});

test('SIGUSR2 saves a checkpoint on all ranks and the training goes on; SIGUSR1 does where it was asked for', async (t) => {
  const training = trainingFolder(t);
  const run = launch(t, training, join(training.root, 'out'), 'optim.epochs=1000', '--save-on-sigusr1');
  const [, address] = await run.says(/info coordinator address=(\S+)/);
  await run.says(/step=\d+\/20000/);
  for (const { pid } of processesWith(address!)) process.kill(pid, 'SIGUSR2');
  run.child.kill('SIGUSR2');
  await run.says(/info save-requested reason="a checkpoint follows, and the training goes on"/);
  const [, first, directory] = await run.says(/info checkpoint step=(\d+) directory=(\S+)/);
  const { files } = JSON.parse(readFileSync(join(directory!, 'manifest.json'), 'utf8')) as { files: unknown[] };
  assert.equal(files.length, 2);
  run.child.kill('SIGUSR1');
  await run.says(new RegExp(`info checkpoint step=(?!${first} )\\d+ `));
  run.child.kill('SIGINT');
  assert.equal(await run.ended, 0, run.output());
  assert.equal(run.output().match(/save-requested/g)?.length, 2);
});

test('SIGUSR1 that was not asked for does nothing', async (t) => {
  const command = await waitingCoordinator(t);
  command.child.kill('SIGUSR1');
  command.child.kill('SIGTERM');
  assert.equal(await command.ended, 0, command.output());
  assert.doesNotMatch(command.output(), /save-requested|[Dd]ebugger/);
});
