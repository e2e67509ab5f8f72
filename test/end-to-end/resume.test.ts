/**
 * A run that was interrupted ends with the same bytes as one that was not. Half of the samples skip each residual branch,
 * so that the random numbers of stochastic depth must come back too.
 */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readManifest } from '../../src/checkpoint/manifest.js';
import { RandomStream } from '../../src/random/random-stream.js';
import { type FleetProcess, firstSteps, loggedSteps, processesWith } from '../fixtures/fleet-process.js';
import { until } from '../fixtures/until.js';
import { endOfGeneration } from './dying-worker.js';
import {
  addressesOf,
  checkpointFolder,
  globalBatch,
  launch,
  launchDying,
  readLog,
  shardBytes,
  timelessLog,
  trainingFolder,
} from './training.js';

const STEPS = 60;
const stochasticDepth = 'student.drop_path_rate=0.5';
const random = new RandomStream(7, 'moments of interruption');

async function endsWell(command: FleetProcess): Promise<void> {
  assert.equal(await command.ended, 0, command.output());
}

/** Resolves when the run log holds `step`. */
async function reaches(outputDir: string, step: number): Promise<void> {
  await until(`step ${step} in ${outputDir}`, () => {
    try {
      return loggedSteps(outputDir).at(-1)! >= step || undefined;
    } catch {
      return undefined; // no log yet, or half a line of it
    }
  });
}

test('an interrupted training ends with the bytes of one that went through', async (t) => {
  const folder = trainingFolder(t);
  const whole = join(folder.root, 'whole');
  await endsWell(launch(t, folder, whole, stochasticDepth));
  const expected = { shards: shardBytes(whole, STEPS), log: timelessLog(whole) };
  assert.deepEqual(Object.keys(expected.shards), [
    'rank-00000-of-00002.safetensors',
    'rank-00001-of-00002.safetensors',
  ]);
  assert.ok(readLog(whole).filter(({ skipped }) => skipped === false).length > STEPS / 2, 'most steps change weights');

  const assertSame = (outputDir: string) => {
    assert.deepEqual(timelessLog(outputDir), expected.log);
    const shards = shardBytes(outputDir, STEPS);
    assert.deepEqual(Object.keys(shards), Object.keys(expected.shards));
    for (const [name, bytes] of Object.entries(expected.shards)) assert.ok(bytes.equals(shards[name]!), name);
  };
  const interruptions: [string, (t: TestContext) => Promise<void>][] = [];
  const interrupted = (name: string, interrupt: (t: TestContext, outputDir: string) => Promise<void>) =>
    interruptions.push([
      name,
      async (t) => {
        const outputDir = join(folder.root, name.replaceAll(/\W+/g, '-'));
        await interrupt(t, outputDir);
        assertSame(outputDir);
      },
    ]);

  interrupted('by train.max_steps, twice, off the rhythm of reports', async (t, outputDir) => {
    await endsWell(launch(t, folder, outputDir, stochasticDepth, 'train.max_steps=11'));
    assert.deepEqual(loggedSteps(outputDir), firstSteps(11));
    await endsWell(launch(t, folder, outputDir, stochasticDepth, 'train.max_steps=38', 'train.log_every=7'));
    await endsWell(launch(t, folder, outputDir, stochasticDepth));
  });

  const [stopAfter, killAfter] = [random.integer(1, STEPS / 6), 10 + random.integer(0, STEPS / 3)];
  interrupted('by Ctrl-C', async (t, outputDir) => {
    const command = launch(t, folder, outputDir, stochasticDepth);
    await reaches(outputDir, stopAfter);
    command.child.kill('SIGINT');
    await endsWell(command);
    const [, step] = /stopped at step (\d+), saved/.exec(command.output()) ?? assert.fail(command.output());
    assert.deepEqual(loggedSteps(outputDir), firstSteps(Number(step)));
    assert.match(command.output(), /To go on from there: \.\/dinofleet launch /);
    await endsWell(launch(t, folder, outputDir, stochasticDepth));
  });

  const rank = random.integer(0, 2);
  const nth = random.integer(1, STEPS / 3);
  for (const [moment, death] of [
    ['in a step, its gradients not yet summed', { rank, at: 'sumOverRanks', nth }],
    ['in a save', { rank, at: 'checkpoint', nth }],
    ['in the rendezvous, rank 0', { rank: 0, at: 'join', nth: 1 }],
    ['in the rendezvous, rank 1', { rank: 1, at: 'join', nth: 1 }],
  ] as const)
    interrupted(`by kill -9 of a worker ${moment}`, async (t, outputDir) => {
      const deaths = [{ generation: 1, ...death }];
      const command = launchDying(t, folder, outputDir, deaths, stochasticDepth, 'train.checkpoint_steps=10');
      await endsWell(command);
      assert.match(command.output(), endOfGeneration(deaths[0]!));
    });

  interrupted('by kill -9 of launch itself', async (t, outputDir) => {
    const command = launch(t, folder, outputDir, stochasticDepth, 'train.checkpoint_steps=10', 'train.lease_s=1');
    const { coordinator } = await addressesOf(command);
    await reaches(outputDir, killAfter);
    command.child.kill('SIGKILL');
    await command.ended;
    await until('end of its agent and workers', () => processesWith(coordinator).length === 0 || undefined);
    await endsWell(launch(t, folder, outputDir, stochasticDepth));
  });
  await Promise.all(interruptions.map(([name, run]) => t.test(name, run)));
});

