import { createHash } from 'node:crypto';
import { appendFileSync, closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { DataError } from '../data-error.js';
import type { ImageSource } from './image-source.js';

const GROUP = 4096;
const DIGEST_BYTES = 32;
/** Images that are read at once. */
const AT_ONCE = 16;

/**
 * SHA-256 of the digests of groups of 4,096 images, each that of the SHA-256 of its images: what the images are, whatever they are called.
 * @param kept a file of the groups that are done, which a later call goes on from; it is made
 * @param onDone told how many images are done
 * @throws DataError where an image cannot be read
 */
export async function contentHashOf(
  images: ImageSource,
  kept: string,
  onDone: (images: number) => void = () => {},
): Promise<string> {
  const groups = Math.ceil(images.count / GROUP);
  const file = openSync(kept, 'a+');
  try {
    const done = Math.min(Math.floor(readFileSync(kept).length / DIGEST_BYTES), groups);
    ftruncateSync(file, done * DIGEST_BYTES);
    for (let group = done; group < groups; group++) {
      onDone(group * GROUP);
      appendFileSync(file, await digestOf(images, group * GROUP, Math.min(images.count, (group + 1) * GROUP)));
    }
  } finally {
    closeSync(file);
  }
  onDone(images.count);
  return createHash('sha256').update(readFileSync(kept)).digest('hex');
}

async function digestOf(images: ImageSource, from: number, to: number): Promise<Buffer> {
  const hash = createHash('sha256');
  for (let at = from; at < to; at += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, to - at) }, (_, i) => at + i);
    for (const bytes of await Promise.all(numbers.map((number) => readOne(images, number))))
      hash.update(createHash('sha256').update(bytes).digest());
  }
  return hash.digest();
}

async function readOne(images: ImageSource, number: number): Promise<Uint8Array> {
  try {
    return await images.read(number);
  } catch (cause) {
    const what = `${images.name(number)} cannot be read: ${(cause as Error).message}`;
    throw new DataError('SHARDS_UNREADABLE', `${what}; mend it, or list the images without a hash`, { cause });
  }
}
