import { open } from 'node:fs/promises';
import { type ServerWritableStream, status } from '@grpc/grpc-js';
import type { FileChunk } from './messages.js';

/** What is read and sent at once. */
const CHUNK_BYTES = 2 ** 20;

type Call = ServerWritableStream<unknown, FileChunk>;

/**
 * Answers with bytes of a file, no faster than who has asked takes them; with an error where it cannot be read.
 * @param ranges [start, end), in ascending order; the whole file where there are none
 */
export async function sendFile(
  call: Call,
  path: string,
  ranges: readonly { start: number; end: number }[] = [],
): Promise<void> {
  try {
    const file = await open(path);
    try {
      const wanted = ranges.length > 0 ? ranges : [{ start: 0, end: (await file.stat()).size }];
      for (const { start, end } of wanted)
        for (let position = start; position < end && !call.cancelled; ) {
          const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - position));
          const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
          if (bytesRead === 0) throw new Error(`${path} ends at byte ${position}`);
          if (!call.write({ position, data: buffer.subarray(0, bytesRead) })) await untilDrained(call);
          position += bytesRead;
        }
    } finally {
      await file.close();
    }
    call.end();
  } catch (error) {
    call.emit('error', { code: status.NOT_FOUND, details: (error as Error).message });
  }
}

/** Who listens may be slower than the disk, or gone. */
function untilDrained(call: Call): Promise<void> {
  const events = ['drain', 'close', 'cancelled'];
  return new Promise((resolve) => {
    const go = () => {
      for (const event of events) call.off(event, go);
      resolve();
    };
    for (const event of events) call.on(event, go);
  });
}
