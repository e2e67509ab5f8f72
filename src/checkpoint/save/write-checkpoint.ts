import { basename, join } from 'node:path';
import { crc32 } from '../../formats/crc32.js';
import { encodeSafetensorsHeader } from '../../formats/safetensors.js';
import type { ShardingPlan } from '../../fsdp/plan.js';
import { logReaches } from '../../run/log-reached.js';
import { BlockChecksums } from '../block-checksums.js';
import { CheckpointError } from '../checkpoint-error.js';
import type { CheckpointFiles } from '../checkpoint-files.js';
import {
  type EncodedShard,
  encodeManifest,
  encodeShard,
  MANIFEST_FILE,
  type ManifestContents,
  shardFileName,
} from '../manifest.js';
import { dataBytes, type LaidOutTensor, shardLayout } from '../shard-layout.js';
import { isSuperseded, workspaceStep } from './fence.js';
import { type Retention, stepsToRemove } from './retention.js';

/** One rank's part of a save. Ranks meet through the directory alone, so that no collective is needed beside training's. */
export interface SaveOrder {
  /** Directory of the step directories. */
  root: string;
  rank: number;
  plan: ShardingPlan;
  /** Shapes of what every rank holds alike, by name. */
  replicated: Readonly<Record<string, readonly number[]>>;
  contents: ManifestContents;
  /** Tells this save's temporary directory from those of processes that died: the same on every rank. */
  attempt: string;
  /** File that names the attempt that may publish; null where no other can be at work. */
  fencePath: string | null;
  /** null removes nothing, and leaves the link to the latest as it is. */
  retention: Retention | null;
  /** Milliseconds without a sign of life of the other ranks after which the first gives up; null waits for ever. */
  patienceMs: number | null;
  /** What a person should do after a failed save. */
  advice: SaveAdvice;
  /** The run log, which must not lack a step that the checkpoint has: the checkpoint waits for it. null where there is none. */
  logPath: string | null;
}

/** Sentences without their full stop; whoever asks for a save knows what comes after it. */
export interface SaveAdvice {
  /** Where a checkpoint does not fit. */
  noRoom: string;
  /** Where it cannot be written for another reason. */
  unwritable: string;
}

const LATEST = 'latest';
/** Written at a time, while the checksums of the same bytes are computed. */
const CHUNK_BYTES = 32 * 2 ** 20;
/** Written between two waits for the disk: what a last wait could take long for would pass for a hang. */
const SYNC_BYTES = 512 * 2 ** 20;
const POLL_MS = 2;
/** A rank that waits for one of a generation that is over would wait for ever. */
const POLLS_BETWEEN_FENCES = 500;
const FAILED = '.failed';
/** A log that somebody has moved away must not keep a run from saving. */
const LOG_PATIENCE_MS = 10_000;

/**
 * Writes a rank's file into the save's temporary directory; the first rank then waits for all others, writes the
 * manifest, and makes a checkpoint of it by a rename. A crash at any point leaves the checkpoints before it as they were.
 * @param data the bytes of the rank's tensors, in the order of `shardLayout`
 * @param onProgress called at each sign of life, own or of another rank
 * @param onMade called when the checkpoint is there; old ones are removed after it
 * @returns the directory of the checkpoint
 * @throws CheckpointError CHECKPOINT_UNWRITABLE where it does not fit or cannot be written
 */
export async function writeCheckpoint(
  files: CheckpointFiles,
  order: SaveOrder,
  data: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  onProgress: () => void,
  onMade: () => void = () => {},
): Promise<string> {
  const { root, rank, contents, attempt } = order;
  const temporary = join(root, `.tmp-${contents.step}-${attempt}`);
  try {
    if (rank === 0) {
      await files.makeDirectory(root);
      await checkFits(files, order);
      await files.makeDirectory(temporary);
    } else {
      // The first rank makes it when it has seen that there is room for all.
      const deadlineMs = performance.now() + (order.patienceMs ?? Number.POSITIVE_INFINITY);
      for (let polls = 1; !(await files.list(root)).includes(basename(temporary)); polls++) {
        if (performance.now() > deadlineMs) throw new Error('the first rank has not begun it');
        if (polls % POLLS_BETWEEN_FENCES === 0) await requirePresent(files, order);
        await pause();
      }
    }
    await writeShard(files, temporary, order, data, onProgress);
    if (rank === 0) await publish(files, temporary, order, onProgress);
    onMade();
    if (rank === 0 && order.retention !== null) await removeStale(files, order, order.retention);
    return join(root, String(contents.step));
  } catch (cause) {
    if (rank > 0) await sayFailed(files, temporary, order, cause as Error);
    else await files.remove(temporary).catch(() => {}); // a full disk gets its room back
    if (await isPast(files, order).catch(() => false)) throw superseded(order);
    throw asUnwritable(cause, order);
  }
}

