import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkHost, clientCredentials, loopback, serverCredentials } from '../../src/rpc/transport.js';

for (const [what, take] of [
  ['a host', checkHost],
  ['a server', serverCredentials],
  ['a client', clientCredentials],
] as const)
  test(`${what} passes on loopback, and is refused anywhere else by the name of its option`, () => {
    for (const host of ['127.0.0.1', '127.0.0.2', '127.255.0.9', '::1', 'localhost']) take(loopback, host, '--host');
    for (const host of ['0.0.0.0', '10.0.0.1', '::', 'example.org', '127.0.0.1.example.org', '1127.0.0.1'])
      assert.throws(() => take(loopback, host, '--host'), {
        code: 'OFF_LOOPBACK',
        message: new RegExp(`^--host is ${host}, expected a loopback address such as 127.0.0.1`),
      });
  });
