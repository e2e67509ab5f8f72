import type { MessagePort } from 'node:worker_threads';
import type { ShardingPlan } from '../../fsdp/plan.js';
import type { CheckpointFiles } from '../checkpoint-files.js';
import { withoutSync } from '../checkpoint-files.js';
import { type SaveAdvice, type SaveOrder, writeCheckpoint } from './write-checkpoint.js';

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
      order: Pick<SaveOrder, 'root' | 'contents' | 'fencePath' | 'retention' | 'patienceMs' | 'logPath'>;
      /** The data of this rank's file, in parts. They are the writer's until it has answered. */
      parts: SharedArrayBuffer[];
    }
  | { kind: 'close' };

export type WriterEvent =
  | { kind: 'written'; directory: string; seconds: number }
  | { kind: 'failed'; code: string; message: string };

const GOES_ON = 'then launch again: the run goes on from the checkpoint before';
/** Of a training. */
export const LAUNCH_AGAIN: SaveAdvice = {
  noRoom: `Free space or lower train.keep_checkpoints, ${GOES_ON}`,
  unwritable: `free space or mend the permissions, ${GOES_ON}`,
};

/** Writes what a trainer has copied, in a thread beside it, until it is told to close. */
export function serveSaves(
  { port, plan, replicated, rank, attempt, slots, progressSlot }: WriterStart,
  files: CheckpointFiles,
): void {
  const counters = new Int32Array(slots);
  const onProgress = () => void Atomics.add(counters, progressSlot, 1);

  const write = async ({ save, order, parts }: Extract<WriterCommand, { kind: 'write' }>): Promise<WriterEvent> => {
    const data = parts.map((part) => new Uint8Array(part));
    const disk = save === 'snapshot' ? withoutSync(files) : files;
    const beganMs = performance.now();
    let seconds = 0;
    const onMade = () => {
      seconds = (performance.now() - beganMs) / 1000;
    };
    try {
      const whole = { ...order, plan, replicated, rank, attempt, advice: LAUNCH_AGAIN };
      const directory = await writeCheckpoint(disk, whole, data, onProgress, onMade);
      return { kind: 'written', directory, seconds };
    } catch (error) {
      const { code = 'CHECKPOINT_UNWRITABLE', message } = error as Error & { code?: string };
      return { kind: 'failed', code, message };
    }
  };

  port.on('message', async (command: WriterCommand) => {
    if (command.kind === 'close') return port.close();
    port.postMessage(await write(command));
  });
}
