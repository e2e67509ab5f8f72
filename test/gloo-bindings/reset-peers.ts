// Run by connect.test.ts in a process of its own: what resets its connection before it was met, as a peer that is killed does.
import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Mesh } from 'gloo-bindings';

/** Of a mesh's `address()`: where it listens for each lane and peer, and the number by which it knows who comes. */
function listeningPlaces(address: Uint8Array): { port: number; host: string; number: Uint8Array }[] {
  const bytes = Buffer.from(address);
  const places = [];
  for (let at = 16; at < bytes.length; ) {
    const place = bytes.subarray(at + 4, at + 4 + bytes.readUInt32LE(at));
    at += 4 + place.length;
    if (place.length === 0) continue;
    places.push({ port: place.readUInt16BE(2), host: [...place.subarray(4, 8)].join('.'), number: place.subarray(-8) });
  }
  return places;
}

async function resetAt(mesh: Mesh): Promise<void> {
  for (const { port, host, number } of listeningPlaces(mesh.address())) {
    const socket = createConnection(port, host);
    socket.on('error', () => {});
    await new Promise((connected) => socket.once('connect', connected));
    await new Promise((written) => socket.write(number, written));
    socket.resetAndDestroy();
  }
  await pause(100);
}

for (const order of [0, 1]) {
  const meshes = [0, 1].map((rank) => new Mesh({ rank, worldSize: 2, host: '127.0.0.1' }));
  const mesh = meshes[order]!;
  await resetAt(mesh);
  console.log(`rank ${order} meets peers that are gone`);
  const failed = await mesh
    .connect(
      meshes.map((each) => each.address()),
      300,
    )
    .then(
      () => false,
      (error) => error.code === 'COMM_FAILED',
    );
  if (!failed) console.log(`FAIL rank ${order} is connected to nobody`);
  for (const each of meshes) each.close();
}
console.log('all attempts made');
