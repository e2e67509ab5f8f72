import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import type { KubeObject, Pod } from '../../src/engines/kubernetes/objects.js';
import { type FakeApiServer, fakeApiServer, JOBS, PODS } from '../fixtures/fake-api-server.js';
import { type FleetProcess, jobFolder, programProcess } from '../fixtures/fleet-process.js';
import { assertValid } from '../fixtures/kubernetes-schemas.js';
import { until } from '../fixtures/until.js';
import { temporaryFolder } from '../formats/torch-files.js';

const cli = join(process.cwd(), 'dist/test/fixtures/fake-cli.js');
const OUTPUT = '/shared/runs/vit';

interface Submission {
  server: FakeApiServer;
  home: string;
  launch(...args: string[]): FleetProcess;
}

/** A launch on a cluster that keeps objects, and does nothing with them. */
async function submission(t: TestContext, kubeconfig?: string): Promise<Submission> {
  const server = await fakeApiServer(t);
  const { config } = jobFolder(t, { steps: 10 });
  const home = temporaryFolder();
  const path = join(home, 'kubeconfig');
  writeFileSync(path, kubeconfig ?? server.kubeconfig);
  const env = { ...process.env, KUBECONFIG: path, XDG_STATE_HOME: home };
  const keys = [`train.output_dir=${OUTPUT}`, 'train.dataset_path=/shared/images'];
  const options = ['--on', 'kubernetes', '--network', '10.0.0.0/8', '--image', 'i:1', '--volume', 'claim:/shared'];
  const launch = (...args: string[]) =>
    programProcess(t, process.execPath, [cli, 'launch', config, ...keys, ...options, ...args], { env });
  return { server, home, launch };
}

function stringsIn(objects: KubeObject[], kind: string, key: string): string {
  const object = objects.find((one) => one.kind === kind) as unknown as Record<string, Record<string, string>>;
  return (object.data ?? object.stringData)![key]!;
}

test('--dry-run prints objects that the API takes, with certificates by their roles, and asks no cluster', async (t) => {
  const { server, launch } = await submission(t);
  const printed = launch('--dry-run', '--nodes', '2:3', '--resource', 'cpu=2', '--service-account', 'mine');
  assert.equal(await printed.ended, 0, printed.output());
  const objects = parseAllDocuments(printed.output()).map((document) => document.toJS() as KubeObject);
  assert.deepEqual(
    objects.map(({ kind }) => kind),
    ['Job', 'Service', 'ConfigMap', 'Secret'],
  );
  for (const object of objects) assertValid(object);
  assert.deepEqual(server.asked, []);
  assert.match(stringsIn(objects, 'ConfigMap', 'recipe.yaml'), /"train":/);
  const keys = (name: string) => stringsIn(objects, 'Secret', name).match(/BEGIN PRIVATE KEY/g)!.length;
  assert.deepEqual([keys('coordinator.pem'), keys('agent.pem')], [3, 2]);
  const { command } = (objects[0] as unknown as { spec: { template: Pod } }).spec.template.spec.containers[0]!;
  assert.deepEqual(command!.slice(5, 8), ['dinofleet', 'launch', '/etc/dinofleet/run/recipe.yaml']);
  assert.ok(
    command!.join(' ').includes('--nodes 2:3 --resource cpu=2 --on kubernetes:dinofleet-vit'),
    command!.join(' '),
  );
});

test('a run is submitted whole: its Job begins when all that it needs is there, and all goes with it', async (t) => {
  const { server, launch, home } = await submission(t);
  const submitted = launch('--detach');
  assert.equal(await submitted.ended, 0, submitted.output());
  const [job] = server.objects(JOBS) as (KubeObject & { spec: { suspend: boolean } })[];
  assert.equal(job!.spec.suspend, false);
  const made = server.asked
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => body as KubeObject & { spec?: unknown });
  assert.equal((made[0]!.spec as { suspend: boolean }).suspend, true);
  for (const object of made.slice(1))
    assert.deepEqual(object.metadata.ownerReferences, [
      { apiVersion: 'batch/v1', kind: 'Job', name: 'dinofleet-vit', uid: job!.metadata.uid },
    ]);
  assert.deepEqual(
    made.map(({ kind }) => kind),
    ['Job', 'ServiceAccount', 'Role', 'RoleBinding', 'Service', 'ConfigMap', 'Secret'],
  );
  const [, certificate] = await submitted.says(
    /info job-submitted job=dinofleet-vit namespace=lab output_dir=\/shared\/runs\/vit certificate=(\S+)\n/,
  );
  assert.ok(certificate!.startsWith(home) && existsSync(certificate!));
  assert.match(readFileSync(certificate!, 'utf8'), /BEGIN CERTIFICATE/);
  assert.match(
    submitted.output(),
    /info job-left job=dinofleet-vit reason=--detach follow="kubectl --namespace lab logs --follow job\/dinofleet-vit" stop="kubectl --namespace lab delete job dinofleet-vit"/,
  );

  const again = launch('--detach');
  assert.equal(await again.ended, 2, again.output());
  assert.match(
    again.output(),
    /^error \[RUN_EXISTS\] the Job dinofleet-vit is at work in namespace lab; to follow it: kubectl/,
  );
});

