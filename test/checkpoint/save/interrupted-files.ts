import type { CheckpointFiles } from '../../../src/checkpoint/checkpoint-files.js';
import type { ShardWriter } from '../../../src/checkpoint/shard-store.js';

/**
 * Files whose n-th operation waits until `meanwhile` is over, reads as well as writes: what happens between two operations of
 * a process that knows nothing of it.
 * @returns how many operations there were so far, too
 */
export function interruptedFiles(
  files: CheckpointFiles,
  n: number,
  meanwhile: () => Promise<void>,
): { files: CheckpointFiles; count: () => number } {
  let count = 0;
  const before = <Args extends unknown[], T>(operation: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      if (count++ === n) await meanwhile();
      return operation(...args);
    };
  };
  const interrupted: CheckpointFiles = {
    makeDirectory: before(files.makeDirectory),
    create: before(async (path): Promise<ShardWriter> => {
      const file = await files.create(path);
      return { write: before(file.write), sync: before(file.sync), close: file.close };
    }),
    rename: before(files.rename),
    syncDirectory: before(files.syncDirectory),
    remove: before(files.remove),
    symlink: before(files.symlink),
    list: before(files.list),
    read: before(files.read),
    bytesOf: before(files.bytesOf),
    freeBytes: before(files.freeBytes),
  };
  return { files: interrupted, count: () => count };
}
