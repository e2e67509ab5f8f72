import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubeClient } from '../../../src/engines/kubernetes/kube-client.js';
import { type FakeApiServer, fakeApiServer, JOBS, NODES, PODS } from '../../fixtures/fake-api-server.js';

const who = 'the credentials of the test';

test('objects are made, read, changed and removed', async (t) => {
  const client = new KubeClient((await fakeApiServer(t)).access);
  const made = await client.create<{ metadata: { name: string; uid: string } }>(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'a-' },
    spec: { containers: [{ name: 'agent' }] },
  });
  const path = `${PODS}/${made.metadata.name}`;
  assert.match(made.metadata.name, /^a-/);
  await client.patch(path, { metadata: { labels: { a: 'b' } } });
  assert.deepEqual((await client.get<{ metadata: object & { labels: object } }>(path)).metadata.labels, { a: 'b' });
  await assert.rejects(client.delete(path, { preconditions: { uid: 'another' } }), { status: 409 });
  await client.delete(path);
  await assert.rejects(client.get(path), { status: 404, isMissing: true });
});

const refusals: [string, (client: KubeClient) => Promise<unknown>, { status: number; message: string }, RegExp][] = [
  [
    'a right that lacks is named with its verb and resource',
    (client) => client.create(PODS, {}),
    { status: 403, message: 'pods is forbidden: User "x" cannot create resource "pods"' },
    new RegExp(
      `^${who} may not create pods in the namespace lab \\(403 pods is forbidden: .*\\); a Role needs the rule \\{apiGroups: \\[""\\], resources: \\["pods"\\], verbs: \\["create"\\]\\}$`,
    ),
  ],
  [
    'so is one of a part of an object',
    (client) => client.patch(`${PODS}/a/status`, {}),
    { status: 403, message: 'no' },
    /may not patch pods\/status in the namespace lab .* resources: \["pods\/status"\], verbs: \["patch"\]/,
  ],
  [
    'so is one of a group',
    (client) => client.get(`${JOBS}/a`),
    { status: 403, message: 'no' },
    /may not get jobs in the namespace lab .*apiGroups: \["batch"\], resources: \["jobs"\], verbs: \["get"\]/,
  ],
  [
    'and one of the whole cluster',
    (client) => client.get(NODES, { watch: true }),
    { status: 403, message: 'no' },
    /may not watch nodes in the cluster \(403 no\); a ClusterRole needs the rule/,
  ],
  [
    'a quota that is used up is no lack of rights',
    (client) => client.create(PODS, {}),
    {
      status: 403,
      message: 'pods "a" is forbidden: exceeded quota: q, requested: pods=1, used: pods=4, limited: pods=4',
    },
    /^the namespace lab gives no more: pods "a" is forbidden: exceeded quota: q/,
  ],
  [
    'credentials that are not accepted are named',
    (client) => client.get(PODS),
    { status: 401, message: 'Unauthorized' },
    new RegExp(
      `^the API server http://\\S+ does not accept ${who}: they are wrong, or have expired \\(401 Unauthorized\\)$`,
    ),
  ],
  [
    'a namespace that is not there is named',
    (client) => client.create(PODS, {}),
    { status: 404, message: 'namespaces "lab" not found' },
    /^there is no namespace lab at http:\S+: kubectl create namespace lab, or give --namespace$/,
  ],
  [
    'rights that nobody can give are no mystery',
    (client) => client.create('/apis/rbac.authorization.k8s.io/v1/namespaces/lab/roles', {}),
    { status: 403, message: 'user "x" is attempting to grant RBAC permissions not currently held' },
    /may not give rights that they have not themselves: .*; give --service-account, one that has them$/,
  ],
];

for (const [what, call, refusal, message] of refusals)
  test(`${what}`, async (t) => {
    const server: FakeApiServer = await fakeApiServer(t);
    server.refuse = () => refusal;
    await assert.rejects(call(new KubeClient(server.access)), { code: 'KUBERNETES', status: refusal.status, message });
  });

test('a server that is not there is told by its address', async (t) => {
  const { access } = await fakeApiServer(t);
  const client = new KubeClient({ ...access, server: new URL('http://127.0.0.1:9') });
  await assert.rejects(client.get(PODS), {
    status: null,
    mayPass: true,
    message: /^the API server http:\/\/127\.0\.0\.1:9 cannot be reached: .*ECONNREFUSED/,
  });
});

test('an answer that is no JSON is an error, too', async (t) => {
  const server = await fakeApiServer(t);
  const client = new KubeClient({ ...server.access, server: new URL(server.url) });
  server.refuse = () => ({ status: 502, message: 'a proxy' });
  await assert.rejects(client.get(PODS), { status: 502, mayPass: true, message: /502 a proxy/ });
});
