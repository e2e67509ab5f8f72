import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { JobEvent } from '../../../src/coordinator/job/job-event.js';
import type { EngineJob } from '../../../src/engines/engine.js';
import { KubeClient } from '../../../src/engines/kubernetes/kube-client.js';
import { kubernetesEngine } from '../../../src/engines/kubernetes/kubernetes-engine.js';
import type { Pod } from '../../../src/engines/kubernetes/objects.js';
import { EVENTS, type FakeApiServer, fakeApiServer, JOBS, NODES, PODS } from '../../fixtures/fake-api-server.js';
import { until } from '../../fixtures/until.js';

const timings = { gather: 5, look: 20, pause: () => 50, settled: 60_000, patience: 200, again: 100 };
const options = { image: 'i', volumes: [], labels: {}, resources: {}, spread: false, template: null };

interface Outcome {
  kind: 'finished' | 'stopped' | 'failed';
  exitCode: number;
}

/** An engine in a coordinator's pod, whose coordinator only listens. */
async function started(t: TestContext, { count = 2, minNodes = 1, begun = async (_: FakeApiServer) => {} } = {}) {
  const server = await fakeApiServer(t);
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'run', uid: 'job-uid', controller: true };
  const own: Pod = { metadata: { name: 'coordinator-pod', ownerReferences: [owner] }, spec: { containers: [] } };
  server.put(PODS, own);
  server.put(JOBS, { metadata: { name: 'run' }, spec: { backoffLimit: 10 } } as never);
  await begun(server);
  const said: string[] = [];
  t.mock.method(process.stderr, 'write', (text: string) => said.push(text) > 0);
  const delivered: JobEvent[] = [];
  let conclude: (outcome: Outcome) => void;
  const outcome = new Promise<Outcome>((resolve) => {
    conclude = resolve;
  });
  const engine = kubernetesEngine({
    client: new KubeClient(server.access),
    run: 'run',
    pod: 'coordinator-pod',
    options,
    minNodes,
    count,
    timings,
  });
  const coordinator = {
    address: { host: '10.0.0.9', port: 7300 },
    deliver: (event: JobEvent) => delivered.push(event),
    isOver: () => false,
    outcome,
  };
  engine.provide({ id: 'j', coordinator, transport: { kind: 'loopback' }, outputDir: '/out' } as unknown as EngineJob);
  const agents = () => server.pods().filter(({ metadata }) => metadata.labels?.['dinofleet.io/part'] === 'agent');
  const end = async (how: Outcome = { kind: 'finished', exitCode: 0 }) => {
    conclude(how);
    await engine.release();
  };
  t.after(() => end());
  const has = (number: number) => until(`${number} pods`, () => agents().length === number || undefined);
  const says = (pattern: RegExp) => until(`${pattern}`, () => said.find((line) => pattern.test(line)));
  return { server, engine, delivered, agents, end, has, says, said };
}

function change(server: FakeApiServer, { metadata }: Pod, status: Pod['status'], spec: object = {}): void {
  server.change(PODS, metadata.name!, (object) => {
    Object.assign(object, { status });
    Object.assign((object as Pod).spec, spec);
  });
}

test('a pod is made for each agent, which dials the Service and belongs to the Job', async (t) => {
  const { agents, has } = await started(t);
  await has(2);
  const [one, two] = agents() as [Pod, Pod];
  assert.match(one.metadata.name!, /^run-0-/);
  assert.match(two.metadata.name!, /^run-1-/);
  assert.deepEqual(one.metadata.ownerReferences, [
    { apiVersion: 'batch/v1', kind: 'Job', name: 'run', uid: 'job-uid' },
  ]);
  assert.ok(one.spec.containers[0]!.command!.includes('run.lab.svc:7300'));
});

test('pods of the coordinator before are kept, and none is made in their place', async (t) => {
  const first = await started(t, { count: 1 });
  await first.has(1);
  const [{ metadata, spec }] = first.agents() as [Pod];
  const second = await started(t, {
    begun: async (server) => void server.put(PODS, structuredClone({ metadata: { ...metadata }, spec })),
  });
  await second.has(2);
  assert.deepEqual(
    second.agents().map((pod) => pod.metadata.name!.slice(0, 6)),
    ['run-0-', 'run-1-'],
  );
  assert.equal(second.agents()[0]!.metadata.name, metadata.name);
});

