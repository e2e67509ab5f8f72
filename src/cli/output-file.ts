import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../errors/usage-error.js';

/**
 * To be called before the work whose result goes there.
 * @param option names it in the error
 * @throws UsageError where the file cannot be written
 */
export function checkOutputFile(path: string, option: string): void {
  const folder = dirname(path);
  try {
    if (existsSync(path) && statSync(path).isDirectory()) throw new Error('it is a folder');
    accessSync(existsSync(path) ? path : folder, constants.W_OK);
  } catch (cause) {
    const reason = existsSync(folder) ? (cause as Error).message : `there is no folder ${folder}`;
    throw new UsageError('OUTPUT_NOT_WRITABLE', `${option} is ${path}, which cannot be written: ${reason}`, { cause });
  }
}
