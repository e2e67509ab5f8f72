import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { UsageError } from '../errors/usage-error.js';
import { checkWritable, type FileWriteError } from '../system/atomic-file.js';

export interface OutputFile {
  /** Names it in the error. */
  option: string;
  /** The only ending that the file's name may have, if any. */
  ending: string;
  /** Files and folders that the command reads: none may be written over. */
  inputs: readonly string[];
}

/**
 * To be called before the work whose result goes there.
 * @throws UsageError where the file cannot be written or must not be
 */
export function checkOutputFile(path: string, { option, ending, inputs }: OutputFile): void {
  const refuse = (what: string, cause?: unknown): never => {
    throw new UsageError('OUTPUT_NOT_WRITABLE', `${option} is ${path}, ${what}`, { cause });
  };
  if (path === '') refuse('expected the name of a file');
  if (path.endsWith('/') || isDirectory(path))
    refuse(`which cannot be written: it is a folder; expected a file's name, such as ${resolveInto(path, ending)}`);
  const given = extname(path).toLowerCase();
  if (given !== '' && given !== ending) refuse(`expected a name that ends in ${ending}, which is what is written`);
  if (inputs.some((input) => isSame(input, path))) refuse('which is read by this command; choose another name');
  const folder = dirname(path);
  if (!existsSync(folder)) refuse(`which cannot be written: there is no folder ${folder}`);
  if (!isDirectory(folder)) refuse(`which cannot be written: ${folder} is no folder`);
  try {
    checkWritable(path);
  } catch (cause) {
    refuse(`which cannot be written: ${(cause as FileWriteError).reason}`, cause);
  }
}

/**
 * The same for a folder that is made where there is none: the nearest one that there is must let itself be written.
 * @param inputs as of OutputFile
 */
export function checkOutputFolder(path: string, option: string, inputs: readonly string[]): void {
  const refuse = (what: string, cause?: unknown): never => {
    throw new UsageError('OUTPUT_NOT_WRITABLE', `${option} is ${path}, ${what}`, { cause });
  };
  if (path === '') refuse('expected the name of a folder');
  if (existsSync(path) && !isDirectory(path)) refuse('which is a file, expected a folder');
  if (inputs.some((input) => isSame(input, path))) refuse('which is read by this command; choose another folder');
  let above = resolve(path);
  while (!existsSync(above)) above = dirname(above);
  if (!isDirectory(above)) refuse(`which cannot be made: ${above} is no folder`);
  try {
    checkWritable(resolve(above, '.dinofleet'));
  } catch (cause) {
    refuse(`which cannot be written: ${(cause as FileWriteError).reason}`, cause);
  }
}

/** @throws UsageError where a file that is to be written is one of those that are read */
export function checkUnread(files: readonly string[], option: string, inputs: readonly string[]): void {
  for (const file of files)
    if (inputs.some((input) => isSame(input, file)))
      throw new UsageError('OUTPUT_NOT_WRITABLE', `${option} would write ${file}, which is read; choose another place`);
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function isSame(a: string, b: string): boolean {
  return existsSync(a) && existsSync(b) && realpathSync(a) === realpathSync(b);
}

function resolveInto(folder: string, ending: string): string {
  const name = basename(folder) || 'result';
  return `${folder.replace(/\/+$/, '')}/${name}${ending}`;
}
