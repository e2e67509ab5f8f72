import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aReport } from './a-report.js';
import { cleanExit, killedExit, ScriptedJob } from './scripted-job.js';

test('workers get ranks as they come, whatever the order in which they were started', () => {
  const script = new ScriptedJob();
  script.join('a', 3);
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  const [first, second, third] = script.spawn();
  const places = () =>
    script.orders().flatMap((order) => (order.kind === 'start' ? [[order.rank, order.workerId]] : []));
  for (const workerId of [third!, first!]) script.deliver({ kind: 'workerStarted', workerId });
  assert.deepEqual(places(), [
    [0, third],
    [1, first],
  ]);
  script.deliver({ kind: 'workerListening', workerId: first!, address: Buffer.from('of rank 1') });
  assert.equal(script.job.ranks[1]?.stage, 'listening');
  script.deliver({ kind: 'workerStarted', workerId: second! });
  assert.deepEqual(places(), [[2, second]]);
});

test('a worker without a place is a standby: it trains nothing, ends nothing, and takes a place of the next generation', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.deliver({ kind: 'workersSpawned', nodeId: 'a', workerIds: ['standby', 'idle'] });
  script.deliver({ kind: 'workerStarted', workerId: 'standby' });
  script.orders();
  // One process is there, one on its way: none is ordered.
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  const [, start, ...more] = script.orders();
  assert.equal(start?.kind === 'start' && start.workerId, 'standby');
  assert.equal(start?.kind === 'start' && start.rank, 0);
  assert.deepEqual(more, []);
  script.deliver({ kind: 'workerStarted', workerId: 'idle' });
  assert.deepEqual(
    script.job.ranks.map(({ workerId }) => workerId),
    ['standby', 'idle'],
  );

  script.deliver({ kind: 'workersSpawned', nodeId: 'a', workerIds: ['spare', 'another'] });
  script.deliver({ kind: 'workerStarted', workerId: 'spare' });
  const before = script.job;
  script.deliver({ kind: 'workerListening', workerId: 'spare', address: Buffer.from('none') });
  script.deliver({ kind: 'workerFailed', workerId: 'spare', code: '', message: 'no', fatal: true, exitCode: 1 });
  assert.deepEqual(script.job, before);
  const exit = { ...killedExit, killedByAgent: false };
  script.deliver({ kind: 'workerStreamBroken', workerId: 'spare' });
  for (const workerId of ['spare', 'another']) script.deliver({ kind: 'workerExited', nodeId: 'a', workerId, exit });
  assert.equal(script.job.phase, 'rendezvous');
  assert.deepEqual(script.job.failures, []);
});

/** Two ranks of one node, which have made a step. */
function training(): ScriptedJob {
  const job = new ScriptedJob({ keepsStandbys: true });
  job.join('a');
  job.run();
  job.orders();
  job.deliver({ kind: 'workerReported', ...job.from(0), report: aReport([0]) });
  return job;
}

test('a generation that makes progress has standbys started, once, and outlived by them', () => {
  const job = training();
  assert.deepEqual(
    job.orders().filter(({ kind }) => kind === 'spawn'),
    [{ kind: 'spawn', nodeId: 'a', outputDir: '/out', count: 2, threads: 2 }],
  );
  const standbys = job.spawn();
  for (const workerId of standbys) job.deliver({ kind: 'workerStarted', workerId });
  job.deliver({ kind: 'workerReported', ...job.from(0), report: aReport([1]) });
  assert.deepEqual(
    job.orders().filter(({ kind }) => kind === 'spawn'),
    [],
  );

  job.exit(1, { signal: 'SIGSEGV' });
  assert.deepEqual(
    job.orders().filter(({ kind }) => kind === 'kill'),
    [{ kind: 'kill', nodeId: 'a', spared: standbys }],
  );
  job.exit(0, { signal: 'SIGKILL', killedByAgent: true });
  assert.equal(job.job.generation, 2);
  job.deliver({ kind: 'checkpointFound', generation: 2, checkpoint: null });
  const orders = job.orders();
  assert.deepEqual(
    orders.filter(({ kind }) => kind === 'spawn'),
    [],
  );
  assert.deepEqual(
    orders.flatMap((order) => (order.kind === 'start' ? [order.workerId] : [])),
    standbys,
  );
});

test('a standby that ends is none, and is not started again and again', () => {
  const job = training();
  job.orders();
  const [first] = job.spawn();
  job.deliver({ kind: 'workerExited', nodeId: 'a', workerId: first!, exit: { ...cleanExit, signal: 'SIGKILL' } });
  job.deliver({ kind: 'workerReported', ...job.from(0), report: aReport([1]) });
  assert.deepEqual(
    job.orders().filter(({ kind }) => kind === 'spawn'),
    [],
  );
  assert.equal(job.job.phase, 'running');
});

test('a job that is to stop spares nobody', () => {
  const job = training();
  job.orders();
  for (const workerId of job.spawn()) job.deliver({ kind: 'workerStarted', workerId });
  job.deliver({ kind: 'interrupted' });
  job.deliver({ kind: 'interrupted' });
  assert.deepEqual(
    job.orders().filter(({ kind }) => kind === 'kill'),
    [{ kind: 'kill', nodeId: 'a', spared: [] }],
  );
});
