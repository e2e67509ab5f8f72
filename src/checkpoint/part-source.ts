import { type FileHandle, open } from 'node:fs/promises';
import { CheckpointError } from './checkpoint-error.js';
import { type ByteRange, bytesOfRanges } from './wanted-ranges.js';

/** What is wanted of a rank's file. */
export interface WantedFile {
  rank: number;
  name: string;
  /** Of the whole file. */
  bytes: number;
  /** In ascending order, none twice. */
  ranges: readonly ByteRange[];
}

/** Where files of a save come from that a node does not have. */
export interface PartSource {
  /** As a file has it. */
  manifest(): Promise<Uint8Array>;
  /**
   * Copies ranges of a rank's file to a new one of the same length; the rest of it is a hole.
   * @throws Error where they cannot be had
   */
  fetch(file: WantedFile, path: string): Promise<void>;
}

/**
 * Writes what comes of a file to a new one.
 * @throws CheckpointError where something else comes than was asked for
 */
export async function writeRanges(
  chunks: AsyncIterable<{ position: number; data: Uint8Array }>,
  { name, bytes, ranges }: WantedFile,
  path: string,
): Promise<void> {
  const wanted = bytesOfRanges(ranges);
  const file = await open(path, 'wx');
  try {
    await file.truncate(bytes);
    let done = 0;
    const expected = positions(ranges);
    for await (const { position, data } of chunks) {
      expected.take(position, data.length, name);
      await writeAt(file, data, position);
      done += data.length;
    }
    if (done < wanted) throw incomplete(name, done, wanted);
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