test('a run goes on with another number of workers where it was, in the same global batches', async (t) => {
  const folder = trainingFolder(t);
  const [begun, twoRanks] = [join(folder.root, 'begun'), join(folder.root, 'two')];
  await endsWell(launch(t, folder, begun, 'train.max_steps=15'));
  const goOn = async (outputDir: string, ranks: number) => {
    cpSync(begun, outputDir, { recursive: true });
    await endsWell(launch(t, folder, outputDir, '--nproc-per-node', String(ranks), 'train.max_steps=20'));
    return readLog(outputDir);
  };
  const expected = await goOn(twoRanks, 2);

  for (const ranks of [1, 3])
    await t.test(`${ranks} in place of 2`, async () => {
      const outputDir = join(folder.root, `on-${ranks}`);
      const log = await goOn(outputDir, ranks);
      assert.deepEqual(
        log.map(({ step }) => step),
        firstSteps(20),
      );
      assert.deepEqual(log.slice(0, 15), expected.slice(0, 15));
      const manifest = await readManifest(checkpointFolder(outputDir, 20));
      assert.equal(manifest.globalBatch, globalBatch);
      assert.equal(manifest.nextPosition, 20 * globalBatch);
      assert.equal(manifest.files.length, ranks);
      for (const { images } of log) assert.equal(images, globalBatch);
      // The same images, crops and masks: all but KoLeo, which is per rank, is the same, to fp16 on the wire.
      for (const loss of ['dino_local_crops_loss', 'dino_global_crops_loss', 'ibot_loss'])
        assertClose(log[15]![loss], expected[15]![loss], 2e-3, `${loss} on ${ranks} ranks`);
    });
});

function assertClose(actual: unknown, expected: unknown, relative: number, what: string): void {
  const difference = Math.abs(Number(actual) / Number(expected) - 1);
  assert.ok(difference <= relative, `${what} is ${actual}, expected ${expected} within ${relative} of it`);
}

test('a finished training is not started again, unless its last checkpoint is damaged', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const keys = ['train.max_steps=4', 'train.checkpoint_steps=2'];
  await endsWell(launch(t, folder, outputDir, ...keys));
  const shards = shardBytes(outputDir, 4);
  const again = launch(t, folder, outputDir, ...keys);
  await endsWell(again);
  assert.match(again.output(), /info nothing-to-do resume="step 4" .*\ninfo finished reason="finished at step 4"/);
  assert.doesNotMatch(again.output(), /node-joined|rendezvous/);

  const file = join(checkpointFolder(outputDir, 4), Object.keys(shards)[0]!);
  const bytes = readFileSync(file);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(file, bytes);
  const mended = launch(t, folder, outputDir, ...keys);
  await endsWell(mended);
  assert.match(mended.output(), /info running /);
  assert.deepEqual(shardBytes(outputDir, 4), shards);
});
