import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aReport, aShard } from './a-report.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

/** Two nodes of one rank that train, at step 5. */
function trainingOnTwo(minNodes = 1, maxNodes = 2): ScriptedJob {
  const script = new ScriptedJob({ minNodes, maxNodes });
  script.join('a', 1);
  script.join('b', 1);
  script.pass(600);
  script.run();
  script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([0, 1, 2, 3, 4]) });
  script.orders();
  return script;
}

function publish(script: ScriptedJob, step: number): void {
  for (const { rank } of script.job.ranks)
    script.deliver({
      kind: 'workerWroteShard',
      ...script.from(rank),
      shard: aShard(script.job.generation, rank, step),
    });
  script.deliver({ kind: 'published', generation: script.job.generation, step, directory: `/out/${step}` });
}

test('a node is drained when what it has done is saved, and the others go on without a restart that counts', () => {
  const script = trainingOnTwo();
  script.deliver({ kind: 'drainRequested', nodeId: 'b' });
  assert.deepEqual(script.orders(), [{ kind: 'saveNow', ...script.from(0) }]);
  publish(script, 5);
  assert.equal(script.job.phase, 'waiting');
  script.orders();
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  const orders = script.orders();
  assert.deepEqual(orders[0], { kind: 'release', nodeId: 'b', reason: 'an operator has drained it' });
  script.pass(600);
  script.run(5);
  assert.deepEqual(
    script.job.ranks.map(({ nodeId }) => nodeId),
    ['a'],
  );
  assert.equal(script.job.restarts, 0);
  assert.equal(script.job.ends[0]!.reason, 'host-of-b takes no part from step 5 on');
});

test('a node that waits is drained at once', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1);
  script.deliver({ kind: 'drainRequested', nodeId: 'a' });
  assert.deepEqual(script.orders().at(-1), { kind: 'release', nodeId: 'a', reason: 'an operator has drained it' });
  script.join('b', 1);
  assert.equal(script.job.phase, 'waiting', 'it does not count among those that are there');
});

test('a spare takes the place of a node that is drained', () => {
  const script = trainingOnTwo(2, 2);
  script.join('c', 1);
  script.deliver({ kind: 'drainRequested', nodeId: 'a' });
  publish(script, 5);
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  script.run(5);
  assert.deepEqual(
    script.job.ranks.map(({ nodeId }) => nodeId),
    ['b', 'c'],
  );
  assert.equal(
    script.job.ends[0]!.reason,
    'host-of-c takes part from step 5 on; host-of-a takes no part from step 5 on',
  );
});

test('a job that cannot do without the node that is drained waits for another', () => {
  const script = trainingOnTwo(2, 2);
  script.deliver({ kind: 'drainRequested', nodeId: 'a' });
  publish(script, 5);
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  script.pass(1_000);
  assert.equal(script.job.phase, 'waiting');
  script.join('c', 1);
  assert.equal(script.job.phase, 'rendezvous');
});

test('an engine is told that a place is not wanted any more whose node was drained', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 1 });
  script.join('a', 1, { place: 'here' });
  script.join('b', 1, { place: 'there' });
  script.run();
  script.orders();
  script.deliver({ kind: 'drainRequested', nodeId: 'b' });
  assert.deepEqual(script.orders().at(-1), {
    kind: 'giveUpPlace',
    place: 'there',
    reason: 'an operator has drained it',
  });
});

test('a coordinator that returns tells its engine again which places are not wanted, but for those where a node has come since', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 1 });
  script.join('a', 1, { place: 'here' });
  for (const place of ['there', 'elsewhere']) script.join(place, 1, { place });
  script.run();
  for (const nodeId of ['there', 'elsewhere']) script.deliver({ kind: 'drainRequested', nodeId });
  script.join('by hand', 1, { place: 'there' });
  script.orders();
  script.deliver({ kind: 'coordinatorReturned', token: 'token' });
  assert.deepEqual(
    script.orders().filter(({ kind }) => kind === 'giveUpPlace'),
    [{ kind: 'giveUpPlace', place: 'elsewhere', reason: 'an operator has drained it' }],
  );
});
