import { closeSync, fstatSync, openSync, read } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, crc32Hex } from '../formats/crc32.js';
import { FormatError } from '../formats/format-error.js';
import { readExactly, readExactlyInto } from '../formats/positioned-read.js';
import { parseSafetensorsHeader, type TensorInfo } from '../formats/safetensors.js';
import type { ChosenAlgorithm } from '../nn/backend.js';
import { decodeAlgorithms } from './algorithms.js';
import { BLOCK_BYTES } from './block-checksums.js';
import { CheckpointError } from './checkpoint-error.js';
import type { ShardRecord } from './manifest.js';
import { type LaidOutTensor, tensorsWithin } from './shard-layout.js';

/**
 * A rank's file, of which nothing is believed that its checksums do not confirm. All methods throw CheckpointError
 * CHECKPOINT_TORN, which names the file and a tensor.
 */
export class ShardFile {
  /** How many blocks were read and looked at; one that is read twice counts twice. */
  blocksRead = 0;
  /** After the header. */
  readonly dataBytes: number;
  private scratch = new Uint8Array(0);
  /** Verified bytes of the data section that lie in `scratch`: the next tensor often begins in this one's last block. */
  private held = { start: 0, end: 0 };

  private constructor(
    readonly path: string,
    private readonly fd: number,
    private readonly record: ShardRecord,
    private readonly dataStart: number,
    private readonly tensors: ReadonlyMap<string, TensorInfo>,
    /** What the rank that wrote it had chosen. */
    readonly algorithms: readonly ChosenAlgorithm[],
  ) {
    this.dataBytes = record.bytes - dataStart;
  }

  /** @param layout what the file holds by the manifest's plan: names what is lost where its header does not say it */
  static open(directory: string, record: ShardRecord, layout: readonly LaidOutTensor[]): ShardFile {
    const path = join(directory, record.name);
    const lost = (from: number) => tensorsWithin(layout, from, Number.POSITIVE_INFINITY);
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch (cause) {
      const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
      throw torn(
        `${path} ${isMissing ? 'is missing' : `cannot be opened: ${(cause as Error).message}`}; it holds ${lost(0)}`,
        cause,
      );
    }
    try {
      const { size } = fstatSync(fd);
      if (size !== record.bytes) {
        const from = size < record.bytes ? Math.max(0, size - headerBytesOf(record, fd, path)) : record.bytes;
        const what = size < record.bytes ? `; it lacks ${lost(from)}` : '; it holds more than its tensors';
        throw torn(`${path} has ${size} bytes, expected ${record.bytes}${what}`);
      }
      const dataStart = headerBytesOf(record, fd, path);
      const header = readExactly(fd, 0, dataStart, (at) => torn(`${path} ends at byte ${at}; it holds ${lost(0)}`));
      const { checksums } = record;
      if (checksums !== null && crc32(header) !== checksums.headerCrc)
        throw torn(
          `${path}: its header has checksum ${crc32Hex(crc32(header))}, expected ${crc32Hex(checksums.headerCrc)}; ` +
            `it describes ${lost(0)}`,
        );
      const { tensors, metadata } = parseSafetensorsHeader(path, header.subarray(8), size - dataStart);
      return new ShardFile(path, fd, record, dataStart, tensors, decodeAlgorithms(path, metadata));
    } catch (error) {
      closeSync(fd);
      throw asTorn(error);
    }
  }

  get names(): string[] {
    return [...this.tensors.keys()];
  }

  info(name: string): TensorInfo {
    const info = this.tensors.get(name);
    if (info === undefined) throw torn(`${this.path} has no tensor "${name}"`);
    return info;
  }

  /** Copies bytes [start, end) of a tensor to `out`, after the checksums of all blocks that they lie in. */
  readInto(name: string, start: number, end: number, out: Uint8Array): void {
    const info = this.info(name);
    const [from, to] = [info.start + start, info.start + end];
    for (let at = from; at < to; ) {
      if (at < this.held.start || at >= this.held.end) this.hold(at, to, `tensor "${name}"`);
      const until = Math.min(to, this.held.end);
      out.set(this.scratch.subarray(at - this.held.start, until - this.held.start), at - from);
      at = until;
    }
  }

