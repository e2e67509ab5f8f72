/** Nodes that share no directory: what each has written stays with it, another one has a copy, and a new one fetches what it needs. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { FleetProcess } from '../fixtures/fleet-process.js';
import { until } from '../fixtures/until.js';
import {
  addressesOf,
  checkpointFolder,
  dinofleet,
  launch,
  readLog,
  recipe,
  shardBytes,
  type TrainingFolder,
  timelessLog,
  trainingFolder,
} from './training.js';

const STEPS = 240;
const KEYS = [
  'train.nproc_per_node=1',
  'train.batch_size_per_gpu=4',
  `train.max_steps=${STEPS}`,
  'optim.epochs=1000',
  'train.log_every=1',
];

/** A node with folders of its own, the images among them. */
interface OwnNode {
  outputDir: string;
  start(): FleetProcess;
}

function ownNode(t: TestContext, { root, images }: TrainingFolder, coordinator: string, name: string): OwnNode {
  const [dataset, outputDir, memory] = ['images', 'out', 'memory'].map((what) => join(root, name, what)) as [
    string,
    string,
    string,
  ];
  // The list says when each was changed.
  cpSync(images, dataset, { recursive: true, preserveTimestamps: true });
  const places = ['--dataset-path', dataset, '--output-dir', outputDir, '--snapshot-dir', memory];
  return { outputDir, start: () => dinofleet(t, 'agent', '--coordinator', coordinator, ...places) };
}

async function hosted(t: TestContext, folder: TrainingFolder, ...keys: string[]) {
  const outputDir = join(folder.root, 'coordinator');
  const folders = [`train.dataset_path=${folder.images}`, `train.output_dir=${outputDir}`];
  const host = dinofleet(t, 'coordinator', recipe, ...folders, ...KEYS, ...keys, '--nodes', '2:2');
  return { outputDir, host, ...(await addressesOf(host)) };
}

const parts = (outputDir: string, step: number) =>
  readdirSync(checkpointFolder(outputDir, step))
    .filter((name) => name.endsWith('.safetensors'))
    .sort();

test('checkpoints on the disks of nodes outlive one of them, a new one fetches what it needs, and the bytes are those of one directory', async (t) => {
  const folder = trainingFolder(t);
  const store = ['train.checkpoint_store=nodes', 'train.checkpoint_steps=40', 'train.snapshot_seconds=0'];
  const { host, coordinator, outputDir } = await hosted(t, folder, ...store);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ownNode(t, folder, coordinator, name)) as [OwnNode, OwnNode, OwnNode];
  const [agentA, agentB] = [a.start(), b.start()];
  await host.says(/info checkpoint step=80 /);
  for (const node of [a, b])
    assert.deepEqual(parts(node.outputDir, 80), ['rank-00000-of-00002.safetensors', 'rank-00001-of-00002.safetensors']);
  assert.deepEqual(readdirSync(checkpointFolder(outputDir, 80)), ['manifest.json']);

  agentB.child.kill('SIGKILL');
  await host.says(/warn node-lost /);
  rmSync(b.outputDir, { recursive: true, force: true });
  const agentC = c.start();
  const [, node, step] = await host.says(/info brought node=(\S+) step=(\d+) megabytes=0\.\d/);
  assert.ok(Number(step) >= 80, `${node} went on from step ${step}`);
  for (const one of [host, agentA, agentC]) assert.equal(await one.ended, 0, one.output());
  assert.equal(readLog(outputDir).length, STEPS);
  assert.deepEqual(
    readdirSync(join(c.outputDir, 'checkpoints')).filter((name) => name.startsWith('.tmp')),
    [],
  );

  const together = join(folder.root, 'together');
  const alone = launch(t, folder, together, ...KEYS, 'train.nproc_per_node=2', 'train.snapshot_seconds=0');
  assert.equal(await alone.ended, 0, alone.output());
  // Both nodes have all files of both ranks, and the coordinator has fetched them.
  for (const of of [a.outputDir, c.outputDir, outputDir])
    assert.deepEqual(shardBytes(of, STEPS), shardBytes(together, STEPS));
  assert.deepEqual(timelessLog(outputDir), timelessLog(together));
});

