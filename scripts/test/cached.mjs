import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashOfContents } from '../setup/step.mjs';

/**
 * A folder of programs that only tests need, made once for all checkouts of a user: what made it is in its name, and it is whole where
 * it is there.
 * @param {string} name
 * @param {string[]} inputs files and folders that it is made from
 * @param {(folder: string) => Promise<void>} make fills a folder, which is moved when that has ended
 * @returns {Promise<string>} its path
 */
export async function cached(name, inputs, make) {
  const root = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'dinofleet', 'tests');
  const folder = join(root, `${name}-${hashOfContents(inputs).slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.`);
  try {
    await make(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Others may have been quicker.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
