import { Mesh, type Operation } from 'gloo-bindings';
import { peerProofs } from '../../src/comm/peer-proof.js';
import { peerKey } from '../fixtures/peer-key.js';

/** What the ranks of these tests have for one another. */
export const prove = peerProofs(peerKey, 'all');

/** All ranks of a world in this thread, on two addresses: collectives run on native threads, so that they can meet. */
export async function meshGroup(worldSize: number): Promise<Mesh[]> {
  const meshes = Array.from(
    { length: worldSize },
    (_, rank) => new Mesh({ rank, worldSize, host: rank % 2 === 0 ? '127.0.0.1' : '127.0.0.2' }),
  );
  const addresses = meshes.map((mesh) => mesh.address());
  await Promise.all(meshes.map((mesh) => mesh.connect(addresses, prove, 10_000)));
  return meshes;
}

/** Starts a collective on every rank, then waits for all. */
export function together(meshes: readonly Mesh[], start: (mesh: Mesh, rank: number) => Operation): void {
  for (const operation of meshes.map(start)) operation.wait();
}

export async function withMeshGroup(worldSize: number, use: (meshes: Mesh[]) => void | Promise<void>): Promise<void> {
  const meshes = await meshGroup(worldSize);
  try {
    await use(meshes);
  } finally {
    for (const mesh of meshes) mesh.close();
  }
}
