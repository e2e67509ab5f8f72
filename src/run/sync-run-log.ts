import { open } from 'node:fs/promises';
import { runLogPath } from './layout.js';

/** Until the lines of a run's log are on the disk. A log that somebody has moved away must not keep a run from saving. */
export async function syncRunLog(outputDir: string): Promise<void> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(runLogPath(outputDir), 'r');
  } catch {
    return;
  }
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
