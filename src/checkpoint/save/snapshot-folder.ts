import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../system/make-folder.js';
import { listCheckpoints } from '../find.js';

/** Of whom a folder of snapshots is. */
interface Owner {
  run: string;
  outputDir: string;
}

const OWNER_FILE = 'owner.json';

/** Where snapshots lie unless `train.snapshot_dir` says otherwise: in memory, on every Linux. */
export function defaultSnapshotBase(): string {
  return join('/dev/shm', `dinofleet-${userInfo().uid}`);
}

/**
 * The folder of a run's snapshots, made where there is none, for its owner's eyes only: they are the whole state of the
 * training. Folders of runs whose output directory is gone or belongs to another run by now are removed.
 * @param runOf the run that an output directory belongs to
 * @throws Error where there can be no such folder
 */
export async function openSnapshotFolder(
  base: string,
  owner: Owner,
  runOf: (outputDir: string) => Promise<string | null>,
): Promise<string> {
  makeFolder(base, 0o700);
  const { uid } = userInfo();
  // Anybody may write to /dev/shm: what is there under our name may be another's, or lead elsewhere.
  await checkOwned(base, [uid, 0]);
  await removeAbandoned(base, runOf);
  const folder = join(base, owner.run);
  makeFolder(folder, 0o700);
  await checkOwned(folder, [uid]);
  await writeFile(join(folder, OWNER_FILE), `${JSON.stringify(owner)}\n`);
  return folder;
}

async function checkOwned(path: string, uids: readonly number[]): Promise<void> {
  const stats = await lstat(path);
  if (!stats.isDirectory() || !uids.includes(stats.uid))
    throw new Error(`${path} is no directory of user ${uids[0]}; set train.snapshot_dir to one that is`);
}

/** Snapshots that are no newer than `step`, and the folder with the last of them: what a run that ended well leaves. */
export async function removeSnapshots(folder: string, upToStep: number): Promise<void> {
  const all = await listCheckpoints(folder);
  const old = all.filter(({ step }) => step <= upToStep);
  for (const { directory } of old) await rm(directory, { recursive: true, force: true });
  if (old.length === all.length) await rm(folder, { recursive: true, force: true });
}

async function removeAbandoned(base: string, runOf: (outputDir: string) => Promise<string | null>): Promise<void> {
  for (const name of await readdir(base)) {
    const folder = join(base, name);
    try {
      const owner = JSON.parse(await readFile(join(folder, OWNER_FILE), 'utf8')) as Owner;
      if ((await runOf(owner.outputDir)) !== owner.run) await rm(folder, { recursive: true, force: true });
    } catch {
      // Whose it is cannot be told: it is left alone.
    }
  }
}
