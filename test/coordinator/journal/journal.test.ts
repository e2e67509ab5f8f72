import assert from 'node:assert/strict';
import {
  appendFileSync,
  fdatasync,
  fdatasyncSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { test } from 'node:test';
import { decide } from '../../../src/coordinator/job/decide.js';
import { type Job, newJob } from '../../../src/coordinator/job/job.js';
import type { JobEvent } from '../../../src/coordinator/job/job-event.js';
import { Journal, type JournalDisk } from '../../../src/coordinator/journal/journal.js';
import type { Sender } from '../../../src/coordinator/journal/journal-line.js';
import { readJournal, readNewestJournal } from '../../../src/coordinator/journal/read-journal.js';
import { replay } from '../../../src/coordinator/journal/replay.js';
import { takeUp } from '../../../src/coordinator/journal/take-up.js';
import { journalDirectory, journalPath } from '../../../src/run/layout.js';
import { until } from '../../fixtures/until.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { aNode, nowhere, seen, simulatedOptions } from '../job/a-node.js';
import { aReport, aShard } from '../job/a-report.js';

const facts = { build: 'ours', request: '{"config":1}', address: '127.0.0.1:7300' };

/** A coordinator that only listens and writes down. */
class Listener {
  job: Job = newJob({ ...simulatedOptions, maxNodes: 1 }, 1_000);
  nowMs = 1_000;
  readonly problems: (string | null)[] = [];
  readonly journal: Journal;

  constructor(outputDir: string, disk: Partial<JournalDisk> = {}) {
    const all = { write: writeSync, sync: fdatasync, syncNow: fdatasyncSync, ...disk };
    this.journal = new Journal(outputDir, facts, new Map(), (problem) => this.problems.push(problem), all);
    this.journal.begin(this.job, this.nowMs);
  }

  hear(event: JobEvent, from: Sender | null = null): void {
    this.nowMs += 10;
    const decision = decide(this.job, event, this.nowMs);
    this.journal.record(this.job, event, this.nowMs, decision, from);
    this.job = decision.job;
  }

  /** One node with two ranks, which train. */
  begin(): void {
    this.hear({
      kind: 'nodeJoined',
      nodeId: 'a',
      ...aNode('a'),
      localRanks: 2,
      listenHost: '127.0.0.1',
      place: '',
      ...seen,
    });
    this.hear({ kind: 'checkpointFound', generation: 1, checkpoint: null });
    this.hear({ kind: 'workersSpawned', nodeId: 'a', workerIds: ['v', 'w'] }, { id: 'a', number: 1 });
    for (const workerId of ['v', 'w']) this.hear({ kind: 'workerStarted', workerId });
    for (const workerId of ['v', 'w'])
      this.hear({ kind: 'workerListening', workerId, address: Buffer.from(workerId) }, { id: workerId, number: 1 });
    for (const workerId of ['v', 'w'])
      this.hear(
        { kind: 'workerRunning', workerId, startStep: 0, totalSteps: 9, summary: '' },
        { id: workerId, number: 2 },
      );
  }
}

test('a journal that is replayed leads to the same job, signs of life apart, and to who was heard up to where', () => {
  const outputDir = temporaryFolder();
  const listener = new Listener(outputDir);
  listener.begin();
  for (let i = 0; i < 50; i++)
    listener.hear({
      kind: 'tick',
      signs: { nodes: [['a', listener.nowMs]], workers: [['v', listener.nowMs, { progress: i, ...nowhere }]] },
    });
  listener.hear({ kind: 'workerReported', workerId: 'v', report: aReport([0, 1]) }, { id: 'v', number: 3 });
  listener.hear({ kind: 'workerReported', workerId: 'w', report: aReport([]) });
  const { head, records, tornAt } = readNewestJournal(outputDir)!;
  assert.equal(tornAt, null);
  assert.ok(
    records.every(({ event }) => event.kind !== 'tick'),
    'what leads to nothing is left out',
  );
  assert.equal(records.filter(({ event }) => event.kind === 'workerReported').length, 1);
  const { job, heard, atMs } = replay(head, records, ({ actions }, _before, decision) =>
    assert.deepEqual(
      decision.actions.map(({ kind }) => kind),
      actions,
    ),
  );
  const timeless = ({ nodes, ranks, lastTickMs: _, ...rest }: Job) => ({
    ...rest,
    nodes: nodes.map(({ lastSeenMs: _, ...node }) => node),
    ranks: ranks.map(({ lastSeenMs: _, progress: __, lastProgressMs: ___, ...rank }) => rank),
  });
  assert.deepEqual(timeless(job), timeless(listener.job));
  assert.deepEqual([...heard].sort(), [
    ['a', 1],
    ['v', 3],
    ['w', 2],
  ]);
  assert.ok(atMs <= listener.nowMs);
});

test('a tick that ends a generation is decided the same again, by the signs of life that were left out', () => {
  const outputDir = temporaryFolder();
  const listener = new Listener(outputDir);
  listener.begin();
  const timeout = simulatedOptions.heartbeatTimeoutMs;
  while (listener.job.phase === 'running') {
    const { nowMs } = listener;
    listener.hear({
      kind: 'tick',
      signs: { nodes: [['a', nowMs]], workers: [['v', nowMs, { progress: nowMs, ...nowhere }]] },
    });
    listener.nowMs += 70;
    assert.ok(listener.nowMs < 20 * timeout, 'a silent rank is noticed');
  }
  const { head, records } = readNewestJournal(outputDir)!;
  assert.equal(records.filter(({ event }) => event.kind === 'tick').length, 1);
  const { job } = replay(head, records);
  assert.deepEqual(job.failures, listener.job.failures);
  assert.match(job.failures[0]!.reason, /^rank 1 gave no heartbeat/);
});

test('a line that a crash has torn, and all behind it, is not believed', () => {
  const outputDir = temporaryFolder();
  const listener = new Listener(outputDir);
  listener.begin();
  const path = journalPath(outputDir, 1);
  const whole = readJournal(path)!.records.length;
  appendFileSync(path, '{"atMs":5,"ev');
  assert.equal(readJournal(path)!.records.length, whole, 'without its end it is no line');
  appendFileSync(path, 'ent\n{"atMs":6,"event":{"kind":"tick"},"actions":[]}\n');
  const torn = readJournal(path)!;
  assert.deepEqual([torn.records.length, torn.tornAt], [whole, whole + 2]);
});

test('of files whose head is torn, or of another version, the one before counts; without any there is no journal', () => {
  const outputDir = temporaryFolder();
  assert.equal(readNewestJournal(outputDir), null);
  const listener = new Listener(outputDir);
  listener.begin();
  writeFileSync(journalPath(outputDir, 2), '{"journal":1,"build":');
  writeFileSync(journalPath(outputDir, 3), '{"journal":77}\n');
  assert.equal(readNewestJournal(outputDir)!.path, journalPath(outputDir, 1));
  truncateSync(journalPath(outputDir, 1), 10);
  assert.equal(readNewestJournal(outputDir), null);
});

test('on a full disk nobody is told that he was heard, and when there is room again all that is known is written', async () => {
  const outputDir = temporaryFolder();
  let room = true;
  const write = ((file: number, bytes: Uint8Array, from: number) => {
    if (room) return writeSync(file, bytes, from);
    if (from === 0) return writeSync(file, bytes, 0, 5); // a disk takes what it can
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  }) as typeof writeSync;
  const listener = new Listener(outputDir, { write });
  listener.begin();
  await listener.journal.sync(listener.nowMs);
  room = false;
  listener.hear({ kind: 'workerReported', workerId: 'v', report: aReport([0]) }, { id: 'v', number: 3 });
  listener.nowMs += 2_000;
  listener.hear({ kind: 'workerReported', workerId: 'v', report: aReport([1]) }, { id: 'v', number: 4 });
  await listener.journal.sync(listener.nowMs);
  assert.equal(listener.journal.heardOf('v'), 2);
  assert.deepEqual(
    listener.problems.map((problem) => problem?.replace(outputDir, '')),
    ['/journal cannot be written: ENOSPC: no space left on device, write'],
  );
  assert.equal(readNewestJournal(outputDir)!.tornAt, null, 'nothing of the line is left');
  room = true;
  listener.nowMs += 2_000;
  listener.hear({ kind: 'workerReported', workerId: 'v', report: aReport([2]) }, { id: 'v', number: 5 });
  assert.equal(listener.journal.heardOf('v'), 5);
  assert.equal(listener.problems.at(-1), null);
  const { head, records } = readNewestJournal(outputDir)!;
  const { job, heard } = replay(head, records);
  assert.equal(job.nextStep, 3);
  assert.equal(heard.get('v'), 5);
});

/** A disk that holds nothing until it is let to. */
function slowDisk() {
  const waiting: { file: number; done: (error: Error | null) => void }[] = [];
  const disk: Partial<JournalDisk> = { sync: (file, done) => void waiting.push({ file, done }) };
  const settle = async (error: Error | null = null) => {
    const { file, done } = await until('a wait for the disk', () => waiting.shift());
    if (error === null) fdatasync(file, done);
    else done(error);
  };
  return { disk, waiting, settle };
}

test('nobody is told that he was heard before the disk holds it, and one wait holds all that was heard before it', async () => {
  const { disk, settle } = slowDisk();
  const listener = new Listener(temporaryFolder(), disk);
  const { journal } = listener;
  const hear = (number: number) =>
    listener.hear({ kind: 'workerReported', workerId: 'v', report: aReport([number - 3]) }, { id: 'v', number });
  listener.begin();
  hear(3);
  hear(4);
  const first = journal.sync(0);
  hear(5);
  assert.equal(journal.heardOf('v'), 0);
  const beside = journal.sync(0);
  await beside;
  await settle();
  await first;
  assert.equal(journal.heardOf('v'), 4);
  journal.forget('v');
  assert.equal(journal.heardOf('v'), 0);
  hear(1);
  const second = journal.sync(0);
  journal.forget('v');
  await settle();
  await second;
  assert.equal(journal.heardOf('v'), 0, 'who counts anew has told nothing yet');
});

test('the disk holds the number of a generation before anything of it is ordered, and a new file before it is gone on with', () => {
  const outputDir = temporaryFolder();
  const held: string[] = [];
  const newest = () => readFileSync(journalPath(outputDir, 1), 'utf8').trimEnd().split('\n').at(-1)!;
  const listener = new Listener(outputDir, { syncNow: () => void held.push(newest()) });
  assert.match(held.splice(0).join(), /^\{"journal":2,/);
  listener.begin();
  assert.match(held.splice(0).join(), /^\{"atMs":\d+,"event":\{"kind":"nodeJoined"[^\n]*"findCheckpoint"/);
  assert.equal(listener.job.generation, 1);
});

test('of a file that the disk does not take nothing counts: another is begun, with all that is known', async () => {
  const { disk, settle } = slowDisk();
  const outputDir = temporaryFolder();
  const listener = new Listener(outputDir, disk);
  listener.begin();
  const failing = listener.journal.sync(listener.nowMs);
  await settle(new Error('EIO: i/o error, fdatasync'));
  await failing;
  assert.equal(listener.journal.heardOf('v'), 0);
  assert.match(listener.problems[0]!, /journal cannot be written: EIO/);
  listener.nowMs += 2_000;
  listener.hear({ kind: 'workerReported', workerId: 'v', report: aReport([0]) }, { id: 'v', number: 3 });
  assert.deepEqual(listener.problems.slice(1), [null]);
  assert.deepEqual([listener.journal.heardOf('v'), listener.journal.heardOf('w')], [3, 2]);
  assert.equal(readNewestJournal(outputDir)!.path, journalPath(outputDir, 2));
});

test('a file that is closed while the disk is waited for is closed when that has come', async () => {
  const { disk, settle } = slowDisk();
  const listener = new Listener(temporaryFolder(), disk);
  listener.begin();
  const syncing = listener.journal.sync(listener.nowMs);
  listener.journal.begin(listener.job, listener.nowMs);
  assert.equal(listener.journal.heardOf('v'), 2, 'the new file has all that is known');
  await settle();
  await syncing;
  listener.journal.close();
  assert.deepEqual(listener.problems, []);
});

test('a journal goes on in another file when one is large, and old files are removed', () => {
  const outputDir = temporaryFolder();
  const listener = new Listener(outputDir);
  listener.begin();
  const message = 'x'.repeat(3e6);
  for (let line = 0; line < 150; line++) listener.hear({ kind: 'workerLogged', workerId: 'v', level: 'info', message });
  const files = readdirSync(journalDirectory(outputDir)).sort();
  assert.equal(files.length, 20);
  assert.ok(files[0]! > '000001.jsonl', files[0]);
  const last = readNewestJournal(outputDir)!;
  assert.equal(replay(last.head, last.records).job.phase, 'running');
});

test('a job is taken up that was launched alike, by the same build, and is not over nor left for long', () => {
  const outputDir = temporaryFolder();
  const listener = new Listener(outputDir);
  listener.begin();
  const alike = { build: facts.build, request: facts.request, leaseMs: 60_000 };
  const before = { job: simulatedOptions.jobId, silentMs: 5_000 };
  const taken = takeUp(outputDir, before, alike)!;
  assert.deepEqual([taken.jobId, taken.address, taken.job.phase], [before.job, facts.address, 'running']);
  assert.equal(takeUp(outputDir, null, alike), null);
  assert.equal(takeUp(outputDir, { ...before, silentMs: 61_000 }, alike), null);
  assert.equal(takeUp(outputDir, { ...before, job: 'another' }, alike), null);
  assert.equal(takeUp(outputDir, before, { ...alike, build: 'theirs' }), null);
  assert.equal(takeUp(outputDir, before, { ...alike, request: '{"config":2}' }), null);
  listener.hear({ kind: 'hopeless', reason: 'no', exitCode: 1 });
  assert.equal(takeUp(outputDir, before, alike), null);
});

test('a journal holds no images, losses or parts, and bytes come back as bytes', () => {
  const outputDir = temporaryFolder();
  const listener = new Listener(outputDir);
  listener.begin();
  listener.hear({ kind: 'workerReported', workerId: 'v', report: aReport([0, 1]) });
  const shard = aShard(1, 0, 2, { snapshot: true, head: 'a long manifest' });
  listener.hear({ kind: 'workerWroteShard', workerId: 'v', shard });
  const text = readFileSync(journalPath(outputDir, 1), 'utf8');
  assert.doesNotMatch(text, /total_loss|a long manifest/);
  const { head, records } = readNewestJournal(outputDir)!;
  const { ranks } = replay(head, records).job;
  assert.deepEqual(
    ranks.map(({ address }) => Buffer.from(address!).toString()),
    ['v', 'w'],
  );
});
