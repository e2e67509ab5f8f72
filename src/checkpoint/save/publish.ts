import { crc32, crc32Hex } from '../../formats/crc32.js';
import { CheckpointError } from '../checkpoint-error.js';
import { type EncodedShard, encodeManifest, type ManifestHead, shardFileName } from '../manifest.js';
import type { Draft, ShardStore } from '../shard-store.js';
import { type Retention, stepsToRemove } from './retention.js';
import { asUnwritable, type SaveAdvice } from './unwritable.js';

/** A save as its ranks have told of it. */
export interface ToldSave {
  draft: Draft;
  /** JSON of ManifestHead. */
  head: string;
  /** JSON of EncodedShard, in rank order. */
  records: readonly string[];
}

/**
 * Makes a checkpoint of what all ranks have written. A crash at any point leaves the checkpoints before it as they were. One
 * process at a time may call this, `prune` and the store's `clear`: the ranks are told of nothing, and ask for nothing.
 * @param ranks whose files are to be in this store: all, or those of one machine
 * @returns where it is
 * @throws CheckpointError CHECKPOINT_UNWRITABLE, also where a file that is said to be there is not
 */
export async function publishSave(
  store: ShardStore,
  { draft, head, records }: ToldSave,
  ranks: Iterable<number>,
  advice: SaveAdvice,
): Promise<string> {
  try {
    const shards = records.map((record) => JSON.parse(record) as EncodedShard);
    const manifest = encodeManifest(JSON.parse(head) as ManifestHead, shards);
    if (await isPublished(store, draft, manifest)) return store.directoryOf(draft.step);
    await Promise.all(Array.from(ranks, (rank) => checkThere(store, draft, shards[rank]!, rank, shards.length)));
    return await store.publish(draft, manifest);
  } catch (cause) {
    throw asUnwritable(cause, draft.step, store, advice);
  }
}

/** By a process that was killed before it could say so: nothing is left of the draft. */
async function isPublished(store: ShardStore, draft: Draft, manifest: string): Promise<boolean> {
  return (await store.draftBytes(draft)) === 0 && (await store.holds(draft.step, manifest));
}

/** A node may see another directory under the same path, and a file system may be slower than a message. */
async function checkThere(
  store: ShardStore,
  draft: Draft,
  { name, bytes, header }: EncodedShard,
  rank: number,
  worldSize: number,
): Promise<void> {
  const expected = shardFileName(rank, worldSize);
  const found = name === expected ? await store.bytesOf(draft, name) : null;
  const isHeader = async () => crc32Hex(crc32(await store.read(draft, name, 0, header.bytes))) === header.crc32;
  if (found === bytes && (await isHeader())) return;
  const there = found === null ? 'there is no such file' : found === bytes ? 'it begins otherwise' : `it has ${found}`;
  throw new CheckpointError(
    'CHECKPOINT_UNWRITABLE',
    `checkpoint of step ${draft.step} is given up: rank ${rank} has told of ${name} with ${bytes} bytes, expected ${expected}, and in ` +
      `${store.place} ${there}; every node must see the same directory there`,
  );
}

/** Of one attempt's drafts: newer saves, and what nodes fetch of this one and others, which they remove themselves. */
export function isStillWritten(draft: Draft, published: Draft): boolean {
  const isNewer = draft.step > published.step && isOf(draft, published.attempt);
  return isNewer || draft.attempt.startsWith(`${published.attempt}.${COPY}`);
}

/** Whether a draft is an attempt's, or one that a node has made in its course: those have names of their own behind the attempt's. */
export function isOf(draft: Draft, attempt: string): boolean {
  return draft.attempt === attempt || draft.attempt.startsWith(`${attempt}.`);
}

/** In the name of a draft of files that are fetched from another node. */
export const COPY = 'copy';

/** Removes what retention does not keep beside a checkpoint that was just published, and drafts that nobody writes any more. */
export async function prune(store: ShardStore, published: Draft, retention: Retention): Promise<void> {
  await store.retire(stepsToRemove(await store.steps(), published.step, retention), published);
  await store.clear((draft) => isStillWritten(draft, published));
}
