import assert from 'node:assert/strict';
import { createConnection } from 'node:net';
import { test } from 'node:test';
import { Mesh } from 'gloo-bindings';
import { peerProofs } from '../../src/comm/peer-proof.js';
import { lent } from './lent.js';
import { listeningPorts } from './listening-ports.js';
import { prove, together } from './mesh-group.js';
import {
  addressAt,
  GREETING_BYTES,
  greeting,
  listening,
  mirrored,
  PROOF_BYTES,
  placeOf,
  Stranger,
} from './stranger.js';

const LANES = 3;
const otherKey = peerProofs(new Uint8Array(32).fill(8), 'all');
const world = (worldSize: number) =>
  Array.from({ length: worldSize }, (_, rank) => new Mesh({ rank, worldSize, host: '127.0.0.1' }));
const addressesOf = (meshes: readonly Mesh[]) => meshes.map((mesh) => mesh.address());
const close = (meshes: readonly Mesh[]) => {
  for (const mesh of meshes) mesh.close();
};

/** What each connects to, in words. */
async function failures(connecting: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(connecting);
  return settled.map((each) => {
    if (each.status === 'fulfilled') return 'connected';
    assert.equal(each.reason.code, 'COMM_FAILED');
    return each.reason.message;
  });
}

function sumsUp(meshes: readonly Mesh[]): void {
  const sums = meshes.map((_, rank) => lent(Float32Array.of(1, rank)));
  together(meshes, (mesh, rank) => mesh.allReduce(sums[rank]!));
  const ranks = meshes.length;
  for (const sum of sums) assert.deepEqual(sum, Float32Array.of(ranks, (ranks * (ranks - 1)) / 2));
}

test('both ends of every connection prove themselves, each with numbers of its own', async () => {
  const meshes = world(3);
  const transcripts: string[] = [];
  const counting = (transcript: Uint8Array) => {
    transcripts.push(Buffer.from(transcript).toString('hex'));
    return prove(transcript);
  };
  const told = await Promise.all(meshes.map((mesh) => mesh.connect(addressesOf(meshes), counting, 10_000)));
  assert.deepEqual(told, [null, null, null]);
  assert.equal(transcripts.length, 3 * LANES * 2);
  const nonces = [...new Set(transcripts)].flatMap((each) => [each.slice(32, 96), each.slice(128)]);
  assert.equal(nonces.length, 3 * LANES * 2, 'the ends of a connection have one transcript');
  assert.equal(new Set(nonces).size, nonces.length);
  close(meshes);
});

test('a rank with another key is named by all, and is no peer', async () => {
  const meshes = world(3);
  const connecting = meshes.map((mesh, rank) => mesh.connect(addressesOf(meshes), rank === 2 ? otherKey : prove, 1000));
  const [first, second, other] = await failures(connecting);
  for (const message of [first!, second!]) assert.match(message, /^connect: rank 2: no answer within 1000 ms(; |$)/);
  // The other one has given up by the first of them that turned it away.
  assert.match(
    `${first}\n${second}`,
    /; (a connection was|\d connections were) turned away, (from|the last one from) 127\.0\.0\.1, which said to be rank 2 and did not prove that it is of this generation: is somebody else in the workers' network \(--network\)\?$/m,
  );
  assert.match(
    other!,
    /^connect: rank [01] at 127\.0\.0\.1 closed the connection before it had proven that it is of this generation: it has another key, or has ended$/,
  );
  close(meshes);
});

test('who listens in the place of a rank is told by what it cannot prove', async () => {
  const answers: [what: string, (stranger: Stranger) => Promise<void>, RegExp][] = [
    ['hears and is silent', async () => {}, /^connect: rank 0: no answer within 300 ms$/],
    [
      'leaves',
      async (stranger) => void stranger.socket.end(),
      /^connect: rank 0 at 127\.0\.0\.1 closed the connection$/,
    ],
    [
      'sends what it hears back',
      async (stranger) => {
        stranger.socket.pipe(stranger.socket);
      },
      /^connect: rank 0 at 127\.0\.0\.1 answers as no rank of this build does$/,
    ],
    [
      'sends it back the other way round',
      async (stranger) => {
        stranger.say(mirrored(await stranger.hears(GREETING_BYTES)));
        const heard = await stranger.hears(GREETING_BYTES + PROOF_BYTES);
        stranger.say(heard.subarray(GREETING_BYTES));
      },
      /^connect: rank 0 at 127\.0\.0\.1 did not prove that it is of this generation: is somebody else in the workers' network/,
    ],
    [
      'sends anything',
      async (stranger) => stranger.say(Buffer.alloc(1 << 20, 'GET / HTTP/1.1\r\n')),
      /^connect: rank 0 at 127\.0\.0\.1 answers as no rank of this build does$/,
    ],
  ];
  for (const [what, answer, message] of answers) {
    const { server, port } = await listening((stranger) => void answer(stranger).catch(() => {}));
    const meshes = world(2);
    const addresses = addressesOf(meshes);
    const limitMs = what === 'hears and is silent' ? 300 : 10_000;
    const looking = meshes[1]!.connect([addressAt(addresses[0]!, port), addresses[1]!], prove, limitMs);
    const [failure] = await failures([looking]);
    assert.match(failure!, message, what);
    close(meshes);
    server.close();
  }
});

