import type { Bucket, Upload, UploadedPart } from '../../objects/bucket.js';
import type { ShardWriter } from '../shard-store.js';

/** Parts on their way: while they are, the next is filled. */
const IN_FLIGHT = 3;
/** As many have one size, then it doubles: what begins small reaches the 5 TiB of an object within its 10,000 parts. */
const PARTS_OF_A_SIZE = 1000;

/** @param number from 1 on */
export function partBytes(first: number, number: number): number {
  return first * 2 ** Math.floor((number - 1) / PARTS_OF_A_SIZE);
}

/**
 * Writes an object of unknown length in parts, in the memory of a few of them; one that fits into a part is put at once. There is no
 * object before `close`, and none where anything has failed.
 */
export class UploadWriter implements ShardWriter {
  private upload: Upload | null = null;
  private readonly parts: UploadedPart[] = [];
  private readonly sending = new Set<Promise<void>>();
  private failure: { cause: unknown } | null = null;
  private number = 1;
  private bytes = 0;
  private part: Uint8Array;
  private filled = 0;
  private readonly spare: Uint8Array[] = [];

  constructor(
    private readonly bucket: Bucket,
    private readonly key: string,
  ) {
    this.part = Buffer.allocUnsafeSlow(bucket.partBytes);
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.check();
    for (let at = 0; at < bytes.length; ) {
      if (this.filled === this.part.length) await this.send();
      const piece = bytes.subarray(at, at + this.part.length - this.filled);
      // Copied: the request and its repetitions may outlive this call, and the bytes may lie in shared memory.
      this.part.set(piece, this.filled);
      this.filled += piece.length;
      at += piece.length;
    }
  }

  /** Until what was sent has arrived: an object that is there outlives a power failure, what is no object yet is begun anew. */
  async sync(): Promise<void> {
    await Promise.all(this.sending);
    this.check();
  }

  async close(): Promise<void> {
    if (this.upload === null && this.failure === null) {
      await this.bucket.put(this.key, this.part.subarray(0, this.filled));
      return;
    }
    try {
      if (this.failure === null) await this.send();
      await this.sync();
      this.parts.sort((a, b) => a.number - b.number);
      await this.bucket.completeUpload(this.upload!, this.parts, this.bytes);
    } catch (cause) {
      await Promise.all(this.sending);
      // What is left of it is cleared with its draft.
      if (this.upload !== null) await this.bucket.abortUpload(this.upload).catch(() => {});
      throw cause;
    }
  }

  /** Sends the part that was filled, and waits until another one may be. */
  private async send(): Promise<void> {
    this.check();
    const { bucket, key, number } = this;
    try {
      this.upload ??= { key, id: await bucket.beginUpload(key) };
    } catch (cause) {
      this.failure ??= { cause };
      throw cause;
    }
    const { upload, part } = this;
    const sent = bucket.putPart(upload, number, part.subarray(0, this.filled)).then(
      (told) => {
        this.parts.push(told);
        this.spare.push(part);
      },
      (cause) => {
        this.failure ??= { cause };
      },
    );
    const settled: Promise<void> = sent.then(() => void this.sending.delete(settled));
    this.sending.add(settled);
    this.bytes += this.filled;
    this.filled = 0;
    this.number++;
    while (this.sending.size >= IN_FLIGHT) await Promise.race(this.sending);
    this.check();
    const length = partBytes(bucket.partBytes, this.number);
    const spare = this.spare.pop();
    this.part = spare?.length === length ? spare : Buffer.allocUnsafeSlow(length);
  }

  private check(): void {
    if (this.failure !== null) throw this.failure.cause;
  }
}
