/** What becomes of a training whose checkpoints or snapshots are damaged, lost, or all that is left of it. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type FleetProcess, processesWith, workerPid } from '../fixtures/fleet-process.js';
import { until } from '../fixtures/until.js';
import {
  addressesOf,
  checkpointFolder,
  launch,
  shardBytes,
  type TrainingFolder,
  timelessLog,
  trainingFolder,
} from './training.js';

const STEPS = 60;

async function endsWell(command: FleetProcess): Promise<string> {
  assert.equal(await command.ended, 0, command.output());
  return command.output();
}

function flipByte(path: string, place: number): void {
  const bytes = readFileSync(path);
  bytes[place]! ^= 0x10;
  writeFileSync(path, bytes);
}

/** The run's folder of snapshots, once it has one of a step of `from` or more. */
async function withSnapshot(base: string, from: number): Promise<string> {
  return until(`snapshot of step ${from}`, () => {
    const [run] = existsSync(base) ? readdirSync(base) : [];
    if (run === undefined) return undefined;
    const steps = readdirSync(join(base, run)).filter((name) => /^\d+$/.test(name));
    return steps.some((step) => Number(step) >= from) ? join(base, run) : undefined;
  });
}

/** Kills launch itself; its agent and workers end when their lease is over (`launchWithSnapshots`), and the next one begins a job of its own. */
async function killWithAll(command: FleetProcess): Promise<void> {
  const { coordinator } = await addressesOf(command);
  command.child.kill('SIGKILL');
  await command.ended;
  await until('end of its agent and workers', () => processesWith(coordinator).length === 0 || undefined);
  await new Promise((wake) => setTimeout(wake, 1_500));
}

/** A training that is never left alone but by us: snapshots as often as can be, no checkpoint but the last. */
function launchWithSnapshots(t: TestContext, folder: TrainingFolder, outputDir: string, ...more: string[]) {
  const base = join(folder.root, 'memory');
  const keys = [`train.snapshot_dir=${base}`, 'train.snapshot_seconds=0.01', 'train.log_every=1', 'train.lease_s=1'];
  return { base, command: launch(t, folder, outputDir, ...keys, ...more) };
}

