import { crc32 } from '../../formats/crc32.js';
import { encodeSafetensorsHeader } from '../../formats/safetensors.js';
import type { ShardingPlan } from '../../fsdp/plan.js';
import type { ChosenAlgorithm } from '../../nn/backend.js';
import { encodeAlgorithms } from '../algorithms.js';
import { BlockChecksums } from '../block-checksums.js';
import { CheckpointError } from '../checkpoint-error.js';
import { type EncodedShard, encodeShard, type ManifestHead, shardFileName } from '../manifest.js';
import { dataBytes, type LaidOutTensor, shardLayout } from '../shard-layout.js';
import type { Draft, ShardStore } from '../shard-store.js';
import { asUnwritable, type SaveAdvice } from './unwritable.js';

/** One rank's part of a save: it knows of no other rank. */
export interface ShardOrder {
  rank: number;
  plan: ShardingPlan;
  replicated: ManifestHead['replicated'];
  algorithms: readonly ChosenAlgorithm[];
  draft: Draft;
  advice: SaveAdvice;
}

/** Written at a time, while the checksums of the same bytes are computed. */
const CHUNK_BYTES = 32 * 2 ** 20;
/** Written between two waits for the disk: what a last wait could take long for would pass for a hang. */
const SYNC_BYTES = 512 * 2 ** 20;
/** Of a file's header, what may come from a device's choices of algorithms. */
const ALGORITHM_BYTES = 2 ** 16;

/**
 * Writes a rank's file into a draft, where it outlives a power failure when this is done.
 * @param data the bytes of the rank's tensors, in the order of `shardLayout`
 * @param onProgress called at each sign of life
 * @returns what the manifest is to say of it
 * @throws CheckpointError CHECKPOINT_UNWRITABLE where it does not fit or cannot be written; of the file nothing is left
 */
export async function writeShard(
  store: ShardStore,
  order: ShardOrder,
  data: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  onProgress: () => void,
): Promise<EncodedShard> {
  const { rank, plan, draft, advice } = order;
  const name = shardFileName(rank, plan.worldSize);
  try {
    await checkFits(store, order);
    return await write(store, order, name, data, onProgress);
  } catch (cause) {
    await store.discard(draft, name).catch(() => {}); // a full disk gets its room back
    throw asUnwritable(cause, draft.step, store, advice);
  }
}

/** Bytes of a whole checkpoint, of all ranks; a little more than it will have. */
export function checkpointBytes(plan: ShardingPlan, replicated: ManifestHead['replicated']): number {
  const header = headerOf(shardLayout(plan, replicated, 0), 0, []).length + ALGORITHM_BYTES;
  const manifest = 2 ** 16 + 400 * plan.units.flatMap(({ parameters }) => parameters).length;
  const shards = Array.from({ length: plan.worldSize }, (_, rank) => {
    const bytes = dataBytes(shardLayout(plan, replicated, rank));
    return bytes + bytes / 2 ** 16 + header;
  });
  return Math.ceil(shards.reduce((sum, bytes) => sum + bytes, manifest));
}

/** Whether there is room for all that is still missing of the whole checkpoint: other ranks may be ahead. */
async function checkFits(store: ShardStore, { plan, replicated, draft, advice }: ShardOrder): Promise<void> {
  const needed = checkpointBytes(plan, replicated);
  const free = await store.freeBytes();
  // Asked for later: what is written meanwhile must not count as missing room.
  if (needed <= free || needed <= free + (await store.draftBytes(draft))) return;
  const gb = (bytes: number) => `${(bytes / 1e9).toFixed(3)} GB`;
  throw new CheckpointError(
    'CHECKPOINT_UNWRITABLE',
    `checkpoint of step ${draft.step} needs ${gb(needed)}, and ${store.place} has ${gb(free)} free; nothing was written. ` +
      advice.noRoom,
  );
}

async function write(
  store: ShardStore,
  { rank, plan, replicated, algorithms, draft }: ShardOrder,
  name: string,
  data: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  onProgress: () => void,
): Promise<EncodedShard> {
  const header = headerOf(shardLayout(plan, replicated, rank), rank, algorithms);
  const blocks = new BlockChecksums();
  let bytes = header.length;
  let unsynced = 0;
  const file = await store.create(draft, name);
  try {
    await file.write(header);
    for await (const piece of data)
      for (let at = 0; at < piece.length; at += CHUNK_BYTES) {
        const chunk = piece.subarray(at, at + CHUNK_BYTES);
        const written = file.write(chunk);
        blocks.add(chunk);
        await written;
        bytes += chunk.length;
        unsynced += chunk.length;
        onProgress();
        if (unsynced < SYNC_BYTES) continue;
        await file.sync();
        unsynced = 0;
        onProgress();
      }
    await file.sync();
  } finally {
    await file.close();
  }
  onProgress();
  const checksums = { headerBytes: header.length, headerCrc: crc32(header), blockCrcs: blocks.finish() };
  return encodeShard(name, bytes, checksums);
}

function headerOf(layout: readonly LaidOutTensor[], rank: number, algorithms: readonly ChosenAlgorithm[]): Uint8Array {
  const tensors = layout.map(({ name, shape }) => ({ name, dtype: 'F32' as const, shape }));
  return encodeSafetensorsHeader(tensors, { rank: String(rank), ...encodeAlgorithms(algorithms) });
}