test('a launch that is given again waits for the nodes that have the checkpoint, and goes on from it on fewer ranks', async (t) => {
  const folder = trainingFolder(t);
  const store = ['train.checkpoint_store=nodes', 'train.checkpoint_steps=40', 'train.snapshot_seconds=0'];
  const first = await hosted(t, folder, ...store);
  const nodes = ['a', 'b'].map((name) => ownNode(t, folder, first.coordinator, name));
  const agents = nodes.map((node) => node.start());
  await first.host.says(/info checkpoint step=80 /);
  first.host.child.kill('SIGINT');
  for (const one of [first.host, ...agents]) await one.ended;
  const saved = Math.max(...readdirSync(join(first.outputDir, 'checkpoints')).map(Number).filter(Number.isFinite));

  const again = await hosted(t, folder, ...store, '--join-timeout', '60');
  const strangers = ['x', 'y'].map((name) => ownNode(t, folder, again.coordinator, name));
  for (const stranger of strangers) stranger.start();
  const [, step] = await again.host.says(
    /warn checkpoint-incomplete step=(\d+) reason="no node that is here has the files/,
  );
  assert.equal(Number(step), saved);
  // It takes part as a third: two are wanted, and it alone has the files.
  const { outputDir } = nodes[0]!;
  const [dataset, memory] = [join(outputDir, '../images'), join(outputDir, '../memory')];
  const places = ['--dataset-path', dataset, '--output-dir', outputDir, '--snapshot-dir', memory];
  dinofleet(t, 'agent', '--coordinator', again.coordinator, ...places);
  const [, resumed] = await again.host.says(/info resume generation=\d+ step=(\d+) /);
  assert.equal(Number(resumed), saved);
  assert.equal(await again.host.ended, 0, again.host.output());
  assert.equal(readLog(again.outputDir).length, STEPS);
});

test('a snapshot outlives the node in whose memory it was made', async (t) => {
  const folder = trainingFolder(t);
  // The node has two snapshots at most: one that the other has copied must not have gone by the time that this one dies.
  const store = ['train.checkpoint_store=nodes', 'train.checkpoint_steps=100000', 'train.snapshot_seconds=1'];
  const { host, coordinator, outputDir } = await hosted(t, folder, ...store);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ownNode(t, folder, coordinator, name)) as [OwnNode, OwnNode, OwnNode];
  const [agentA, agentB] = [a.start(), b.start()];
  const memory = join(folder.root, 'a/memory');
  const whole = () => {
    const [run] = existsSync(memory) ? readdirSync(memory) : [];
    const steps = run === undefined ? [] : readdirSync(join(memory, run)).filter((name) => /^\d+$/.test(name));
    return steps.some((step) => readdirSync(join(memory, run!, step)).length === 3) || undefined;
  };
  await until('a snapshot of both ranks', whole);
  agentB.child.kill('SIGKILL');
  await host.says(/warn node-lost /);
  rmSync(join(folder.root, 'b'), { recursive: true, force: true });
  const agentC = c.start();
  const [, , step] = await host.says(/info brought node=(\S+) step=(\d+) megabytes=/);
  assert.ok(Number(step) > 0);
  for (const one of [host, agentA, agentC]) assert.equal(await one.ended, 0, one.output());
  assert.equal(readLog(outputDir).length, STEPS);
});

test('with nodes:/DIR checkpoints alone are on disks of nodes, and the output directory is one that all see', async (t) => {
  const folder = trainingFolder(t);
  const [outputDir, disk] = [join(folder.root, 'out'), join(folder.root, 'disk')];
  const keys = [
    'train.nproc_per_node=2',
    'train.max_steps=20',
    'train.checkpoint_steps=10',
    'train.snapshot_seconds=0',
  ];
  const first = launch(t, folder, outputDir, ...keys, `train.checkpoint_store=nodes:${disk}`);
  assert.equal(await first.ended, 0, first.output());
  const [run] = readdirSync(disk) as [string];
  assert.deepEqual(readdirSync(join(disk, run)).sort(), ['.place-id', '10', '20']);
  assert.deepEqual(readdirSync(checkpointFolder(outputDir, 10)), ['manifest.json']);
  // The last one is whole in both places.
  assert.deepEqual(Object.keys(shardBytes(outputDir, 20)), parts(outputDir, 20));
  const more = ['train.max_steps=25', `train.checkpoint_store=nodes:${disk}`];
  const again = launch(t, folder, outputDir, ...keys, ...more);
  assert.equal(await again.ended, 0, again.output());
  assert.match(again.output(), /info resume generation=1 step=20 /);
  assert.equal(readLog(outputDir).length, 25);
});
