import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { NodeParts } from '../../src/agent/node-parts.js';
import { checkComplete } from '../../src/checkpoint/complete.js';
import { CheckpointReader } from '../../src/checkpoint/load.js';
import { MANIFEST_FILE, shardFileName } from '../../src/checkpoint/manifest.js';
import type { PartSource } from '../../src/checkpoint/part-source.js';
import { claimOutputDir, runOf } from '../../src/run/claim.js';
import { checkpointsDirectory } from '../../src/run/layout.js';
import { writtenTo } from '../checkpoint/numbered-shards.js';
import { temporaryFolder } from '../formats/torch-files.js';

/** Of one run: the folders of as many nodes as are wanted. */
async function claimed() {
  const outputDir = temporaryFolder();
  const { run, release } = await claimOutputDir(outputDir, () => 'job', 'host');
  await release();
  return { outputDir, folder: join(temporaryFolder(), run) };
}

async function order(folder: string, step: number, ranks = [0, 1], onDisk = false) {
  const { draft, head, records } = await writtenTo(folder, step, 'job-1');
  return { generation: 1, ...draft, ranks, head, records: [...records], onDisk };
}

const ofShared = { checkpointDir: '' };

test('what is ordered is done in turn: each answer tells what is there then', async () => {
  const { outputDir, folder } = await claimed();
  const parts = new NodeParts('node');
  assert.deepEqual((await parts.look({ snapshotDir: folder, outputDir, ...ofShared })).parts, []);
  const orders = [await order(folder, 2), await order(folder, 4)];
  const answers = await Promise.all(orders.map((one) => parts.publish(one)));
  assert.deepEqual(
    answers.map((answer) => [answer.problem, answer.parts.map(({ step }) => step)]),
    [
      ['', [2]],
      ['', [4, 2]],
    ],
  );
  assert.deepEqual((await parts.look({ snapshotDir: folder, outputDir, ...ofShared })).parts, answers[1]!.parts);
  await parts.removeUpTo(4);
  assert.throws(() => readdirSync(folder), { code: 'ENOENT' });
});

