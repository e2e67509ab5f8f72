import { randomBytes } from 'node:crypto';

const KEY_BYTES = 32;

/**
 * By what the ranks of a generation know one another: a key that its workers get with their places, over the coordinator's own
 * connections, and that exists in memory alone. Decisions know nothing of it, so that the journal does not. A coordinator that returns
 * has others, and begins anew what was beginning.
 */
export class PeerKeys {
  #generation: number | null = null;
  #key = randomBytes(KEY_BYTES);

  /** One for all ranks of a generation; that of another one is another, and a former one's is forgotten. */
  of(generation: number): Uint8Array {
    if (this.#generation !== generation) this.#key = randomBytes(KEY_BYTES);
    this.#generation = generation;
    return this.#key;
  }
}
