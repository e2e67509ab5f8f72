import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Holders } from '../../src/agent/holders.js';
import { PeerServer } from '../../src/agent/peer-server.js';
import { readIdentityFile } from '../../src/certificates/identity.js';
import { issueIdentities, makeAuthority } from '../../src/certificates/issue.js';
import type { PartSource } from '../../src/checkpoint/part-source.js';
import { loopback, type Transport } from '../../src/rpc/transport.js';
import { temporaryFolder } from '../formats/torch-files.js';

const save = { onDisk: true, step: 4, identity: 'x' };
/** Several chunks of a stream. */
const content = Buffer.from(Array.from({ length: 5_000_000 }, (_, i) => (i * 7) % 251));

/** A node that has a file, or some bytes of it. */
async function holder(t: TestContext, bytes: Buffer | null, transport = loopback) {
  const path = join(temporaryFolder(), 'file');
  if (bytes !== null) writeFileSync(path, bytes);
  const asked: string[] = [];
  const pathOf = async (onDisk: boolean, step: number, identity: string, file: string) => {
    asked.push(`${onDisk} ${step} ${identity} ${file}`);
    return path;
  };
  const server = await PeerServer.open('node', transport, '127.0.0.1', { pathOf });
  t.after(() => server.close());
  return { address: server.address, ranks: [0], asked };
}

/** What is fetched, range after range. */
async function read(source: PartSource, ranges: { start: number; end: number }[], rank = 0): Promise<Buffer> {
  const path = join(temporaryFolder(), 'fetched');
  await source.fetch({ rank, name: 'rank-0', bytes: content.length, ranges }, path);
  const file = readFileSync(path);
  assert.equal(file.length, content.length);
  return Buffer.concat(ranges.map(({ start, end }) => file.subarray(start, end)));
}

const ranges = [
  { start: 10, end: 3_000_000 },
  { start: 4_000_000, end: 4_500_000 },
];
const wanted = Buffer.concat(ranges.map(({ start, end }) => content.subarray(start, end)));

test('ranges of a file come as they are, over TLS as well, and a manifest whole', async (t) => {
  const authority = temporaryFolder();
  await makeAuthority(authority);
  const path = join(authority, 'node.pem');
  await issueIdentities(authority, ['agent'], 1, path);
  const tls: Transport = { kind: 'tls', file: readIdentityFile(path, '--certificate') };
  for (const transport of [loopback, tls]) {
    const having = await holder(t, content, transport);
    const holders = new Holders(transport, save, [having]);
    assert.ok((await read(holders, ranges)).equals(wanted));
    assert.ok(Buffer.from(await holders.manifest()).equals(content));
    assert.deepEqual(having.asked, ['true 4 x rank-0', 'true 4 x manifest.json']);
  }
});

test('what one node does not give another does, from where the first has broken off', async (t) => {
  const [gone, broken, having] = [
    await holder(t, null),
    await holder(t, content.subarray(0, 2_000_000)),
    await holder(t, content),
  ];
  const holders = new Holders(loopback, save, [{ address: '127.0.0.1:1', ranks: [0] }, gone, broken, having]);
  assert.ok((await read(holders, ranges)).equals(wanted));
  assert.deepEqual(
    [gone, broken, having].map(({ asked }) => asked.length),
    [1, 1, 1],
  );
});

test('a file that no node has is named with what the last one said', async (t) => {
  const gone = await holder(t, null);
  const holders = new Holders(loopback, save, [gone]);
  await assert.rejects(read(holders, ranges), { message: /^rank-0 of step 4 cannot be had: 127\.0\.0\.1:\d+: ENOENT/ });
  await assert.rejects(read(holders, ranges, 1), { message: 'rank-0 of step 4 cannot be had: no node has it' });
  assert.equal(gone.asked.length, 3, 'it is asked again: it may have been a bad moment');
});
