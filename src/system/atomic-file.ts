import {
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../errors/user-error.js';
import { readIfThere } from './control-groups.js';

/** A file to be written; its bytes are asked for once. */
export interface FileContent {
  path: string;
  pieces: Iterable<Uint8Array>;
  /** Permissions; left out: those of the file before, or as the process makes them. */
  mode?: number;
}

/** A file that could not be written; what was there before is as it was. */
export class FileWriteError extends UserError {
  /** Of the system, e.g. write. */
  readonly syscall: string | undefined;

  constructor(
    path: string,
    /** A clause, for messages that name the file for what it is. */
    readonly reason: string,
    cause: NodeJS.ErrnoException,
  ) {
    super('OUTPUT_UNWRITABLE', 1, `${path} cannot be written: ${reason}`, { cause });
    this.syscall = cause.syscall;
  }
}

/** Writes a file so that a reader sees the one before or the new one, whole; a crash leaves one of the two. */
export function writeFileWhole(path: string, pieces: Iterable<Uint8Array>, mode?: number): void {
  writeFilesWhole([{ path, pieces, ...(mode !== undefined && { mode }) }]);
}

/**
 * Writes files that belong together: beside those that they replace, then on the disk, then renamed, the first of them when
 * all are whole. What is no file, a device or a pipe, is written to as it is.
 * @throws FileWriteError where one cannot be written; those that were there are as they were
 */
export function writeFilesWhole(files: readonly FileContent[]): void {
  const written: { temporary: string; target: string }[] = [];
  try {
    for (const { path, pieces, mode } of files) {
      const target = targetOf(path);
      if (isNoFile(target)) writeInPlace(path, pieces);
      else written.push({ temporary: writeBeside(path, target, pieces, mode), target });
    }
    for (const { temporary, target } of written) renamed(temporary, target);
  } catch (error) {
    for (const { temporary } of written) rmSync(temporary, { force: true });
    throw error;
  }
  for (const folder of new Set(written.map(({ target }) => dirname(target)))) syncFolder(folder);
}

function renamed(temporary: string, target: string): void {
  try {
    renameSync(temporary, target);
  } catch (cause) {
    throw describe(target, new ByteCount([]), cause);
  }
}

/** @throws FileWriteError where a file of this name cannot be made; leaves nothing behind */
export function checkWritable(path: string): void {
  const target = targetOf(path);
  if (!isNoFile(target)) rmSync(writeBeside(path, target, []));
}

/** The file that a name leads to, through links, also where the last one leads to nothing yet. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    try {
      return resolve(dirname(path), readlinkSync(path));
    } catch {
      return path;
    }
  }
}

/** A device, a pipe, or an open file by its number: nothing lies beside it that could be renamed. */
function isNoFile(target: string): boolean {
  return /^\/(?:dev\/(?:fd|std)|proc\/[^/]+\/fd\/)/.test(target) || (existsSync(target) && !statSync(target).isFile());
}

function writeInPlace(path: string, pieces: Iterable<Uint8Array>): void {
  const count = new ByteCount(pieces);
  try {
    // A socket cannot be opened by its name.
    const fd = isStandardOutput(path) ? STANDARD_OUTPUT : openSync(path, 'w');
    try {
      writeAll(fd, count);
    } finally {
      if (fd !== STANDARD_OUTPUT) closeSync(fd);
    }
  } catch (cause) {
    throw describe(path, count, cause);
  }
}

const STANDARD_OUTPUT = 1;

/** Whether what is written there goes where this process prints: then it must print elsewhere. */
export function isStandardOutput(path: string): boolean {
  if (!existsSync(path) || /^\/dev\/(?:null|full|tty)$/.test(path)) return false;
  const [file, out] = [statSync(path), fstatSync(STANDARD_OUTPUT)];
  return file.dev === out.dev && file.ino === out.ino;
}

/** @returns the file's name until it is whole */
function writeBeside(path: string, target: string, pieces: Iterable<Uint8Array>, mode?: number): string {
  const folder = dirname(target);
  removeAbandoned(folder);
  const temporary = join(folder, `${TEMPORARY}${machineName()}-${process.pid}-${madeHere++}`);
  const count = new ByteCount(pieces);
  try {
    const fd = openSync(temporary, 'wx', mode);
    try {
      if (mode === undefined && existsSync(target)) fchmodSync(fd, statSync(target).mode);
      writeAll(fd, count);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    return temporary;
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw describe(path, count, cause);
  }
}

let madeHere = 0;
/** Short, as a file's own name may be as long as a file system allows. */
const TEMPORARY = '.dinofleet-tmp-';

/** Of which a process's number is known to be alive or not: machines that share a folder may have one name. */
function machineName(): string {
  return `${hostname()}-${readIfThere('/proc/sys/kernel/random/boot_id').slice(0, 8)}`;
}

/** What processes of this machine have left here that were killed while they wrote. */
function removeAbandoned(folder: string): void {
  const start = `${TEMPORARY}${machineName()}-`;
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const pid = name.startsWith(start) ? Number(/^(\d+)-\d+$/.exec(name.slice(start.length))?.[1]) : Number.NaN;
    if (pid > 0 && !existsSync(`/proc/${pid}`)) rmSync(join(folder, name), { force: true });
  }
}

/** Pieces, with the bytes of those that were asked for. */
class ByteCount {
  bytes = 0;
  /** What went wrong with the pieces themselves. */
  problem: unknown = null;
  private readonly pieces: Iterator<Uint8Array>;

  constructor(pieces: Iterable<Uint8Array>) {
    this.pieces = pieces[Symbol.iterator]();
  }

  /** @returns null after the last */
  next(): Uint8Array | null {
    try {
      const { done, value } = this.pieces.next();
      if (done) return null;
      this.bytes += value.byteLength;
      return value;
    } catch (error) {
      this.problem = error;
      throw error;
    }
  }

  /** Bytes of all pieces. */
  total(): number {
    while (this.next() !== null);
    return this.bytes;
  }
}

/** One system call writes at most 2 GiB. */
const MAX_CALL_BYTES = 2 ** 30;

function writeAll(fd: number, pieces: ByteCount): void {
  for (let piece = pieces.next(); piece !== null; piece = pieces.next())
    for (let done = 0; done < piece.length; ) done += writeSome(fd, piece, done);
}

const FULL_PIPE_MS = 2;

/** @returns how many bytes were written */
function writeSome(fd: number, bytes: Uint8Array, from: number): number {
  try {
    return writeSync(fd, bytes, from, Math.min(bytes.length - from, MAX_CALL_BYTES));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    // A pipe that does not wait by itself for its reader.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_MS);
    return 0;
  }
}

const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

function describe(path: string, pieces: ByteCount, cause: unknown): unknown {
  if (pieces.problem === cause) return cause;
  const error = cause as NodeJS.ErrnoException;
  const hasRoom = !NO_ROOM.includes(error.code ?? '');
  const needs = hasRoom ? '' : `it needs ${pieces.total()} bytes${freeIn(dirname(path))}: `;
  const advice = hasRoom ? '' : '; what was there before is as it was. Free space or choose another place';
  return new FileWriteError(path, needs + reasonOf(error) + advice, error);
}

/** What the system says, without the name of the temporary file. */
function reasonOf({ message }: Error): string {
  return message.replace(/, \w+(?: '.*')?$/, '');
}

function freeIn(folder: string): string {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return `, and ${folder} has ${bavail * bsize} free`;
  } catch {
    return '';
  }
}

/** Until the new names are on the disk; a file system that cannot do that has them when it has them. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    closeSync(fd);
  }
}