test('a node without a folder says so, and takes part all the same', async (t) => {
  const warnings: string[] = [];
  t.mock.method(process.stderr, 'write', (text: string) => warnings.push(text));
  const { outputDir } = await claimed();
  const parts = new NodeParts('node');
  const snapshotDir = '/proc/nowhere/run';
  assert.deepEqual(await parts.look({ snapshotDir, outputDir, ...ofShared }), { parts: [], memoryId: '', diskId: '' });
  assert.match(warnings.join(), /warn no-snapshots reason="folder \/proc\/nowhere cannot be made/);
  const one = { generation: 1, step: 2, attempt: 'job-1', ranks: [0], head: '', records: [], onDisk: false };
  assert.deepEqual(await parts.publish(one), { problem: 'this node has no folder for snapshots', parts: [] });
  await parts.clear('job-1', 0);
  assert.deepEqual((await parts.look({ snapshotDir: '', outputDir, ...ofShared })).parts, []);
});

test('a part that cannot be made is told with its reason, and what is there stays', async () => {
  const { outputDir, folder } = await claimed();
  const parts = new NodeParts('node');
  await parts.look({ snapshotDir: folder, outputDir, ...ofShared });
  await parts.publish(await order(folder, 2));
  const { problem, parts: left } = await parts.publish({ ...(await order(folder, 4)), step: 6 });
  assert.match(problem, /^checkpoint of step 6 is given up: rank [01] has told of/);
  assert.deepEqual(
    left.map(({ step }) => step),
    [2],
  );
});

test('nodes that see one folder are known by it, and those that have their own are not', async () => {
  const { outputDir, folder } = await claimed();
  const here = { snapshotDir: folder, outputDir, checkpointDir: checkpointsDirectory(outputDir) };
  const [one, other] = await Promise.all([new NodeParts('a').look(here), new NodeParts('b').look(here)]);
  assert.deepEqual([one.memoryId, one.diskId], [other.memoryId, other.diskId]);
  assert.notEqual(one.memoryId, one.diskId);
  const elsewhere = await new NodeParts('c').look({ ...here, checkpointDir: temporaryFolder() });
  assert.notEqual(elsewhere.diskId, one.diskId);
});

/** Two nodes, each with the part of its rank of a checkpoint on its own disk; and what one reads of the other. */
async function twoNodes() {
  const nodes = await Promise.all(
    ['a', 'b'].map(async (name, rank) => {
      const { outputDir } = await claimed();
      const root = checkpointsDirectory(outputDir);
      const parts = new NodeParts(name);
      const folders = { snapshotDir: '', outputDir, checkpointDir: checkpointsDirectory(outputDir) };
      await parts.look(folders);
      const { problem, parts: told } = await parts.publish(await order(root, 4, [rank], true));
      assert.equal(problem, '');
      assert.deepEqual(told[0]!.ranks, [0, 1], 'both have been written here');
      return { parts, root, folders, identity: told[0]!.identity };
    }),
  );
  return nodes as [(typeof nodes)[0], (typeof nodes)[0]];
}

/** Files of a directory, counted. */
function directorySource(directory: string) {
  let bytes = 0;
  const source: PartSource = {
    manifest: async () => readFileSync(join(directory, MANIFEST_FILE)),
    async fetch({ name, bytes: size, ranges }, path) {
      const file = readFileSync(join(directory, name));
      const copy = Buffer.alloc(size);
      for (const { start, end } of ranges) {
        bytes += end - start;
        file.copy(copy, start, start, end);
      }
      writeFileSync(path, copy);
    },
  };
  return { source, bytes: () => bytes };
}

const bringing = { attempt: 'job-2', generation: 2, step: 4, onDisk: true, holders: [], store: '' };

test('what ranks lack is brought beside what the node has, and is as it was written', async () => {
  const { folder, outputDir } = await claimed();
  const [a] = await twoNodes();
  const { source, bytes } = directorySource(join(a.root, '4'));
  const parts = new NodeParts('newcomer');
  await parts.look({ snapshotDir: folder, outputDir, checkpointDir: checkpointsDirectory(outputDir) });
  const want = { ...bringing, identity: a.identity, worldSize: 2, ranks: [0, 1], nodeRanks: [2] };
  const { problem, directory, bytes: told } = await parts.bring(want, source);
  assert.equal(problem, '');
  assert.equal(told, bytes());
  await checkComplete(directory);
  for (const rank of [0, 1])
    assert.deepEqual(
      readFileSync(join(directory, shardFileName(rank, 2))),
      readFileSync(join(a.root, '4', shardFileName(rank, 2))),
    );
  assert.equal(directory.split('/').at(-1), '4');
  // The next generation clears it.
  await parts.clear('job-3', 0);
  assert.equal(existsSync(directory), false);
});

test('for a smaller share no more is fetched than its ranks read, and its files are otherwise holes', async () => {
  const [a] = await twoNodes();
  const { source, bytes } = directorySource(join(a.root, '4'));
  const parts = new NodeParts('newcomer');
  const { outputDir } = await claimed();
  await parts.look({ snapshotDir: '', outputDir, checkpointDir: checkpointsDirectory(outputDir) });
  const want = { ...bringing, identity: a.identity, worldSize: 4, ranks: [3], nodeRanks: [3, 1] };
  const { problem, directory } = await parts.bring(want, source);
  assert.equal(problem, '');
  const whole = statSync(join(a.root, '4', shardFileName(1, 2))).size;
  assert.equal(statSync(join(directory, shardFileName(1, 2))).size, whole);
  assert.ok(bytes() < 2 * whole, `${bytes()} of ${2 * whole} bytes`);
  const reader = await CheckpointReader.openForRank(directory);
  reader.close();
});

test('a file that is here already is linked and not fetched, and one that cannot be had is a reason', async () => {
  const [a, b] = await twoNodes();
  const { source, bytes } = directorySource(join(a.root, '4'));
  const want = { ...bringing, identity: a.identity, worldSize: 2, ranks: [0, 1], nodeRanks: [2] };
  assert.equal((await a.parts.bring(want, source)).problem, '');
  assert.equal(bytes(), 0);
  const gone: PartSource = { ...source, fetch: () => assert.fail('rank-00001 cannot be had') };
  const parts = new NodeParts('newcomer');
  await parts.look({ ...b.folders, checkpointDir: temporaryFolder() });
  assert.match((await parts.bring(want, gone)).problem, /cannot be had/);
  assert.match(
    (await parts.bring({ ...want, identity: 'other' }, source)).problem,
    /^manifest \w+ has come of step 4, expected other$/,
  );
});

test('a copy of other ranks makes a part whole, and outlives the attempt that fetched it', async () => {
  const [a] = await twoNodes();
  const { outputDir } = await claimed();
  const root = checkpointsDirectory(outputDir);
  const parts = new NodeParts('other');
  await parts.look({ snapshotDir: '', outputDir, checkpointDir: checkpointsDirectory(outputDir) });
  const { source } = directorySource(join(a.root, '4'));
  const copying = {
    generation: 1,
    attempt: 'job-1',
    step: 4,
    onDisk: true,
    identity: a.identity,
    ranks: [0],
    holders: [],
  };
  const nowhere = await parts.copy(copying, source);
  assert.match(nowhere.problem, /has nothing, expected manifest/);

  // As where its own rank's file alone is here.
  const own = await order(root, 4, [1], true);
  rmSync(join(root, '.tmp-4-job-1', shardFileName(0, 2)));
  const [published] = (await parts.publish(own)).parts;
  assert.deepEqual(published!.ranks, [1]);
  const done = await parts.copy({ ...copying, identity: published!.identity }, source);
  assert.deepEqual([done.problem, done.parts[0]!.ranks], ['', [0, 1]]);
  await parts.clear('job-2', 0);
  await checkComplete(join(root, '4'));
  assert.deepEqual(
    readdirSync(root).filter((name) => name.startsWith('.tmp')),
    [],
  );
});

test('of checkpoints on a node those go that the coordinator does not keep, and drafts of before', async () => {
  const { outputDir } = await claimed();
  const root = checkpointsDirectory(outputDir);
  const parts = new NodeParts('node');
  await parts.look({ snapshotDir: '', outputDir, checkpointDir: checkpointsDirectory(outputDir) });
  for (const step of [2, 4, 6]) await parts.publish(await order(root, step, [0, 1], true));
  await writtenTo(root, 5, 'job-1');
  await writtenTo(root, 8, 'job-1');
  await parts.prune({ keptSteps: [2, 6], attempt: 'job-1' });
  assert.deepEqual(readdirSync(root).sort(), ['.place-id', '.tmp-8-job-1', '2', '6']);
});

test('another node reads what a part has, and nothing beside it', async () => {
  const [a] = await twoNodes();
  assert.equal(await a.parts.pathOf(true, 4, a.identity, MANIFEST_FILE), join(a.root, '4', MANIFEST_FILE));
  for (const file of ['../../.dinofleet-token', '/etc/passwd', '.place-id', ''])
    await assert.rejects(a.parts.pathOf(true, 4, a.identity, file), { message: /has no file/ });
  await assert.rejects(a.parts.pathOf(true, 4, 'other', MANIFEST_FILE), { message: /expected manifest other/ });
  await assert.rejects(a.parts.pathOf(false, 4, a.identity, MANIFEST_FILE), { message: /no folder for snapshots/ });
  assert.notEqual(await runOf(a.folders.outputDir), null);
});