/** All that a rank says to one that it dials, on each lane: heard on the way, which changes nothing. */
async function heardOnTheWay(): Promise<Buffer[]> {
  const meshes = world(2);
  const addresses = addressesOf(meshes);
  const to = placeOf(addresses[0]!);
  const dialers: Stranger[] = [];
  const { server, port } = await listening((dialer) => {
    dialers.push(dialer);
    const onwards = createConnection(to.port, to.host);
    dialer.socket.pipe(onwards).pipe(dialer.socket);
    onwards.on('error', () => {});
  });
  await Promise.all([
    meshes[0]!.connect(addresses, prove, 10_000),
    meshes[1]!.connect([addressAt(addresses[0]!, port), addresses[1]!], prove, 10_000),
  ]);
  const heard = await Promise.all(dialers.map((dialer) => dialer.hears(GREETING_BYTES + PROOF_BYTES)));
  close(meshes);
  server.close();
  return heard;
}

test('strangers who come first are turned away, hear no proof, and take no place of a rank', async () => {
  const replayed = await heardOnTheWay();
  assert.equal(replayed.length, LANES);
  const meshes = world(2);
  const addresses = addressesOf(meshes);
  const place = placeOf(addresses[0]!);
  const opening: [what: string, bytes: Uint8Array][] = [
    ['says nothing', new Uint8Array()],
    ['is cut short', greeting(0, 1, 0).subarray(0, 20)],
    ['is another program', Buffer.alloc(1 << 20, 'GET / HTTP/1.1\r\n')],
    ['sends a message of Gloo', Buffer.alloc(48, 0xff)],
    ['is no rank', greeting(0, 7, 0)],
    ['is the rank that it dials', greeting(0, 0, 0)],
    ['means another rank', greeting(0, 1, 1)],
    ['comes on no lane', greeting(LANES, 1, 0)],
    ['speaks another version', Buffer.concat([Buffer.from('DFP0'), greeting(0, 1, 0).subarray(4)])],
    ['guesses', Buffer.concat([greeting(1, 1, 0), Buffer.alloc(PROOF_BYTES)])],
    ...replayed.map((bytes): [string, Uint8Array] => ['says what a rank has said', bytes]),
  ];
  const strangers = await Promise.all(
    opening.map(async ([, bytes]) => {
      const stranger = await Stranger.at(place);
      stranger.say(bytes);
      return stranger;
    }),
  );
  const reflecting = await Stranger.at(place);
  reflecting.say(greeting(0, 1, 0));
  const claiming = await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      const stranger = await Stranger.at(place);
      stranger.say(greeting(lane, 1, 0));
      return stranger;
    }),
  );

  const here = meshes[0]!.connect(addresses, prove, 10_000);
  reflecting.say((await reflecting.hears(GREETING_BYTES)).subarray(16));
  for (const stranger of claiming) await stranger.hears(GREETING_BYTES);
  const [told] = await Promise.all([here, meshes[1]!.connect(addresses, prove, 10_000)]);
  assert.match(told!, /^\d+ connections were turned away, the last one from 127\.0\.0\.1, which .+ \(--network\)\?$/);
  sumsUp(meshes);
  const all = [...strangers, reflecting, ...claiming];
  await Promise.all(all.map(({ ended }) => ended));
  for (const [i, stranger] of all.entries())
    assert.ok(
      [0, GREETING_BYTES].includes(stranger.bytesHeard),
      `one that ${opening[i]?.[0]} heard ${stranger.bytesHeard} bytes`,
    );
  close(meshes);
});

test('a crowd that says nothing keeps no rank out', async () => {
  const meshes = world(2);
  const place = placeOf(meshes[0]!.address());
  const crowd = await Promise.all(Array.from({ length: 600 }, () => Stranger.at(place)));
  const told = await Promise.all(meshes.map((mesh) => mesh.connect(addressesOf(meshes), prove, 10_000)));
  assert.deepEqual(told, [null, null]);
  sumsUp(meshes);
  await Promise.all(crowd.map(({ ended }) => ended));
  close(meshes);
});

test('a mesh listens on one port, until its peers are there', async () => {
  const before = listeningPorts();
  const meshes = world(3);
  const opened = listeningPorts().filter((port) => !before.includes(port));
  assert.deepEqual(opened.sort(), meshes.map((mesh) => placeOf(mesh.address()).port).sort());
  await Promise.all(meshes.map((mesh) => mesh.connect(addressesOf(meshes), prove, 10_000)));
  assert.deepEqual(listeningPorts(), before);
  sumsUp(meshes);
  close(meshes);
  world(1)[0]!.close();
  assert.deepEqual(listeningPorts(), before);
});

test('what goes wrong in a proof is a failure of the connection', async () => {
  const wrong: [() => unknown, RegExp][] = [
    [() => new Uint8Array(63), /"prove" returned is a Uint8Array of 63 elements, expected a Uint8Array of 64 bytes/],
    [() => undefined, /"prove" returned is undefined, expected/],
    [
      () => {
        throw new Error('no key here');
      },
      /^connect: no key here$/,
    ],
  ];
  for (const [broken, message] of wrong) {
    const meshes = world(2);
    const [there, here] = [prove, broken as typeof prove].map((each, rank) =>
      meshes[rank]!.connect(addressesOf(meshes), each, 10_000),
    );
    assert.match((await failures([here!]))[0]!, message);
    close(meshes);
    assert.deepEqual(await failures([there!]), ['connect: the mesh was closed']);
  }
});
