import assert from 'node:assert/strict';
import { test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { checkHost, clientCredentials, loopback, refusalIn } from '../../src/rpc/transport.js';

for (const [what, take] of [
  ['a host', checkHost],
  ['a client', (transport, host, option) => clientCredentials(transport, 'agent', host, option)],
] as const satisfies [string, typeof checkHost][])
  test(`without certificates ${what} passes on loopback, and is refused anywhere else by the name of its option`, () => {
    for (const host of ['127.0.0.1', '127.0.0.2', '127.255.0.9', '::1', 'localhost']) take(loopback, host, '--host');
    for (const host of ['0.0.0.0', '10.0.0.1', '::', 'example.org', '127.0.0.1.example.org', '1127.0.0.1'])
      assert.throws(() => take(loopback, host, '--host'), {
        code: 'OFF_LOOPBACK',
        message: new RegExp(`^--host is ${host}, expected a loopback address such as 127.0.0.1.*Give --certificate`),
      });
  });

test('what will not be mended by another try is told from what may', () => {
  const unavailable = (details: string) => refusalIn({ code: status.UNAVAILABLE, details });
  assert.equal(unavailable('No connection established. Last error: Error: connect ECONNREFUSED 10.0.0.1:7300'), null);
  assert.equal(unavailable('Connection dropped'), null);
  assert.match(
    unavailable(
      'No connection established. Last error: Error: self-signed certificate in certificate chain. Resolution note: ',
    )!,
    /^the connection was refused: self-signed certificate in certificate chain; both need files of the same "dinofleet certs init"/,
  );
  assert.match(
    unavailable('No connection established. Last error: Error: 00:error:0A00010B:SSL routines::wrong version number')!,
    /one of the two speaks TLS and the other does not: give --certificate to both$/,
  );
  assert.equal(refusalIn({ code: status.PERMISSION_DENIED, details: 'because' }), 'because');
});
