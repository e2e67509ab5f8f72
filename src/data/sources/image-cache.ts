import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from '../../formats/crc32.js';
import { makeFolder } from '../../system/make-folder.js';
import type { ImageSource } from './image-source.js';

/** Where images of stores are kept on this machine. */
export interface CachePlace {
  folder: string;
  /** Of all files in it, of all processes together. */
  bytes: number;
  /** Of what is free in it, how much is this process's to fill. */
  share: number;
}

/** Folders that files are shared out to. */
const FOLDERS = 256;
/** CRC-32 of what is before it, uint32, little-endian: a machine that lost its power may have kept a file's name and not its bytes. */
const SUM_BYTES = 4;
/** Files that are looked at at once. */
const LOOKS = 64;

/**
 * The same images, kept in a folder as they come, each a file of its own, until there is no more room: in an order that comes to every
 * image once an epoch nothing is gained by making room for others.
 * @param identity of the images: of what others are nothing is taken
 */
export function cachedImages(images: ImageSource, identity: string, { folder, bytes, share }: CachePlace): ImageSource {
  makeFolder(folder);
  const pathOf = (index: number) => {
    const name = createHash('sha256').update(`${identity}\0${index}`).digest('hex').slice(0, 40);
    return { within: join(folder, name.slice(0, 2)), name: name.slice(2) };
  };
  // Not before it is known what is there.
  let room = Number.NEGATIVE_INFINITY;
  void bytesIn(folder).then((used) => {
    room = (bytes - used) * share;
  });
  const keep = async (index: number, file: Uint8Array) => {
    const bytes = file.length + SUM_BYTES;
    if (bytes > room) return;
    room -= bytes;
    const { within, name } = pathOf(index);
    const temporary = join(within, `.${name}.${process.pid}`);
    try {
      makeFolder(within);
      await writeFile(temporary, [file, sumOf(file)]);
      await rename(temporary, join(within, name));
    } catch {
      // A full disk: what is not kept is fetched again.
      room = 0;
      await rm(temporary, { force: true }).catch(() => {});
    }
  };
  return {
    count: images.count,
    isRemote: true,
    name: (index) => images.name(index),
    async read(index) {
      const { within, name } = pathOf(index);
      const kept = await readFile(join(within, name)).then(checked, () => null);
      if (kept !== null) return kept;
      const file = await images.read(index);
      void keep(index, file);
      return file;
    },
  };
}

function sumOf(file: Uint8Array): Uint8Array {
  const sum = Buffer.alloc(SUM_BYTES);
  sum.writeUInt32LE(crc32(file));
  return sum;
}

/** null where it is not what was written. */
function checked(bytes: Buffer): Uint8Array | null {
  const file = bytes.subarray(0, -SUM_BYTES);
  return bytes.length > SUM_BYTES && bytes.subarray(-SUM_BYTES).equals(sumOf(file)) ? file : null;
}

/** Of all files, and what processes that were killed have left of some. */
async function bytesIn(folder: string): Promise<number> {
  let sum = 0;
  for (let i = 0; i < FOLDERS; i++) {
    const within = join(folder, i.toString(16).padStart(2, '0'));
    let names: string[];
    try {
      names = readdirSync(within);
    } catch {
      continue;
    }
    for (let at = 0; at < names.length; at += LOOKS) {
      const sizes = await Promise.all(
        names.slice(at, at + LOOKS).map((name) =>
          stat(join(within, name)).then(
            ({ size }) => size,
            () => 0,
          ),
        ),
      );
      sum += sizes.reduce((all, size) => all + size, 0);
    }
  }
  return sum;
}
