import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aReport } from './a-report.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

test('a silent worker and a stalled one end the generation, the first that stood still is named', () => {
  const silent = new ScriptedJob({ heartbeatTimeoutMs: 1000, stallTimeoutMs: 5000 });
  silent.join('a');
  silent.run();
  silent.orders();
  silent.pass(1000, { ranks: [1] });
  assert.deepEqual(silent.orders(), []);
  silent.pass(100, { ranks: [1] });
  assert.deepEqual(silent.orders(), [{ kind: 'kill', nodeId: 'a', spared: [] }]);
  assert.equal(silent.job.failures[0]?.reason, 'rank 1 gave no heartbeat for 1 s');

  const stalled = new ScriptedJob({ maxRestarts: 0, stallTimeoutMs: 5000 });
  stalled.join('a');
  stalled.run();
  stalled.pass(1000, { stalled: [1] });
  stalled.pass(5000, { stalled: [0, 1] });
  for (const rank of [0, 1]) stalled.exit(rank, killedExit);
  assert.match(stalled.job.outcome!.reason, /^rank 1 on host-of-a made no progress for 5\.1 s; 0 restarts/);
});

const at = (phase: string, what = 'block 3 forward') => ({ phase, what, step: 7 });

/** Two ranks that train, whose steps take so long. */
function training(stepSeconds: number): ScriptedJob {
  const script = new ScriptedJob({ stallTimeoutMs: 120_000, stallFloorMs: 5_000, heartbeatTimeoutMs: 60_000 });
  script.join('a');
  script.run();
  const phaseSeconds = { data: 0, compute: stepSeconds, communication: 0, save: 0 };
  script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([0], { phaseSeconds }) });
  return script;
}

test('a rank that hangs while it computes is found after 5 s, or four steps, and named with what it was at', () => {
  for (const [stepSeconds, limitMs] of [
    [0.2, 5_000],
    [3, 12_000],
  ] as const) {
    const script = training(stepSeconds);
    const ranks = { stalled: [0, 1], at: [at('communication', 'gather'), at('compute')] };
    script.pass(100, { at: ranks.at });
    script.pass(limitMs, ranks);
    assert.equal(script.job.phase, 'running', `${stepSeconds} s`);
    script.pass(200, ranks);
    for (const rank of [0, 1]) script.exit(rank, killedExit);
    assert.match(
      script.job.ends[0]!.reason,
      /^rank 1 on host-of-a made no progress for \d+\.\d s: compute \(block 3 forward\), step 7$/,
    );
  }
});

test('a rank that reads images or saves has longer, and so have those that wait for it', () => {
  const script = training(0.2);
  const ranks = { stalled: [0, 1], at: [at('communication', 'gather'), at('data', 'next batch')] };
  script.pass(100_000, ranks);
  assert.equal(script.job.phase, 'running');
  script.pass(21_000, ranks);
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.match(
    script.job.ends[0]!.reason,
    /^rank 1 on host-of-a made no progress for 120\.\d s: data \(next batch\), step 7/,
  );
});

test('who waits for a rank that hangs is not named, though it stood still before', () => {
  const script = training(0.2);
  const where = [at('communication', 'gather'), at('compute')];
  script.pass(1_000, { stalled: [0], at: where });
  script.pass(4_600, { stalled: [0, 1], at: where });
  assert.equal(script.job.phase, 'running', 'the first has stood still for longer than it may');
  script.pass(1_000, { stalled: [0, 1], at: where });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.match(script.job.ends[0]!.reason, /^rank 1 .*: compute \(block 3 forward\), step 7$/);
});

test('where all wait for one another the first that stood still is named', () => {
  const script = training(0.2);
  const where = [at('communication', 'gather'), at('communication', 'reduce')];
  script.pass(1_000, { stalled: [1], at: where });
  script.pass(5_000, { stalled: [0, 1], at: where });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.match(script.job.ends[0]!.reason, /^rank 1 .*: communication \(reduce\), step 7$/);
});

test('of a rank that dies it is said what it was at', () => {
  const script = training(0.2);
  script.pass(100, { at: [at('compute'), at('compute', 'head backward')] });
  script.nowMs += 200;
  script.exit(1, { signal: 'SIGKILL' });
  script.exit(0, killedExit);
  assert.equal(
    script.job.ends[0]!.reason,
    'rank 1 was ended by SIGKILL; last seen in compute (head backward), step 7, 0.2 s before',
  );
});

test('a rendezvous that takes too long names the rank that is behind', () => {
  const script = new ScriptedJob({ rendezvousTimeoutMs: 3000 });
  script.join('a');
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  script.deliver({ kind: 'workerStarted', workerId: script.spawn()[0]! });
  script.pass(3100);
  assert.equal(script.job.failures[0]?.reason, 'rank 1 was still spawned when the rendezvous had taken 3 s');
});