test('a pod that was deleted is replaced at once, and its agent leaves when that costs nothing', async (t) => {
  const { server, engine, agents, delivered, says } = await started(t, { count: 1 });
  const [pod] = await until('a pod', () => (agents().length === 1 ? (agents() as [Pod]) : undefined));
  change(server, pod, { phase: 'Running' }, { nodeName: 'n1' });
  engine.joined(pod.metadata.name!, 'node-1');
  server.change(PODS, pod.metadata.name!, ({ metadata }) => {
    metadata.deletionTimestamp = new Date(Date.now() + 60_000).toISOString();
  });
  await says(new RegExp(`warn pod-leaves pod=${pod.metadata.name} reason="it was deleted"`));
  await until('another pod', () => agents().length === 2 || undefined);
  assert.deepEqual(delivered, [{ kind: 'drainRequested', nodeId: 'node-1' }]);
  // What the coordinator makes of it: no wish of an operator's.
  engine.dismissed(pod.metadata.name!, 'an operator has drained it');
  server.remove(PODS, pod.metadata.name!);
  await until('one pod', () => agents().length === 1 || undefined);
});

test('where an operator has drained an agent no other is made', async (t) => {
  const { engine, agents, has, says, delivered } = await started(t);
  await has(2);
  const name = agents()[0]!.metadata.name!;
  engine.joined(name, 'node-1');
  engine.dismissed(name, 'an operator has drained it');
  await says(/info pod-dismissed pod=run-0-\S+ reason="an operator has drained it"/);
  await has(1);
  assert.deepEqual(delivered, []);
  const other = agents()[0]!.metadata.name!;
  engine.joined(other, 'node-2');
  engine.dismissed(other, 'its workers cannot train');
  await until('the end', () => delivered.length > 0 || undefined);
  const reason =
    'the job needs 1 node, and 0 of 2 pods can take part: an operator has drained it; its workers cannot train';
  assert.deepEqual(delivered[0], { kind: 'hopeless', reason, exitCode: 1 });
});

test('what a coordinator before has heard of pods that are gone says nothing of those that are there', async (t) => {
  const { engine, agents, has } = await started(t, { count: 1 });
  await has(1);
  engine.dismissed('run-0-gone', 'an operator has drained it');
  engine.joined(agents()[0]!.metadata.name!, 'node-1');
  engine.lost(agents()[0]!.metadata.name!);
  await until('rest', () => agents().length === 1 || undefined);
  assert.equal(agents()[0]!.metadata.deletionTimestamp, undefined);
});

test('a pod that has failed is cleared, its last words are said, and another one made a while later', async (t) => {
  const { server, agents, has, says } = await started(t, { count: 1 });
  await has(1);
  const [pod] = agents() as [Pod];
  const state = { terminated: { exitCode: 1, message: 'no memory for it' } };
  change(server, pod, { phase: 'Failed', containerStatuses: [{ name: 'agent', restartCount: 0, state }] });
  await says(/warn pod-failed slot=0 reason="its process ended with code 1: no memory for it"/);
  await until('another pod', () => (agents()[0]?.metadata.uid ?? pod.metadata.uid) !== pod.metadata.uid || undefined);
  await has(1);
});

test('why pods wait is said once for all that wait for the same', async (t) => {
  const { server, agents, has, says, said } = await started(t);
  await has(2);
  const message = '0/3 nodes are available: 3 Insufficient nvidia.com/gpu.';
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
  for (const pod of agents()) change(server, pod, { phase: 'Pending', conditions });
  await says(/warn pods-wait slots="?0(, 1)?"? reason="Unschedulable: 0\/3 nodes are available/);
  change(server, agents()[0]!, { phase: 'Pending', conditions });
  const waiting = { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } };
  for (const pod of agents())
    change(server, pod, { phase: 'Pending', containerStatuses: [{ name: 'agent', restartCount: 0, state: waiting }] });
  await says(/warn pods-wait slots="?[01](, 1)?"? reason="ImagePullBackOff: no such image"/);
  assert.ok(said.filter((line) => /Unschedulable/.test(line)).length <= 2);
});

