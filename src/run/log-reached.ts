import { open } from 'node:fs/promises';

/** A step's line is shorter. */
const TAIL_BYTES = 65536;

/**
 * Whether a run log's last whole line is of `step` or a later one.
 * @param synced wait until it is on the disk, too
 */
export async function logReaches(path: string, step: number, synced: boolean): Promise<boolean> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(path, 'r');
  } catch {
    return false;
  }
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    const whole = buffer.subarray(0, bytesRead).toString('utf8').split('\n').slice(0, -1);
    const last = whole.at(-1);
    if (last === undefined || !((JSON.parse(last) as { step: number }).step >= step)) return false;
    if (synced) await handle.sync();
    return true;
  } finally {
    await handle.close();
  }
}
