import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../src/coordinator/job/decide.js';
import { anEnd } from './a-report.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

test('a first interruption saves and stops', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.orders();
  script.deliver({ kind: 'interrupted' });
  assert.deepEqual(script.orders(), [{ kind: 'saveAndStop', workerIds: ['worker-0', 'worker-1'] }]);
  for (const rank of [0, 1]) script.deliver({ kind: 'workerDone', ...script.from(rank), done: anEnd('stopped', 12) });
  assert.deepEqual(script.job.outcome, {
    exitCode: 0,
    kind: 'stopped',
    reason: 'stopped at step 12, saved',
    logTail: '',
    isWorthRetry: false,
  });
});

test('a second interruption kills', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.deliver({ kind: 'interrupted' });
  script.orders();
  script.deliver({ kind: 'interrupted' });
  assert.deepEqual(script.orders(), [{ kind: 'kill', nodeId: 'a', spared: [] }]);
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  const reason = 'stopped without a save, nothing is saved';
  assert.deepEqual(script.job.outcome, { exitCode: 1, kind: 'stopped', reason, logTail: '', isWorthRetry: false });
});

test('an interruption while nothing trains ends the job without restarts', () => {
  const waiting = new ScriptedJob();
  waiting.deliver({ kind: 'interrupted' });
  assert.equal(waiting.job.outcome?.exitCode, 0);

  const meeting = new ScriptedJob();
  meeting.join('a');
  meeting.comeUp(30);
  meeting.deliver({ kind: 'interrupted' });
  for (const rank of [0, 1]) meeting.exit(rank, killedExit);
  const reason = 'stopped before training, the last checkpoint is of step 30';
  assert.deepEqual(meeting.job.outcome, { exitCode: 0, kind: 'stopped', reason, logTail: '', isWorthRetry: false });
});

test('a worker that dies while saving to stop is not restarted: the user wants an end', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.deliver({ kind: 'interrupted' });
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.equal(script.job.outcome?.exitCode, 1);
  assert.equal(script.job.outcome?.reason, 'could not save and stop: rank 0 broke its stream');
});

test('a request for a checkpoint goes to the first rank, and the job goes on', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.orders();
  script.deliver({ kind: 'saveRequested' });
  assert.deepEqual(script.orders(), [{ kind: 'saveNow', workerId: 'worker-0' }]);
  script.deliver({ kind: 'saveRequested' });
  assert.deepEqual(script.orders(), [{ kind: 'saveNow', workerId: 'worker-0' }]);
  assert.equal(script.job.stop, 'no');
  script.deliver({ kind: 'interrupted' });
  script.orders();
  script.deliver({ kind: 'saveRequested' });
  assert.deepEqual(script.orders(), []);
});

test('a request for a checkpoint while nothing trains says what is saved', () => {
  for (const [step, saved] of [
    [undefined, 'nothing is saved yet'],
    [30, 'the last checkpoint is of step 30'],
  ] as const) {
    const script = new ScriptedJob();
    script.join('a');
    script.comeUp(step);
    const { actions, job } = decide(script.job, { kind: 'saveRequested' }, script.nowMs);
    const reason = `no training is running now that could be saved; ${saved}`;
    assert.deepEqual(actions, [{ kind: 'log', level: 'info', event: 'save-requested', fields: { reason } }]);
    assert.equal(job.phase, 'rendezvous');
  }
});

test('a job that was told to stop is not worth another try, whatever becomes of its last save', () => {
  const unsaved = new ScriptedJob({ minNodes: 1 });
  unsaved.join('a', 1);
  unsaved.run();
  unsaved.deliver({ kind: 'interrupted' });
  unsaved.exit(0, { signal: 'SIGKILL' });
  const { reason, exitCode, isWorthRetry } = unsaved.job.outcome!;
  assert.deepEqual([exitCode, isWorthRetry], [1, false]);
  assert.match(reason, /^could not save and stop: rank 0 was ended by SIGKILL/);

  for (const [isStopped, code, isWorth] of [
    [false, 1, true],
    [false, 2, false],
    [true, 1, false],
  ] as const) {
    const script = new ScriptedJob();
    script.join('a', 1);
    script.run();
    if (isStopped) script.deliver({ kind: 'interrupted' });
    script.deliver({ kind: 'hopeless', reason: 'too few nodes are left', exitCode: code });
    assert.equal(script.job.outcome?.isWorthRetry, isWorth);
  }
});
