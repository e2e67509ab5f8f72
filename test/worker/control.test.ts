import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { Filled, WorkerMessage } from '../../src/rpc/messages.js';
import { type CoordinatorHandlers, coordinatorService, type WorkerSession } from '../../src/rpc/service.js';
import { loopback } from '../../src/rpc/transport.js';
import { runControl } from '../../src/worker/control.js';
import { until } from '../fixtures/until.js';

/** A coordinator that hears a worker, and says only what the test tells it. */
async function listen(t: TestContext, at = '127.0.0.1:0') {
  const heard: Filled<WorkerMessage>[] = [];
  const sessions: WorkerSession[] = [];
  const handlers: Pick<CoordinatorHandlers, 'agentSession' | 'workerSession'> = {
    agentSession: (stream) => stream.end(),
    workerSession: (stream) => {
      sessions.push(stream);
      stream.on('data', (message) => heard.push(message)).on('end', () => stream.end());
      stream.on('error', () => {});
    },
  };
  const server = new Server();
  server.addService(coordinatorService, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    const bound = (error: Error | null, bound: number) => (error === null ? resolve(bound) : reject(error));
    server.bindAsync(at, ServerCredentials.createInsecure(), bound);
  });
  t.after(() => server.forceShutdown());
  const hears = (kind: WorkerMessage['kind']) =>
    until(`message ${kind}`, () => {
      const found = heard.find((message) => message.kind === kind);
      if (found === undefined) return undefined;
      const { number: _, ...said } = found;
      return said as Filled<WorkerMessage>;
    });
  return { heard, sessions, server, port, hears };
}

/** A coordinator, and a worker's control thread, with a trainer made of `code`. */
async function controlWith(t: TestContext, code: string, rank = 1) {
  const { heard, sessions, server, port, hears } = await listen(t);
  const deaths: string[] = [];
  const exitCode = runControl({
    transport: loopback,
    coordinator: { host: '127.0.0.1', port },
    jobId: 'job',
    workerId: 'w',
    takePlace: ({ generation, rank }) => {
      if (generation !== 3 || rank !== 1) throw new Error(`no room for rank ${rank}`);
    },
    trainer: new URL(`data:text/javascript,${encodeURIComponent(prelude + code)}`),
    heartbeatMs: 20,
    die: (reason) => deaths.push(reason),
  });
  const hello = { jobId: 'job', workerId: 'w', returns: false, trainsIn: 0 };
  assert.deepEqual(await hears('hello'), { kind: 'hello', hello });
  const session = sessions[0];
  const start = {
    config: '{"key":1}',
    outputDir: '/out',
    datasetPaths: ['/images'],
    checkpointDir: '',
    worldSize: 2,
    nodeRanks: [1, 1],
    localRank: 0,
    listenHost: '127.0.0.2',
    threads: 4,
    device: 'cpu',
    resumeFrom: '',
    snapshotDir: '',
    globalBatch: 8,
    generation: 3,
    rank,
    computeType: 'bfloat16',
    peerKey: Uint8Array.of(5, 6),
  };
  session!.write({ kind: 'start', start });
  return { session: session!, heard, hears, deaths, exitCode, server, port };
}

const prelude = `
  import { parentPort, workerData } from 'node:worker_threads';
  const post = (event) => parentPort.postMessage(event);
  const slots = new Int32Array(workerData.shared);
`;

test('the trainer is told all that it needs, and its words reach the coordinator', async (t) => {
  const { session, hears, exitCode, deaths } = await controlWith(
    t,
    `
    const { shared, shards, flight, ...told } = workerData;
    post({ kind: 'log', level: 'warn', message: JSON.stringify(told) });
    post({ kind: 'address', address: Buffer.from([1, 2, 3]) });
    parentPort.once('message', ({ addresses }) => {
      Atomics.store(slots, 1, 41);
      post({ kind: 'log', level: 'info', message: addresses.map(String).join() });
      const waiting = setInterval(() => {
        if (Atomics.load(slots, 0) === 0) return;
        clearInterval(waiting);
        post({ kind: 'done', reason: 'stopped', step: 7, steps: 5, skipped: 2, problem: 'none' });
      }, 5);
    });`,
  );
  const log = await hears('log');
  assert.deepEqual(JSON.parse(log.kind === 'log' ? log.log.message : ''), {
    outputDir: '/out',
    datasetPaths: ['/images'],
    checkpointDir: '',
    worldSize: 2,
    nodeRanks: [1, 1],
    localRank: 0,
    listenHost: '127.0.0.2',
    threads: 4,
    device: 'cpu',
    rank: 1,
    config: { key: 1 },
    resumeFrom: null,
    snapshotDir: null,
    globalBatch: 8,
    jobId: 'job',
    generation: 3,
    computeType: 'bfloat16',
    peerKey: { 0: 5, 1: 6 },
  });
  assert.deepEqual(await hears('address'), { kind: 'address', address: { address: Buffer.from([1, 2, 3]) } });
  session.write({ kind: 'connect', connect: { addresses: [Buffer.from([7]), Buffer.from([8])] } });
  session.write({ kind: 'saveAndStop', saveAndStop: {} });
  assert.deepEqual(await hears('done'), {
    kind: 'done',
    done: { reason: 'stopped', step: 7, steps: 5, skipped: 2, problem: 'none' },
  });
  assert.equal(await exitCode, 0);
  assert.deepEqual(deaths, []);
});

