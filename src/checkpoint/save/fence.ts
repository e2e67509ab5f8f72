import { join } from 'node:path';
import { CheckpointError } from '../checkpoint-error.js';
import type { CheckpointFiles } from '../checkpoint-files.js';

/**
 * A generation that is over may still have a process at work: a node that was cut off, on a file system that all nodes see.
 * What it saves must not come between what the next generation does.
 *
 * The coordinator writes into the fence which attempt is the present one, and then moves away what others have begun to write;
 * only after that it looks where to go on from. A save does all that others see by renames out of its own temporary
 * directories, or into them, and reads the fence after it has made them. So each such rename comes before the coordinator's look,
 * which sees what it did, or finds its directory gone.
 */
export interface Fence {
  /** File that names the present attempt. Where there is none, nobody is kept out. */
  path: string;
  /** Whose save this is: the same on every rank of a generation, and no other's. */
  attempt: string;
}

/** A directory that a save works in: of a step, and the attempt that it belongs to. */
const WORKSPACE = /^\.(?:tmp|old)-(\d+)-/;

export function workspaceStep(name: string): number | null {
  const [, step] = WORKSPACE.exec(name) ?? [];
  return step === undefined ? null : Number(step);
}

/**
 * Ends the right of all other attempts to publish a checkpoint, on the disk or in memory.
 * @param roots directories of step directories
 * @throws CheckpointError CHECKPOINT_UNWRITABLE where the fence cannot be written
 */
export async function raiseFence(files: CheckpointFiles, { path, attempt }: Fence, roots: string[]): Promise<void> {
  try {
    const file = await files.create(`${path}.new`);
    try {
      await file.write(Buffer.from(`${attempt}\n`));
      await file.sync();
    } finally {
      await file.close();
    }
    await files.rename(`${path}.new`, path);
    for (const root of roots) await sweep(files, root, attempt);
  } catch (cause) {
    throw new CheckpointError(
      'CHECKPOINT_UNWRITABLE',
      `no workers are started, as ${path} and what is beside it cannot be written: ${(cause as Error).message}; free space or ` +
        'mend the permissions, then launch again',
      { cause },
    );
  }
}

/** By a rename first, which is done at one instant: nothing can be renamed out of a directory that is no longer there, nor into it. */
async function sweep(files: CheckpointFiles, root: string, attempt: string): Promise<void> {
  for (const name of await files.list(root)) {
    const step = workspaceStep(name);
    if (step === null || name.endsWith(`-${attempt}`)) continue;
    const swept = join(root, `.old-${step}-swept${name}`);
    await files.remove(swept);
    // Its owner may be quicker to rename or to remove it.
    await files.rename(join(root, name), swept).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await files.remove(swept);
  }
}

export async function isSuperseded(files: CheckpointFiles, { path, attempt }: Fence): Promise<boolean> {
  try {
    return (await files.readText(path)).trim() !== attempt;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