test('what a pod waits for and its status does not say is looked for in its events', async (t) => {
  const { server, agents, has, says } = await started(t, { count: 1 });
  await has(1);
  const [pod] = agents() as [Pod];
  const event = (uid: string, type: string, message: string, lastTimestamp: string) =>
    server.put(EVENTS, {
      metadata: { name: message },
      involvedObject: { uid },
      type,
      reason: 'FailedMount',
      message,
      lastTimestamp,
    } as never);
  event(pod.metadata.uid!, 'Warning', 'older', '2026-01-01T00:00:01Z');
  event(pod.metadata.uid!, 'Warning', 'secret not found', '2026-01-01T00:00:02Z');
  event(pod.metadata.uid!, 'Normal', 'pulled', '2026-01-01T00:00:03Z');
  event('another', 'Warning', 'of another', '2026-01-01T00:00:04Z');
  server.change(PODS, pod.metadata.name!, ({ metadata }) => {
    metadata.namespace = 'lab';
    metadata.creationTimestamp = '2026-01-01T00:00:00Z';
  });
  await says(/warn pods-wait slots=0 reason="FailedMount: secret not found"/);
});

test('a pod on a node that is lost is taken away, and another one made', async (t) => {
  const { server, agents, has, says } = await started(t, { count: 1 });
  await has(1);
  const [pod] = agents() as [Pod];
  change(server, pod, { phase: 'Running' }, { nodeName: 'n1' });
  const ready = { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'silent' };
  server.put(NODES, { metadata: { name: 'n1' }, status: { conditions: [ready] } } as never);
  await says(/warn pod-lost pod=run-0-\S+ reason="its node n1 is lost: node NodeStatusUnknown: silent"/);
  await until('another pod', () => (agents()[0]?.metadata.uid ?? pod.metadata.uid) !== pod.metadata.uid || undefined);
  const patched = server.asked.find(({ method, path }) => method === 'PATCH' && path.endsWith('/status'));
  assert.deepEqual((patched!.body as { status: { phase: string } }).status.phase, 'Failed');
});

test('the pod of a coordinator before is taken away when it should have gone: agents would dial it', async (t) => {
  const { server, has, says } = await started(t, {
    count: 1,
    begun: async (other) => {
      const labels = { 'dinofleet.io/run': 'run', 'dinofleet.io/part': 'coordinator' };
      const deletionTimestamp = '2026-01-01T00:00:00Z';
      const spec = { containers: [], nodeName: 'n1' };
      other.put(PODS, { metadata: { name: 'before', labels, deletionTimestamp }, spec } as Pod);
    },
  });
  await has(1);
  await says(/warn pod-lost pod=before reason="its node n1 should have ended it by 2026-01-01T00:00:00Z"/);
  await until('its end', () => server.pods().every(({ metadata }) => metadata.name !== 'before') || undefined);
});

