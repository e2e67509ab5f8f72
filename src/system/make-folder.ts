import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ExitCode, UserError } from '../errors/user-error.js';

/** A folder that cannot be made. */
export class FolderError extends UserError {
  constructor(
    readonly path: string,
    /** A clause, for messages that name the folder for what it is. */
    readonly reason: string,
    options: { cause: unknown; exitCode: ExitCode },
  ) {
    super('FOLDER_NOT_MADE', options.exitCode, `folder ${path} cannot be made: ${reason}`, options);
  }
}

/** Of mkdir, by its code; the other codes are told as the system words them. */
const reasons: Record<string, { reason: string; exitCode: ExitCode }> = {
  EACCES: { reason: 'no permission to write there', exitCode: 2 },
  EPERM: { reason: 'its file system does not allow it', exitCode: 2 },
  EROFS: { reason: 'its file system is read-only', exitCode: 2 },
  ENAMETOOLONG: { reason: 'the name is longer than the file system allows', exitCode: 2 },
  ELOOP: { reason: 'the links on the way to it lead in a circle', exitCode: 2 },
  // All above it is there: a file system that shows what there is, as /proc does.
  ENOENT: { reason: 'its file system takes no new folders', exitCode: 2 },
  ENOSPC: { reason: 'the disk is full', exitCode: 1 },
  EDQUOT: { reason: 'the disk quota is used up', exitCode: 1 },
};

/**
 * Makes a folder and those above it, and is content where there is one. Not mkdir's own recursion: below /proc that never
 * returns, as Node takes its ENOENT for a missing parent again and again, and of a read-only file system it says that there
 * is no such folder.
 * @throws FolderError with path and reason
 */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    make(path, mode);
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const { reason, exitCode } = blocker(path) ?? reasons[code] ?? { reason: message, exitCode: 1 };
    throw new FolderError(path, reason, { cause, exitCode });
  }
}

function make(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A file system that is read-only or another's may say that before it looks whether the folder is there.
    if (isFolder(path)) return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || path === '') throw error;
    make(parent, mode);
    mkdirOrThere(path, mode);
  }
}

function mkdirOrThere(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (!isFolder(path)) throw error; // somebody else has just made it
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** What stands where a folder was to be, on the way or at its end; null where nothing does. */
function blocker(path: string): { reason: string; exitCode: ExitCode } | null {
  if (path === '') return { reason: 'the path is empty', exitCode: 2 };
  const above = dirname(path);
  const higher = above === path ? null : blocker(above);
  if (higher !== null) return higher;
  try {
    const isLink = lstatSync(path).isSymbolicLink();
    if (isFolder(path)) return null;
    const what = isLink ? describeLink(path) : 'a file';
    return { reason: `${path} is ${what}, and no folder`, exitCode: 2 };
  } catch {
    return null;
  }
}

function describeLink(path: string): string {
  try {
    statSync(path);
    return 'a link to a file';
  } catch (error) {
    const isCircle = (error as NodeJS.ErrnoException).code === 'ELOOP';
    return isCircle ? 'a link that leads in a circle' : 'a link that leads nowhere';
  }
}
