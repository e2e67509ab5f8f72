import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { openKubeconfig, openPodAccess } from '../../../src/engines/kubernetes/credentials.js';
import { temporaryFolder } from '../../formats/torch-files.js';

const config = (user: object, more: { cluster?: object; context?: object; current?: string } = {}) => ({
  'current-context': more.current ?? 'c',
  clusters: [{ name: 'k', cluster: { server: 'https://10.0.0.1:6443', ...more.cluster } }],
  users: [{ name: 'me', user }],
  contexts: [{ name: 'c', context: { cluster: 'k', user: 'me', ...more.context } }],
});

function open(...contents: object[]) {
  const folder = temporaryFolder();
  const paths = contents.map((content, i) => {
    const path = join(folder, `${i}.yaml`);
    writeFileSync(path, stringify(content));
    return path;
  });
  return { folder, access: () => openKubeconfig({ KUBECONFIG: paths.join(':') }) };
}

test('a token, a password and a certificate are whom a request is from', async () => {
  const token = open(config({ token: 't' }, { context: { namespace: 'lab' } })).access();
  assert.equal(token.server.href, 'https://10.0.0.1:6443/');
  assert.equal(token.namespace, 'lab');
  assert.match(token.who, /^the credentials of user "me" in \S+0\.yaml$/);
  assert.deepEqual(await token.credentials(), { authorization: 'Bearer t' });
  const password = open(config({ username: 'a', password: 'b' })).access();
  assert.equal(password.namespace, 'default');
  assert.deepEqual(await password.credentials(), { authorization: 'Basic YTpi' });
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const certificate = open(
    config(
      { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
      { cluster: { 'certificate-authority-data': base64('CA') } },
    ),
  ).access();
  assert.deepEqual(await certificate.credentials(), { certificate: 'CERT', key: 'KEY' });
  assert.equal(certificate.authority, 'CA');
});

test('files are found beside the kubeconfig, and a token in one is read each time', async () => {
  const { folder, access } = open(config({ tokenFile: 'token' }, { cluster: { 'certificate-authority': 'ca.crt' } }));
  writeFileSync(join(folder, 'ca.crt'), 'CA');
  writeFileSync(join(folder, 'token'), 'one\n');
  const opened = access();
  assert.equal(opened.authority, 'CA');
  assert.deepEqual(await opened.credentials(), { authorization: 'Bearer one' });
  writeFileSync(join(folder, 'token'), 'two\n');
  assert.deepEqual(await opened.credentials(), { authorization: 'Bearer two' });
});

test('a program that says who one is runs once while its answer is good', async () => {
  const folder = temporaryFolder();
  const program = join(folder, 'login');
  const status = (seconds: number) =>
    JSON.stringify({
      status: { token: 't', expirationTimestamp: new Date(Date.now() + 1000 * seconds).toISOString() },
    });
  const asked = join(folder, 'asked');
  const write = (seconds: number) =>
    writeFileSync(program, `#!/bin/sh\necho "$KUBERNETES_EXEC_INFO $1 $A" >> ${asked}\necho '${status(seconds)}'\n`);
  write(3600);
  chmodSync(program, 0o755);
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: program,
    args: ['token'],
    env: [{ name: 'A', value: 'b' }],
  };
  const long = open(config({ exec })).access();
  assert.deepEqual(await long.credentials(), { authorization: 'Bearer t' });
  await long.credentials();
  assert.match(readFileSync(asked, 'utf8'), /^\{"apiVersion":"client\.authentication.*\} token b\n$/);
  write(1); // about to expire: not kept
  const short = open(config({ exec })).access();
  await short.credentials();
  await short.credentials();
  assert.equal(readFileSync(asked, 'utf8').split('\n').length - 1, 3);
});

test('a program that fails is told in its words, with the hint that is given for it', async () => {
  const exec = { apiVersion: 'v1', command: 'no-such-login', installHint: 'install it' };
  await assert.rejects(open(config({ exec })).access().credentials(), {
    code: 'KUBERNETES',
    message: /^no-such-login, by which the kubeconfig says who you are, has failed: .*ENOENT; install it$/,
  });
});

test('of several files each name counts where it stands first', async () => {
  const second = { ...config({ token: 'second' }), 'current-context': 'other' };
  const access = open(
    { users: [{ name: 'me', user: { token: 'first' } }] },
    config({ token: 'second' }),
    second,
  ).access();
  assert.deepEqual(await access.credentials(), { authorization: 'Bearer first' });
});

test('without a file nothing is known of any cluster', () => {
  assert.throws(() => openKubeconfig({ KUBECONFIG: '/none' }), {
    code: 'KUBERNETES',
    message:
      /^no cluster is known here: KUBECONFIG is \/none, and there is no \/none; expected a file as kubectl has it$/,
  });
});

const unusable: [string, object, RegExp][] = [
  [
    'no current context',
    config({}, { current: '' }),
    /has no current context: kubectl config use-context NAME sets one$/,
  ],
  [
    'a context that is not there',
    config({}, { current: 'x' }),
    /has no context "x", which its current context "x" names$/,
  ],
  ['a user that is not there', config({}, { context: { user: 'you' } }), /has no user "you"/],
  [
    'a server that is none',
    config({}, { cluster: { server: 'k' } }),
    /has the server "k" in cluster "k", expected an address$/,
  ],
  ['a proxy', config({}, { cluster: { 'proxy-url': 'http://p' } }), /has the proxy http:\/\/p .* not supported$/],
  [
    'a way to log in that was given up',
    config({ 'auth-provider': { name: 'gcp' } }),
    /has the auth-provider "gcp" .* given up/,
  ],
  ['no kubeconfig', ['a'], /has no current context/],
];
for (const [what, content, message] of unusable)
  test(`${what}: refused`, () => {
    assert.throws(() => open(content).access(), { code: 'KUBERNETES', message });
  });

test('in a pod the service account is who one is, and its token is read each time', async () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries({ token: 'one', namespace: 'lab\n', 'ca.crt': 'CA' }))
    writeFileSync(join(folder, name), text);
  const environment = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' };
  const access = openPodAccess(environment, folder);
  assert.equal(access.server.origin, 'https://[fd00::1]:6443');
  assert.deepEqual([access.namespace, access.authority], ['lab', 'CA']);
  assert.deepEqual(await access.credentials(), { authorization: 'Bearer one' });
  writeFileSync(join(folder, 'token'), 'two');
  assert.deepEqual(await access.credentials(), { authorization: 'Bearer two' });
  assert.throws(() => openPodAccess({}, folder), {
    message: /^--on kubernetes:NAME is for the pod of a run's coordinator/,
  });
});