test('a run that is over makes room for the next', async (t) => {
  const { server, launch } = await submission(t);
  const first = launch('--detach');
  assert.equal(await first.ended, 0, first.output());
  server.change(JOBS, 'dinofleet-vit', (job) => {
    Object.assign(job, { status: { conditions: [{ type: 'Failed', status: 'True' }] } });
  });
  const others = ['serviceaccounts', 'services', 'configmaps', 'secrets'].map(
    (name) => `/api/v1/namespaces/lab/${name}`,
  );
  const access = ['roles', 'rolebindings'].map((name) => `/apis/rbac.authorization.k8s.io/v1/namespaces/lab/${name}`);
  for (const collection of [...others, ...access])
    for (const { metadata } of server.objects(collection)) server.remove(collection, metadata.name!);
  const second = launch('--detach');
  assert.equal(await second.ended, 0, second.output());
  assert.match(second.output(), /info job-replaced job=dinofleet-vit reason="it is over"/);
});

test('a run of another directory that is called alike is left alone', async (t) => {
  const { server, launch } = await submission(t);
  const first = launch('--detach');
  assert.equal(await first.ended, 0, first.output());
  const other = launch('--detach', '--output-dir', '/shared/other/vit');
  assert.equal(await other.ended, 2, other.output());
  assert.match(
    other.output(),
    /^error \[RUN_EXISTS\] the Job dinofleet-vit in namespace lab is that of \/shared\/runs\/vit, and not of \/shared\/other\/vit: /,
  );
  assert.equal(server.objects(JOBS).length, 1);
});

test('what a run is refused is told, and nothing of it stays', async (t) => {
  const { server, launch, home } = await submission(t);
  const message = 'secrets is forbidden: User "x" cannot create resource "secrets"';
  server.refuse = ({ path, method }) =>
    method === 'POST' && path.endsWith('/secrets') ? { status: 403, message } : null;
  const refused = launch();
  assert.equal(await refused.ended, 2, refused.output());
  assert.match(
    refused.output(),
    /^error \[KUBERNETES\] the credentials of user "tester" in \S+ may not create secrets in the namespace lab \(403 .*verbs: \["create"\]\}\n$/,
  );
  assert.deepEqual(server.objects(JOBS), []);
  assert.deepEqual(readdirSync(join(home, 'dinofleet/fleets')), []);
});

test('a run is followed: why it waits, what its coordinator prints, and how it ends', async (t) => {
  const { server, launch } = await submission(t);
  const followed = launch();
  await followed.says(/info job-submitted/);
  const labels = { 'dinofleet.io/run': 'dinofleet-vit', 'dinofleet.io/part': 'coordinator' };
  const pod = server.put(PODS, {
    metadata: { name: 'dinofleet-vit-abc', labels },
    spec: { containers: [] },
  } as KubeObject);
  const status = (value: object) =>
    server.change(PODS, pod.metadata.name!, (object) => void Object.assign(object, { status: value }));
  const waiting = { reason: 'ErrImagePull', message: 'no such image' };
  status({ phase: 'Pending', containerStatuses: [{ name: 'coordinator', restartCount: 0, state: { waiting } }] });
  await followed.says(/info job pod=dinofleet-vit-abc state=waits reason="ErrImagePull: no such image"/);
  const terminated = { exitCode: 2, message: 'error [CONFIG] wrong' };
  status({ phase: 'Failed', containerStatuses: [{ name: 'coordinator', restartCount: 0, state: { terminated } }] });
  await followed.says(
    /info job pod=dinofleet-vit-abc state=ended reason="its process ended with code 2: error \[CONFIG\] wrong"/,
  );
  const failed = { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'Job has reached it' };
  server.change(JOBS, 'dinofleet-vit', (job) => void Object.assign(job, { status: { conditions: [failed] } }));
  assert.equal(await followed.ended, 2, followed.output());
  assert.match(followed.output(), /error job job=dinofleet-vit state="BackoffLimitExceeded: Job has reached it"/);
});

