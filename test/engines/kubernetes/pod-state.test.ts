import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerStatus, Pod, PodStatus } from '../../../src/engines/kubernetes/objects.js';
import { nodeProblem, podState } from '../../../src/engines/kubernetes/pod-state.js';

function stateOf(status: PodStatus, metadata: Pod['metadata'] = {}) {
  return podState({ metadata, spec: { containers: [] }, status }, 'agent');
}

const container = (status: Partial<ContainerStatus>): ContainerStatus[] => [
  { name: 'sidecar', restartCount: 9, state: { terminated: { exitCode: 3 } } },
  { name: 'agent', restartCount: 0, ...status },
];

test('a pod that the scheduler has no node for says why', () => {
  const message = '0/3 nodes are available: 3 Insufficient nvidia.com/gpu.';
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
  assert.deepEqual(stateOf({ phase: 'Pending', conditions }), {
    kind: 'waits',
    reason: `Unschedulable: ${message}`,
    isLasting: false,
  });
});

test('an image that cannot be fetched is said, and may come; a name that is none does not', () => {
  const waiting = (reason: string, message: string) =>
    stateOf({ phase: 'Pending', containerStatuses: container({ state: { waiting: { reason, message } } }) });
  assert.deepEqual(waiting('ImagePullBackOff', 'Back-off pulling image "x:1"'), {
    kind: 'waits',
    reason: 'ImagePullBackOff: Back-off pulling image "x:1"',
    isLasting: false,
  });
  assert.deepEqual(waiting('InvalidImageName', 'no'), {
    kind: 'waits',
    reason: 'InvalidImageName: no',
    isLasting: true,
  });
  assert.deepEqual(waiting('ContainerCreating', ''), { kind: 'waits', reason: null, isLasting: false });
});

test('a pod that runs has no problem, or what its process ended with before', () => {
  const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
  assert.deepEqual(stateOf({ phase: 'Running', containerStatuses: container({ state: running }) }), {
    kind: 'runs',
    problem: null,
    isLasting: false,
  });
  const terminated = { exitCode: 1, message: 'first\nagent-ends: no coordinator\n' };
  const again = container({ state: running, restartCount: 2, lastState: { terminated } });
  assert.deepEqual(stateOf({ phase: 'Running', containerStatuses: again }), {
    kind: 'runs',
    problem:
      'its process ended with code 1: agent-ends: no coordinator; it is started again in its pod, 2 times by now',
    isLasting: false,
  });
  const killed = container({
    state: running,
    restartCount: 1,
    lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
  });
  assert.deepEqual(stateOf({ phase: 'Running', containerStatuses: killed }), {
    kind: 'runs',
    problem:
      'its process was killed, as its container had no memory left: without a word; it is started again in its pod',
    isLasting: false,
  });
});

test('what would only repeat is lasting: a process that was refused', () => {
  const refused = container({ restartCount: 1, lastState: { terminated: { exitCode: 2, message: 'another build' } } });
  const state = stateOf({ phase: 'Running', containerStatuses: refused });
  assert.equal(state.kind === 'runs' && state.isLasting, true);
});

test('a pod that is to go leaves, and says what for', () => {
  const deletionTimestamp = '2026-01-01T00:00:00Z';
  assert.deepEqual(stateOf({ phase: 'Running' }, { deletionTimestamp }), { kind: 'leaves', reason: 'it was deleted' });
  const message = 'Taint manager: deleting due to NoExecute taint';
  const conditions = [{ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager', message }];
  assert.deepEqual(stateOf({ phase: 'Running', conditions }, { deletionTimestamp }), {
    kind: 'leaves',
    reason: `DeletionByTaintManager: ${message}`,
  });
});

test('a pod that has ended has an exit code, or a reason without one', () => {
  const terminated = { exitCode: 0, message: 'the job is over' };
  assert.deepEqual(stateOf({ phase: 'Succeeded', containerStatuses: container({ state: { terminated } }) }), {
    kind: 'ended',
    exitCode: 0,
    reason: 'its process ended with code 0: the job is over',
  });
  assert.deepEqual(stateOf({ phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }), {
    kind: 'ended',
    exitCode: null,
    reason: 'Evicted: The node was low on resource: memory.',
  });
});

test('a node that is not ready has a problem', () => {
  const node = (status: string, reason: string, message: string) => ({
    metadata: {},
    status: { conditions: [{ type: 'Ready', status, reason, message }] },
  });
  assert.equal(nodeProblem(node('True', 'KubeletReady', 'fine')), null);
  assert.equal(nodeProblem({ metadata: {} }), null);
  assert.equal(
    nodeProblem(node('Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.')),
    'node NodeStatusUnknown: Kubelet stopped posting node status.',
  );
});
