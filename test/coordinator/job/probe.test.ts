import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobEvent } from '../../../src/coordinator/job/job-event.js';
import { aNode, seen } from './a-node.js';
import { ScriptedJob } from './scripted-job.js';

/** A node comes, and has not told yet whom it reaches. */
function come(fleet: ScriptedJob, nodeId: string, change: Partial<Extract<JobEvent, { kind: 'nodeJoined' }>> = {}) {
  const node = { ...aNode(nodeId), localRanks: 1, listenHost: '127.0.0.1', place: '' };
  fleet.deliver({ kind: 'nodeJoined', nodeId, ...node, ...seen, ...change });
}

const probesIn = (fleet: ScriptedJob) =>
  fleet.orders().flatMap((order) => (order.kind === 'probe' ? [order.peers.map(({ nodeId }) => nodeId)] : []));

test('a node dials those that came 1, 2, 4 and 8 places before it, the first nobody', () => {
  const fleet = new ScriptedJob({ minNodes: 10, maxNodes: 10 });
  const order = Array.from({ length: 10 }, (_, i) => `n${i}`);
  const probes = order.map((nodeId) => {
    come(fleet, nodeId);
    const probed = probesIn(fleet);
    fleet.deliver({ kind: 'nodeProbed', nodeId, unreached: [] });
    return probed;
  });
  assert.deepEqual(probes[0], []);
  assert.deepEqual(probes[3], [['n2', 'n1']]);
  assert.deepEqual(probes[9], [['n8', 'n7', 'n5', 'n1']]);
});

test('no rank is started before the last node has told that it reaches the others', () => {
  const fleet = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  come(fleet, 'a');
  come(fleet, 'b');
  fleet.pass(20_000);
  assert.equal(fleet.job.phase, 'waiting');
  assert.deepEqual(fleet.logged('waiting')[0], {
    for: 'b to find out whether the other nodes are reached',
    seconds: 10,
  });
  fleet.deliver({ kind: 'nodeProbed', nodeId: 'b', unreached: [] });
  assert.equal(fleet.job.phase, 'rendezvous');
});

test('a pair of nodes that do not reach each other is named, and the one that came later is sent away', () => {
  const fleet = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  come(fleet, 'a', { peerAddress: '10.0.0.1:7400' });
  come(fleet, 'b');
  fleet.orders();
  fleet.deliver({ kind: 'nodeProbed', nodeId: 'b', unreached: [{ nodeId: 'a', reason: 'no answer within 6 s' }] });
  const reason =
    'b and a (10.0.0.1:7400) do not reach each other: no answer within 6 s; ' +
    'name a network that joins all nodes with --network, and let its TCP ports through';
  assert.deepEqual(fleet.orders(), [{ kind: 'refuse', nodeId: 'b', reason }]);
  assert.deepEqual(
    fleet.job.nodes.map(({ id }) => id),
    ['a'],
  );
});

test('who was not reached and is gone by now is no reason: the node tries those that are left', () => {
  const fleet = new ScriptedJob({ minNodes: 2, maxNodes: 3 });
  for (const nodeId of ['a', 'b']) {
    come(fleet, nodeId);
    fleet.deliver({ kind: 'nodeProbed', nodeId, unreached: [] });
  }
  come(fleet, 'c');
  fleet.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  fleet.orders();
  fleet.deliver({ kind: 'nodeProbed', nodeId: 'c', unreached: [{ nodeId: 'b', reason: 'refused' }] });
  assert.deepEqual(probesIn(fleet), [['a']]);
  fleet.deliver({ kind: 'nodeLost', nodeId: 'a', reason: 'its stream broke' });
  fleet.deliver({ kind: 'nodeProbed', nodeId: 'c', unreached: [{ nodeId: 'a', reason: 'refused' }] });
  assert.equal(fleet.job.nodes[0]!.isProbed, true);
});

test('a node that has not told yet takes no place from those that train', () => {
  const fleet = new ScriptedJob({ minNodes: 1, maxNodes: 2 });
  fleet.join('a', 1);
  fleet.pass(1_000);
  fleet.run();
  come(fleet, 'b');
  fleet.orders();
  fleet.pass(1_000);
  assert.deepEqual(fleet.orders(), []);
  fleet.deliver({ kind: 'nodeProbed', nodeId: 'b', unreached: [] });
  assert.equal(fleet.job.growth === null && fleet.job.nextStep !== null, false);
});

test('a node that cannot listen for others is refused', () => {
  const fleet = new ScriptedJob();
  come(fleet, 'a', { peerAddress: '', problem: '10.9.9.9 cannot be listened on for other nodes: no such address' });
  assert.deepEqual(fleet.orders(), [
    {
      kind: 'refuse',
      nodeId: 'a',
      reason: 'a cannot be reached by other nodes: 10.9.9.9 cannot be listened on for other nodes: no such address',
    },
  ]);
});
