import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Server } from '@grpc/grpc-js';
import { readIdentityFile } from '../../src/certificates/identity.js';
import { issueIdentities, makeAuthority } from '../../src/certificates/issue.js';
import { dialAgentSession } from '../../src/rpc/dial.js';
import { listen } from '../../src/rpc/listen.js';
import { coordinatorService } from '../../src/rpc/service.js';
import { loopback, type Transport } from '../../src/rpc/transport.js';
import { temporaryFolder } from '../formats/torch-files.js';

/** Of this machine, by which it is no more loopback than to any other; undefined where it has none. */
const address = Object.values(networkInterfaces())
  .flat()
  .find((one) => one !== undefined && !one.internal && one.family === 'IPv4')?.address;

const folder = temporaryFolder();
await makeAuthority(join(folder, 'authority'));
const certificate = join(folder, 'all.pem');
await issueIdentities(join(folder, 'authority'), ['coordinator', 'agent'], 1, certificate);
const tls: Transport = { kind: 'tls', file: readIdentityFile(certificate, '--certificate') };

async function listeningAt(t: TestContext, host: string, transport: Transport, most?: number) {
  const server = new Server();
  server.addService(coordinatorService, {
    agentSession: (stream: { end(): void }) => stream.end(),
  } as never);
  const refused: string[] = [];
  const onRefused = (peer: string, reason: string) => void refused.push(`${peer}: ${reason}`);
  const { port, close } = await listen(server, transport, {
    ...{ host, port: 0, role: 'coordinator', option: '--host', onRefused },
    ...(most !== undefined && { mostOfAddress: most }),
  });
  t.after(() => {
    close();
    server.forceShutdown();
  });
  return { port, refused };
}

/** @returns what becomes of a connection on which nothing is said: whether it stands after the server has seen it */
async function stands(t: TestContext, port: number, host: string): Promise<{ socket: Socket; isThere: boolean }> {
  const socket = connect(port, host);
  socket.on('error', () => {});
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  // HTTP/2 begins with the server's settings where there is no TLS; where there is, a byte of no TLS is answered.
  socket.write('x');
  const [kind] = await Promise.race([
    once(socket, 'data').then(() => ['data']),
    once(socket, 'close').then(() => ['close']),
  ]);
  return { socket, isThere: kind === 'data' };
}

test('without TLS on loopback, however many connections there are, all are taken', async (t) => {
  const { port, refused } = await listeningAt(t, '127.0.0.1', loopback, 2);
  for (let i = 0; i < 5; i++) assert.ok((await stands(t, port, '127.0.0.1')).isThere);
  assert.deepEqual(refused, []);
});

test('a machine has no more connections than any needs: what is more is closed, spoken of once, and others are let in when some have ended', {
  skip: address === undefined && 'this machine has no address but loopback',
}, async (t) => {
  const { port, refused } = await listeningAt(t, address!, tls, 4);
  const held: Socket[] = [];
  for (let i = 0; i < 4; i++) {
    const socket = connect(port, address!);
    socket.on('error', () => {});
    t.after(() => socket.destroy());
    await once(socket, 'connect');
    held.push(socket);
  }
  for (let i = 0; i < 3; i++) assert.ok(!(await stands(t, port, address!)).isThere);
  const reason = `${address}: it has 4 connections, more than any machine of a fleet needs: others of it are closed at once`;
  assert.deepEqual(refused, [reason]);

  const dial = async () => {
    const { stream, close } = dialAgentSession(tls, { host: address!, port });
    stream.on('error', () => {}).on('data', () => {});
    const end = await new Promise<{ code: number }>((resolve) => stream.once('status', resolve));
    close();
    return end.code;
  };
  assert.equal(await dial(), 14, 'who is of the fleet is told that it is unavailable, and tries again');
  for (const socket of held) socket.destroy();
  while ((await dial()) !== 0); // until it has seen that they are gone
});

test('who does not say within ten seconds who he is, is let go of', {
  skip: address === undefined && 'this machine has no address but loopback',
}, async (t) => {
  const { port } = await listeningAt(t, address!, tls);
  const socket = connect(port, address!);
  socket.on('error', () => {});
  await once(socket, 'connect');
  await once(socket.resume(), 'close');
});

test('an address that is not this machine, and a port that is taken, fail with what the system says', async (t) => {
  await assert.rejects(listeningAt(t, '192.0.2.7', tls), { code: 'EADDRNOTAVAIL' });
  const { port } = await listeningAt(t, '127.0.0.1', loopback);
  const server = new Server();
  await assert.rejects(
    listen(server, loopback, { host: '127.0.0.1', port, role: 'coordinator', option: '--host', onRefused: () => {} }),
    { code: 'EADDRINUSE' },
  );
  await assert.rejects(
    listen(server, loopback, { host: '10.0.0.1', port: 0, role: 'coordinator', option: '--host', onRefused: () => {} }),
    { code: 'OFF_LOOPBACK', message: /^--host is 10\.0\.0\.1, expected a loopback address/ },
  );
});
