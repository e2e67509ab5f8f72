import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Server, type ServerWritableStream, status } from '@grpc/grpc-js';
import type { Identity, IdentityFile, Role } from '../../src/certificates/identity.js';
import { readIdentityFile } from '../../src/certificates/identity.js';
import { issueIdentities, makeAuthority } from '../../src/certificates/issue.js';
import type { Address } from '../../src/rpc/address.js';
import { dialAgentSession, dialWorkerSession } from '../../src/rpc/dial.js';
import { listen } from '../../src/rpc/listen.js';
import type { OperatorAnswer } from '../../src/rpc/messages.js';
import { Operator } from '../../src/rpc/operator.js';
import { coordinatorService } from '../../src/rpc/service.js';
import { forRole, loopback, refusalIn, renewed, type Transport } from '../../src/rpc/transport.js';
import { temporaryFolder } from '../formats/torch-files.js';

const authority = temporaryFolder();
await makeAuthority(authority);

async function fileOf(...roles: Role[]): Promise<IdentityFile> {
  const path = join(authority, `${roles.join('-')}.pem`);
  await issueIdentities(authority, roles, 1, path);
  return readIdentityFile(path, '--certificate');
}

/** A file that says its only certificate is of another role than it is. */
function claiming(file: IdentityFile, role: Role): Transport {
  return { kind: 'tls', file: { ...file, identities: [{ ...(file.identities[0] as Identity), role }] } };
}

/** A coordinator that ends every stream well. */
async function serve(t: TestContext, transport: Transport): Promise<{ address: Address; refused: string[] }> {
  const refused: string[] = [];
  const onRefused = (_peer: string, reason: string) => void refused.push(reason);
  const end = (stream: unknown) => (stream as { end(): void }).end();
  const answer = (call: ServerWritableStream<unknown, OperatorAnswer>) => {
    call.write({ answer: 'asked' });
    call.end();
  };
  const server = new Server();
  server.addService(coordinatorService, {
    agentSession: forRole(transport, 'agent', end, onRefused),
    workerSession: forRole(transport, 'worker', end, onRefused),
    operate: forRole(transport, 'operator', answer, onRefused),
  });
  const host = '127.0.0.1';
  const { port, close } = await listen(server, transport, {
    host,
    port: 0,
    role: 'coordinator',
    option: '--host',
    onRefused,
  });
  t.after(() => {
    close();
    server.forceShutdown();
  });
  return { address: { host, port }, refused };
}

async function endOf(transport: Transport, address: Address, dial = dialAgentSession) {
  const { stream, close } = dial(transport, address) as ReturnType<typeof dialAgentSession>;
  stream.on('error', () => {}).on('data', () => {});
  const end = await new Promise<{ code: status; details: string }>((resolve) => stream.once('status', resolve));
  close();
  return end;
}

test('each role may call what is for it, and nothing else', async (t) => {
  const { address, refused } = await serve(t, { kind: 'tls', file: await fileOf('coordinator') });
  const [agent, worker] = [await fileOf('agent'), await fileOf('worker')];
  assert.equal((await endOf({ kind: 'tls', file: agent }, address)).code, status.OK);
  assert.equal((await endOf({ kind: 'tls', file: worker }, address, dialWorkerSession as never)).code, status.OK);

  const posing = await endOf(claiming(worker, 'agent'), address);
  assert.deepEqual(
    [posing.code, posing.details],
    [status.PERMISSION_DENIED, 'its certificate is of role worker, expected agent'],
  );
  const other = await endOf(claiming(agent, 'worker'), address, dialWorkerSession as never);
  assert.equal(refusalIn(other), 'its certificate is of role agent, expected worker');
  assert.equal(refused.length, 2);
});

test('an operator may ask, and nobody else: neither an agent nor a worker', async (t) => {
  const { address, refused } = await serve(t, { kind: 'tls', file: await fileOf('coordinator') });
  const ask = async (transport: Transport) => {
    const operator = new Operator(transport, address);
    try {
      return await operator.order({ kind: 'stop', stop: {} });
    } finally {
      operator.close();
    }
  };
  assert.equal(await ask({ kind: 'tls', file: await fileOf('operator') }), 'asked');
  for (const role of ['agent', 'worker'] as const)
    await assert.rejects(ask(claiming(await fileOf(role), 'operator')), {
      code: 'OPERATOR_REFUSED',
      message: `the coordinator refuses: its certificate is of role ${role}, expected operator`,
    });
  assert.equal(refused.length, 2);
  const agent: Transport = { kind: 'tls', file: await fileOf('agent') };
  assert.throws(() => new Operator(agent, address), { code: 'CERTIFICATE_ROLE' });
});

test('a file that was issued again is used from the next connection on, and one that is lost leaves the certificates there were', async () => {
  const file = await fileOf('agent');
  const held: Transport = { kind: 'tls', file };
  const certificateIn = (transport: Transport) => transport.kind === 'tls' && transport.file.identities[0]!.certificate;
  assert.equal(certificateIn(renewed(held)), certificateIn(held));
  await fileOf('agent');
  assert.notEqual(certificateIn(renewed(held)), certificateIn(held));
  rmSync(file.path);
  assert.equal(renewed(held), held);
  assert.equal(renewed(loopback), loopback);
});

test('who has a certificate of the fleet is no coordinator by that', async (t) => {
  const { address } = await serve(t, claiming(await fileOf('agent'), 'coordinator'));
  const end = await endOf({ kind: 'tls', file: await fileOf('agent') }, address);
  assert.match(
    refusalIn(end)!,
    /certificate of role agent, expected coordinator; who answers there has no certificate of its role$/,
  );
});

test('one side without certificates is told so', async (t) => {
  const secured = await serve(t, { kind: 'tls', file: await fileOf('coordinator') });
  const open = await serve(t, loopback);
  assert.match(
    refusalIn(await endOf({ kind: 'tls', file: await fileOf('agent') }, open.address))!,
    /one of the two speaks TLS/,
  );
  const { code, details } = await endOf(loopback, secured.address);
  assert.equal(code, status.UNAVAILABLE, details);
});
