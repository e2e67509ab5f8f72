import type { MessagePort } from 'node:worker_threads';
import type { ShardingPlan } from '../../fsdp/plan.js';
import type { ChosenAlgorithm } from '../../nn/backend.js';
import { isS3Place } from '../../objects/s3-place.js';
import { type CheckpointFiles, withoutSync } from '../checkpoint-files.js';
import { DirectoryStore } from '../directory-store.js';
import type { ManifestContents, ManifestHead } from '../manifest.js';
import { S3Store } from '../s3/s3-store.js';
import type { ShardStore } from '../shard-store.js';
import { LAUNCH_AGAIN } from './unwritable.js';
import { writeShard } from './write-shard.js';

export type SaveKind = 'checkpoint' | 'snapshot';

/** `workerData` of the thread. */
export interface WriterStart {
  /** To the trainer, which reads it when it has the time: its event loop stands still while it computes. */
  port: MessagePort;
  /** To whoever tells the coordinator: it hears of each `WrittenShard` at once. */
  tell: MessagePort;
  plan: ShardingPlan;
  replicated: ManifestHead['replicated'];
  rank: number;
  attempt: string;
  /** Directories of step directories, or s3://BUCKET/PREFIX. A kind without one is never asked for. */
  places: Readonly<Record<SaveKind, string | null>>;
  /** Int32 slots of which the one at `progressSlot` is counted up at each sign of life. */
  slots: SharedArrayBuffer;
  progressSlot: number;
}

export type WriterCommand =
  | {
      kind: 'write';
      save: SaveKind;
      contents: ManifestContents;
      algorithms: ChosenAlgorithm[];
      /** Since the decision to save, and of these, while the rank's training stood still. */
      seconds: number;
      blockedSeconds: number;
      /** The data of this rank's file, in parts. They are the writer's until it has answered. */
      parts: SharedArrayBuffer[];
    }
  | { kind: 'close' };

export type WriterEvent = { kind: 'written' } | { kind: 'failed'; code: string; message: string };

/** What a rank tells of its part of a save. */
export interface WrittenShard {
  step: number;
  /** In memory, not on the disk. */
  snapshot: boolean;
  /** Where the rank has written it. */
  place: string;
  /** Why it could not be written; empty where it was. */
  problem: string;
  /** JSON of EncodedShard; empty where there is a problem. */
  record: string;
  /** JSON of ManifestHead, of the first rank: all would tell the same. */
  head: string;
  /** Of the file's tensors. */
  bytes: number;
  /** From the decision to save until the file was there. */
  seconds: number;
  /** Of these, while the rank's training stood still. */
  blockedSeconds: number;
}

/** Writes what a trainer has copied, in a thread beside it, until it is told to close. */
export function serveSaves(
  { port, tell, plan, replicated, rank, attempt, places, slots, progressSlot }: WriterStart,
  files: CheckpointFiles,
): void {
  const counters = new Int32Array(slots);
  const onProgress = () => void Atomics.add(counters, progressSlot, 1);
  const checkpointPlace = places.checkpoint ?? '';
  // What it prints is in the rank's log.
  const onWaiting = (reason: string) => console.error(`warn ${reason}; waiting for the store`);
  const stores: Record<SaveKind, ShardStore> = {
    checkpoint: isS3Place(checkpointPlace)
      ? S3Store.at(checkpointPlace, null, { onWaiting, onAlive: onProgress })
      : new DirectoryStore(files, checkpointPlace),
    snapshot: new DirectoryStore(withoutSync(files), places.snapshot ?? ''),
  };

  const write = async (command: Extract<WriterCommand, { kind: 'write' }>): Promise<WriterEvent> => {
    const { save, contents, algorithms, parts, blockedSeconds } = command;
    const { step } = contents;
    const beganMs = performance.now();
    const said = (change: Partial<WrittenShard>) => {
      const seconds = command.seconds + (performance.now() - beganMs) / 1000;
      const bytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
      const ofSave = { step, snapshot: save === 'snapshot', place: stores[save].place, bytes, seconds, blockedSeconds };
      tell.postMessage({ ...ofSave, problem: '', record: '', head: '', ...change } satisfies WrittenShard);
    };
    try {
      const order = { rank, plan, replicated, algorithms, draft: { step, attempt }, advice: LAUNCH_AGAIN };
      const data = parts.map((part) => new Uint8Array(part));
      const record = JSON.stringify(await writeShard(stores[save], order, data, onProgress));
      const head: ManifestHead = { ...contents, plan, replicated };
      said({ record, head: rank === 0 ? JSON.stringify(head) : '' });
      return { kind: 'written' };
    } catch (error) {
      const { code = 'CHECKPOINT_UNWRITABLE', message } = error as Error & { code?: string };
      said({ problem: message });
      return { kind: 'failed', code, message };
    }
  };

  port.on('message', async (command: WriterCommand) => {
    if (command.kind === 'write') return port.postMessage(await write(command));
    port.close();
    tell.close();
  });
}
