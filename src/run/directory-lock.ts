import { closeSync, fstatSync, openSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Makes this process the only one of its machine that holds a directory, by whatever path. The lock is the kernel's, a
 * name of a Unix socket in no file system: it is gone with the process, however that ends, and of two that ask at the
 * same instant one gets it.
 * @returns lets go of it; null where another process holds it
 */
export async function lockDirectory(path: string): Promise<(() => void) | null> {
  // Kept open: no other directory can get this one's number meanwhile, not even when this one is removed.
  const directory = openSync(path, 'r');
  const { dev, ino } = fstatSync(directory, { bigint: true });
  const server = createServer((connection) => connection.destroy());
  const isFree = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(`\0dinofleet-directory-${dev}-${ino}`, () => resolve(true));
  });
  if (!isFree) {
    closeSync(directory);
    return null;
  }
  server.unref();
  return () => {
    server.close();
    closeSync(directory);
  };
}
