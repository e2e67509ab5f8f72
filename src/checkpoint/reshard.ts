import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/schema.js';
import { UsageError } from '../errors/usage-error.js';
import { isWriter, type ShardingPlan } from '../fsdp/plan.js';
import { checkpointsDirectory } from '../run/layout.js';
import { makeFolder } from '../system/make-folder.js';
import { diskFiles } from './checkpoint-files.js';
import { DirectoryStore } from './directory-store.js';
import { CheckpointReader, type OwnedRange, ownedRanges } from './load.js';
import { REPLICAS } from './manifest.js';
import { readRanges } from './read-ranges.js';
import { replan } from './replan.js';
import { publishSave } from './save/publish.js';
import type { SaveAdvice } from './save/unwritable.js';
import { writeShard } from './save/write-shard.js';

const ADVICE: SaveAdvice = {
  noRoom: 'Free space or choose another --out',
  unwritable: 'free space, mend the permissions or choose another --out',
};

/**
 * Writes a checkpoint again as `worldSize` ranks would have written it.
 * @returns the new directory, OUTPUT_DIR/checkpoints/<step>
 * @throws CheckpointError where the old one is damaged or the new one cannot be written; UsageError where it is there already
 */
export async function reshardCheckpoint(directory: string, worldSize: number, outputDir: string): Promise<string> {
  const reader = await CheckpointReader.open(directory);
  try {
    const { manifest } = reader;
    const { version, plan: oldPlan, files, replicated: oldReplicated, ...contents } = manifest;
    const plan = replan(oldPlan, manifest.config as Config, worldSize);
    const root = checkpointsDirectory(outputDir);
    const target = join(root, String(contents.step));
    if (existsSync(target))
      throw new UsageError('CHECKPOINT_EXISTS', `${target} is there already; choose another --out`);
    makeFolder(root);
    const tensors = replicatedTensors(reader);
    const replicated = Object.fromEntries(Object.entries(tensors).map(([name, { length }]) => [name, [length]]));
    const store = new DirectoryStore(diskFiles, root);
    const draft = { step: contents.step, attempt: `reshard-${process.pid}` };
    const records: string[] = [];
    try {
      for (let rank = 0; rank < worldSize; rank++) {
        const data = inPieces(shardData(reader, plan, rank, rank === 0 ? tensors : {}));
        const algorithms = reader.algorithms(rank);
        const order = { rank, plan, replicated, algorithms, draft, advice: ADVICE };
        records.push(JSON.stringify(await writeShard(store, order, data, () => {})));
      }
      const head = JSON.stringify({ ...contents, plan, replicated });
      return await publishSave(store, { draft, head, records }, records.keys(), ADVICE);
    } catch (error) {
      await store.clear((other) => other.attempt !== draft.attempt).catch(() => {});
      throw error;
    }
  } finally {
    reader.close();
  }
}

function replicatedTensors(reader: CheckpointReader): Record<string, Float32Array> {
  return Object.fromEntries(reader.replicatedNames().map((name) => [name, reader.replicated(name)]));
}

/** A rank's file in the order of shardLayout. Parts and pieces of it are overwritten when the next is asked for. */
async function* shardData(
  reader: CheckpointReader,
  plan: ShardingPlan,
  rank: number,
  replicated: Record<string, Float32Array>,
): AsyncGenerator<Uint8Array> {
  let end = 0;
  const ranges: (OwnedRange & { position: number })[] = [];
  for (const unit of plan.units) {
    if (!isWriter(unit, rank)) continue;
    for (const replica of REPLICAS) {
      for (const range of ownedRanges(reader, unit, rank, replica))
        ranges.push({ ...range, position: end + 4 * range.shardStart });
      end += 4 * unit.shardNumel;
    }
  }
  let position = 0;
  for await (const { range, start, bytes } of readRanges(ranges)) {
    const at = range.position + start - range.start;
    yield* padding(at - position);
    yield bytes;
    position = at + bytes.length;
  }
  yield* padding(end - position);
  for (const tensor of Object.values(replicated)) yield bytesOf(tensor);
}

function* padding(bytes: number): Generator<Uint8Array> {
  if (bytes > 0) yield new Uint8Array(bytes);
}

/** Parts of any length, of which many are short, in pieces that are worth a system call. */
async function* inPieces(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  for await (const part of parts)
    for (let done = 0; done < part.length; ) {
      const count = Math.min(part.length - done, PIECE_BYTES - filled);
      piece.set(part.subarray(done, done + count), filled);
      done += count;
      filled += count;
      if (filled < PIECE_BYTES) continue;
      yield piece;
      filled = 0;
    }
  if (filled > 0) yield piece.subarray(0, filled);
}

const PIECE_BYTES = 4 * 2 ** 20;

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
