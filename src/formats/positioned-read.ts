import { readSync } from 'node:fs';

/** One system call reads or writes at most 2 GiB. */
export const MAX_CALL_BYTES = 2 ** 30;

/**
 * Bytes [position, position + length) of an open file, in memory of their own.
 * @param endsEarly makes the error for a file that ends at this byte
 */
export function readExactly(
  fd: number,
  position: number,
  length: number,
  endsEarly: (at: number) => Error,
): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(new ArrayBuffer(length));
  readExactlyInto(fd, position, bytes, endsEarly);
  return bytes;
}

/** The same, over what `bytes` holds. */
export function readExactlyInto(
  fd: number,
  position: number,
  bytes: Uint8Array,
  endsEarly: (at: number) => Error,
): void {
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(fd, bytes, done, Math.min(bytes.length - done, MAX_CALL_BYTES), position + done);
    if (count === 0) throw endsEarly(position + done);
    done += count;
  }
}
