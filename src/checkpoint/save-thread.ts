/** The thread that writes a rank's checkpoints while the trainer computes. */
import { workerData } from 'node:worker_threads';
import { diskFiles, withoutSync } from './checkpoint-files.js';
import type { WriterCommand, WriterEvent, WriterStart } from './save-messages.js';
import { writeCheckpoint } from './write-checkpoint.js';

const { port, plan, replicated, rank, attempt, slots, progressSlot } = workerData as WriterStart;
const counters = new Int32Array(slots);
const onProgress = () => void Atomics.add(counters, progressSlot, 1);

port.on('message', async (command: WriterCommand) => {
  if (command.kind === 'close') return port.close();
  port.postMessage(await write(command));
});

async function write({ save, order, parts }: Extract<WriterCommand, { kind: 'write' }>): Promise<WriterEvent> {
  const files = save === 'snapshot' ? withoutSync(diskFiles) : diskFiles;
  const data = parts.map((part) => new Uint8Array(part));
  const beganMs = performance.now();
  try {
    const whole = { ...order, plan, replicated, rank, attempt };
    const directory = await writeCheckpoint(files, whole, data, onProgress);
    return { kind: 'written', directory, seconds: (performance.now() - beganMs) / 1000 };
  } catch (error) {
    const { code = 'CHECKPOINT_UNWRITABLE', message } = error as Error & { code?: string };
    return { kind: 'failed', code, message };
  }
}
