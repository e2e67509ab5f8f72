/** Logins by a program that stands in PATH for ssh. What the real one does is in test/end-to-end/ssh-hosts.test.ts. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { login, loginCommand } from '../../../src/engines/ssh/login.js';
import { until } from '../../fixtures/until.js';
import { temporaryFolder } from '../../formats/torch-files.js';

const path = process.env.PATH;
let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  process.env.PATH = path;
});

/** @param script of sh; its arguments are those of ssh */
function sshThat(script: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin/ssh'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env.PATH = `${join(folder, 'bin')}:${path}`;
}

/** Runs what it is sent as the host would. */
const HOST = 'for last; do :; done; eval "$last"';
const SAYS = "echo '-- dinofleet --'; ";
const client = { configFile: '/my own/ssh config' };

test('what is to be done and what is secret is on standard input, and the command line is the same for all', async () => {
  sshThat(`printf '%s\\n' "$@" > ${folder}/arguments; echo 'Welcome!'; ${HOST}`);
  const program = `${SAYS}echo "it's"; cat; echo; echo 'a secret' >&2`;
  const lines = await login(client, 'me@node1', { program, input: Buffer.from('an input') });
  assert.deepEqual(lines, ["it's", 'an input']);
  const args = readFileSync(join(folder, 'arguments'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(args.slice(0, 2), ['-F', '/my own/ssh config']);
  assert.deepEqual(args.slice(-3, -1), ['--', 'me@node1']);
  assert.ok(args.includes('BatchMode=yes'));
  assert.doesNotMatch(args.join('\n'), /secret|input|it's/);
});

test('a login to try by hand is as a shell reads it', () => {
  assert.equal(loginCommand(client, 'node1'), "ssh -F '/my own/ssh config' node1 true");
  assert.equal(loginCommand({ configFile: null }, 'node1'), 'ssh node1 true');
});

test('a login that is turned away, as there are too many, is tried again', async () => {
  sshThat(`echo x >> ${folder}/tries
if [ "$(wc -l < ${folder}/tries)" -lt 3 ]; then
  echo 'kex_exchange_identification: Connection closed by remote host' >&2; exit 255
fi
${HOST}`);
  assert.deepEqual(await login(client, 'node1', { program: `${SAYS}echo done` }), ['done']);
});

test('one that is refused is not, and ssh says why', async () => {
  sshThat(`echo x >> ${folder}/tries; echo 'me@node1: Permission denied (publickey).' >&2; exit 255`);
  await assert.rejects(login(client, 'node1', { program: SAYS }), {
    isLasting: true,
    message: /^me@node1: Permission denied/,
  });
  assert.equal(readFileSync(join(folder, 'tries'), 'utf8'), 'x\n');
});

test('a program that fails there says why itself', async () => {
  sshThat(HOST);
  const fails = (program: string, message: string) =>
    assert.rejects(login(client, 'node1', { program }), { isLasting: false, message });
  await fails(`${SAYS}echo 'no space left' >&2; exit 1`, 'no space left');
  await fails(`${SAYS}exit 3`, 'what a login was to do there ended with code 3');
  await fails('exit 0', 'what a login was to do there ended with code 0');
});

test('a client that is killed, and one that takes too long, are told apart', async () => {
  sshThat(HOST);
  const ended = (program: string, message: string) =>
    assert.rejects(login(client, 'node1', { program, limitMs: 1_000 }), { isLasting: false, message });
  await ended(`${SAYS}kill -KILL $$`, 'ssh was ended by SIGKILL');
  await ended(`${SAYS}exec sleep 600`, 'a login has not ended within 1 s: does its disk answer?');
  await ended('exec sleep 600', 'no login came about within 1 s');
});

test('a login can be given up', async () => {
  sshThat(HOST);
  const over = new AbortController();
  const seen: string[] = [];
  const errand = {
    program: `${SAYS}echo one; exec sleep 600`,
    onLine: (line: string) => seen.push(line),
    signal: over.signal,
  };
  const end = assert.rejects(login(client, 'node1', errand), { message: 'ssh was ended by SIGKILL' });
  await until('its first line', () => seen[0]);
  over.abort();
  await end;
  await assert.rejects(login(client, 'node1', errand), { message: 'the login was not begun' });
});

test('a machine without ssh is told what to install', async () => {
  process.env.PATH = folder;
  await assert.rejects(login(client, 'node1', { program: SAYS }), {
    code: 'BAD_OPTION',
    message: '--on ssh: ssh cannot be run (spawn ssh ENOENT); install openssh-client',
  });
});
