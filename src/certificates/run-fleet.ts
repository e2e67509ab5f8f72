import { chmodSync, existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { makeFolder } from '../system/make-folder.js';
import { ROLES } from './identity.js';

/**
 * Longer than any training. Nobody but the run's own coordinator believes these certificates, and it reads its own only once: what has
 * leaked is of use for as long as the run, however long it says that it is good.
 */
const DAYS = 365;

/** A fleet of one run alone. */
export interface RunFleet {
  /** A file of all roles, for the coordinator. */
  path: string;
  remove(): void;
  /** For a launch that has not come to begin: removes what it has made, and not what is another one's that may go on. */
  abandon(): void;
}

/**
 * Where a user has given no certificates: an authority that is made for the run, in a folder of the user's that nobody else enters. It
 * stays until the run ends, so that agents know a launch again that was killed.
 * @param key names the run; nobody else has it open
 */
export async function openRunFleet(key: string): Promise<RunFleet> {
  const { issueIdentities, makeAuthority } = await import('./issue.js');
  const folder = folderOf(key);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Whoever made it may have been killed between its two files.
  const isNew = !existsSync(join(folder, 'ca.pem'));
  if (isNew) {
    remove();
    makeFolder(folder, 0o700);
    await makeAuthority(folder);
  }
  chmodSync(folder, 0o700);
  const path = fileIn(folder);
  await issueIdentities(folder, ROLES, DAYS, path);
  return { path, remove, abandon: () => isNew && remove() };
}

/** That of a run which is under way; null where it has none, or another user, or another machine. */
export function runFleetFile(key: string): string | null {
  const path = fileIn(folderOf(key));
  return existsSync(path) ? path : null;
}

const folderOf = (key: string) => join(stateFolder(), 'fleets', key);
const fileIn = (folder: string) => join(folder, 'run.pem');

/** Source: XDG Base Directory Specification; a relative path is none. */
function stateFolder(): string {
  const given = process.env.XDG_STATE_HOME ?? '';
  return join(isAbsolute(given) ? given : join(homedir(), '.local/state'), 'dinofleet');
}
