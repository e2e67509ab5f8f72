import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { NODE_PERMISSION, ruleOf } from '../../../src/engines/kubernetes/permissions.js';
import { ownedBy, type RunRequest, runObjects } from '../../../src/engines/kubernetes/run-objects.js';
import { assertValid } from '../../fixtures/kubernetes-schemas.js';

const args = [
  ...['launch', '/etc/dinofleet/run/recipe.yaml', 'train.dataset_path=/shared/images'],
  ...['train.output_dir=/shared/runs/vitl14', '--nproc-per-node', 'auto', '--nodes', '2:4', '--spares', '1'],
  ...['--network', '10.0.0.0/8', '--image', 'registry.example/dinofleet:0.1.0', '--volume', 'shared:/shared'],
  ...['--resource', 'nvidia.com/gpu=8', '--resource', 'cpu=32', '--resource', 'memory=256Gi', '--spread'],
  ...['--on', 'kubernetes:dinofleet-vitl14'],
];

const request: RunRequest = {
  run: 'dinofleet-vitl14',
  namespace: 'training',
  outputDir: '/shared/runs/vitl14',
  options: {
    image: 'registry.example/dinofleet:0.1.0',
    volumes: [{ claim: 'shared', path: '/shared' }],
    labels: {},
    resources: {},
    spread: true,
    template: null,
  },
  serviceAccount: null,
  files: { 'recipe.yaml': readFileSync(join(process.cwd(), 'configs/vitl14.yaml'), 'utf8') },
  certificates: { coordinator: 'PEM\n', agent: 'PEM\n' },
  port: 7300,
  metricsPort: 9400,
  args,
};

interface Rule {
  resources: string[];
}

test('all objects of a run are ones that the API takes', () => {
  const objects = runObjects(request);
  assert.deepEqual(
    objects.map(({ kind }) => kind),
    ['Job', 'ServiceAccount', 'Role', 'RoleBinding', 'Service', 'ConfigMap', 'Secret'],
  );
  for (const object of objects) {
    assertValid(object);
    assertValid(ownedBy({ apiVersion: 'batch/v1', kind: 'Job', name: 'run', uid: 'u' }, object));
    assert.equal(object.metadata.namespace, 'training');
  }
});

test('a service account that is there already gets no rights', () => {
  const objects = runObjects({ ...request, serviceAccount: 'mine' });
  assert.deepEqual(
    objects.map(({ kind }) => kind),
    ['Job', 'Service', 'ConfigMap', 'Secret'],
  );
  assert.match(JSON.stringify(objects[0]), /"serviceAccountName":"mine"/);
});

test('words of a command that Kubernetes would take for variables stay as they are', () => {
  const [job] = runObjects({ ...request, args: ['launch', 'a=$(HOME)'] });
  const text = JSON.stringify(job);
  assert.match(text, /"a=\$\$\(HOME\)"/);
  assert.match(text, /"--host","\$\(POD_IP\)"/);
});

test('the example in cluster/kubernetes is what a launch makes, but for recipe and certificates', () => {
  const text = readFileSync(join(process.cwd(), 'cluster/kubernetes/run.yaml'), 'utf8');
  const example = parseAllDocuments(text).map((document) => document.toJS() as { kind: string });
  const made = runObjects({ ...request, files: { 'recipe.yaml': 'RECIPE\n' } }).map((object) =>
    JSON.parse(JSON.stringify(object)),
  );
  assert.deepEqual(example, made);
});

test('the rights to nodes in cluster/kubernetes are those that a coordinator asks for', () => {
  const text = readFileSync(join(process.cwd(), 'cluster/kubernetes/nodes.yaml'), 'utf8');
  const [role, binding] = parseAllDocuments(text).map((document) => document.toJS() as { kind: string; rules: Rule[] });
  for (const object of [role, binding]) assertValid(object as never);
  assert.deepEqual(role!.rules, [ruleOf(NODE_PERMISSION, '')]);
});

test('the PodMonitor in cluster/kubernetes finds the coordinators of all runs by the port that they name', () => {
  const text = readFileSync(join(process.cwd(), 'cluster/kubernetes/pod-monitor.yaml'), 'utf8');
  const [monitor] = parseAllDocuments(text).map(
    (document) =>
      document.toJS() as {
        kind: string;
        spec: { selector: { matchLabels: Record<string, string> }; podMetricsEndpoints: { port: string }[] };
      },
  );
  assert.equal(monitor!.kind, 'PodMonitor');
  const [job] = runObjects(request) as unknown as [
    { spec: { template: { metadata: { labels: object }; spec: { containers: { ports: { name: string }[] }[] } } } },
  ];
  const { metadata, spec } = job.spec.template;
  for (const [name, value] of Object.entries(monitor!.spec.selector.matchLabels))
    assert.equal((metadata.labels as Record<string, string>)[name], value);
  const ports = spec.containers[0]!.ports.map(({ name }) => name);
  for (const { port } of monitor!.spec.podMetricsEndpoints) assert.ok(ports.includes(port));
});
