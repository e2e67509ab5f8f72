import { BLOCK_BYTES } from './block-checksums.js';
import type { ShardFile } from './shard-file.js';

/** Bytes [start, end) of the data section of a file. */
export interface FileRange {
  file: ShardFile;
  start: number;
  end: number;
}

/** A part of a range: its bytes, of which the first is byte `start` of the file's data section. */
export interface RangePart<Range> {
  range: Range;
  start: number;
  /** Overwritten when the next part is asked for. */
  bytes: Uint8Array;
}

/** Blocks in a row that are read at once, and what is wanted of them. */
interface Stretch<Range> {
  file: ShardFile;
  start: number;
  end: number;
  parts: { range: Range; start: number; end: number }[];
}

/** Little enough that what was read is still in the CPU's caches when it is verified and copied. */
const MOST_BLOCKS = 2;
/** While one is verified and used, the others are read, or wait for a thread that reads: the disk is never idle. */
const STRETCHES = 8;

/**
 * Reads ranges in their order, only the blocks that they lie in, and verifies each block before a byte of it is given out.
 * A block is read once where the ranges of a file come in ascending order, and one file after another.
 * @throws CheckpointError CHECKPOINT_TORN, which names file and tensor
 */
export async function* readRanges<Range extends FileRange>(ranges: Iterable<Range>): AsyncGenerator<RangePart<Range>> {
  const waiting = stretches(ranges);
  const underWay: { stretch: Stretch<Range>; memory: ArrayBuffer; bytes: Uint8Array; loaded: Promise<void> }[] = [];
  const begin = (memory: ArrayBuffer) => {
    const { value: stretch, done } = waiting.next();
    if (done) return;
    const bytes = new Uint8Array(memory, 0, stretch.end - stretch.start);
    const loaded = stretch.file.load(stretch.start, bytes);
    loaded.catch(() => {}); // heard of when its turn comes
    underWay.push({ stretch, memory, bytes, loaded });
  };
  try {
    for (let i = 0; i < STRETCHES; i++) begin(new ArrayBuffer(MOST_BLOCKS * BLOCK_BYTES));
    for (let next = underWay[0]; next !== undefined; next = underWay[0]) {
      const { stretch, memory, bytes, loaded } = next;
      await loaded;
      stretch.file.verify(stretch.start, bytes);
      for (const { range, start, end } of stretch.parts)
        yield { range, start, bytes: bytes.subarray(start - stretch.start, end - stretch.start) };
      underWay.shift();
      begin(memory);
    }
  } finally {
    // The files can be closed when this has ended.
    await Promise.allSettled(underWay.map(({ loaded }) => loaded));
  }
}

function* stretches<Range extends FileRange>(ranges: Iterable<Range>): Generator<Stretch<Range>, void> {
  let stretch: Stretch<Range> | null = null;
  for (const range of ranges) {
    const { file } = range;
    for (let at = range.start; at < range.end; ) {
      const block = Math.floor(at / BLOCK_BYTES) * BLOCK_BYTES;
      const blockEnd = Math.min(block + BLOCK_BYTES, file.dataBytes);
      if (stretch === null || stretch.file !== file || block < stretch.start || block > stretch.end) {
        if (stretch !== null) yield stretch;
        stretch = { file, start: block, end: blockEnd, parts: [] };
      } else if (block === stretch.end) {
        if (block - stretch.start < MOST_BLOCKS * BLOCK_BYTES) stretch.end = blockEnd;
        else {
          yield stretch;
          stretch = { file, start: block, end: blockEnd, parts: [] };
        }
      }
      const end = Math.min(range.end, blockEnd);
      const last = stretch.parts.at(-1);
      if (last?.range === range) last.end = end;
      else stretch.parts.push({ range, start: at, end });
      at = end;
    }
  }
  if (stretch !== null) yield stretch;
}
