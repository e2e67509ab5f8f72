import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listenHostOf } from '../../src/coordinator/listen-host.js';
import { Network } from '../../src/rpc/network.js';

const network = Network.parse('10.87.0.0/16', '--network');
const addresses = [
  { name: 'lo', address: '127.0.0.1' },
  { name: 'eth0', address: '192.168.7.3' },
  { name: 'ib0', address: '10.87.0.12' },
];
const of = (listenHost: string, within: Network | null = network, has = addresses) =>
  listenHostOf(within, { hostname: 'b', listenHost, addresses: has });

test("a node's workers listen in the job's network, wherever else the machine is", () => {
  assert.deepEqual(of(''), { host: '10.87.0.12', problem: null });
  assert.deepEqual(of('10.87.0.99'), { host: '10.87.0.99', problem: null });
});

test('without a network they listen where their agent was told to, or on loopback', () => {
  assert.deepEqual(of('', null), { host: '127.0.0.1', problem: null });
  assert.deepEqual(of('127.0.0.2', null), { host: '127.0.0.2', problem: null });
});

test('a node that is not in the network is told what it has and what is wanted', () => {
  assert.equal(
    of('', network, addresses.slice(0, 2)).problem,
    "b has 127.0.0.1 (lo), 192.168.7.3 (eth0), none in 10.87.0.0/16, the job's --network: name a network that all nodes are in",
  );
  assert.match(of('', network, []).problem!, /^b has no address, none in 10\.87/);
  assert.equal(
    of('192.168.7.3').problem,
    "b cannot be reached by its peers: its --listen-host is 192.168.7.3, expected an address in 10.87.0.0/16, the job's --network",
  );
});
