import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { NodeSnapshots } from '../../src/agent/node-snapshots.js';
import { claimOutputDir } from '../../src/run/claim.js';
import { writtenTo } from '../checkpoint/numbered-shards.js';
import { temporaryFolder } from '../formats/torch-files.js';

async function claimed() {
  const outputDir = temporaryFolder();
  const { run, release } = await claimOutputDir(outputDir, () => 'job', 'host');
  await release();
  return { outputDir, folder: join(temporaryFolder(), run) };
}

async function order(folder: string, step: number) {
  const { draft, head, records } = await writtenTo(folder, step, 'job-1');
  return { generation: 1, ...draft, ranks: [0, 1], head, records: [...records] };
}

test('what is ordered is done in turn: each answer tells what is there then', async () => {
  const { outputDir, folder } = await claimed();
  const snapshots = new NodeSnapshots();
  assert.deepEqual(await snapshots.look(folder, outputDir), []);
  const orders = [await order(folder, 2), await order(folder, 4)];
  const answers = await Promise.all(orders.map((one) => snapshots.publish(one)));
  assert.deepEqual(
    answers.map((answer) => [answer.problem, answer.snapshots.map(({ step }) => step)]),
    [
      ['', [2]],
      ['', [4, 2]],
    ],
  );
  assert.deepEqual(await snapshots.look(folder, outputDir), answers[1]!.snapshots);
  await snapshots.removeUpTo(4);
  assert.throws(() => readdirSync(folder), { code: 'ENOENT' });
});

test('a node without a folder says so, and takes part all the same', async (t) => {
  const warnings: string[] = [];
  t.mock.method(process.stderr, 'write', (text: string) => warnings.push(text));
  const { outputDir } = await claimed();
  const snapshots = new NodeSnapshots();
  assert.deepEqual(await snapshots.look('/proc/nowhere/run', outputDir), []);
  assert.match(warnings.join(), /warn no-snapshots reason="folder \/proc\/nowhere cannot be made/);
  const one = { generation: 1, step: 2, attempt: 'job-1', ranks: [0], head: '', records: [] };
  assert.deepEqual(await snapshots.publish(one), { problem: 'this node has no folder for snapshots', snapshots: [] });
  await snapshots.clear('job-1', 0);
  assert.deepEqual(await snapshots.look('', outputDir), []);
});

test('a snapshot that cannot be made is told with its reason, and what is there stays', async () => {
  const { outputDir, folder } = await claimed();
  const snapshots = new NodeSnapshots();
  await snapshots.look(folder, outputDir);
  await snapshots.publish(await order(folder, 2));
  const { problem, snapshots: left } = await snapshots.publish({ ...(await order(folder, 4)), step: 6 });
  assert.match(problem, /^checkpoint of step 6 is given up: rank 0 has told of/);
  assert.deepEqual(
    left.map(({ step }) => step),
    [2],
  );
});
