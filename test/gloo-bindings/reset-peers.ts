// Run by connect.test.ts in a process of its own: what resets its connection before it was met, as a peer that is killed does.
import { setTimeout as pause } from 'node:timers/promises';
import { Mesh } from 'gloo-bindings';
import { prove } from './mesh-group.js';
import { greeting, placeOf, Stranger } from './stranger.js';

async function resetAt(mesh: Mesh): Promise<void> {
  for (const bytes of [new Uint8Array(), greeting(0, 1, 0).subarray(0, 8), greeting(0, 1, 0)]) {
    const { socket } = await Stranger.at(placeOf(mesh.address()));
    if (bytes.length > 0) await new Promise((written) => socket.write(bytes, written));
    socket.resetAndDestroy();
  }
  await pause(100);
}

for (const order of [0, 1]) {
  const meshes = [0, 1].map((rank) => new Mesh({ rank, worldSize: 2, host: '127.0.0.1' }));
  const mesh = meshes[order]!;
  await resetAt(mesh);
  console.log(`rank ${order} meets peers that are gone`);
  const addresses = meshes.map((each) => each.address());
  const failed = await mesh.connect(addresses, prove, 300).then(
    () => false,
    (error) => error.code === 'COMM_FAILED',
  );
  if (!failed) console.log(`FAIL rank ${order} is connected to nobody`);
  for (const each of meshes) each.close();
}
console.log('all attempts made');
