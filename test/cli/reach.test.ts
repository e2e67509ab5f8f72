import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Role } from '../../src/certificates/identity.js';
import { issueIdentities, makeAuthority } from '../../src/certificates/issue.js';
import { type ReachOptions, reachOf } from '../../src/cli/reach.js';
import { temporaryFolder } from '../formats/torch-files.js';

const network = 'lo';

async function certificate(...roles: Role[]): Promise<string> {
  const folder = temporaryFolder();
  await makeAuthority(folder);
  const path = join(folder, 'file.pem');
  await issueIdentities(folder, roles, 1, path);
  return path;
}

const refused = (options: ReachOptions, isRemote: boolean, code: string, message: RegExp) =>
  assert.throws(() => reachOf(options, isRemote), { code, message });

test('agents of this machine are met on loopback, without certificates', () => {
  assert.deepEqual(reachOf({}, false), { host: '127.0.0.1', network: null, transport: { kind: 'loopback' } });
});

test("agents of other machines dial this one's address in the network, with certificates that are made for them", () => {
  const { host, network: named, transport } = reachOf({ network }, true);
  assert.equal(host, '127.0.0.1');
  assert.equal(named?.cidr, '127.0.0.1/8');
  assert.equal(transport, null);
  assert.equal(reachOf({ network, host: '::1' }, true).host, '::1');
});

test('they need a network, this machine an address in it, and they one that they can dial', () => {
  refused(
    {},
    true,
    'NETWORK_NEEDED',
    /^agents are to come on other machines, and no network is named for .* Give --network/,
  );
  refused(
    { network: '10.255.254.0/24' },
    true,
    'BAD_OPTION',
    /^--network is 10\.255\.254\.0\/24, and this machine has 127\.0\.0\.1 \(lo\).*: give --host, the address of this machine/,
  );
  for (const host of ['0.0.0.0', '::'])
    refused(
      { network, host },
      true,
      'BAD_OPTION',
      /^--host is \S+, expected the address that agents on other machines dial$/,
    );
});

test('certificates that are given must have a part for agents that are brought', async () => {
  const all = await certificate('coordinator', 'agent', 'worker');
  assert.equal(reachOf({ network, certificate: all }, true).transport?.kind, 'tls');
  const part = await certificate('coordinator');
  assert.equal(reachOf({ network, certificate: part }, false).transport?.kind, 'tls');
  refused(
    { network, certificate: part },
    true,
    'CERTIFICATE_ROLE',
    /has certificates of role coordinator, expected coordinator, agent, worker, as agents get theirs from it: dinofleet certs issue DIR --roles coordinator,agent --out FILE, or leave --certificate away$/,
  );
});

test('off loopback a coordinator without an engine needs certificates and a network', async () => {
  refused({ host: '10.0.0.5', network }, false, 'OFF_LOOPBACK', /^--host is 10\.0\.0\.5, expected a loopback address/);
  const given = { host: '10.0.0.5', certificate: await certificate('coordinator') };
  refused(given, false, 'NETWORK_NEEDED', /^--host is 10\.0\.0\.5, and no network is named/);
});
