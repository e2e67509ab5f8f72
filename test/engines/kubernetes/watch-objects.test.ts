import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { KubeClient } from '../../../src/engines/kubernetes/kube-client.js';
import type { Pod } from '../../../src/engines/kubernetes/objects.js';
import { watchObjects } from '../../../src/engines/kubernetes/watch-objects.js';
import { type FakeApiServer, fakeApiServer, PODS } from '../../fixtures/fake-api-server.js';
import { until } from '../../fixtures/until.js';

const pod = (name: string, labels: Record<string, string> = { run: 'a' }): Pod => ({
  metadata: { name, labels },
  spec: { containers: [] },
});

function watching(t: TestContext, server: FakeApiServer) {
  const over = new AbortController();
  t.after(() => over.abort());
  const problems: (string | null)[] = [];
  let seen: string[] | null = null;
  const ended = watchObjects<Pod>({
    client: new KubeClient(server.access),
    path: PODS,
    labelSelector: 'run=a',
    changed: (objects) => {
      seen = [...objects.values()].map(({ metadata }) => metadata.name!).sort();
    },
    problem: (error) => problems.push(error?.message ?? null),
    signal: over.signal,
  });
  const sees = (...names: string[]) => until(`sight of ${names}`, () => seen?.join() === names.join() || undefined);
  return { over, problems, sees, ended, lists: () => server.asked.filter(({ query }) => !query.has('watch')).length };
}

test('what is there is listed once, and every change is told', async (t) => {
  const server = await fakeApiServer(t);
  server.put(PODS, pod('one'));
  server.put(PODS, pod('other', { run: 'b' }));
  const { sees, lists, over, ended } = watching(t, server);
  await sees('one');
  server.put(PODS, pod('two'));
  await sees('one', 'two');
  server.remove(PODS, 'one');
  await sees('two');
  assert.equal(lists(), 1);
  over.abort();
  await ended;
});

test('a watch that is broken off goes on where it was, and misses nothing', async (t) => {
  const server = await fakeApiServer(t);
  const { sees, lists } = watching(t, server);
  await sees();
  await until('the watch', () => server.watches() === 1 || undefined);
  server.breakWatches();
  server.put(PODS, pod('meanwhile'));
  await sees('meanwhile');
  assert.equal(lists(), 1);
});

test('a watch that goes on from too long ago lists anew', async (t) => {
  const server = await fakeApiServer(t);
  server.put(PODS, pod('one'));
  const { sees, lists, problems } = watching(t, server);
  await sees('one');
  await until('the watch', () => server.watches() === 1 || undefined);
  server.breakWatches();
  server.remove(PODS, 'one');
  server.put(PODS, pod('two'));
  server.forget();
  await sees('two');
  assert.equal(lists(), 2);
  assert.deepEqual(problems, []);
});

test('a server that refuses is told of, and asked again until it does not', async (t) => {
  const server = await fakeApiServer(t);
  server.put(PODS, pod('one'));
  let refusals = 2;
  server.refuse = () => (refusals-- > 0 ? { status: 500, message: 'etcd is away' } : null);
  const { sees, problems } = watching(t, server);
  await sees('one');
  const problem = `GET ${PODS} at ${server.url}: 500 etcd is away`;
  assert.deepEqual(problems, [problem, problem, null]);
});
