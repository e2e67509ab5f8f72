import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect } from 'node:tls';
import { PeerServer } from '../../src/agent/peer-server.js';
import { probePeers } from '../../src/agent/probe-peers.js';
import { type Role, readIdentityFile } from '../../src/certificates/identity.js';
import { issueIdentities, makeAuthority } from '../../src/certificates/issue.js';
import { loopback, renewed, type Transport } from '../../src/rpc/transport.js';
import { silentServer } from '../fixtures/silent-server.js';
import { temporaryFolder } from '../formats/torch-files.js';

async function open(t: TestContext, nodeId: string, transport = loopback): Promise<PeerServer> {
  const server = await PeerServer.open(nodeId, transport, '127.0.0.1', noParts);
  t.after(() => server.close());
  return server;
}

const noParts = { pathOf: () => Promise.reject(new Error('this node has no parts')) };

async function fleet(...roles: Role[]): Promise<Transport> {
  const authority = temporaryFolder();
  await makeAuthority(authority);
  const path = join(authority, 'node.pem');
  await issueIdentities(authority, roles, 1, path);
  return { kind: 'tls', file: readIdentityFile(path, '--certificate') };
}

const peer = (nodeId: string, address: string) => ({ nodeId, hostname: nodeId, address });

test('two agents reach each other, with certificates and, on loopback, without', async (t) => {
  for (const transport of [loopback, await fleet('agent')]) {
    const [a, b] = [await open(t, 'a', transport), await open(t, 'b', transport)];
    assert.deepEqual(await probePeers(transport, [peer('a', a.address)], b.address), []);
  }
});

test('who cannot be dialled back is told so: a way that is open in one direction is of no use', async (t) => {
  const a = await open(t, 'a');
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => closed.once('listening', resolve));
  const { port } = closed.address() as { port: number };
  await new Promise((resolve) => closed.close(resolve));
  const [unreached] = await probePeers(loopback, [peer('a', a.address)], `127.0.0.1:${port}`, 500);
  assert.equal(unreached!.nodeId, 'a');
  assert.match(
    unreached!.reason,
    new RegExp(`^it does not reach this node at 127\\.0\\.0\\.1:${port}: .*ECONNREFUSED`),
  );
});

test('who does not answer, or nobody is at, is named', async (t) => {
  const port = await silentServer(t);
  const b = await open(t, 'b');
  const unreached = await probePeers(
    loopback,
    [peer('mute', `127.0.0.1:${port}`), peer('b', b.address)],
    b.address,
    1_000,
  );
  assert.deepEqual(
    unreached.map(({ nodeId }) => nodeId),
    ['mute'],
  );
  assert.match(unreached[0]!.reason, /no answer from 127\.0\.0\.1:\d+ within 1 s|ECONNRESET|dropped/);
});

test('an agent of another fleet, and who is no agent, is refused', async (t) => {
  const [ours, theirs] = [await fleet('agent'), await fleet('agent')];
  const a = await open(t, 'a', ours);
  const [stranger] = await probePeers(theirs, [peer('a', a.address)], a.address, 500);
  assert.match(
    stranger!.reason,
    /refuses: the connection was refused: .*; both need files of the same "dinofleet certs init"/,
  );
  const worker = await fleet('worker', 'agent');
  if (worker.kind === 'tls') {
    const [identity] = worker.file.identities;
    const posing: Transport = {
      kind: 'tls',
      file: { ...worker.file, identities: [{ ...identity!, role: 'agent' }] },
    };
    const own = await open(t, 'own', worker);
    const [refused] = await probePeers(posing, [peer('own', own.address)], own.address, 500);
    assert.match(refused!.reason, /its certificate is of role worker, expected agent/);
  }
});

test('an agent whose certificate was issued again answers with the new one, at the address that others know', async (t) => {
  const authority = temporaryFolder();
  await makeAuthority(authority);
  const path = join(authority, 'node.pem');
  await issueIdentities(authority, ['agent'], 1, path);
  const before: Transport = { kind: 'tls', file: readIdentityFile(path, '--certificate') };
  const server = await open(t, 'a', before);
  const { address } = server;
  const presented = () =>
    new Promise<string>((resolve, reject) => {
      const [host, port] = address.split(':') as [string, string];
      const { certificate: cert, key } = before.file.identities[0]!;
      const socket = connect(
        { host, port: Number(port), cert, key, rejectUnauthorized: false, ALPNProtocols: ['h2'] },
        () => {
          resolve(socket.getPeerCertificate().serialNumber);
          socket.destroy();
        },
      ).on('error', reject);
    });
  const first = await presented();
  await server.renew(renewed(before));
  assert.equal(await presented(), first, 'nothing was issued since');
  await issueIdentities(authority, ['agent'], 1, path);
  await server.renew(renewed(before));
  assert.equal(server.address, address);
  assert.notEqual(await presented(), first);
  assert.deepEqual(await probePeers(before, [peer('a', address)], address, 500), []);
});
