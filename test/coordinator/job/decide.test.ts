import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnd, aReport } from './a-report.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

test('more nodes than the least are waited for until the last call is over', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 3, lastCallMs: 500 });
  script.join('a', 1);
  script.pass(400);
  script.join('b', 1);
  assert.equal(script.job.phase, 'waiting');
  script.pass(100);
  assert.equal(script.job.phase, 'rendezvous');
  assert.equal(script.job.ranks.length, 2);
});

test('addresses go out when the last rank listens, and the job runs when the last rank runs', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  for (const workerId of script.spawn()) script.deliver({ kind: 'workerStarted', workerId });
  script.orders();
  script.deliver({ kind: 'workerListening', ...script.from(1), address: Buffer.from('one') });
  assert.deepEqual(script.orders(), []);
  script.deliver({ kind: 'workerListening', ...script.from(0), address: Buffer.from('zero') });
  const addresses = [Buffer.from('zero'), Buffer.from('one')];
  assert.deepEqual(script.orders(), [{ kind: 'connect', workerIds: ['worker-0', 'worker-1'], addresses }]);
  script.deliver({ kind: 'workerRunning', ...script.from(0), startStep: 0, totalSteps: 9, summary: '' });
  assert.deepEqual(script.orders(), [{ kind: 'trainingStarts', startStep: 0, totalSteps: 9 }]);
  assert.equal(script.job.phase, 'rendezvous');
  script.deliver({ kind: 'workerRunning', ...script.from(1), startStep: 0, totalSteps: 9, summary: '' });
  assert.equal(script.job.phase, 'running');
});

test('the job is done when every rank is', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.deliver({ kind: 'workerDone', ...script.from(0), done: anEnd('finished', 100) });
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  script.exit(0);
  assert.equal(script.job.phase, 'running');
  script.deliver({ kind: 'workerDone', ...script.from(1), done: anEnd('finished', 100) });
  assert.deepEqual(script.job.outcome, {
    exitCode: 0,
    kind: 'finished',
    reason: 'finished at step 100',
    logTail: '',
    isWorthRetry: false,
  });
});

for (const stage of ['rendezvous', 'running'] as const)
  test(`a worker that dies while ${stage} ends the generation; the next one begins when all of it have ended`, () => {
    const script = new ScriptedJob();
    script.join('a');
    if (stage === 'running') script.run();
    else script.comeUp();
    script.orders();
    script.deliver({ kind: 'workerStreamBroken', ...script.from(1) });
    assert.deepEqual(script.orders(), [{ kind: 'kill', nodeId: 'a', spared: [] }]);
    script.exit(1, { signal: 'SIGKILL' });
    assert.deepEqual(script.orders(), []);
    assert.equal(script.job.phase, 'waiting');
    script.exit(0, killedExit);
    assert.equal(script.job.generation, 2);
    const [ended] = script.logged('generation-ended');
    assert.equal(ended?.reason, 'rank 1 broke its stream; its process was ended by SIGKILL');
  });

test('a rank that only suffers from its dead peer is not named as the cause', () => {
  const script = new ScriptedJob({ maxRestarts: 0 });
  script.join('a');
  script.run();
  script.deliver({
    kind: 'workerFailed',
    ...script.from(0),
    code: 'COMM_FAILED',
    message: 'rank 1 is gone',
    fatal: false,
    exitCode: 1,
  });
  script.exit(0, { code: 1, logTail: 'of rank 0' });
  script.exit(1, { signal: 'SIGSEGV', logTail: 'of rank 1' });
  assert.equal(script.job.outcome?.reason, 'rank 1 was ended by SIGSEGV; 0 restarts brought no progress');
  assert.equal(script.job.outcome?.logTail, 'of rank 1');
});

test('a node that is lost is named as the cause, though the streams of its workers break first', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1);
  script.join('b', 1);
  script.run();
  const symptom = { code: 'COMM_FAILED', message: 'rank 1 is gone', fatal: false, exitCode: 1 } as const;
  script.deliver({ kind: 'workerFailed', ...script.from(0), ...symptom });
  script.deliver({ kind: 'workerStreamBroken', ...script.from(1) });
  script.exit(0, killedExit);
  script.logged('generation-ended');
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  assert.deepEqual(
    script.logged('generation-ended').map(({ reason }) => reason),
    ['node host-of-b is gone: its stream broke'],
  );
});

test('a worker whose stream breaks is the cause, not the node that is lost elsewhere meanwhile', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1);
  script.join('b', 1);
  script.run();
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  script.logged('generation-ended');
  script.exit(0, { signal: 'SIGKILL' });
  assert.deepEqual(
    script.logged('generation-ended').map(({ reason }) => reason),
    ['rank 0 broke its stream; its process was ended by SIGKILL'],
  );
});

