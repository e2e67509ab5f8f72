import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseHosts } from '../../../src/engines/ssh/host.js';
import { temporaryFolder } from '../../formats/torch-files.js';

const named = (...names: string[]) => names.map((name) => ({ name, slots: null }));

test('hosts are named as ssh has them, with commas between', () => {
  const names = ['node1', 'node-2.cluster.org', 'me.too@10.0.0.5', 'fd00::5', 'fe80::1%eth0', '_dmz'];
  assert.deepEqual(parseHosts(names.join(',')), named(...names));
});

for (const [text, host] of [
  ['-oProxyCommand=id', '-oProxyCommand=id'],
  ['a,-F/tmp/x', null], // has a slash: the path of a file
  ['a,--', '--'],
  ['me@-x', 'me@-x'],
  ['-me@a', '-me@a'],
  ['a, b', ' b'],
  ['a,', ''],
  ['a;id', 'a;id'],
  ['a`id`', 'a`id`'],
  ['$(id)', '$(id)'],
  ["a'b", "a'b"],
  ['a\nb', 'a\nb'],
  ['..', '..'],
  ['a@b@c', 'a@b@c'],
] as const)
  test(`${JSON.stringify(text)} names no host that ssh or a shell could take for something else`, () => {
    const message =
      host === null
        ? /^hostfile a,-F\/tmp\/x cannot be read: ENOENT/
        : `--on ssh names the host ${JSON.stringify(host)}, expected [USER@]HOST of letters, digits, dots and dashes, or a name of the ssh configuration`;
    assert.throws(() => parseHosts(text), { code: 'BAD_OPTION', message });
  });

test('a port has its place in the ssh configuration', () => {
  assert.throws(() => parseHosts('node1:2222'), {
    message:
      '--on ssh names the host "node1:2222", expected a name without a port: that goes into the ssh configuration, as "Port" (--ssh-config)',
  });
});

test('a host that is named twice is refused', () => {
  assert.throws(() => parseHosts('a,b,a'), {
    message:
      '--on ssh names a twice; one agent has all ranks of a host: slots=N in a hostfile, or --nproc-per-node, says how many',
  });
});

function hostfile(content: string): string {
  const path = join(temporaryFolder(), 'hosts');
  writeFileSync(path, content);
  return path;
}

test('a hostfile has a host a line, with its ranks, comments and empty lines', () => {
  const path = hostfile('# the first rack\nnode1 slots=8\n\n  me@node2   # no GPU\r\nnode3\tslots=1');
  const hosts = [
    { name: 'node1', slots: 8 },
    { name: 'me@node2', slots: null },
    { name: 'node3', slots: 1 },
  ];
  assert.deepEqual(parseHosts(path), hosts);
  assert.deepEqual(parseHosts(`@${path}`), hosts);
});

for (const [content, message] of [
  ['', /^hostfile \S+ names no host, expected one a line, such as: node1 slots=8$/],
  ['# nobody\n', /names no host/],
  ['a\nb slots=0', /^hostfile \S+:2 has "slots=0" behind the host, expected nothing or slots=N$/],
  ['a slots=two', /:1 has "slots=two" behind/],
  ['a slots=2 max_slots=4', /:1 has "slots=2 max_slots=4" behind/],
  ['a b', /:1 has "b" behind the host/],
  ['a:4', /:1 names the host "a:4", expected a name without a port/],
  ['a\n\n-x slots=2', /:3 names the host "-x", expected \[USER@\]HOST/],
  ['a\nb\na', /^hostfile \S+ names a twice/],
] as const)
  test(`a hostfile that holds ${JSON.stringify(content)} is refused with its line`, () => {
    assert.throws(() => parseHosts(hostfile(content)), { code: 'BAD_OPTION', message });
  });

test('a hostfile that is a folder, or is not there, cannot be read', () => {
  assert.throws(() => parseHosts(`@${temporaryFolder()}`), { message: /^hostfile \S+ cannot be read: EISDIR/ });
  assert.throws(() => parseHosts('@none'), { message: /^hostfile none cannot be read: ENOENT/ });
});