test('where its status may not be patched a lost pod is forced away all the same, and the right is named', async (t) => {
  const { server, agents, has, says } = await started(t, { count: 1 });
  await has(1);
  const [pod] = agents() as [Pod];
  server.refuse = ({ path }) => (path.endsWith('/status') ? { status: 403, message: 'no' } : null);
  change(server, pod, { phase: 'Running' }, { nodeName: 'n1' });
  const ready = { type: 'Ready', status: 'Unknown' };
  server.put(NODES, { metadata: { name: 'n1' }, status: { conditions: [ready] } } as never);
  await says(/warn pod-status-not-patched pod=\S+ reason=".* may not patch pods\/status in the namespace lab/);
  await until('another pod', () => (agents()[0]?.metadata.uid ?? pod.metadata.uid) !== pod.metadata.uid || undefined);
});

test('a lost pod that somebody holds is spoken of, and does not stand in the way of another', async (t) => {
  const { server, agents, has, says } = await started(t, { count: 1 });
  await has(1);
  const [pod] = agents() as [Pod];
  const ready = { type: 'Ready', status: 'Unknown' };
  server.put(NODES, { metadata: { name: 'n1' }, status: { conditions: [ready] } } as never);
  server.refuse = ({ path }) => (path.endsWith('/status') ? { status: 403, message: 'no' } : null);
  server.change(PODS, pod.metadata.name!, (object) => {
    Object.assign(object.metadata, { finalizers: ['kueue.x-k8s.io/managed'] });
    Object.assign((object as Pod).spec, { nodeName: 'n1' });
  });
  await says(
    /warn pod-stays pod=\S+ reason="its object is still there: a finalizer may hold it, and without patch pods\/status nothing more can be done"/,
  );
  await has(2);
});

test('a quota that is used up is waited for, and a right that lacks is not', async (t) => {
  const { server, agents, has, says, delivered, said } = await started(t, {
    begun: async (server) => {
      server.refuse = ({ method }) => (method === 'POST' ? { status: 403, message: 'exceeded quota: q' } : null);
    },
  });
  await says(/warn pod-failed slot=0 reason="the namespace lab gives no more: exceeded quota: q"/);
  assert.equal(agents().length, 0);
  server.refuse = () => null;
  await has(2);
  assert.equal(said.filter((line) => /pod-failed slot=0/.test(line)).length, 1);
  assert.deepEqual(delivered, []);

  const refused = await started(t, {
    begun: async (other) => {
      other.refuse = ({ method }) => (method === 'POST' ? { status: 403, message: 'forbidden' } : null);
    },
  });
  const [event] = await until('the end', () => (refused.delivered.length > 0 ? refused.delivered : undefined));
  assert.equal(event!.kind, 'hopeless');
  assert.match(
    (event as { reason: string }).reason,
    /^the job needs 1 node, and 0 of 2 pods can take part: the credentials of the test may not create pods in the namespace lab/,
  );
});

test('an agent that was refused ends a job that needs it', async (t) => {
  const { server, agents, has, delivered } = await started(t, { count: 1 });
  await has(1);
  const terminated = { exitCode: 2, message: 'refused by the coordinator: another build' };
  const again = {
    name: 'agent',
    restartCount: 1,
    lastState: { terminated },
    state: { waiting: { reason: 'CrashLoopBackOff' } },
  };
  change(server, agents()[0]!, { phase: 'Running', containerStatuses: [again] });
  const [event] = await until('the end', () => (delivered.length > 0 ? delivered : undefined));
  assert.match(
    (event as { reason: string }).reason,
    /0 of 1 pods can take part: its process ended with code 2: refused by/,
  );
});

test('when the job is over no pod stays, one that nobody ends neither', async (t) => {
  const { server, agents, has, end, said } = await started(t);
  await has(2);
  change(server, agents()[0]!, { phase: 'Running' }, { nodeName: 'n1' });
  await end();
  assert.equal(agents().length, 0);
  assert.match(said.join(''), /warn pods-forced pods=run-0-\S+ reason="they had not gone after 0\.2 s"/);
});

test('an error that would only repeat ends the Job, and others do not', async (t) => {
  const { server, engine, end } = await started(t);
  await end({ kind: 'failed', exitCode: 1 });
  const job = () => server.objects(JOBS)[0] as unknown as { spec: { backoffLimit: number } };
  assert.equal(job().spec.backoffLimit, 10);
  assert.equal(engine.exitCode!(1), 1);
  const { UsageError } = await import('../../../src/errors/usage-error.js');
  await engine.couldNotBegin!(new UsageError('OUTPUT_DIR_IN_USE', 'another coordinator lives'));
  assert.equal(job().spec.backoffLimit, 10);
  await engine.couldNotBegin!(new UsageError('BAD_OPTION', 'wrong'));
  assert.equal(job().spec.backoffLimit, 0);
});

test('a coordinator whose pod is moved leaves its Job to make another one; one whose Job goes does not', async (t) => {
  for (const isKept of [true, false]) {
    const { server, engine, has, end } = await started(t);
    await has(2);
    process.emit('SIGTERM');
    if (!isKept) server.remove(JOBS, 'run');
    await end({ kind: 'stopped', exitCode: 0 });
    assert.equal(engine.exitCode!(0), isKept ? 1 : 0);
  }
});

test('rights are looked at first: those that no job can be without, and those that one can', async (t) => {
  const server = await fakeApiServer(t);
  const said: string[] = [];
  t.mock.method(process.stderr, 'write', (text: string) => said.push(text) > 0);
  const client = new KubeClient(server.access);
  const engine = kubernetesEngine({ client, run: 'run', pod: 'p', options, minNodes: 1, count: 1 });
  await engine.check();
  assert.deepEqual(said, []);
  server.allows = (what) => !/nodes|status/.test(what);
  await engine.check();
  assert.match(said.join(''), /warn permission-lacks may_not="patch pods\/status" without="a lost node's pod that/);
  assert.match(said.join(''), /warn permission-lacks may_not="list, watch nodes" without=/);
  server.allows = (what) => what !== 'delete pods';
  await assert.rejects(engine.check(), {
    code: 'PERMISSION_MISSING',
    message: /^the service account of pod p may not delete pods in namespace lab: a run needs the Role of/,
  });
});