test('a generation that ends while an agent still starts its workers waits for their ends', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.join('b');
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  script.orders();
  script.deliver({ kind: 'interrupted' });
  assert.deepEqual(script.orders(), [{ kind: 'kill', nodeId: 'a', spared: [] }]);
  const ids = script.spawn();
  // It has said hello before the order to kill has reached its agent.
  script.deliver({ kind: 'workerStarted', workerId: ids[0]! });
  assert.deepEqual(script.orders(), []);
  for (const workerId of ids) {
    assert.equal(script.job.phase, 'waiting');
    script.deliver({ kind: 'workerExited', nodeId: 'a', workerId, exit: killedExit });
  }
  assert.equal(script.job.outcome?.kind, 'stopped');
});

function dieWithoutProgress(script: ScriptedJob): void {
  script.run();
  script.deliver({ kind: 'workerStreamBroken', ...script.from(1) });
  script.exit(0, killedExit);
  script.exit(1, { signal: 'SIGKILL', logTail: 'its last words' });
}

test('restarts without progress are counted, and the last one names rank, exit and the end of its log', () => {
  const script = new ScriptedJob({ maxRestarts: 3 });
  script.join('a');
  for (let i = 0; i < 3; i++) dieWithoutProgress(script);
  assert.equal(script.job.phase, 'rendezvous');
  assert.equal(script.job.restarts, 3);
  dieWithoutProgress(script);
  assert.deepEqual(script.job.outcome, {
    exitCode: 1,
    kind: 'failed',
    reason: 'rank 1 broke its stream; its process was ended by SIGKILL; 3 restarts brought no progress',
    logTail: 'its last words',
    isWorthRetry: true,
  });
});

test('a step further than ever before begins the count of restarts anew; repeating old steps does not', () => {
  const script = new ScriptedJob({ maxRestarts: 2 });
  script.join('a');
  const dieAfterStep = (step: number) => {
    script.run();
    script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([step]) });
    script.deliver({ kind: 'workerStreamBroken', ...script.from(1) });
    for (const rank of [0, 1]) script.exit(rank, killedExit);
  };
  for (const step of [5, 6, 7, 8]) dieAfterStep(step);
  assert.equal(script.job.phase, 'rendezvous');
  dieAfterStep(8);
  assert.equal(script.job.phase, 'rendezvous');
  dieAfterStep(8);
  assert.equal(script.job.outcome?.kind, 'failed');
});

test('a fatal failure ends the job at once, with the exit code that the worker gives', () => {
  for (const exitCode of [1, 2] as const) {
    const script = new ScriptedJob();
    script.join('a');
    script.run();
    script.deliver({ kind: 'workerFailed', ...script.from(1), code: 'ANY', message: 'no way', fatal: true, exitCode });
    for (const rank of [0, 1]) script.exit(rank, killedExit);
    const outcome = { exitCode, kind: 'failed', reason: 'rank 1 failed: no way', logTail: '', isWorthRetry: false };
    assert.deepEqual(script.job.outcome, outcome);
  }
});

test('updates that were skipped are counted at the end', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.logged('running');
  for (const rank of [0, 1])
    script.deliver({ kind: 'workerDone', ...script.from(rank), done: anEnd('finished', 100, { skipped: 3 }) });
  assert.deepEqual(script.logged('updates-skipped'), [{ skipped: 3, of: 100 }]);
  assert.equal(script.job.outcome?.exitCode, 0);
});

for (const reason of ['finished', 'stopped'] as const)
  test(`a training that ${reason} with a state of no use has failed, and says why`, () => {
    const script = new ScriptedJob();
    script.join('a');
    script.run();
    const done = anEnd(reason, 100, { skipped: 60, problem: 'its weights are not finite. Begin again' });
    for (const rank of [0, 1]) script.deliver({ kind: 'workerDone', ...script.from(rank), done });
    const saved = reason === 'stopped' ? ', saved' : '';
    assert.deepEqual(script.job.outcome, {
      exitCode: 1,
      kind: 'failed',
      reason: `${reason} at step 100${saved}, but its weights are not finite. Begin again`,
      logTail: '',
      isWorthRetry: false,
    });
  });

test('a done job decides nothing more', () => {
  const script = new ScriptedJob();
  script.deliver({ kind: 'hopeless', reason: 'the agent was refused', exitCode: 2 });
  const { outcome } = script.job;
  assert.deepEqual(outcome, {
    exitCode: 2,
    kind: 'failed',
    reason: 'the agent was refused',
    logTail: '',
    isWorthRetry: false,
  });
  script.orders();
  script.join('a');
  assert.deepEqual(script.orders(), []);
});
