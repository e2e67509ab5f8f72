import { createHmac } from 'node:crypto';

export const PEER_KEY_BYTES = 32;

/** What separates proofs from all else that may ever be made with the key. A change of what is proven changes the digit. */
const PURPOSE = 'dinofleet peer 1';

/**
 * Both ends' proofs for a connection, as `Mesh.connect` takes them: each is HMAC-SHA256 of which end it is, of which group the
 * connection is and of all that both ends have said, random numbers of either among it.
 * @param key of the generation, which its ranks have and nobody else
 * @throws TypeError where it is of another length than 32 bytes
 */
export function peerProofs(key: Uint8Array, group: string): (transcript: Uint8Array) => Uint8Array {
  if (key.length !== PEER_KEY_BYTES)
    throw new TypeError(`the key of a generation has ${key.length} bytes, expected ${PEER_KEY_BYTES}`);
  return (transcript) => {
    const proofOf = (end: 'dialer' | 'listener') =>
      createHmac('sha256', key).update(`${PURPOSE}\n${end}\n${group}\n`).update(transcript).digest();
    return Buffer.concat([proofOf('dialer'), proofOf('listener')]);
  };
}
