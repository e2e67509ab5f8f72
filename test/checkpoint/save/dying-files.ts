import { truncateSync, writeSync } from 'node:fs';
import { type CheckpointFiles, diskFiles } from '../../../src/checkpoint/checkpoint-files.js';
import type { ShardWriter } from '../../../src/checkpoint/shard-store.js';

/**
 * How the process dies at an operation: before it, after it, in the middle of a write; or by a power failure before it,
 * which leaves of every file only half of what was not synced.
 */
export const DEATHS = ['before', 'after', 'torn', 'power'] as const;
export type Death = (typeof DEATHS)[number];

/**
 * The disk's files, but the process is killed at the n-th operation that changes something. Each is told of on stdout.
 * @param counts which operations are counted, by their name and paths
 */
export function dyingFiles(n: number, death: Death, counts = (_operation: string) => true): CheckpointFiles {
  const disk = { ...diskFiles };
  let count = 0;
  const unsynced = new Map<string, number>();
  const die = () => process.kill(process.pid, 'SIGKILL');
  const blackout = () => {
    for (const [path, bytes] of unsynced)
      try {
        truncateSync(path, Math.floor(bytes / 2));
      } catch {
        // Renamed by the other rank at this very moment.
      }
    die();
  };
  const operation = async <T>(
    name: string,
    run: () => Promise<T>,
    tear: () => Promise<void> = run as never,
  ): Promise<T> => {
    const isLast = counts(name) && count++ === n;
    if (isLast && death === 'before') die();
    if (isLast && death === 'power') blackout();
    if (isLast && death === 'torn') {
      await tear();
      die();
    }
    const result = await run();
    writeSync(1, `${name}\n`);
    if (isLast && death === 'after') die();
    return result;
  };
  const changing = {
    makeDirectory: (path: string) => operation(`makeDirectory ${path}`, () => disk.makeDirectory(path)),
    create: (path: string) => operation(`create ${path}`, () => create(path)),
    rename: (from: string, to: string) =>
      operation(`rename ${from} ${to}`, async () => {
        await disk.rename(from, to);
        for (const [path, bytes] of [...unsynced])
          if (path.startsWith(from)) {
            unsynced.delete(path);
            unsynced.set(to + path.slice(from.length), bytes);
          }
      }),
    syncDirectory: (path: string) => operation(`syncDirectory ${path}`, () => disk.syncDirectory(path)),
    remove: (path: string) =>
      operation(`remove ${path}`, async () => {
        await disk.remove(path);
        for (const other of [...unsynced.keys()]) if (other.startsWith(path)) unsynced.delete(other);
      }),
    symlink: (target: string, path: string) => operation(`symlink ${path}`, () => disk.symlink(target, path)),
  };
  const create = async (path: string): Promise<ShardWriter> => {
    const file = await disk.create(path);
    unsynced.set(path, 0);
    return {
      write: (bytes) =>
        operation(
          `write ${path}`,
          async () => {
            await file.write(bytes);
            unsynced.set(path, unsynced.get(path)! + bytes.length);
          },
          () => file.write(bytes.subarray(0, bytes.length / 2)),
        ),
      sync: () =>
        operation(`sync ${path}`, async () => {
          await file.sync();
          unsynced.delete(path);
        }),
      close: () => file.close(),
    };
  };
  return { ...disk, ...changing };
}