  /** Begins to read whole blocks, the data section's bytes from `start` on: not to be believed before `verify`. */
  async load(start: number, into: Uint8Array): Promise<void> {
    const position = this.dataStart + start;
    const what = () => this.tensorsWithin(start, start + into.length);
    for (let done = 0; done < into.length; ) {
      const { bytesRead } = await readAt(this.fd, into, done, into.length - done, position + done).catch((cause) => {
        throw torn(`${this.path}: ${what()} cannot be read: ${(cause as Error).message}`, cause);
      });
      if (bytesRead === 0)
        throw torn(`${this.path} ends at byte ${position + done} while it is being read; ${what()} is lost`);
      done += bytesRead;
    }
  }

  /** Whether whole blocks, the data section's bytes from `start` on, are as their checksums say. */
  verify(start: number, bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i += BLOCK_BYTES) {
      const block = bytes.subarray(i, i + BLOCK_BYTES);
      this.check((start + i) / BLOCK_BYTES, block, () => this.tensorsWithin(start + i, start + i + block.length));
    }
  }

  /** Whether each block is as its checksum says: the message of each that is not. */
  *badBlocks(onBlock: () => void): Generator<string> {
    for (let at = 0; at < this.dataBytes; at += BLOCK_BYTES) {
      onBlock();
      try {
        this.hold(at, at + 1, this.tensorsWithin(at, at + BLOCK_BYTES));
      } catch (error) {
        if (!(error instanceof CheckpointError)) throw error;
        yield error.message;
      }
    }
  }

  close(): void {
    closeSync(this.fd);
  }

  /** Reads and verifies whole blocks from the one that has byte `at` of the data section, to byte `to` at most. */
  private hold(at: number, to: number, what: string): void {
    const start = Math.floor(at / BLOCK_BYTES) * BLOCK_BYTES;
    const wanted = Math.min(Math.ceil((to - start) / BLOCK_BYTES), MOST_BLOCKS);
    const end = Math.min(this.dataBytes, start + wanted * BLOCK_BYTES);
    this.held = { start: 0, end: 0 };
    if (this.scratch.length === 0) this.scratch = new Uint8Array(Math.min(this.dataBytes, MOST_BLOCKS * BLOCK_BYTES));
    const bytes = this.scratch.subarray(0, end - start);
    this.read(start, bytes, what);
    for (let i = 0; i < bytes.length; i += BLOCK_BYTES)
      this.check((start + i) / BLOCK_BYTES, bytes.subarray(i, i + BLOCK_BYTES), () => what);
    this.held = { start, end };
  }

  private read(start: number, into: Uint8Array, what: string): void {
    try {
      readExactlyInto(this.fd, this.dataStart + start, into, (at) =>
        torn(`${this.path} ends at byte ${at} while it is being read; ${what} is lost`),
      );
    } catch (cause) {
      if (cause instanceof CheckpointError) throw cause;
      throw torn(`${this.path}: ${what} cannot be read: ${(cause as Error).message}`, cause);
    }
  }

  private check(block: number, bytes: Uint8Array, what: () => string): void {
    this.blocksRead++;
    const { checksums } = this.record;
    if (checksums === null) return;
    const expected = checksums.blockCrcs[block] ?? 0;
    const found = crc32(bytes);
    if (found === expected) return;
    const start = this.dataStart + block * BLOCK_BYTES;
    throw torn(
      `${this.path}: block ${block}, bytes ${start} to ${start + bytes.length}, has checksum ${crc32Hex(found)}, ` +
        `expected ${crc32Hex(expected)}; it holds ${what()}`,
    );
  }

  private tensorsWithin(start: number, end: number): string {
    const entries = [...this.tensors].map(([name, info]) => ({ name, start: info.start, end: info.end }));
    return tensorsWithin(entries, start, end);
  }
}

/** Read at once, at most: enough to be bound by the disk. */
const MOST_BLOCKS = 8;

const readAt = promisify(read);

function headerBytesOf(record: ShardRecord, fd: number, path: string): number {
  if (record.checksums !== null) return record.checksums.headerBytes;
  const length = readExactly(fd, 0, 8, () => torn(`${path} is too short for a header's length`)).readBigUInt64LE();
  const bytes = 8 + Number(length);
  if (bytes > record.bytes)
    throw torn(`${path}: claims a header of ${Number(length)} bytes in a file of ${record.bytes} bytes`);
  return bytes;
}

function torn(message: string, cause?: unknown): CheckpointError {
  return new CheckpointError('CHECKPOINT_TORN', message, { cause });
}

function asTorn(error: unknown): unknown {
  return error instanceof FormatError ? torn(error.message, error) : error;
}
