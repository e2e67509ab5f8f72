/** Checkpoints in an object store: nodes share no directory, and what a launch needs of the run is there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { S3Store } from '../../src/checkpoint/s3/s3-store.js';
import type { FleetProcess } from '../fixtures/fleet-process.js';
import { makeBucket, motoServer, type ObjectServer, useServer } from '../fixtures/object-servers.js';
import { addressesOf, dinofleet, launch, recipe, shardBytes, timelessLog, trainingFolder } from './training.js';

const STEPS = 120;
const KEYS = [
  'train.nproc_per_node=1',
  'train.batch_size_per_gpu=4',
  `train.max_steps=${STEPS}`,
  'optim.epochs=1000',
  'train.checkpoint_steps=20',
  'train.snapshot_seconds=0',
];

let server: ObjectServer;
const ends: (() => void | Promise<void>)[] = [];
after(async () => {
  for (const end of ends) await end();
});
before(async () => {
  server = await motoServer({ after: (call) => void ends.push(call) });
  useServer(server);
  await makeBucket(server, 'runs');
});

function storeOf(place: string): S3Store {
  return S3Store.at(place, null, { onWaiting: (reason) => assert.fail(reason), onAlive: () => {} });
}

/** The files of the newest checkpoint, by rank. */
async function storedShards(place: string): Promise<Record<string, Buffer>> {
  const store = storeOf(place);
  const [newest] = await store.published();
  assert.equal(newest?.step, STEPS);
  const names = ['rank-00000-of-00002.safetensors', 'rank-00001-of-00002.safetensors'];
  const files: Record<string, Buffer> = {};
  for (const name of names) {
    const bytes = (await store.bytesOf(newest, name))!;
    files[name] = Buffer.from(await store.read(newest, name, 0, bytes));
  }
  return files;
}

function hosted(t: TestContext, images: string, outputDir: string, place: string) {
  const folders = [`train.dataset_path=${images}`, `train.output_dir=${outputDir}`, `train.checkpoint_store=${place}`];
  return dinofleet(t, 'coordinator', recipe, ...folders, ...KEYS, '--nodes', '2:2');
}

test('a run in a store goes on from there on another machine, and ends with the bytes of one on a disk', async (t) => {
  const folder = trainingFolder(t);
  const place = 's3://runs/one two';
  const agent = (coordinator: string, name: string): FleetProcess =>
    dinofleet(t, 'agent', '--coordinator', coordinator, '--output-dir', join(folder.root, name));

  const first = hosted(t, folder.images, join(folder.root, 'first'), place);
  const { coordinator } = await addressesOf(first);
  const agents = ['a', 'b'].map((name) => agent(coordinator, name));
  await first.says(/info checkpoint step=40 /);
  for (const one of [first, ...agents]) one.child.kill('SIGKILL');
  await Promise.all([first, ...agents].map((one) => one.ended));
  rmSync(join(folder.root, 'first'), { recursive: true, force: true });

  const second = hosted(t, folder.images, join(folder.root, 'second'), place);
  const again = (await addressesOf(second)).coordinator;
  const others = ['c', 'd'].map((name) => agent(again, name));
  const [, step] = await second.says(/info resume generation=1 step=(\d+) /);
  assert.ok(Number(step) >= 40);
  for (const [i, one] of [second, ...others].entries()) assert.equal(await one.ended, 0, `${i}: ${one.output()}`);
  assert.match(second.output(), /info brought node=\S+ step=\d+ megabytes=0\.\d/);
  for (const name of ['c', 'd'])
    assert.deepEqual(
      readdirSync(join(folder.root, name, 'from-store')).filter((entry) => entry !== '.place-id'),
      [],
      'nothing of it stays on a node',
    );

  const together = join(folder.root, 'together');
  const alone = launch(t, folder, together, ...KEYS, 'train.nproc_per_node=2');
  assert.equal(await alone.ended, 0, alone.output());
  assert.deepEqual(await storedShards(place), shardBytes(together, STEPS));
  // The log of a machine that is gone is gone with it: the other one's begins where it went on.
  const log = timelessLog(join(folder.root, 'second'));
  assert.deepEqual(log, timelessLog(together).slice(STEPS - log.length));
  assert.deepEqual(
    (await storeOf(place).published()).map((draft) => draft.step),
    [STEPS, STEPS - 20, STEPS - 40],
  );
});

test('a place that is no store, or a bucket that is not there, is named before anything is started', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  for (const [place, message] of [
    ['s3://no-such-bucket/x', /no-such-bucket/],
    ['s3://runs/a//b', /between two slashes/],
    ['gs://runs/a', /train\.checkpoint_store.*expected shared, nodes, nodes:\/DIR, or s3:\/\/BUCKET\/PREFIX/],
  ] as const) {
    const command = launch(t, folder, outputDir, ...KEYS, `train.checkpoint_store=${place}`);
    assert.notEqual(await command.ended, 0, command.output());
    assert.match(command.output(), message);
    assert.doesNotMatch(command.output(), /rendezvous/);
  }
  assert.equal(
    existsSync(join(outputDir, 'log.jsonl')) && readFileSync(join(outputDir, 'log.jsonl'), 'utf8') !== '',
    false,
  );
});

test('a run that goes on with its checkpoints in a store keeps those that it has on the disk', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'moved');
  const first = launch(t, folder, outputDir, ...KEYS);
  assert.equal(await first.ended, 0, first.output());
  const saved = () => readdirSync(join(outputDir, 'checkpoints'), { recursive: true, encoding: 'utf8' }).sort();
  const before = saved();
  assert.ok(before.includes(join(String(STEPS), 'rank-00000-of-00001.safetensors')), `${before}`);

  const moved = launch(t, folder, outputDir, ...KEYS, 'train.checkpoint_store=s3://runs/moved');
  assert.equal(await moved.ended, 0, moved.output());
  assert.equal((await storeOf('s3://runs/moved').steps())[0], STEPS);
  assert.deepEqual(saved(), before, moved.output());
});
