import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Verdict, Waiting } from '../../src/objects/waiting.js';

/** Calls whose errors say by their message whether to try again. */
function waitingFor(patienceMs: number) {
  const said: string[] = [];
  let alive = 0;
  const patience = {
    patienceMs,
    onWaiting: (reason: string) => said.push(reason),
    onAlive: () => {
      alive++;
    },
  };
  const verdictOf = (error: unknown): Verdict => {
    const { message } = error as Error;
    return message === 'refused' ? { kind: 'failed', error } : { kind: 'again', reason: message };
  };
  const waiting = new Waiting(patience, verdictOf, (reason) => new Error(`gave up: ${reason}`));
  return { waiting, said, alive: () => alive };
}

/** Fails until it was called often enough. */
const after = (failures: number, what: string) => async () => {
  if (failures-- > 0) throw new Error(what);
  return 'there';
};

test('a call that fails for a moment goes well, and nobody is told', async () => {
  const { waiting, said, alive } = waitingFor(600_000);
  assert.equal(await waiting.call(after(1, 'away')), 'there');
  assert.deepEqual(said, []);
  assert.ok(alive() >= 3);
});

test('calls that wait for the same store are spoken of once, and its next absence again', async () => {
  const { waiting, said } = waitingFor(600_000);
  const awayUntilSaid = (what: string) => async () => {
    if (!said.includes(what)) throw new Error(what);
  };
  const calls = Array.from({ length: 3 }, () => waiting.call(awayUntilSaid('away')));
  await Promise.all(calls);
  assert.deepEqual(said, ['away']);
  await waiting.call(awayUntilSaid('away again'));
  assert.deepEqual(said, ['away', 'away again']);
});

test('a refusal is no absence, and is thrown as it is', async () => {
  const { waiting } = waitingFor(600_000);
  const calls: string[] = [];
  await assert.rejects(
    waiting.call(async () => {
      calls.push('call');
      throw new Error('refused');
    }),
    { message: 'refused' },
  );
  assert.equal(calls.length, 1);
});

test('where patience has run out for one call it has for all, until the store has answered', async () => {
  const { waiting, said } = waitingFor(1500);
  await assert.rejects(waiting.call(after(1000, 'away')), { message: 'gave up: away' });
  assert.deepEqual(said, ['away']);
  let calls = 0;
  const counted = async () => {
    calls++;
    throw new Error('still away');
  };
  await assert.rejects(waiting.call(counted), { message: 'gave up: still away' });
  assert.equal(calls, 1);
  assert.equal(await waiting.call(after(0, '')), 'there');
  assert.equal(await waiting.call(after(1, 'away')), 'there');
});
