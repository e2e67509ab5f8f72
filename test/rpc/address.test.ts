import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAddress, parseAddress } from '../../src/rpc/address.js';

test('addresses are read and written, IPv6 in brackets', () => {
  for (const text of ['127.0.0.1:7300', 'localhost:1', '[::1]:65535'])
    assert.equal(formatAddress(parseAddress(text, '--coordinator')), text);
  assert.deepEqual(parseAddress('[::1]:80', '--coordinator'), { host: '::1', port: 80 });
});

test('what is no address is refused by the name of its option', () => {
  for (const text of ['', '7300', '127.0.0.1', '127.0.0.1:', ':7300', 'host:0', 'host:65536', '::1:80', 'a:b:80'])
    assert.throws(() => parseAddress(text, '--coordinator'), {
      code: 'BAD_OPTION',
      message: `--coordinator is "${text}", expected HOST:PORT, such as 127.0.0.1:7300`,
    });
});
