/** What a trainer and the thread that writes its checkpoints say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { ShardingPlan } from '../../fsdp/plan.js';
import type { SaveOrder } from './write-checkpoint.js';

export type SaveKind = 'checkpoint' | 'snapshot';

/** `workerData` of the thread. */
export interface WriterStart {
  /** To the trainer, which reads it when it has the time: its event loop stands still while it computes. */
  port: MessagePort;
  plan: ShardingPlan;
  replicated: SaveOrder['replicated'];
  rank: number;
  attempt: string;
  /** Int32 slots of which the one at `progressSlot` is counted up at each sign of life. */
  slots: SharedArrayBuffer;
  progressSlot: number;
}

export type WriterCommand =
  | {
      kind: 'write';
      save: SaveKind;
      order: Pick<SaveOrder, 'root' | 'contents' | 'retention' | 'patienceMs' | 'logPath'>;
      /** The data of this rank's file, in parts. They are the writer's until it has answered. */
      parts: SharedArrayBuffer[];
    }
  | { kind: 'close' };

export type WriterEvent =
  | { kind: 'written'; directory: string; seconds: number }
  | { kind: 'failed'; code: string; message: string };
