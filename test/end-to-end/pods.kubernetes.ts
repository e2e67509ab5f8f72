/** Launches on a real control plane of Kubernetes: real pods' life, real trainings. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import type { Pod } from '../../src/engines/kubernetes/objects.js';
import { noisePngs } from '../data/image-files.js';
import { type FleetProcess, firstSteps, loggedSteps, programProcess } from '../fixtures/fleet-process.js';
import {
  type Cluster,
  IMAGE,
  kubeconfigOf,
  kubernetesCluster,
  NAMESPACE,
  NETWORK,
} from '../fixtures/kubernetes/cluster.js';
import { until } from '../fixtures/until.js';
import { cliEntry, recipe } from './training.js';

const cluster = await kubernetesCluster({ after }, 'n1', 'n2', 'n3');
const images = join(cluster.shared, 'images');
mkdirSync(images);
for (const [name, content] of Object.entries(noisePngs(48))) writeFileSync(join(images, name), content);

/** More than any test waits for. */
const ENDLESS = ['train.max_steps=1000000', 'optim.epochs=50000'];
const LONG_MS = 180_000;
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;

interface Run {
  name: string;
  outputDir: string;
  launch(...args: string[]): FleetProcess;
  pods(part: 'agent' | 'coordinator'): Promise<Pod[]>;
  /** Waits until some more steps are logged. */
  trainsOn(): Promise<void>;
  deleteJob(): void;
}

let runs = 0;

function newRun(t: TestContext, { shared, client, kubeconfig, kubectl }: Cluster = cluster): Run {
  const own = `run${++runs}`;
  const name = `dinofleet-${own}`;
  const outputDir = join(shared, own);
  // As pods see it: the volume lies elsewhere in them.
  const inPod = `/shared/${own}`;
  const home = join(shared, '..', `home-${own}`);
  const keys = [`train.output_dir=${inPod}`, 'train.dataset_path=/shared/images', 'train.nproc_per_node=1'];
  const length = ['train.max_steps=4', 'train.snapshot_seconds=0'];
  const pods = ['--image', IMAGE, '--volume', 'shared:/shared', '--resource', 'nvidia.com/gpu=1', '--spread'];
  const options = ['--on', 'kubernetes', '--network', NETWORK, '--device', 'cpu', ...pods];
  const env = { ...process.env, KUBECONFIG: kubeconfig, XDG_STATE_HOME: home };
  const stepsSoFar = () => {
    const path = join(outputDir, 'log.jsonl');
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
  };
  const deleteJob = () => kubectl('delete', 'job', name, '--ignore-not-found', '--wait=false');
  t.after(async () => {
    deleteJob();
    await until(
      'the end of all pods',
      () => kubectl('get', 'pods', `--selector=dinofleet.io/run=${name}`, '--output=name').trim() === '' || undefined,
      LONG_MS,
    );
  });
  return {
    name,
    outputDir,
    launch: (...args) =>
      programProcess(t, process.execPath, [cliEntry, 'launch', recipe, ...keys, ...length, ...options, ...args], {
        env,
      }),
    pods: async (part) => {
      const labelSelector = `dinofleet.io/run=${name},dinofleet.io/part=${part}`;
      return (await client.get<{ items: Pod[] }>(PODS, { labelSelector })).items;
    },
    async trainsOn() {
      const from = stepsSoFar();
      await until(`steps behind ${from}`, () => stepsSoFar() >= from + 4 || undefined, LONG_MS);
    },
    deleteJob,
  };
}

/** What `look` finds in the cluster, once it finds something. */
async function found<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadlineMs = performance.now() + LONG_MS;
  while (performance.now() < deadlineMs) {
    const value = await look();
    if (value !== undefined) return value;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error(`no ${what} within ${LONG_MS} ms`);
}

const isRunning = ({ status, metadata }: Pod) =>
  status?.phase === 'Running' && metadata.deletionTimestamp === undefined;