/** Bytes of a whole checkpoint, of all ranks; a little more than it will have. */
export function checkpointBytes(plan: ShardingPlan, replicated: SaveOrder['replicated']): number {
  const header = headerOf(shardLayout(plan, replicated, 0), 0).length;
  const manifest = 2 ** 16 + 400 * plan.units.flatMap(({ parameters }) => parameters).length;
  const shards = Array.from({ length: plan.worldSize }, (_, rank) => {
    const bytes = dataBytes(shardLayout(plan, replicated, rank));
    return bytes + bytes / 2 ** 16 + header;
  });
  return Math.ceil(shards.reduce((sum, bytes) => sum + bytes, manifest));
}

async function checkFits(
  files: CheckpointFiles,
  { root, plan, replicated, contents, advice }: SaveOrder,
): Promise<void> {
  const needed = checkpointBytes(plan, replicated);
  const free = await files.freeBytes(root);
  if (needed <= free) return;
  const gb = (bytes: number) => `${(bytes / 1e9).toFixed(3)} GB`;
  throw new CheckpointError(
    'CHECKPOINT_UNWRITABLE',
    `checkpoint of step ${contents.step} needs ${gb(needed)}, and ${root} has ${gb(free)} free; nothing was written. ` +
      advice.noRoom,
  );
}

async function writeShard(
  files: CheckpointFiles,
  temporary: string,
  { rank, plan, replicated }: SaveOrder,
  data: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  onProgress: () => void,
): Promise<void> {
  const name = shardFileName(rank, plan.worldSize);
  const header = headerOf(shardLayout(plan, replicated, rank), rank);
  const blocks = new BlockChecksums();
  let bytes = header.length;
  let unsynced = 0;
  const file = await files.create(join(temporary, name));
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
  const checksums = { headerBytes: header.length, headerCrc: crc32(header), blockCrcs: blocks.finish() };
  // Its being there says that the file is whole.
  const record = recordPath(temporary, name);
  await writeText(files, `${record}.part`, JSON.stringify(encodeShard(name, bytes, checksums)));
  await files.rename(`${record}.part`, record);
  onProgress();
}

function headerOf(layout: readonly LaidOutTensor[], rank: number): Uint8Array {
  const tensors = layout.map(({ name, shape }) => ({ name, dtype: 'F32' as const, shape }));
  return encodeSafetensorsHeader(tensors, { rank: String(rank) });
}

async function publish(
  files: CheckpointFiles,
  temporary: string,
  order: SaveOrder,
  onProgress: () => void,
): Promise<void> {
  const { root, contents, plan, replicated } = order;
  const shards = await shardsOfAllRanks(files, temporary, order, onProgress);
  await writeText(files, join(temporary, MANIFEST_FILE), encodeManifest(contents, plan, replicated, shards), true);
  for (const { name } of shards) await files.remove(recordPath(temporary, name));
  await files.syncDirectory(temporary);
  await untilLogged(files, order);
  const directory = join(root, String(contents.step));
  // One of this step can only be a torn one, or the run would have gone on from it.
  const isTaken = (await files.list(root)).includes(String(contents.step));
  if (isTaken) await files.makeDirectory(trashOf(order));
  await requirePresent(files, order);
  if (isTaken) await files.rename(directory, join(trashOf(order), 'torn'));
  await files.rename(temporary, directory);
  await files.syncDirectory(root);
  if (order.retention !== null) await pointLatest(files, order);
}

/** The coordinator writes the log by what ranks report: a moment later, or never, where it was killed. */
async function untilLogged(files: CheckpointFiles, { logPath, contents }: SaveOrder): Promise<void> {
  if (logPath === null) return;
  const deadlineMs = performance.now() + LOG_PATIENCE_MS;
  while (performance.now() < deadlineMs && !(await logReaches(logPath, contents.step - 1, files.synced))) await pause();
}