test('heartbeats carry the progress of a trainer that blocks its thread', async (t) => {
  const { session, exitCode } = await controlWith(
    t,
    `Atomics.store(slots, 1, 41);
    Atomics.wait(slots, 1, 41, 300);
    post({ kind: 'done', reason: 'finished', step: 1 });`,
  );
  const progress: number[] = [];
  session.on('data', (message) => message.kind === 'heartbeat' && progress.push(message.heartbeat.progress));
  await until('heartbeat with progress', () => (progress.includes(41) ? true : undefined));
  assert.equal(await exitCode, 0);
});

for (const [what, code, failed] of [
  [
    'throws',
    `throw Object.assign(new Error('no such thing'), { code: 'NO_THING' });`,
    { code: 'NO_THING', message: 'no such thing' },
  ],
  ['throws an error without a code', `throw new Error('a defect');`, { code: 'TRAINER_CRASHED', message: 'a defect' }],
  [
    'ends in silence',
    'process.exit(5);',
    { code: 'TRAINER_ENDED', message: 'the trainer thread ended with code 5 and said nothing' },
  ],
] as const)
  test(`a trainer that ${what} has failed, and so has the process`, async (t) => {
    const { hears, exitCode } = await controlWith(t, code);
    assert.deepEqual(await hears('failed'), { kind: 'failed', failed: { ...failed, fatal: false, exitCode: 1 } });
    assert.equal(await exitCode, 1);
  });

test('a worker that cannot take its place has failed, and starts no trainer', async (t) => {
  const { hears, exitCode } = await controlWith(t, `post({ kind: 'log', level: 'info', message: 'started' });`, 5);
  const failed = { code: 'PLACE_NOT_TAKEN', message: 'no room for rank 5', fatal: false, exitCode: 1 };
  assert.deepEqual(await hears('failed'), { kind: 'failed', failed });
  assert.equal(await exitCode, 1);
});

test('a trainer that says itself that it failed is not contradicted', async (t) => {
  const { hears, exitCode } = await controlWith(
    t,
    `post({ kind: 'failed', code: 'DISK_FULL', message: 'no space', fatal: true, exitCode: 1 });`,
  );
  assert.deepEqual(await hears('failed'), {
    kind: 'failed',
    failed: { code: 'DISK_FULL', message: 'no space', fatal: true, exitCode: 1 },
  });
  assert.equal(await exitCode, 1);
});

test('an order to end ends the worker at once', async (t) => {
  const { session, deaths } = await controlWith(t, 'setInterval(() => {}, 1000).unref();');
  session.write({ kind: 'endNow', endNow: {} });
  assert.equal(await until('death', () => deaths[0]), 'the coordinator ended this generation');
});

const log = (message: string) => ({ kind: 'log', level: 'info', message });

test('a worker that loses its coordinator trains on, and tells the next one what the last had not heard', async (t) => {
  const first = await controlWith(
    t,
    `
    post(${JSON.stringify(log('before'))});
    post(${JSON.stringify(log('not heard'))});
    const waiting = setInterval(() => {
      if (Atomics.load(slots, 0) === 0) return;
      clearInterval(waiting);
      post(${JSON.stringify(log('stopping'))});
      setTimeout(() => {
        post(${JSON.stringify(log('meanwhile'))});
        post({ kind: 'done', reason: 'stopped', step: 7, steps: 7, skipped: 0, problem: '' });
      }, 500);
    }, 5);`,
  );
  const lines = (count: number) => () => first.heard.filter(({ kind }) => kind === 'log').length === count || undefined;
  await until('both lines', lines(2));
  first.session.write({ kind: 'heard', heard: { number: 1 } });
  first.session.write({ kind: 'saveAndStop', saveAndStop: {} });
  await until('the third line', lines(3));
  first.server.forceShutdown();

  const next = await listen(t, `127.0.0.1:${first.port}`);
  const hello = { jobId: 'job', workerId: 'w', returns: true, trainsIn: 3 };
  assert.deepEqual(await next.hears('hello'), { kind: 'hello', hello });
  assert.equal(next.heard.length, 1, 'it says nothing before it is known');
  next.sessions[0]!.write({ kind: 'heard', heard: { number: 2 } });
  await next.hears('done');
  const said = next.heard.flatMap((message) => (message.kind === 'log' ? [message.log.message] : []));
  assert.deepEqual(said, ['stopping', 'meanwhile']);
  assert.deepEqual(
    next.heard.flatMap(({ number }) => (number === 0 ? [] : [number])),
    [3, 4, 5],
  );
  assert.equal(await first.exitCode, 0);
  assert.deepEqual(first.deaths, []);
});

test('what was written is told before the end of the training, though it comes another way', async (t) => {
  const { heard, hears, exitCode } = await controlWith(
    t,
    `
    const of = (step) => ({ step, snapshot: false, place: '/out', problem: '', record: '{}', head: '', bytes: 4, seconds: 1, blockedSeconds: 0 });
    for (const step of [4, 8]) workerData.shards.postMessage(of(step));
    post({ kind: 'done', reason: 'finished', step: 8, steps: 8, skipped: 0, problem: '' });
    workerData.shards.close();
  `,
  );
  await hears('done');
  assert.equal(await exitCode, 0);
  const ends = heard.filter(({ kind }) => kind !== 'heartbeat' && kind !== 'hello');
  assert.deepEqual(
    ends.map((message) => (message.kind === 'shardWritten' ? message.shardWritten.step : message.kind)),
    [4, 8, 'done'],
  );
  const { number: _, ...first } = ends[0]!;
  const place = { generation: 3, snapshot: false, place: '/out' };
  const said = { problem: '', record: '{}', head: '', bytes: 4, seconds: 1, blockedSeconds: 0 };
  assert.deepEqual(first, { kind: 'shardWritten', shardWritten: { ...place, step: 4, ...said } });
});
