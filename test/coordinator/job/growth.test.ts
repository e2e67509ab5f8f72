import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnd, aReport, aShard } from './a-report.js';
import { ScriptedJob } from './scripted-job.js';

/** Two ranks of node a train up to step 3, and node b has come. */
function joinedWhileTraining(): ScriptedJob {
  const job = new ScriptedJob({ minNodes: 1, maxNodes: 2, lastCallMs: 1000 });
  job.join('a');
  job.pass(1500);
  job.run();
  job.deliver({ kind: 'workerReported', ...job.from(0), report: aReport([0, 1, 2]) });
  job.orders();
  job.join('b');
  return job;
}

function save(job: ScriptedJob, step: number): void {
  const { generation } = job.job;
  for (const rank of [0, 1])
    job.deliver({ kind: 'workerWroteShard', ...job.from(rank), shard: aShard(generation, rank, step) });
  job.deliver({ kind: 'published', generation, step, directory: `/out/checkpoints/${step}` });
}

const endAll = (job: ScriptedJob) => {
  for (const rank of [0, 1]) job.exit(rank, { signal: 'SIGKILL', killedByAgent: true });
};

test('a node that comes while others train has a checkpoint made, and takes part from there without any failure', () => {
  const job = joinedWhileTraining();
  assert.deepEqual(
    job.orders().map(({ kind }) => kind),
    ['admit', 'saveNow'],
  );
  job.deliver({ kind: 'workerReported', ...job.from(0), report: aReport([3]) });
  save(job, 4);
  assert.deepEqual(
    job.orders().filter(({ kind }) => kind === 'kill'),
    [{ kind: 'kill', nodeId: 'a', spared: [] }],
  );
  endAll(job);
  assert.deepEqual(job.logged('generation-ended'), [{ generation: 1, reason: 'host-of-b takes part from step 4 on' }]);
  const { generation, ranks, restarts, growth } = job.job;
  assert.deepEqual([generation, restarts, growth], [2, 0, null]);
  assert.deepEqual(
    ranks.map(({ nodeId }) => nodeId),
    ['a', 'a', 'b', 'b'],
  );
});

test('an older checkpoint that comes to be meanwhile is not the one that was asked for', () => {
  const job = joinedWhileTraining();
  save(job, 2);
  assert.equal(job.job.phase, 'running');
  assert.equal(job.job.growth?.savedStep, null);
});

test('where the newcomer has left by then, the training goes on undisturbed, and the next one is served', () => {
  const job = joinedWhileTraining();
  job.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  job.deliver({ kind: 'workerReported', ...job.from(0), report: aReport([3]) });
  save(job, 4);
  assert.deepEqual([job.job.phase, job.job.growth, job.job.generation], ['running', null, 1]);
  job.orders();
  job.join('c');
  assert.deepEqual(
    job.orders().map(({ kind }) => kind),
    ['admit', 'saveNow'],
  );
});

test('a failure before the checkpoint counts as one, and the newcomer takes part all the same', () => {
  const job = joinedWhileTraining();
  job.exit(0, { signal: 'SIGSEGV' });
  job.exit(1, { signal: 'SIGKILL', killedByAgent: true });
  assert.deepEqual([job.job.generation, job.job.restarts, job.job.growth], [2, 1, null]);
  assert.equal(job.job.ranks.length, 4);
});

test('a spare beyond the most nodes, or one that comes while the job stops, asks for nothing', () => {
  const job = new ScriptedJob({ minNodes: 1, maxNodes: 1 });
  job.join('a');
  job.run();
  job.deliver({ kind: 'workerReported', ...job.from(0), report: aReport([0]) });
  job.orders();
  job.join('b');
  assert.deepEqual(
    job.orders().map(({ kind }) => kind),
    ['admit'],
  );
  const stopping = joinedWhileTraining();
  stopping.deliver({ kind: 'interrupted' });
  stopping.deliver({ kind: 'workerReported', ...stopping.from(0), report: aReport([3]) });
  stopping.orders();
  save(stopping, 4);
  assert.equal(stopping.job.phase, 'running');
  assert.ok(!stopping.orders().some(({ kind }) => kind === 'kill'));
});

test('a training that comes to its end is not begun again for a newcomer', () => {
  const job = joinedWhileTraining();
  job.deliver({ kind: 'workerReported', ...job.from(0), report: aReport([3]) });
  for (const rank of [0, 1]) job.deliver({ kind: 'workerDone', ...job.from(rank), done: anEnd('finished', 4) });
  job.orders();
  save(job, 4);
  assert.ok(!job.orders().some(({ kind }) => kind === 'kill'));
});
