import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnd, aReport } from './a-report.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

test('words of a former generation are void, and workers that the job does not know are told to end', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  const [first, second] = [script.from(0), script.from(1)];
  script.deliver({ kind: 'workerStreamBroken', ...first });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  script.comeUp();
  script.orders();
  const before = script.job;
  script.deliver({ kind: 'workerFailed', ...first, code: '', message: 'late', fatal: true, exitCode: 1 });
  script.deliver({ kind: 'workerStreamBroken', ...second });
  script.deliver({ kind: 'workerDone', ...second, done: anEnd('finished', 1) });
  assert.deepEqual(script.job, before);
  script.deliver({ kind: 'workerStarted', ...first });
  assert.deepEqual(script.orders(), [{ kind: 'endWorker', ...first }]);
  assert.deepEqual(script.job, before);
});

test('how a worker ended is believed of the agent that started it alone', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1);
  script.join('b', 1);
  script.run();
  const before = script.job;
  script.deliver({ kind: 'workerExited', nodeId: 'b', ...script.from(0), exit: killedExit });
  script.deliver({ kind: 'workerExited', nodeId: 'c', ...script.from(1), exit: killedExit });
  // An agent that comes from an earlier coordinator ends that one's workers.
  script.deliver({ kind: 'workerExited', nodeId: 'a', workerId: 'another', exit: killedExit });
  assert.deepEqual(script.job, before);
});

test('a process that was sent away is spoken of, and changes nothing', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  const before = script.job;
  script.logged('node-joined');
  script.deliver({ kind: 'workerRefused', workerId: 'stray', reason: 'it belongs to job theirs' });
  assert.deepEqual(script.job, before);
  assert.deepEqual(script.logged('worker-refused'), [{ worker: 'stray', reason: 'it belongs to job theirs' }]);
});

test('a worker that ends before it has a rank ends the generation, and the outcome has its last words', () => {
  for (const [exit, how] of [
    [{ signal: 'SIGSEGV' }, 'was ended by SIGSEGV'],
    [{ problem: 'its log cannot be written: ENOSPC' }, 'could not be started: its log cannot be written: ENOSPC'],
  ] as const) {
    const script = new ScriptedJob({ maxRestarts: 0 });
    script.join('a');
    script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
    const [first, second] = script.spawn();
    script.deliver({ kind: 'workerStarted', workerId: first! });
    const ends = { ...killedExit, killedByAgent: false, signal: '', ...exit, logTail: 'last words' };
    script.orders();
    script.deliver({ kind: 'workerExited', nodeId: 'a', workerId: second!, exit: ends });
    assert.deepEqual(script.orders(), [{ kind: 'kill', nodeId: 'a', spared: [] }]);
    script.deliver({ kind: 'workerExited', nodeId: 'a', workerId: first!, exit: killedExit });
    assert.deepEqual(script.job.outcome, {
      exitCode: 1,
      kind: 'failed',
      reason: `a worker of host-of-a that had no rank yet ${how}; 0 restarts brought no progress`,
      logTail: 'last words',
      isWorthRetry: true,
    });
  }
});

test('steps are recorded once and in order, of the first rank while it trains', () => {
  const script = new ScriptedJob();
  script.join('a');
  const report = (rank: number, ...steps: number[]) =>
    script.deliver({ kind: 'workerReported', ...script.from(rank), report: aReport(steps) });
  const recorded = () =>
    script
      .orders()
      .flatMap((order) =>
        order.kind === 'recordReport' ? [[order.rank, order.report.steps.map(({ step }) => step)]] : [],
      );
  script.comeUp(5);
  report(0, 5);
  assert.deepEqual(recorded(), [], 'it has not said that it trains');
  script.run(5);
  report(0, 5, 6);
  report(1);
  assert.deepEqual(recorded(), [
    [0, [5, 6]],
    [1, []],
  ]);
  report(0, 4, 6, 7, 7);
  assert.deepEqual(script.logged('steps-left-out'), [{ rank: 0, steps: 3, reason: 'out of order: step 7 is next' }]);
  assert.equal(script.job.nextStep, 8);
  report(1, 8, 9);
  assert.deepEqual(recorded(), [[1, []]], "steps are the first rank's to report");
  assert.equal(script.job.stepsReached, 8);
  report(0, 8);
  assert.deepEqual(recorded(), [[0, [8]]]);
  script.deliver({ kind: 'workerStreamBroken', ...script.from(1) });
  report(0, 9);
  assert.deepEqual(recorded(), [], 'its generation is over');
});

test('what a rank says out of its turn, again or of steps that there are not, changes nothing', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([0, 1]) });
  script.orders();
  const before = script.job;
  const again = { ...script.from(0), startStep: 0, totalSteps: 100, summary: 'again' };
  script.deliver({ kind: 'workerRunning', ...again });
  script.deliver({ kind: 'workerListening', ...script.from(1), address: Buffer.from('elsewhere') });
  assert.deepEqual(script.job, before);
  assert.deepEqual(
    script.logged('out-of-turn').map(({ reason }) => reason),
    [
      'workerRunning of a rank that is running, expected connecting',
      'workerListening of a rank that is running, expected started',
    ],
  );
  script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([4_000_000_000]) });
  assert.deepEqual([script.job.nextStep, script.job.stepsReached, script.job.phase], [2, 2, 'running']);
  assert.deepEqual(script.logged('steps-left-out'), [{ rank: 0, steps: 1, reason: 'out of order: step 2 is next' }]);
});

test('a first rank that begins elsewhere than its checkpoint is fails, before the run log is cut', () => {
  const script = new ScriptedJob({ maxRestarts: 0 });
  script.join('a');
  script.comeUp(50);
  script.orders();
  script.deliver({ kind: 'workerRunning', ...script.from(0), startStep: 10, totalSteps: 100, summary: '' });
  assert.equal(script.job.failures[0]?.reason, 'rank 0 begins at step 10, expected 50, where its checkpoint is');
  assert.deepEqual(
    script.orders().filter(({ kind }) => kind === 'trainingStarts'),
    [],
  );
});