test('what a job waits for is named, each time that it has waited twice as long', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, rendezvousTimeoutMs: 300_000 });
  script.join('a', 1);
  script.pass(45_000);
  const missing = '1 more of 2 nodes to join (here: host-of-a)';
  assert.deepEqual(
    script.logged('waiting'),
    [10, 20, 40].map((seconds) => ({ for: missing, seconds })),
  );
  script.join('b', 1);
  script.pass(11_000);
  assert.deepEqual(script.logged('waiting'), [
    { for: 'rank 0 and 1 more of 2 to be started, once the newest checkpoint is found', seconds: 10 },
  ]);
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  const [first, second] = script.spawn();
  script.deliver({ kind: 'workerStarted', workerId: first! });
  script.pass(10_000);
  assert.deepEqual(script.logged('waiting'), [{ for: 'rank 1 of 2 to load its program', seconds: 20 }]);
  script.deliver({ kind: 'workerStarted', workerId: second! });
  script.pass(20_000);
  assert.deepEqual(script.logged('waiting'), [
    { for: 'rank 0 and 1 more of 2 to read the list of images and listen for its peers', seconds: 40 },
  ]);
  for (const rank of [0, 1])
    script.deliver({ kind: 'workerListening', ...script.from(rank), address: Buffer.from('address') });
  for (const rank of [0, 1]) {
    script.deliver({ kind: 'workerRunning', ...script.from(rank), startStep: 0, totalSteps: 9, summary: '' });
  }
  script.pass(60_000);
  assert.deepEqual(script.logged('waiting'), []);
});

test('a node without heartbeats is dropped, and its workers are told to end', () => {
  const script = new ScriptedJob({ heartbeatTimeoutMs: 1000 });
  script.join('a');
  script.run();
  script.orders();
  script.pass(1100, { nodes: ['a'] });
  assert.deepEqual(script.orders(), [
    { kind: 'endWorker', workerId: 'worker-0' },
    { kind: 'endWorker', workerId: 'worker-1' },
    { kind: 'dropNode', nodeId: 'a' },
  ]);
  assert.deepEqual(script.job.nodes, []);
});

test('a node that cannot end its processes is dropped, and the job goes on without it', () => {
  const script = new ScriptedJob({ killTimeoutMs: 1000 });
  script.join('a');
  script.run();
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  script.exit(0, killedExit);
  script.orders();
  script.pass(1100);
  assert.deepEqual(script.orders(), [
    { kind: 'endWorker', workerId: 'worker-1' },
    { kind: 'dropNode', nodeId: 'a' },
  ]);
  assert.equal(script.job.endingSinceMs, null);
});

test('a coordinator that was itself suspended does not take everyone else for dead', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.pass(200);
  script.orders();
  script.nowMs += 60_000;
  script.deliver({ kind: 'tick', signs: { nodes: [], workers: [] } });
  assert.equal(script.job.phase, 'running');
  assert.equal(script.logged('suspended').length, 1);
  script.pass(4000);
  assert.equal(script.job.phase, 'running');
});

test('a job that was told to gives up when too few nodes have come for so long, and says which are there', () => {
  const nobody = new ScriptedJob({ minNodes: 2, maxNodes: 2, joinTimeoutMs: 30_000 });
  nobody.pass(30_000);
  assert.equal(nobody.job.outcome?.reason, '0 of 2 nodes were there after 30 s (--join-timeout): none');

  const one = new ScriptedJob({ minNodes: 2, maxNodes: 2, joinTimeoutMs: 30_000 });
  one.join('a', 1);
  one.pass(29_900);
  assert.equal(one.job.phase, 'waiting');
  one.pass(100);
  const reason = '1 of 2 nodes were there after 30 s (--join-timeout): host-of-a';
  assert.deepEqual(one.job.outcome, { exitCode: 1, kind: 'failed', reason, logTail: '', isWorthRetry: true });

  const patient = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  patient.pass(600_000);
  assert.equal(patient.job.phase, 'waiting');
});

test('the time to wait for nodes begins anew when one is lost', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, joinTimeoutMs: 30_000, stallTimeoutMs: 600_000 });
  script.join('a', 1);
  script.pass(20_000);
  script.join('b', 1);
  script.run();
  script.pass(60_000);
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  script.exit(0, killedExit);
  script.pass(29_000);
  assert.equal(script.job.outcome, null);
  script.pass(1_000);
  assert.match(script.job.outcome!.reason, /^1 of 2 nodes were there after 30 s/);
});

test('of many nodes that are there the first few are named', () => {
  const script = new ScriptedJob({ minNodes: 12, maxNodes: 12 });
  for (let i = 0; i < 10; i++) script.join(`${i}`, 1);
  script.pass(10_000);
  const here = Array.from({ length: 8 }, (_, i) => `host-of-${i}`).join(', ');
  assert.equal(script.logged('waiting')[0]!.for, `2 more of 12 nodes to join (here: ${here}, 2 more)`);
});
