import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { ignoredSignals } from '../../src/system/signals.js';
import { until } from '../fixtures/until.js';

test('signals that were ignored at the start are read from the mask that the executable hands on', () => {
  const of = (DINOFLEET_IGNORED_SIGNALS: string, _ = '') => ignoredSignals({ DINOFLEET_IGNORED_SIGNALS, _ });
  assert.deepEqual(of('0000000000000000'), []);
  assert.deepEqual(of('0000000000000001'), ['SIGHUP']);
  assert.deepEqual(of('0000000000000006'), ['SIGINT', 'SIGQUIT']);
  assert.deepEqual(of('ffffffffffffffff'), ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2']);
  assert.deepEqual(of('no mask'), []);
  // What the executable has seen outweighs a name from a shell further up.
  assert.deepEqual(of('0000000000000000', '/usr/bin/nohup'), []);
});

test('started by nohup past the executable, only a shell that names its program can tell', () => {
  assert.deepEqual(ignoredSignals({ _: '/usr/bin/nohup' }), ['SIGHUP']);
  assert.deepEqual(ignoredSignals({ _: '/usr/bin/node' }), []);
  assert.deepEqual(ignoredSignals({}), []);
});

/** A process that calls a function of signals.ts, and then waits; its exit code is 7 once its standard input ends. */
function waiting(t: TestContext, call: string, environment: NodeJS.ProcessEnv = {}) {
  const code = `const signals = await import(${JSON.stringify(new URL('../../src/system/signals.js', import.meta.url))});
    signals.${call};
    process.stdin.on('end', () => process.exit(7)).resume();
    console.log('ready');`;
  const env = { ...process.env, DINOFLEET_IGNORED_SIGNALS: '0', ...environment };
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('close', (status, signal) => resolve(status ?? signal)),
  );
  const ready = new Promise((resolve) => child.stdout.once('data', resolve));
  return { child, ended, ready };
}

test('what is to be ignored does not end a process, and what is not does', async (t) => {
  const { child, ended, ready } = waiting(t, 'keepIgnored()', { DINOFLEET_IGNORED_SIGNALS: '7' });
  await ready;
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGQUIT'] as const) child.kill(signal);
  child.stdin.end();
  assert.equal(await ended, 7);

  const other = waiting(t, 'keepIgnored()');
  await other.ready;
  other.child.kill('SIGHUP');
  assert.equal(await other.ended, 'SIGHUP');
});

test('a handler of a signal that is to be ignored is not called', async (t) => {
  const { child, ended, ready } = waiting(t, "keepIgnored(), signals.onSignal('SIGTERM', () => process.exit(3))", {
    DINOFLEET_IGNORED_SIGNALS: (1 << 14).toString(16),
  });
  await ready;
  child.kill('SIGTERM');
  child.stdin.end();
  assert.equal(await ended, 7);
});

test('SIGUSR1 opens no debugger', async (t) => {
  const { child, ended, ready } = waiting(t, 'keepIgnored()');
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  await ready;
  const sockets = () => readFileSync(`/proc/${child.pid}/net/tcp`, 'utf8').includes('0100007F:240D'); // 127.0.0.1:9229
  const before = sockets();
  child.kill('SIGUSR1');
  child.kill('SIGUSR1');
  child.stdin.end();
  assert.equal(await ended, 7);
  assert.equal(before, false, 'another process listens on the port of the debugger');
  assert.equal(stderr, '');
});

test('a process that ends with its parent outlives what is sent to all of a group', async (t) => {
  const { child, ended, ready } = waiting(t, 'leaveSignalsToParent()');
  await ready;
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR1', 'SIGUSR2'] as const) child.kill(signal);
  await until('signals to be taken', () => (pending(child.pid!) === 0n ? true : undefined));
  child.stdin.end();
  assert.equal(await ended, 7);
});

/** Signals that wait for the process. */
function pending(pid: number): bigint {
  const [, mask] = /^ShdPnd:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return BigInt(`0x${mask}`);
}