test('Ctrl-C leaves a run alone', async (t) => {
  const { server, launch } = await submission(t);
  const followed = launch();
  await followed.says(/info job-submitted/);
  await until('its Job', () => server.asked.some(({ path }) => path === `${JOBS}/dinofleet-vit`) || undefined);
  await until('a look at its pods', () => server.asked.some(({ path }) => path === PODS) || undefined);
  followed.child.kill('SIGINT');
  assert.equal(await followed.ended, 0, followed.output());
  assert.match(followed.output(), /info job-left job=dinofleet-vit reason="it goes on" follow=/);
  assert.equal(server.objects(JOBS).length, 1);
});

const wrong: [string, string[], RegExp][] = [
  [
    'no volume for the output',
    ['--output-dir', '/elsewhere/vit'],
    /BAD_OPTION.* train\.output_dir is \/elsewhere\/vit, and is on no volume \(\/shared\): /,
  ],
  [
    'a relative folder',
    ['train.dataset_path=images'],
    /BAD_OPTION.* train\.dataset_path is images, expected an absolute path/,
  ],
  [
    'an address for a pod',
    ['--host', '10.0.0.1'],
    /BAD_OPTION.* --host is 10\.0\.0\.1, and a coordinator in a pod listens/,
  ],
  ['an option of ssh', ['--ship'], /--ship is for hosts of --on ssh/],
  ['a claim without a path', ['--volume', 'claim'], /Expected CLAIM:PATH, such as shared:\/shared/],
  ['a resource without a quantity', ['--resource', 'cpu'], /Expected NAME=QUANTITY, such as nvidia\.com\/gpu=8/],
  ['a label without a value', ['--label', 'a'], /Expected NAME=VALUE, such as kueue/],
  ['a template that is not there', ['--pod-template', '/none'], /--pod-template \/none cannot be read: ENOENT/],
];
for (const [what, args, message] of wrong)
  test(`${what}: refused before a cluster is asked`, async (t) => {
    const { server, launch } = await submission(t);
    const refused = launch(...args);
    assert.equal(await refused.ended, 2, refused.output());
    assert.match(refused.output(), message);
    assert.deepEqual(server.asked, []);
  });

test('without an image, a network or a kubeconfig it is said what to give', async (t) => {
  const { config } = jobFolder(t, { steps: 10 });
  const run = async (...args: string[]) => {
    const env = { ...process.env, KUBECONFIG: '/none' };
    const launch = programProcess(t, process.execPath, [cli, 'launch', config, ...args], { env });
    assert.equal(await launch.ended, 2, launch.output());
    return launch.output();
  };
  const keys = [`train.output_dir=${OUTPUT}`, 'train.dataset_path=/shared/images', '--on', 'kubernetes'];
  assert.match(
    await run(...keys),
    /^error \[BAD_OPTION\] --on kubernetes needs --image, which cluster\/docker\/Dockerfile makes/,
  );
  const image = [...keys, '--image', 'i', '--volume', 'c:/shared'];
  assert.match(await run(...image), /^error \[NETWORK_NEEDED\] agents are to come in pods/);
  assert.match(
    await run(...image, '--network', '10.0.0.0/8'),
    /^error \[KUBERNETES\] no cluster is known here: KUBECONFIG is \/none, and there is no \/none/,
  );
  assert.match(
    await run('--on', 'kubernetes:vit', '--image', 'i'),
    /^error \[BAD_OPTION\] --on kubernetes:NAME needs --certificate, with which its Secret goes/,
  );
  assert.match(
    await run('--on', 'kubernetes:vit', '--image', 'i', '--certificate', 'f'),
    /^error \[KUBERNETES\] --on kubernetes:NAME is for the pod of a run's coordinator/,
  );
});