test('a launch submits a run and follows it, which trains in pods of an unprivileged user and leaves none', async (t) => {
  const run = newRun(t);
  const launched = run.launch('--nodes', '2');
  assert.equal(await launched.ended, 0, launched.output());
  assert.match(launched.output(), /info job pod=dinofleet-run1-\S+ state=runs\n/);
  assert.match(
    launched.output(),
    /info pod-created pod=dinofleet-run1-0-\S+\n(.*\n)*.*info running generation=1 workers=2/,
  );
  assert.match(launched.output(), /finished at step 4/);
  assert.match(launched.output(), /info job job=dinofleet-run1 state=Complete/);
  assert.deepEqual(await run.pods('agent'), []);
  assert.deepEqual(loggedSteps(run.outputDir), firstSteps(4));
});

test('a run heals: a worker, a pod, a node and its coordinator go, and the training goes on; at the end of its Job it saves', async (t) => {
  cluster.kubectl('apply', '--filename=cluster/kubernetes/nodes.yaml');
  const run = newRun(t);
  const launched = run.launch('--nodes', '2', ...ENDLESS);
  await launched.says(/info running generation=1 /, LONG_MS);
  await run.trainsOn();

  const before = await run.pods('agent');
  assert.equal(before.length, 2);
  const nodeOf = ({ spec }: Pod) => cluster.nodes.get(spec.nodeName!)!;
  assert.notEqual(before[0]!.spec.nodeName, before[1]!.spec.nodeName);
  const [worker] = nodeOf(before[0]!).processes(before[0]!.metadata.name!, 'dinofleet worker', '--rank=');
  process.kill(worker!, 'SIGKILL');
  await launched.says(/info running generation=2 /, LONG_MS);
  await run.trainsOn();
  const kept = await run.pods('agent');
  assert.deepEqual(uids(kept), uids(before));
  assert.ok(kept.every(({ status }) => status!.containerStatuses![0]!.restartCount === 0));

  const [agent] = nodeOf(before[0]!).processes(before[0]!.metadata.name!, ' agent ');
  process.kill(agent!, 'SIGKILL');
  await launched.says(/info running generation=3 /, LONG_MS);
  await run.trainsOn();
  const restarted = await run.pods('agent');
  assert.deepEqual(uids(restarted), uids(before));
  assert.deepEqual(restarted.map(({ status }) => status!.containerStatuses![0]!.restartCount).sort(), [0, 1]);

  const deleted = before[1]!.metadata.name!;
  cluster.kubectl('delete', 'pod', deleted, '--wait=false');
  await launched.says(new RegExp(`warn pod-leaves pod=${deleted} reason="it was deleted"`), LONG_MS);
  await launched.says(/info node-drained /, LONG_MS);
  await found('another pod', async () => {
    const pods = (await run.pods('agent')).filter(isRunning);
    return pods.length === 2 && pods.every(({ metadata }) => metadata.name !== deleted) ? true : undefined;
  });
  await run.trainsOn();

  const [coordinator] = await run.pods('coordinator');
  const lost = (await run.pods('agent')).find(({ spec }) => spec.nodeName !== coordinator!.spec.nodeName)!;
  await nodeOf(lost).die();
  await launched.says(
    new RegExp(`warn pod-lost pod=${lost.metadata.name} reason="its node ${lost.spec.nodeName} is lost: `),
    LONG_MS,
  );
  await found('a pod elsewhere', async () => {
    const pods = (await run.pods('agent')).filter(isRunning);
    return pods.length === 2 && pods.every(({ spec }) => spec.nodeName !== lost.spec.nodeName) ? true : undefined;
  });
  await run.trainsOn();

  const agents = await run.pods('agent');
  const [launching] = nodeOf(coordinator!).processes(coordinator!.metadata.name!, ' launch ');
  process.kill(launching!, 'SIGKILL');
  const next = await found('another coordinator', async () =>
    (await run.pods('coordinator')).find((pod) => isRunning(pod) && pod.metadata.uid !== coordinator!.metadata.uid),
  );
  await launched.says(new RegExp(`info job pod=${next.metadata.name} state=runs`), LONG_MS);
  await launched.says(/info whole-again generation=5 /, LONG_MS);
  await run.trainsOn();
  assert.deepEqual(uids(await run.pods('agent')), uids(agents));

  run.deleteJob();
  await launched.says(/info stopped reason="stopped at step \d+, saved"/, LONG_MS);
  assert.equal(await launched.ended, 2, launched.output());
  await found('the end of all pods', async () =>
    (await run.pods('agent')).length + (await run.pods('coordinator')).length === 0 ? true : undefined,
  );
  const [, step] = /stopped at step (\d+), saved/.exec(launched.output())!;
  assert.deepEqual(loggedSteps(run.outputDir), firstSteps(Number(step)));
  await cluster.addNode(lost.spec.nodeName!);
});

