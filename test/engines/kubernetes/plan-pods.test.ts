import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node, Pod } from '../../../src/engines/kubernetes/objects.js';
import { planPods, type Slot } from '../../../src/engines/kubernetes/plan-pods.js';

const NOW = Date.parse('2026-01-01T01:00:00Z');
const ago = (seconds: number) => new Date(NOW - 1000 * seconds).toISOString();

function slot(number: number, more: Partial<Slot> = {}): Slot {
  return { number, isGivenUp: false, notBeforeMs: 0, ...more };
}

function pod(
  name: string,
  number: number,
  more: Partial<Pod['metadata']> = {},
  status: Pod['status'] = { phase: 'Pending' },
): Pod {
  const metadata = {
    name,
    uid: name,
    labels: { 'dinofleet.io/slot': String(number) },
    annotations: { 'dinofleet.io/made-of': 'this' },
    creationTimestamp: ago(100),
    ...more,
  };
  return { metadata, spec: { containers: [], nodeName: 'n1' }, status };
}

function running(secondsAgo: number): Pod['status'] {
  const state = { running: { startedAt: ago(secondsAgo) } };
  return { phase: 'Running', containerStatuses: [{ name: 'agent', restartCount: 0, state }] };
}

function plan(slots: Slot[], pods: Pod[], { here = [] as string[], nodes = null as Map<string, Node> | null } = {}) {
  const { actions, problems, unexplained } = planPods(slots, {
    pods,
    here: new Set(here),
    nodes,
    madeOf: 'this',
    nowMs: NOW,
  });
  const done = actions.map((action) =>
    'pod' in action ? `${action.kind} ${action.pod.metadata.name}` : `create ${action.slot}`,
  );
  return { done, actions, problems, unexplained: [...unexplained.keys()] };
}

const notReady = (name: string): Map<string, Node> =>
  new Map([
    [
      name,
      {
        metadata: { name },
        status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'silent' }] },
      },
    ],
  ]);

test('a slot without a pod gets one, when it is time', () => {
  assert.deepEqual(plan([slot(0), slot(1, { notBeforeMs: NOW + 1 }), slot(2, { isGivenUp: true })], []).done, [
    'create 0',
  ]);
});

test('a slot with a pod is left alone, whoever has made it', () => {
  assert.deepEqual(plan([slot(0)], [pod('a', 0)]).done, []);
});

test('of two pods of one slot the one stays whose agent takes part, or the older', () => {
  const [older, newer] = [pod('a', 0), pod('b', 0, { creationTimestamp: ago(10) })];
  assert.deepEqual(plan([slot(0)], [newer, older]).done, ['delete b']);
  assert.deepEqual(plan([slot(0)], [newer, older], { here: ['b'] }).done, ['delete a']);
});

test('pods that were made otherwise, or that nobody wants, are removed', () => {
  const other = pod('a', 0, { annotations: { 'dinofleet.io/made-of': 'that' } });
  assert.deepEqual(plan([slot(0)], [other]).done, ['delete a']);
  assert.deepEqual(plan([slot(0)], [pod('a', 0), pod('b', 1)]).done, ['delete b']);
  assert.deepEqual(plan([slot(0, { isGivenUp: true })], [pod('a', 0)]).done, ['delete a']);
});

test('a pod that is to go is drained, and another one made meanwhile', () => {
  const leaves = pod('a', 0, { deletionTimestamp: ago(-30) }, running(50));
  assert.deepEqual(plan([slot(0)], [leaves], { here: ['a'] }).done, ['drain a', 'create 0']);
});

test('a pod that has ended is cleared, and another one made', () => {
  const ended = pod('a', 0, {}, { phase: 'Failed', reason: 'Evicted' });
  assert.deepEqual(plan([slot(0)], [ended]).done, ['clear a', 'create 0']);
});

test('a pod is freed whose node is lost, unless its agent takes part all the same', () => {
  const there = pod('a', 0, {}, running(50));
  const { done, actions } = plan([slot(0)], [there], { nodes: notReady('n1') });
  assert.deepEqual(done, ['free a', 'create 0']);
  assert.equal((actions[0] as { reason: string }).reason, 'its node n1 is lost: node NodeStatusUnknown: silent');
  assert.deepEqual(plan([slot(0)], [there], { nodes: notReady('n1'), here: ['a'] }).done, []);
  assert.deepEqual(plan([slot(0)], [there], { nodes: notReady('n2') }).done, []);
});

test('where nodes may not be seen, a pod is freed that should have gone 10 s ago', () => {
  const at = (seconds: number) => pod('a', 0, { deletionTimestamp: ago(seconds) }, running(50));
  assert.deepEqual(plan([slot(0)], [at(9)]).done, ['drain a', 'create 0']);
  assert.deepEqual(plan([slot(0)], [at(11)]).done, ['free a', 'create 0']);
});

test('what is known of why an agent does not take part is told, and nothing of one that does', () => {
  const unschedulable = pod(
    'a',
    0,
    {},
    {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no node' }],
    },
  );
  assert.deepEqual(
    [...plan([slot(0)], [unschedulable]).problems],
    [[0, { reason: 'Unschedulable: no node', isLasting: false }]],
  );
  assert.equal(plan([slot(0)], [pod('a', 0, {}, running(59))]).problems.size, 0);
  assert.match(plan([slot(0)], [pod('a', 0, {}, running(61))]).problems.get(0)!.reason, /runs, and has not joined/);
  assert.equal(plan([slot(0)], [pod('a', 0, {}, running(61))], { here: ['a'] }).problems.size, 0);
});

test('a pod that waits for 10 s without a word is one to ask about', () => {
  const at = (seconds: number, here: string[] = []) =>
    plan([slot(0)], [pod('a', 0, { creationTimestamp: ago(seconds) })], { here }).unexplained;
  assert.deepEqual(at(9), []);
  assert.deepEqual(at(11), [0]);
  assert.deepEqual(plan([slot(0)], [pod('a', 0, {}, running(5))]).unexplained, []);
});
