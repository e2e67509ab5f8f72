import { type FileHandle, open, readdir, rename, rm, stat, statfs, symlink } from 'node:fs/promises';
import { MAX_CALL_BYTES } from '../formats/positioned-read.js';
import { makeFolder } from '../system/make-folder.js';
import type { ShardWriter } from './shard-store.js';

/** What a save does to a file system; a test puts one in between that fails, is slow, or dies at the n-th call. */
export interface CheckpointFiles {
  /** With its parents. */
  makeDirectory(path: string): Promise<void>;
  create(path: string): Promise<ShardWriter>;
  rename(from: string, to: string): Promise<void>;
  /** Until the names in it are on the disk. */
  syncDirectory(path: string): Promise<void>;
  /** A file or directory with all that is in it; nothing where there is none. */
  remove(path: string): Promise<void>;
  symlink(target: string, path: string): Promise<void>;
  /** Names in a directory; none where there is no directory. */
  list(path: string): Promise<string[]>;
  /** Bytes [start, end) of a file; fewer where it ends before. */
  read(path: string, start: number, end: number): Promise<Uint8Array>;
  /** Of a file; null where there is none. */
  bytesOf(path: string): Promise<number | null>;
  /** That a user without privileges may still fill. */
  freeBytes(path: string): Promise<number>;
}

/** The disk's. */
export const diskFiles: CheckpointFiles = {
  async makeDirectory(path) {
    makeFolder(path);
  },
  async create(path) {
    const handle = await open(path, 'w');
    return { write: (bytes) => writeAll(handle, bytes), sync: () => handle.sync(), close: () => handle.close() };
  },
  rename,
  async syncDirectory(path) {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  remove: (path) => rm(path, { recursive: true, force: true }),
  symlink,
  list: (path) => readdir(path).catch((error) => (isNoDirectory(error) ? [] : Promise.reject(error))),
  async read(path, start, end) {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  },
  bytesOf: (path) =>
    stat(path).then(
      ({ size }) => size,
      (error) => (isNoDirectory(error) ? null : Promise.reject(error)),
    ),
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
};

function isNoDirectory({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await handle.write(bytes, done, Math.min(bytes.length - done, MAX_CALL_BYTES))).bytesWritten;
}

/** The same for a file system in memory, where waiting for a disk makes no sense. */
export function withoutSync(files: CheckpointFiles): CheckpointFiles {
  return {
    ...files,
    async create(path) {
      return { ...(await files.create(path)), sync: async () => {} };
    },
    syncDirectory: async () => {},
  };
}