test('a node that is cut off is replaced, and ends its workers by itself; what is left of it goes when it is back', async (t) => {
  const run = newRun(t);
  const launched = run.launch('--nodes', '2', ...ENDLESS, 'train.lease_s=10');
  await launched.says(/info running generation=1 /, LONG_MS);
  await run.trainsOn();
  const [coordinator] = await run.pods('coordinator');
  const cut = (await run.pods('agent')).find(({ spec }) => spec.nodeName !== coordinator!.spec.nodeName)!;
  const node = cluster.nodes.get(cut.spec.nodeName!)!;
  const workers = () => node.processes(cut.metadata.name!, 'dinofleet worker');
  node.plug(false);
  await launched.says(
    new RegExp(`warn pod-lost pod=${cut.metadata.name} reason="its node ${node.name} is lost`),
    LONG_MS,
  );
  await launched.says(/info running generation=2 /, LONG_MS);
  await run.trainsOn();
  await until('the end of its workers', () => workers().length === 0 || undefined, LONG_MS);
  assert.ok(node.has(cut.metadata.name!));
  node.plug(true);
  await until('its end', () => !node.has(cut.metadata.name!) || undefined, LONG_MS);
  await run.trainsOn();
  assert.doesNotMatch(launched.output(), /generation=3/);
});

test('the node of a coordinator is lost: its Job makes another one elsewhere, which goes on', async (t) => {
  const run = newRun(t);
  const launched = run.launch('--nodes', '1:2', ...ENDLESS, 'train.lease_s=120');
  await launched.says(/info running generation=1 /, LONG_MS);
  await run.trainsOn();
  const [coordinator] = await run.pods('coordinator');
  const node = cluster.nodes.get(coordinator!.spec.nodeName!)!;
  const others = (await run.pods('agent')).filter(({ spec }) => spec.nodeName !== node.name);
  await node.die();
  const { name } = coordinator!.metadata;
  await launched.says(new RegExp(`warn pod-lost pod=${name} reason="its node ${node.name} is lost`), LONG_MS);
  await run.trainsOn();
  const kept = uids(await run.pods('agent'));
  for (const uid of uids(others)) assert.ok(kept.includes(uid));
  await cluster.addNode(node.name);
});

test('a coordinator whose pod is moved saves, and its Job goes on in the next one', async (t) => {
  const run = newRun(t);
  const launched = run.launch('--nodes', '1', ...ENDLESS);
  await launched.says(/info running generation=1 /, LONG_MS);
  await run.trainsOn();
  const [coordinator] = await run.pods('coordinator');
  cluster.kubectl('delete', 'pod', coordinator!.metadata.name!, '--wait=false');
  await launched.says(/info stopped reason="stopped at step \d+, saved"/, LONG_MS);
  await launched.says(/info job-goes-on reason=/, LONG_MS);
  await launched.says(/info resume generation=1 step=(\d+)/, LONG_MS);
  await run.trainsOn();
});

test('a coordinator without rights says which it lacks, and one without some of them what that costs', async (t) => {
  const run = newRun(t);
  const refused = run.launch('--service-account', 'default');
  await refused.says(
    /error \[PERMISSION_MISSING\] the service account of pod \S+ may not create, delete, get, list, watch pods in namespace training/,
    LONG_MS,
  );
  refused.child.kill('SIGKILL');
  run.deleteJob();

  cluster.kubectl('delete', 'clusterrolebinding', 'dinofleet-nodes-training', '--ignore-not-found');
  const lacking = newRun(t);
  const launched = lacking.launch('--nodes', '1');
  assert.equal(await launched.ended, 0, launched.output());
  assert.match(
    launched.output(),
    /warn permission-lacks may_not="list, watch nodes" without="a lost node's pod is replaced only/,
  );
});

