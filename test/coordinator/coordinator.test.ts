import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { diskFiles } from '../../src/checkpoint/checkpoint-files.js';
import { verifyCheckpoint } from '../../src/checkpoint/complete.js';
import { CheckpointKeeper } from '../../src/checkpoint/save/keeper.js';
import type { ToldSave } from '../../src/checkpoint/save/publish.js';
import { type Coordinator, startCoordinator } from '../../src/coordinator/coordinator.js';
import type { Job } from '../../src/coordinator/job/job.js';
import type { JobObserver } from '../../src/coordinator/observer.js';
import { type Dialled, dialAgentSession, dialWorkerSession } from '../../src/rpc/dial.js';
import type { WorkerStream } from '../../src/rpc/service.js';
import { loopback } from '../../src/rpc/transport.js';
import { attemptOf, checkpointsDirectory, tokenPath } from '../../src/run/layout.js';
import { writtenTo } from '../checkpoint/numbered-shards.js';
import { until } from '../fixtures/until.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { aNode, simulatedOptions } from './job/a-node.js';
import { aReport, aShard } from './job/a-report.js';

/** A coordinator of a job of one node with two ranks, on a directory of its own. */
async function coordinated(t: TestContext) {
  const outputDir = temporaryFolder();
  writeFileSync(tokenPath(outputDir), simulatedOptions.token);
  const heard: string[] = [];
  const jobs: Job[] = [];
  const observer: JobObserver = {
    name: 'test',
    logged: (_level, event, fields) => heard.push(`${event} ${JSON.stringify(fields)}`),
    saved: ({ step }) => heard.push(`saved ${step}`),
    changed: (job) => jobs.push(job),
  };
  const { token } = simulatedOptions;
  const retention = { newest: 2, every: 0 };
  const coordinator = await startCoordinator({
    job: {
      ...simulatedOptions,
      outputDir,
      maxNodes: 1,
      batchSizePerGpu: 2,
      heartbeatTimeoutMs: 60_000,
      stallTimeoutMs: 60_000,
    },
    takenUp: null,
    request: '{}',
    transport: loopback,
    network: null,
    host: '127.0.0.1',
    port: 0,
    config: '{}',
    build: aNode('').build,
    snapshotDir: null,
    gather: async () => {},
    checkpoints: new CheckpointKeeper(diskFiles, { outputDir, token, retention, store: 'shared', onSkipped: () => {} }),
    observers: [observer],
    nowMs: () => performance.now(),
  });
  t.after(async () => {
    coordinator.deliver({ kind: 'interrupted' });
    coordinator.deliver({ kind: 'interrupted' });
    await coordinator.outcome;
  });
  return { coordinator, outputDir, heard, jobs };
}

interface Worker extends Dialled<WorkerStream> {
  rank: number;
  generation: number;
  peerKey: string;
  startStep: number;
  isRunning: boolean;
}

/** A node whose workers do what they are told, but for one thing: nothing ends them. */
function node(t: TestContext, { address }: Coordinator, name: string) {
  const workers: Worker[] = [];
  const { stream, close } = dialAgentSession(loopback, address);
  const startWorker = (workerId: string) => {
    const worker: Worker = {
      ...dialWorkerSession(loopback, address),
      rank: -1,
      generation: 0,
      peerKey: '',
      startStep: 0,
      isRunning: false,
    };
    workers.push(worker);
    worker.stream.on('error', () => {});
    worker.stream.on('data', (command) => {
      if (command.kind === 'start') {
        const { rank, generation, resumeFrom } = command.start;
        const peerKey = Buffer.from(command.start.peerKey).toString('hex');
        Object.assign(worker, { rank, generation, peerKey, startStep: Number(resumeFrom.split('/').at(-1)) });
        worker.stream.write({ kind: 'address', address: { address: Buffer.from(workerId) } });
      }
      if (command.kind !== 'connect') return;
      worker.isRunning = true;
      worker.stream.write({ kind: 'running', running: { startStep: worker.startStep, totalSteps: 100, summary: '' } });
    });
    worker.stream.write({ kind: 'hello', hello: { jobId: simulatedOptions.jobId, workerId } });
  };
  stream.on('error', () => {});
  stream.on('data', (command) => {
    const { token, listing } = simulatedOptions;
    const survey = { token, listingHash: listing.hash, imageCount: listing.images, peerAddress: '127.0.0.1:7400' };
    if (command.kind === 'surveyRequest') stream.write({ kind: 'survey', survey });
    if (command.kind === 'probe') stream.write({ kind: 'probed', probed: {} });
    if (command.kind !== 'spawn') return;
    const workerIds = Array.from({ length: command.spawn.count }, (_, i) => `${name}-${workers.length + i}`);
    stream.write({ kind: 'workersSpawned', workersSpawned: { workerIds } });
    for (const workerId of workerIds) startWorker(workerId);
  });
  const hello = { nodeId: name, ...aNode(name), localRanks: 2, listenHost: '127.0.0.1' };
  stream.write({ kind: 'hello', hello });
  t.after(() => {
    for (const worker of workers) worker.close();
    close();
  });
  return {
    workers,
    running: () =>
      until(`ranks of ${name}`, () =>
        workers.length === 2 && workers.every(({ isRunning }) => isRunning)
          ? [...workers].sort((a, b) => a.rank - b.rank)
          : undefined,
      ),
    /** Nothing that it says to the coordinator arrives any more, but for what its workers say. */
    cutOff: () => stream.cancel(),
  };
}

