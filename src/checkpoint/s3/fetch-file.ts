import { open } from 'node:fs/promises';
import type { Bucket } from '../../objects/bucket.js';
import { CheckpointError } from '../checkpoint-error.js';

/** What is to be copied of an object, and where to. */
export interface FetchedFile {
  /** Of the whole file, as its manifest says. */
  bytes: number;
  /** Bytes [start, end) each, in any order; they may overlap. */
  ranges: readonly { start: number; end: number }[];
  /** A local file, which gets its whole length; what was there of it outside the ranges stays, and else are holes. */
  path: string;
  /** Called with the bytes of each piece that was written. */
  onProgress: (bytes: number) => void;
}

/** Asked for at a time, and as many at once: in memory is their product. */
const PIECE_BYTES = 8 * 2 ** 20;
const AT_ONCE = 6;

/**
 * Copies ranges of an object to a local file. Its bytes are not verified, their number is.
 * @throws CheckpointError CHECKPOINT_MISSING where there is no such object, CHECKPOINT_TORN where it has another length; what the local
 *   file system says, as it is
 */
export async function fetchFile(bucket: Bucket, key: string, order: FetchedFile): Promise<void> {
  const { bytes, ranges, path, onProgress } = order;
  const pieces = piecesOf(ranges, bytes);
  const file = await open(path, 'a+');
  await file.close();
  const handle = await open(path, 'r+');
  try {
    if ((await handle.stat()).size !== bytes) await handle.truncate(bytes);
    let hasFailed = false;
    const fetchSome = async () => {
      for (let piece = pieces.shift(); piece !== undefined && !hasFailed; piece = pieces.shift()) {
        const { start, end } = piece;
        const range = await bucket.getRange(key, start, end);
        checkWhole(`${bucket.place}/${key}`, range, bytes, end - start);
        for (let done = 0; done < end - start; )
          done += (await handle.write(range.bytes, done, end - start - done, start + done)).bytesWritten;
        onProgress(end - start);
      }
    };
    const fetched = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, () =>
        fetchSome().catch((error) => {
          hasFailed = true;
          throw error;
        }),
      ),
    );
    // All have ended before the file is closed.
    for (const one of fetched) if (one.status === 'rejected') throw one.reason;
  } finally {
    await handle.close();
  }
}

/** Ascending, of every byte once. */
function piecesOf(ranges: FetchedFile['ranges'], bytes: number): { start: number; end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  let from = 0;
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = Math.min(range.end, bytes);
    for (let start = Math.max(range.start, from); start < last; start += PIECE_BYTES) {
      from = Math.min(start + PIECE_BYTES, last);
      pieces.push({ start, end: from });
    }
  }
  return pieces;
}

function checkWhole(
  name: string,
  range: Awaited<ReturnType<Bucket['getRange']>>,
  objectBytes: number,
  wanted: number,
): asserts range is NonNullable<typeof range> {
  if (range === null)
    throw new CheckpointError(
      'CHECKPOINT_MISSING',
      `there is no object ${name}, which may have been removed just now; use a newer checkpoint`,
    );
  if (range.objectBytes !== objectBytes)
    throw new CheckpointError(
      'CHECKPOINT_TORN',
      `${name} has ${range.objectBytes} bytes, expected ${objectBytes} by its manifest; use an older checkpoint`,
    );
  if (range.bytes.length !== wanted)
    throw new CheckpointError(
      'CHECKPOINT_TORN',
      `${name} has given ${range.bytes.length} bytes where ${wanted} were asked for`,
    );
}