test('an error that would only repeat ends a Job at once', async (t) => {
  const run = newRun(t);
  const launched = run.launch('train.dataset_path=/shared/none');
  assert.equal(await launched.ended, 2, launched.output());
  assert.match(launched.output(), /error job job=\S+ state="BackoffLimitExceeded: /);
  assert.equal((await run.pods('coordinator')).length, 1);
});

test('what is in the way of pods is said: no such image, no such volume, no device, no quota', async (t) => {
  const image = newRun(t);
  const missing = image.launch('--image', 'registry.example/none:1');
  await missing.says(/info job pod=\S+ state=waits reason="ErrImagePull: image .* is not found"/, LONG_MS);
  missing.child.kill('SIGKILL');
  image.deleteJob();

  const claim = newRun(t);
  const unbound = claim.launch('--volume', 'none:/other');
  await unbound.says(
    /info job pod=\S+ state=waits reason="Unschedulable: .*persistentvolumeclaim .*none.* not found/,
    LONG_MS,
  );
  unbound.child.kill('SIGKILL');
  claim.deleteJob();

  const device = newRun(t);
  const unscheduled = device.launch('--nodes', '1', '--resource', 'nvidia.com/gpu=64');
  await unscheduled.says(
    /warn pods-wait slots=0 reason="Unschedulable: 0\/\d nodes are available: .* Insufficient nvidia\.com\/gpu/,
    LONG_MS,
  );
  unscheduled.child.kill('SIGKILL');
  device.deleteJob();

  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'few' },
    spec: { hard: { 'count/pods': '1' } },
  };
  await cluster.client.create(`/api/v1/namespaces/${NAMESPACE}/resourcequotas`, quota);
  t.after(() => void cluster.kubectl('delete', 'resourcequota', 'few'));
  await until('room', () => cluster.kubectl('get', 'pods', '--output=name').trim() === '' || undefined, LONG_MS);
  const full = newRun(t);
  const waits = full.launch('--nodes', '1');
  await waits.says(
    /warn pod-failed slot=0 reason="the namespace training gives no more: .*exceeded quota: few/,
    LONG_MS,
  );
  cluster.kubectl('patch', 'resourcequota', 'few', '--patch={"spec":{"hard":{"count/pods":"9"}}}');
  assert.equal(await waits.ended, 0, waits.output());
});

test('what --dry-run prints and the example in cluster/kubernetes are taken by the API server to the letter', async (t) => {
  const run = newRun(t);
  const printed = run.launch('--dry-run');
  assert.equal(await printed.ended, 0, printed.output());
  const path = join(cluster.shared, '..', 'printed.yaml');
  writeFileSync(path, printed.output());
  for (const file of [path, 'cluster/kubernetes/run.yaml', 'cluster/kubernetes/nodes.yaml'])
    cluster.kubectl('apply', `--filename=${file}`, '--dry-run=server', '--validate=strict');
});

test('who may not submit is told what lacks, and who is unknown or wrong about the namespace, too', async (t) => {
  const run = newRun(t);
  const unknown = run.launch('--namespace', 'nowhere');
  assert.equal(await unknown.ended, 2, unknown.output());
  assert.match(
    unknown.output(),
    /error \[KUBERNETES\] there is no namespace nowhere at https:\S+: kubectl create namespace nowhere/,
  );

  const kubeconfig = JSON.parse(readFileSync(cluster.kubeconfig, 'utf8')) as {
    clusters: [{ cluster: { server: string; 'certificate-authority': string } }];
    users: [{ user: { token: string } }];
  };
  const { server, 'certificate-authority': authority } = kubeconfig.clusters[0].cluster;
  const { token } = kubeconfig.users[0].user;
  for (const [given, message] of [
    [
      `${token}-stranger`,
      /may not get jobs in the namespace training \(403 .*User "stranger" cannot get resource "jobs"/,
    ],
    ['wrong', /the API server https:\S+ does not accept the credentials of user "user" in \S+: they are wrong/],
  ] as const) {
    const path = join(cluster.shared, '..', 'other-kubeconfig');
    writeFileSync(path, kubeconfigOf(server, authority, given));
    const other = newRun(t, { ...cluster, kubeconfig: path });
    const refused = other.launch();
    assert.equal(await refused.ended, 2, refused.output());
    assert.match(refused.output(), message);
  }
});

function uids(pods: readonly Pod[]): string[] {
  return pods.map(({ metadata }) => metadata.uid!).sort();
}