function report(workers: readonly Worker[], upTo: number): void {
  for (const { stream, rank, startStep } of workers) {
    const steps = Array.from({ length: upTo - startStep }, (_, i) => startStep + i);
    stream.write({ kind: 'report', report: aReport(rank === 0 ? steps : []) });
  }
}

function tell({ stream, rank }: Worker, generation: number, { draft, head, records }: ToldSave): void {
  const told = { head: rank === 0 ? head : '', record: records[rank]! };
  stream.write({ kind: 'shardWritten', shardWritten: aShard(generation, rank, draft.step, told) });
}

test('workers of a node that was cut off live on, and save: nothing of theirs is published, removed or the latest', async (t) => {
  const { coordinator, outputDir, heard } = await coordinated(t);
  const root = checkpointsDirectory(outputDir);
  const names = () => readdirSync(root).sort();
  const write = (generation: number, step: number) =>
    writtenTo(root, step, attemptOf(simulatedOptions.jobId, generation));

  const first = node(t, coordinator, 'first');
  const stale = await first.running();
  report(stale, 10);
  const ten = await write(1, 10);
  for (const worker of stale) tell(worker, 1, ten);
  await until('checkpoint 10', () => heard.includes('saved 10') || undefined);

  // Its ranks are in the midst of a save, of which one has told, when the node is lost.
  report(stale, 20);
  const twenty = await write(1, 20);
  tell(stale[0]!, 1, twenty);
  first.cutOff();
  await until('word of the loss', () => heard.find((line) => line.startsWith('node-lost')));
  const fresh = await node(t, coordinator, 'second').running();
  assert.deepEqual(
    fresh.map(({ generation }) => generation),
    [2, 2],
  );
  assert.deepEqual(names(), ['10', 'latest'], 'what the one before had begun is cleared');

  // The new ones are saving too when the old ones go on: to the end of their save, and a later one.
  report(fresh, 30);
  const fifteen = await write(2, 15);
  tell(fresh[0]!, 2, fifteen);
  for (const save of [twenty, await write(1, 25)])
    for (const worker of stale) for (const generation of [1, 2]) tell(worker, generation, save);
  tell(fresh[1]!, 2, fifteen);
  await until('checkpoint 15', () => heard.includes('saved 15') || undefined);
  const twentyTwo = await write(2, 22);
  for (const worker of fresh) tell(worker, 2, twentyTwo);
  await until('checkpoint 22', () => heard.includes('saved 22') || undefined);

  await until('the end of the tidying', () => (names().join() === '15,22,latest' ? true : undefined));
  assert.equal(readlinkSync(join(root, 'latest')), '22');
  for (const step of ['15', '22']) assert.deepEqual((await verifyCheckpoint(join(root, step))).bad, []);
  assert.deepEqual(
    heard.filter((line) => line.startsWith('saved')),
    ['saved 10', 'saved 15', 'saved 22'],
  );
  assert.match(readFileSync(join(root, '22/manifest.json'), 'utf8'), /"step": 22/);
});

test('the ranks of a generation have a key of their own, which is in no log, job or file', async (t) => {
  const { coordinator, outputDir, heard, jobs } = await coordinated(t);
  const first = node(t, coordinator, 'first');
  const keys = (await first.running()).map(({ peerKey }) => peerKey);
  first.cutOff();
  await until('word of the loss', () => heard.find((line) => line.startsWith('node-lost')));
  keys.push(...(await node(t, coordinator, 'second').running()).map(({ peerKey }) => peerKey));
  for (const key of keys) assert.match(key, /^[0-9a-f]{64}$/);
  assert.equal(keys[0], keys[1]);
  assert.equal(keys[2], keys[3]);
  assert.notEqual(keys[0], keys[2]);
  const files = readdirSync(outputDir, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name)));
  const told = [...heard, ...jobs.map((job) => JSON.stringify(job)), ...files].map((each) => Buffer.from(each));
  assert.ok(jobs.length > 10 && files.some((file) => file.includes('workerListening')));
  for (const key of keys) {
    const bytes = Buffer.from(key, 'hex');
    const forms = [bytes, key, bytes.toString('base64'), bytes.join()];
    assert.deepEqual(
      told.filter((text) => forms.some((form) => text.includes(form))),
      [],
    );
  }
});
