import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AgentPods, agentPod, madeOf } from '../../../src/engines/kubernetes/agent-pod.js';
import type { PodOptions } from '../../../src/engines/kubernetes/pod-options.js';
import { assertValid, schemaProblems } from '../../fixtures/kubernetes-schemas.js';

const plain: PodOptions = { image: 'i', volumes: [], labels: {}, resources: {}, spread: false, template: null };

function podsOf(options: Partial<PodOptions> = {}): AgentPods {
  const owners = [{ apiVersion: 'batch/v1', kind: 'Job', name: 'run', uid: 'u' }];
  return { run: 'run', options: { ...plain, ...options }, coordinator: 'run.lab.svc:7300', owners };
}

test("an agent's pod is one that the API takes, and says whose it is", () => {
  const pod = agentPod(podsOf(), 3);
  assertValid(pod);
  assert.equal(pod.metadata.generateName, 'run-3-');
  assert.equal(pod.metadata.labels!['dinofleet.io/run'], 'run');
  assert.equal(pod.metadata.labels!['dinofleet.io/slot'], '3');
  assert.deepEqual(pod.metadata.ownerReferences, [{ apiVersion: 'batch/v1', kind: 'Job', name: 'run', uid: 'u' }]);
  assert.equal(pod.spec.restartPolicy, 'OnFailure');
  assert.equal(pod.spec.automountServiceAccountToken, false);
  assert.match(
    pod.spec.containers[0]!.command!.join(' '),
    /^\/bin\/sh -c .* \/etc\/dinofleet\/certificates\/agent\.pem \/run\/dinofleet\/agent\.pem dinofleet agent --coordinator run\.lab\.svc:7300 --certificate \/run\/dinofleet\/agent\.pem --place \$\(POD_NAME\) --leave-when-told$/,
  );
});

test('a field that the API does not know is found by its schemas', () => {
  const pod = agentPod(podsOf(), 0);
  assert.deepEqual(schemaProblems({ ...pod, spec: { ...pod.spec, restartPolice: 'Never' } }), [
    'Pod/spec must NOT have additional properties {"additionalProperty":"restartPolice"}',
  ]);
});

test('resources are asked for and are limits, but for processor time; devices have their taint tolerated', () => {
  const resources = { cpu: '8', memory: '64Gi', 'nvidia.com/gpu': '4' };
  const pod = agentPod(podsOf({ resources }), 0);
  assertValid(pod);
  assert.deepEqual(pod.spec.containers[0]!.resources, {
    requests: { memory: '64Gi', 'nvidia.com/gpu': '4', cpu: '8' },
    limits: { memory: '64Gi', 'nvidia.com/gpu': '4' },
  });
  assert.deepEqual(pod.spec.tolerations!.at(-1), { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' });
});

test('agents are kept apart, volumes are mounted and labels are set where it is asked for', () => {
  const pod = agentPod(
    podsOf({
      spread: true,
      volumes: [{ claim: 'shared', path: '/shared' }],
      labels: { 'kueue.x-k8s.io/queue-name': 'research', 'dinofleet.io/run': 'other' },
    }),
    0,
  );
  assertValid(pod);
  assert.deepEqual(pod.spec.affinity, {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          topologyKey: 'kubernetes.io/hostname',
          labelSelector: { matchLabels: { 'dinofleet.io/run': 'run', 'dinofleet.io/part': 'agent' } },
        },
      ],
    },
  });
  assert.deepEqual(pod.spec.volumes![0], { name: 'volume-0', persistentVolumeClaim: { claimName: 'shared' } });
  assert.deepEqual(pod.spec.containers[0]!.volumeMounts![0], { name: 'volume-0', mountPath: '/shared' });
  assert.equal(pod.metadata.labels!['kueue.x-k8s.io/queue-name'], 'research');
  assert.equal(pod.metadata.labels!['dinofleet.io/run'], 'run');
});

test("a template adds to a pod, and what is the engine's own stays", () => {
  const template = {
    metadata: { labels: { team: 'vision' }, annotations: { note: 'x' } },
    spec: {
      nodeSelector: { pool: 'gpu' },
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 300,
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      volumes: [{ name: 'local', emptyDir: {} }],
      containers: [
        {
          name: 'agent',
          env: [{ name: 'NCCL_DEBUG', value: 'INFO' }],
          volumeMounts: [{ name: 'local', mountPath: '/local' }],
          resources: { limits: { 'rdma/ib': '1' } },
        },
        { name: 'sidecar', image: 'other' },
      ],
    },
  };
  const pod = agentPod(podsOf({ template }), 0);
  assertValid(pod);
  const [agent, sidecar] = pod.spec.containers;
  assert.equal(pod.metadata.labels!.team, 'vision');
  assert.equal(pod.metadata.annotations!.note, 'x');
  assert.deepEqual(pod.spec.nodeSelector, { pool: 'gpu' });
  assert.equal(pod.spec.restartPolicy, 'OnFailure');
  assert.equal(pod.spec.terminationGracePeriodSeconds, 300);
  assert.deepEqual(pod.spec.tolerations![0], { key: 'dedicated', operator: 'Exists' });
  assert.equal(agent!.image, 'i');
  assert.deepEqual(
    agent!.env!.map(({ name }) => name),
    ['NCCL_DEBUG', 'POD_NAME'],
  );
  assert.equal(agent!.volumeMounts![0]!.mountPath, '/local');
  assert.deepEqual(agent!.resources!.limits, { 'rdma/ib': '1' });
  assert.deepEqual(sidecar, { name: 'sidecar', image: 'other' });
});

test('pods of one run are made of the same, whichever they are, and of another launch they are not', () => {
  const hash = madeOf(podsOf());
  for (const slot of [0, 7]) assert.equal(agentPod(podsOf(), slot).metadata.annotations!['dinofleet.io/made-of'], hash);
  assert.notEqual(madeOf(podsOf({ image: 'newer' })), hash);
  assert.notEqual(madeOf({ ...podsOf(), coordinator: 'run.lab.svc:7301' }), hash);
});