test('a training goes on from what is good, to the same end', async (t) => {
  const folder = trainingFolder(t);
  const whole = join(folder.root, 'whole');
  await endsWell(launch(t, folder, whole, 'train.checkpoint_steps=20', 'train.keep_checkpoints=9'));
  const expected = { shards: shardBytes(whole, STEPS), log: timelessLog(whole) };
  const assertSame = (outputDir: string) => {
    assert.deepEqual(timelessLog(outputDir), expected.log);
    const shards = shardBytes(outputDir, STEPS);
    for (const [name, bytes] of Object.entries(expected.shards)) assert.ok(bytes.equals(shards[name]!), name);
  };

  await t.test('after the two newest checkpoints were damaged where only a rank that reads them sees it', async (t) => {
    const outputDir = join(folder.root, 'damaged');
    cpSync(whole, outputDir, { recursive: true, verbatimSymlinks: true });
    flipByte(join(checkpointFolder(outputDir, 60), 'rank-00001-of-00002.safetensors'), 100_000);
    flipByte(join(checkpointFolder(outputDir, 40), 'rank-00000-of-00002.safetensors'), 50_000);
    const output = await endsWell(launch(t, folder, outputDir, '--max-restarts', '0'));
    for (const [generation, step, rank] of [
      [1, 60, 1],
      [2, 40, 0],
    ]) {
      const file = `${checkpointFolder(outputDir, step!)}/rank-0000${rank}-of-00002.safetensors`;
      assert.match(
        output,
        new RegExp(
          `generation-ended generation=${generation} reason="rank ${rank} failed: ${file}: block 0, .* it holds`,
        ),
      );
    }
    assert.match(output, /info resume generation=3 step=20 directory=\S+\/damaged\/checkpoints\/20/);
    assertSame(outputDir);
  });

  await t.test('a run whose checkpoints are all damaged is refused: it does not begin anew', async (t) => {
    const outputDir = join(folder.root, 'ruined');
    cpSync(whole, outputDir, { recursive: true, verbatimSymlinks: true });
    for (const step of [20, 40, 60]) flipByte(join(checkpointFolder(outputDir, step), 'manifest.json'), 500);
    const command = launch(t, folder, outputDir);
    assert.equal(await command.ended, 1);
    assert.match(
      command.output(),
      /error \[CHECKPOINT_TORN\] no checkpoint in \S+ is whole: .*; choose|or choose another/,
    );
  });

  await t.test('from a snapshot, when a worker was killed before any checkpoint was saved', async (t) => {
    const outputDir = join(folder.root, 'killed-worker');
    const { base, command } = launchWithSnapshots(t, folder, outputDir);
    const { coordinator } = await addressesOf(command);
    const pid = await workerPid(coordinator, 1, 1);
    const run = await withSnapshot(base, 5);
    process.kill(pid, 'SIGKILL');
    const output = await endsWell(command);
    assert.match(output, new RegExp(`info resume generation=2 step=\\d+ directory=${run}/\\d+`));
    assertSame(outputDir);
    assert.deepEqual(readdirSync(base), [], 'a run that ends well leaves no snapshot');
  });

  await t.test('from a snapshot, when launch itself was killed; garbage beside it is passed over', async (t) => {
    const outputDir = join(folder.root, 'killed-launch');
    const { base, command } = launchWithSnapshots(t, folder, outputDir);
    const run = await withSnapshot(base, 5);
    await killWithAll(command);
    for (const name of ['.tmp-70-lost-1', '.old-3-lost-1', '999']) mkdirSync(join(run, name));
    writeFileSync(join(run, '999/manifest.json'), '{"half a manif');
    const output = await endsWell(launchWithSnapshots(t, folder, outputDir).command);
    assert.match(output, /warn checkpoint-skipped reason="\S+\/999\/manifest\.json cannot be read/);
    assert.match(output, /resume="step \d+"/);
    assert.match(output, new RegExp(`info resume generation=1 step=\\d+ directory=${run}/\\d+`));
    assertSame(outputDir);
    assert.deepEqual(readdirSync(base), []);
  });

  await t.test('from the snapshot before, when the newest is not what its node takes it for', async (t) => {
    const outputDir = join(folder.root, 'lying');
    const { base, command } = launchWithSnapshots(t, folder, outputDir);
    const run = await withSnapshot(base, 5);
    await killWithAll(command);
    const steps = readdirSync(run).filter((name) => /^\d+$/.test(name));
    const [older, newest] = steps.map(Number).sort((a, b) => a - b) as [number, number];
    // Beyond the header: the node finds the file whole, and the rank that reads it does not.
    flipByte(join(run, String(newest), 'rank-00001-of-00002.safetensors'), 100_000);
    const again = launchWithSnapshots(t, folder, outputDir, '--max-restarts', '0');
    const output = await endsWell(again.command);
    assert.match(output, new RegExp(`info resume generation=1 step=${newest} directory=${run}/${newest}`));
    assert.match(output, new RegExp(`info resume generation=2 step=${older} directory=${run}/${older}`));
    assertSame(outputDir);
  });

  await t.test('from the disk, when the machine was started anew and its memory is lost', async (t) => {
    const outputDir = join(folder.root, 'rebooted');
    const { base, command } = launchWithSnapshots(t, folder, outputDir, 'train.checkpoint_steps=10');
    await withSnapshot(base, 12);
    await until('first checkpoint', () => existsSync(checkpointFolder(outputDir, 10)) || undefined);
    await killWithAll(command);
    rmSync(base, { recursive: true });
    const output = await endsWell(launchWithSnapshots(t, folder, outputDir).command);
    assert.match(output, /info resume generation=1 step=\d0 directory=\S+\/rebooted\/checkpoints\/\d0/);
    assertSame(outputDir);
  });

  await t.test('a snapshot beyond a length that was cut is saved to the disk, and the run is over', async (t) => {
    const outputDir = join(folder.root, 'cut');
    const { base, command } = launchWithSnapshots(t, folder, outputDir);
    await withSnapshot(base, 5);
    await killWithAll(command);
    const output = await endsWell(launchWithSnapshots(t, folder, outputDir, 'train.max_steps=3').command);
    const [, step] = /finished at step (\d+)"/.exec(output) ?? assert.fail(output);
    assert.ok(Number(step) >= 5);
    assert.ok(existsSync(checkpointFolder(outputDir, Number(step))));
    assert.deepEqual(readdirSync(base), []);
    await endsWell(launchWithSnapshots(t, folder, outputDir).command);
    assertSame(outputDir);
  });

  await t.test(
    'an output directory that was removed is another run: the snapshots of the former are removed too',
    async (t) => {
      const outputDir = join(folder.root, 'removed');
      const { base, command } = launchWithSnapshots(t, folder, outputDir);
      const run = await withSnapshot(base, 3);
      await killWithAll(command);
      rmSync(outputDir, { recursive: true });
      const again = launchWithSnapshots(t, folder, outputDir);
      await again.command.says(/resume="no checkpoint, starting at step 0"/);
      assert.equal(existsSync(run), false);
      await withSnapshot(base, 3);
      again.command.child.kill('SIGINT');
      const output = await endsWell(again.command);
      assert.match(output, /stopped at step \d+, saved|finished at step 60/);
      assert.deepEqual(readdirSync(base), [], 'save and stop is a good end');
    },
  );
});