async function shardsOfAllRanks(
  files: CheckpointFiles,
  temporary: string,
  { plan: { worldSize }, patienceMs }: SaveOrder,
  onProgress: () => void,
): Promise<EncodedShard[]> {
  const names = Array.from({ length: worldSize }, (_, rank) => shardFileName(rank, worldSize));
  let aliveSinceMs = performance.now();
  let bytesBefore = 0;
  while (true) {
    const there = await files.list(temporary);
    const failed = there.find((name) => name.endsWith(FAILED));
    if (failed !== undefined) throw new Error(await files.readText(join(temporary, failed)));
    if (names.every((name) => there.includes(`${name}.json`))) break;
    if (!there.includes(`${names[0]}.json`)) throw new Error(`${temporary} is no longer there`);
    const bytes = await files.bytesIn(temporary);
    if (bytes !== bytesBefore) {
      aliveSinceMs = performance.now();
      onProgress();
    }
    bytesBefore = bytes;
    if (patienceMs !== null && performance.now() - aliveSinceMs > patienceMs) {
      const missing = names.filter((name) => !there.includes(`${name}.json`));
      throw new Error(`${missing.join(', ')} did not come within ${patienceMs / 1000} s`);
    }
    await pause();
  }
  return Promise.all(
    names.map(async (name) => JSON.parse(await files.readText(recordPath(temporary, name))) as EncodedShard),
  );
}

/** A link for people and scripts; a run that goes on looks at the directories themselves. */
async function pointLatest(files: CheckpointFiles, order: SaveOrder): Promise<void> {
  const { root, contents, attempt } = order;
  const link = join(root, `.tmp-${contents.step}-${LATEST}-${attempt}`);
  await files.remove(link);
  await files.symlink(String(contents.step), link);
  await requirePresent(files, order);
  await files.rename(link, join(root, LATEST));
}

async function removeStale(files: CheckpointFiles, order: SaveOrder, retention: Retention): Promise<void> {
  const { root, contents, attempt } = order;
  const names = await files.list(root);
  const steps = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const old = stepsToRemove(steps, contents.step, retention);
  if (old.length > 0) await files.makeDirectory(trashOf(order));
  const workspaces = await files.list(root);
  // After the look: what was there then, when no later attempt had begun, is none of a later one's.
  await requirePresent(files, order);
  // By a rename first: one that is half removed never looks like a checkpoint.
  for (const step of old) await files.rename(join(root, String(step)), join(trashOf(order), String(step)));
  for (const name of workspaces) {
    const step = workspaceStep(name);
    const isUnderWay = step !== null && name.endsWith(attempt) && name.startsWith('.tmp-') && step > contents.step;
    if (step !== null && !isUnderWay) await files.remove(join(root, name));
  }
}

/** Where a save moves what it replaces or removes. */
function trashOf({ root, contents, attempt }: SaveOrder): string {
  return join(root, `.old-${contents.step}-${attempt}`);
}

/** @throws CheckpointError where the attempt is no longer the one that may publish */
async function requirePresent(files: CheckpointFiles, order: SaveOrder): Promise<void> {
  if (await isPast(files, order)) throw superseded(order);
}

async function isPast(files: CheckpointFiles, { fencePath, attempt }: SaveOrder): Promise<boolean> {
  return fencePath !== null && (await isSuperseded(files, { path: fencePath, attempt }));
}

function superseded({ contents }: SaveOrder): CheckpointError {
  return new CheckpointError(
    'CHECKPOINT_SUPERSEDED',
    `checkpoint of step ${contents.step} is given up: the run goes on without this process, by a later generation's workers`,
  );
}

async function sayFailed(files: CheckpointFiles, temporary: string, order: SaveOrder, cause: Error): Promise<void> {
  const name = shardFileName(order.rank, order.plan.worldSize);
  try {
    await files.remove(join(temporary, name));
    await writeText(files, join(temporary, `${name}${FAILED}`), `rank ${order.rank}: ${cause.message}`);
  } catch {
    // The first rank gives up by itself.
  }
}

function recordPath(temporary: string, shard: string): string {
  return join(temporary, `${shard}.json`);
}

async function writeText(files: CheckpointFiles, path: string, text: string, synced = false): Promise<void> {
  const file = await files.create(path);
  try {
    await file.write(Buffer.from(text));
    if (synced) await file.sync();
  } finally {
    await file.close();
  }
}

function asUnwritable(cause: unknown, { root, contents, advice }: SaveOrder): unknown {
  if (cause instanceof CheckpointError) return cause;
  return new CheckpointError(
    'CHECKPOINT_UNWRITABLE',
    `checkpoint of step ${contents.step} cannot be written to ${root}: ${(cause as Error).message}; ${advice.unwritable}`,
    { cause },
  );
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
