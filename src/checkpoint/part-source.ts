import { type FileHandle, open } from 'node:fs/promises';
import { CheckpointError } from './checkpoint-error.js';
import { type ByteRange, bytesOfRanges } from './wanted-ranges.js';

/** Where files of a save come from that a node does not have. */
export interface PartSource {
  /** As a file has it. */
  manifest(): Promise<Uint8Array>;
  /**
   * Bytes of a rank's file, in ascending order.
   * @param ranges in ascending order, none twice
   * @throws Error where they cannot be had from anybody
   */
  read(rank: number, name: string, ranges: readonly ByteRange[]): AsyncIterable<{ position: number; data: Uint8Array }>;
}

/**
 * Writes ranges of a rank's file to a file of the same length; the rest of it is a hole.
 * @param sync whether it is to outlive a power failure
 * @returns bytes that have come
 * @throws CheckpointError where others come than were asked for
 */
export async function fetchRanges(
  source: PartSource,
  { rank, name, bytes, ranges }: { rank: number; name: string; bytes: number; ranges: readonly ByteRange[] },
  path: string,
  sync: boolean,
): Promise<number> {
  const wanted = bytesOfRanges(ranges);
  const file = await open(path, 'wx');
  try {
    await file.truncate(bytes);
    let done = 0;
    const expected = positions(ranges);
    for await (const { position, data } of source.read(rank, name, ranges)) {
      expected.take(position, data.length, name);
      await writeAt(file, data, position);
      done += data.length;
    }
    if (done < wanted) throw incomplete(name, done, wanted);
    if (sync) await file.sync();
    return done;
  } finally {
    await file.close();
  }
}

async function writeAt(file: FileHandle, data: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < data.length; )
    done += (await file.write(data, done, data.length - done, position + done)).bytesWritten;
}

/** Who sends cannot write beyond what was asked for, nor leave a hole in it. */
function positions(ranges: readonly ByteRange[]) {
  let [range, at] = [0, ranges[0]?.start ?? 0];
  return {
    take(position: number, length: number, name: string): void {
      const current = ranges[range];
      if (current === undefined || position !== at || position + length > current.end)
        throw new CheckpointError(
          'CHECKPOINT_TORN',
          `${name}: bytes ${position} to ${position + length} have come, expected ${current === undefined ? 'no more' : `${at} to ${current.end}`}`,
        );
      at += length;
      if (at < current.end) return;
      range++;
      at = ranges[range]?.start ?? at;
    },
  };
}

function incomplete(name: string, done: number, wanted: number): CheckpointError {
  return new CheckpointError('CHECKPOINT_TORN', `${name}: ${done} of ${wanted} bytes have come`);
}
