import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { HostError } from '../../src/engines/host-error.js';
import { KeptHost, keptHostTimings } from '../../src/engines/kept-host.js';
import { UsageError } from '../../src/errors/usage-error.js';
import { until } from '../fixtures/until.js';

/** Long enough never to be waited for, where a test does not say so. */
const NEVER = 600_000;

interface Script {
  prepare?: () => Promise<void>;
  start?: () => Promise<string>;
  timings?: Partial<typeof keptHostTimings>;
}

/** A host, what was done for it, and what was said of it. */
function keptHost(t: TestContext, { prepare = async () => {}, start = async () => '', timings = {} }: Script) {
  const done: string[] = [];
  const said: string[] = [];
  t.mock.method(process.stderr, 'write', (line: string) => {
    said.push(line.replace(/ next=.*|\n/gs, ''));
    return true;
  });
  const problems: boolean[] = [];
  const host = new KeptHost(
    'node1',
    {
      prepare: () => {
        done.push('prepare');
        return prepare();
      },
      start: () => {
        done.push('start');
        return start();
      },
    },
    () => problems.push(host.problem!.isLasting),
    { grace: 0, join: NEVER, settled: NEVER, pause: () => 1, ...timings },
  );
  const over = new AbortController();
  const times = (what: string, count: number) =>
    until(`${what} ${count} times`, () => done.filter((one) => one === what).length >= count || undefined);
  const kept = () => {
    const end = host.keep(over.signal);
    return async () => {
      over.abort();
      await end;
    };
  };
  return { host, done, said, problems, times, keep: kept };
}

/** Until who waits for a change has taken note of it. */
const seen = () => new Promise(setImmediate);

test('a host that fails in a row is left alone for longer and longer, up to 30 s', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 100].map((failures) => keptHostTimings.pause(failures) / 1000);
  assert.deepEqual(pauses, [1, 2, 4, 8, 16, 30, 30, 30]);
});

test('a host is prepared once, and its agent is started again when it is lost', async (t) => {
  const { host, done, said, keep, times } = keptHost(t, {});
  await host.prepare();
  const end = keep();
  await times('start', 1);
  host.joined();
  await seen();
  host.lost();
  await times('start', 2);
  host.joined();
  await end();
  assert.deepEqual(done, ['prepare', 'start', 'start']);
  assert.deepEqual(said, []);
});

test('an agent that comes back by itself is not looked for', async (t) => {
  const { host, done, keep, times } = keptHost(t, { timings: { pause: () => NEVER } });
  const end = keep();
  await times('start', 1);
  host.joined();
  await seen();
  host.lost();
  await seen();
  host.joined();
  await seen();
  await end();
  assert.deepEqual(done, ['prepare', 'start']);
});

test('a problem is said once, then when it changes, and when it is over', async (t) => {
  let tries = 0;
  const reasons = ['no route', 'no route', 'no route', 'connection refused'];
  const { host, said, problems, keep, times } = keptHost(t, {
    prepare: async () => {
      const reason = reasons[tries++];
      if (reason !== undefined) throw new HostError(reason, reason === 'connection refused');
    },
  });
  await host.prepare();
  assert.equal(host.problem?.message, 'no route');
  assert.deepEqual(said, []);
  host.say();
  const end = keep();
  await times('start', 1);
  host.joined();
  await seen();
  await end();
  assert.deepEqual(said, [
    'warn host-unavailable host=node1 reason="no route"',
    'warn host-unavailable host=node1 reason="connection refused"',
    'info host-available host=node1',
  ]);
  assert.deepEqual(problems, [false, false, true]);
  assert.equal(host.problem, null);
});

test('an agent that runs and does not join is looked at again, with what it has said last', async (t) => {
  const { said, keep, times } = keptHost(t, { start: async () => 'info dialling', timings: { join: 1 } });
  const end = keep();
  await times('start', 3);
  await end();
  assert.deepEqual(said, [
    'warn host-unavailable host=node1 reason="its agent runs, and has not joined: info dialling"',
  ]);
});

test('one that takes part only for a moment, again and again, is started ever more seldom', async (t) => {
  const asked: number[] = [];
  const pause = (failures: number) => {
    asked.push(failures);
    return 1;
  };
  const { host, keep, times } = keptHost(t, { timings: { pause } });
  const end = keep();
  for (let i = 1; i <= 4; i++) {
    await times('start', i);
    host.joined();
    await seen();
    host.lost();
  }
  await end();
  assert.deepEqual(asked.slice(0, 3), [1, 2, 3]);
});

test('what is no affair of the host ends the check, and is one more problem later', async (t) => {
  let error: Error = new UsageError('BAD_OPTION', 'there is no ssh');
  const { host, said, keep, times } = keptHost(t, {
    prepare: async () => {
      throw error;
    },
  });
  await assert.rejects(host.prepare(), { message: 'there is no ssh' });
  error = new TypeError('a bug');
  const end = keep();
  await times('prepare', 2);
  await end();
  assert.deepEqual(said, ['warn host-unavailable host=node1 reason="a bug"']);
});

test('a host that nobody wants any more is let go of at once', async (t) => {
  const { done, keep } = keptHost(t, {
    prepare: () => Promise.reject(new HostError('x', false)),
    timings: { pause: () => NEVER },
  });
  const end = keep();
  await end();
  assert.deepEqual(
    done.filter((one) => one === 'start'),
    [],
  );
});

test('a host that an operator has taken out is not tried again', async (t) => {
  const { host, done, keep, times } = keptHost(t, {});
  const end = keep();
  await times('start', 1);
  host.joined();
  await seen();
  host.dismiss();
  host.lost();
  await end();
  assert.deepEqual(done, ['prepare', 'start']);
});
