import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killedExit, ScriptedJob } from './scripted-job.js';

test('a node whose program is another one was sent away: it is spoken of, and changes nothing', () => {
  const script = new ScriptedJob();
  const before = script.job;
  script.deliver({ kind: 'nodeRefused', hostname: 'theirs', reason: 'theirs runs build 2' });
  assert.deepEqual(script.logged('node-refused'), [{ node: 'theirs', reason: 'theirs runs build 2' }]);
  assert.deepEqual(script.job, before);
});

test('a lost node ends the generation, and the job waits until there are enough nodes again', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1);
  script.join('b', 1);
  script.run();
  script.orders();
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  script.exit(0, killedExit);
  const [ended] = script.logged('generation-ended');
  assert.equal(ended?.reason, 'node host-of-b is gone: its stream broke');
  assert.equal(script.job.phase, 'waiting');
  script.pass(5000);
  assert.equal(script.job.phase, 'waiting');
  script.join('c', 1);
  assert.equal(script.job.phase, 'rendezvous');
  assert.deepEqual(
    script.job.ranks.map(({ nodeId }) => nodeId),
    ['a', 'c'],
  );
});

test('a node has the name of its machine, and that of its place where these differ', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1, { hostname: 'ubuntu', place: '10.0.0.1' });
  script.join('b', 1, { hostname: 'node2', place: 'node2' });
  assert.deepEqual(
    script.job.nodes.map(({ hostname, place }) => [hostname, place]),
    [
      ['ubuntu (10.0.0.1)', '10.0.0.1'],
      ['node2', 'node2'],
    ],
  );
});

test('a spare node takes the place of one that is lost', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 1 });
  script.join('a', 1);
  script.run();
  script.join('b', 1);
  assert.equal(script.job.generation, 1);
  script.deliver({ kind: 'nodeLost', nodeId: 'a', reason: 'its stream broke' });
  assert.equal(script.job.generation, 2);
  assert.equal(script.job.ranks[0]?.nodeId, 'b');
});

test('where every node holds a whole copy, one of another number of ranks is refused, and the job goes on as it is', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 3, nodesAlike: true });
  script.join('a', 2);
  script.pass(600);
  script.run();
  script.orders();
  const before = script.job;
  script.join('b', 1);
  const reason =
    'host-of-b has 1 rank, and host-of-a has 2: with sharding_strategy HYBRID_SHARD every node holds one whole copy, shared out in ' +
    'the same way; give all the same --nproc-per-node, or use FULL_SHARD or SHARD_GRAD_OP';
  assert.deepEqual(script.orders(), [{ kind: 'refuse', nodeId: 'b', reason }]);
  assert.deepEqual(script.job, before);
  script.join('c', 2);
  assert.deepEqual(script.orders()[0], { kind: 'admit', nodeId: 'c' });
});

test('a spare for the only node that trains may have any number of ranks, and so may one that comes for a node that is to go', () => {
  const alone = new ScriptedJob({ minNodes: 1, maxNodes: 1, nodesAlike: true });
  alone.join('a', 2);
  alone.run();
  alone.join('b', 1);
  alone.deliver({ kind: 'nodeLost', nodeId: 'a', reason: 'its stream broke' });
  assert.deepEqual(
    alone.job.ranks.map(({ nodeId }) => nodeId),
    ['b'],
  );
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2, nodesAlike: true });
  script.join('a', 2);
  script.pass(600);
  script.run();
  script.deliver({ kind: 'drainRequested', nodeId: 'a' });
  script.orders();
  script.join('b', 1);
  assert.deepEqual(script.orders()[0], { kind: 'admit', nodeId: 'b' });
});

test('a node that joins again with another number of ranks is measured by the others, not by what it was', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2, nodesAlike: true });
  script.join('a', 2);
  script.join('a', 1);
  assert.equal(script.job.nodes[0]?.localRanks, 1);
});

test('a node that sees other directories is refused, and told what it sees and what is needed', () => {
  const refusals: [Parameters<ScriptedJob['join']>[2], string][] = [
    [
      { token: '', problem: 'ENOENT: no such file' },
      "host-of-a does not see this run's output directory /out: ENOENT: no such file; " +
        'every node needs the same directory under the same path',
    ],
    [
      { token: 'of another run' },
      "host-of-a does not see this run's output directory /out: its token file is that of another run; " +
        'every node needs the same directory under the same path',
    ],
    [
      { listingHash: 'other', images: 99 },
      "host-of-a does not see this run's images in /images: it sees 99 other images, the coordinator 100; " +
        'every node needs the same files under the same path',
    ],
  ];
  for (const [change, reason] of refusals) {
    const script = new ScriptedJob();
    script.join('a', 2, change);
    assert.deepEqual(script.orders(), [{ kind: 'refuse', nodeId: 'a', reason }]);
    assert.deepEqual(script.job.nodes, []);
  }
});
