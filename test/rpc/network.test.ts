import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interfaceOf, Network, ownAddresses } from '../../src/rpc/network.js';

const parse = (text: string) => Network.parse(text, '--network');

test('a network holds the addresses that begin as it does, of its own family', () => {
  const ten = parse('10.87.0.0/16');
  for (const address of ['10.87.0.1', '10.87.255.255']) assert.ok(ten.contains(address), address);
  for (const address of ['10.88.0.1', '::1', 'localhost', '', '10.87.0']) assert.ok(!ten.contains(address), address);
  assert.ok(parse('fd00::/8').contains('fd12::7'));
  assert.ok(!parse('fd00::/8').contains('fe80::1'));
  assert.ok(parse('10.0.0.7/32').contains('10.0.0.7'));
});

test("an interface stands for its network, and addresses are the machine's own", () => {
  assert.equal(parse('lo').cidr, '127.0.0.1/8');
  assert.ok(parse('lo').contains('127.3.2.1'));
  assert.equal(interfaceOf('127.0.0.1'), 'lo');
  assert.equal(interfaceOf('203.0.113.9'), null);
  assert.ok(ownAddresses().some(({ name, address }) => name === 'lo' && address === '127.0.0.1'));
});

test('what is neither a network nor an interface is refused, with those that there are', () => {
  for (const text of ['', 'eth99', '10.0.0.0', '10.0.0.0/33', '10.0.0/8', 'fd00::/129', '10.0.0.0/-1', 'a/8'])
    assert.throws(() => parse(text), {
      code: 'BAD_OPTION',
      message: new RegExp(
        `^--network is "${text}", expected a network such as 10.0.0.0/8, or an interface .*lo \\(127.0.0.1/8\\)`,
      ),
    });
});

test('private networks are told from those that the internet may reach', () => {
  for (const cidr of [
    '10.0.0.0/8',
    '172.16.5.0/24',
    '192.168.0.0/16',
    '100.64.0.0/10',
    '127.0.0.0/8',
    'fd00::/8',
    '::1/128',
  ])
    assert.ok(parse(cidr).isPrivate, cidr);
  for (const cidr of ['0.0.0.0/0', '172.0.0.0/8', '8.8.8.0/24', '2000::/3', '::/0'])
    assert.ok(!parse(cidr).isPrivate, cidr);
});
