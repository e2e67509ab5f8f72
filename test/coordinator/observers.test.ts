import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCoordinator } from '../../src/coordinator/coordinator.js';
import type { JobObserver } from '../../src/coordinator/observer.js';
import { Observers } from '../../src/coordinator/observers.js';
import { loopback } from '../../src/rpc/transport.js';
import { simulatedOptions } from './job/a-node.js';

/** One that writes down what it hears. */
function listener(name: string) {
  const heard: string[] = [];
  const observer: JobObserver = {
    name,
    logged: (level, event, fields) => heard.push(`${level} ${event} ${JSON.stringify(fields)}`),
    saved: ({ step }) => heard.push(`saved ${step}`),
    observerFailed: (other) => heard.push(`${other} failed`),
  };
  return { observer, heard };
}

const fullDisk = () => {
  throw new Error('ENOSPC: no space left on device, write');
};
const save = { step: 5, directory: '/out/5', seconds: 1, blockedSeconds: 0, bytes: 1, snapshot: false };

test('one that fails keeps nobody from hearing; each failure is counted, and those of number 1, 2, 4, 8 are spoken of', () => {
  const [first, last] = [listener('first'), listener('last')];
  const observers = new Observers([first.observer, { name: 'run log', saved: fullDisk }, last.observer]);
  for (let i = 0; i < 9; i++) observers.notify((observer) => observer.saved?.(save));
  for (const { heard } of [first, last]) {
    assert.equal(heard.filter((text) => text === 'saved 5').length, 9);
    assert.equal(heard.filter((text) => text === 'run log failed').length, 9);
    const fields = (failures: number) =>
      `warn observer-failed {"observer":"run log","reason":"ENOSPC: no space left on device, write","failures":${failures}}`;
    assert.deepEqual(
      heard.filter((text) => text.startsWith('warn')),
      [1, 2, 4, 8].map(fields),
    );
  }
});

test('where those fail that should say it, standard error is left', (t) => {
  const written: string[] = [];
  t.mock.method(process.stderr, 'write', (text: string) => written.push(text));
  const observers = new Observers([
    { name: 'run log', saved: fullDisk },
    { name: 'display', saved: fullDisk, logged: fullDisk },
  ]);
  observers.notify((observer) => observer.saved?.(save));
  t.mock.restoreAll();
  assert.match(written.join(''), /^warn observer-failed observer="run log" reason="ENOSPC: [^"]*" failures=1\n/);
});

test('a job whose run log fails from the first to the last call still ends, and says how', async () => {
  const { observer, heard } = listener('display');
  const failing: JobObserver = { name: 'run log', changed: fullDisk, logged: fullDisk, close: fullDisk };
  const coordinator = await startCoordinator({
    job: simulatedOptions,
    takenUp: null,
    request: '{}',
    transport: loopback,
    network: null,
    host: '127.0.0.1',
    port: 0,
    config: '{}',
    build: '0.1.0+ours',
    snapshotDir: null,
    gather: async () => {},
    checkpoints: {
      clear: async () => {},
      findLatest: async () => null,
      publish: () => assert.fail('nothing was saved'),
      prune: async () => [],
    },
    observers: [failing, observer],
    nowMs: () => 0,
  });
  coordinator.deliver({ kind: 'interrupted' });
  coordinator.deliver({ kind: 'tick', signs: { nodes: [], workers: [] } });
  const outcome = await coordinator.outcome;
  assert.equal(outcome.kind, 'stopped');
  assert.ok(heard.includes('run log failed'));
});
