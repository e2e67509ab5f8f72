import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runOf } from '../../run/claim.js';
import { makeFolder } from '../../system/make-folder.js';
import { CheckpointError } from '../checkpoint-error.js';
import { type CheckpointFiles, withoutSync } from '../checkpoint-files.js';
import { DirectoryStore } from '../directory-store.js';
import { type StoredPart, storedParts } from '../inventory.js';
import { type Manifest, manifestIdentity, readManifest } from '../manifest.js';
import { isOf, isStillWritten, prune, publishSave, type ToldSave } from './publish.js';
import type { Retention } from './retention.js';
import { openSnapshotFolder, removeSnapshots } from './snapshot-folder.js';
import { LAUNCH_AGAIN, type SaveAdvice } from './unwritable.js';

/** One snapshot may be damaged when the machine's memory was short. */
const KEPT_IN_MEMORY: Retention = { newest: 2, every: 0 };
const WITHOUT_SNAPSHOTS: SaveAdvice = {
  noRoom: 'Checkpoints are saved all the same',
  unwritable: 'checkpoints are saved all the same',
};

const ID_FILE = '.place-id';

/**
 * Makes and removes what a node has of a run's saves, in a folder that it alone sees, or with others of its machine: one process does,
 * and one thing after the other.
 */
export class PartKeeper {
  readonly #store: DirectoryStore;

  private constructor(
    private readonly files: CheckpointFiles,
    readonly folder: string,
    readonly onDisk: boolean,
    private readonly onSkipped: (error: CheckpointError) => void,
  ) {
    this.#store = new DirectoryStore(files, folder);
  }

  /**
   * For snapshots, in memory.
   * @param folder of the run's snapshots, which is named by the run
   * @throws Error where there can be no such folder
   */
  static async inMemory(
    files: CheckpointFiles,
    folder: string,
    outputDir: string,
    onSkipped: (error: CheckpointError) => void,
  ): Promise<PartKeeper> {
    await openSnapshotFolder(dirname(folder), { run: basename(folder), outputDir }, runOf);
    return new PartKeeper(withoutSync(files), folder, false, onSkipped);
  }

  /** For checkpoints, in a folder of the node's own. @throws Error where it cannot be made */
  static async onDisk(
    files: CheckpointFiles,
    folder: string,
    onSkipped: (error: CheckpointError) => void,
  ): Promise<PartKeeper> {
    makeFolder(folder);
    return new PartKeeper(files, folder, true, onSkipped);
  }

  /** Of the folder: who finds the same sees the same files. */
  async id(): Promise<string> {
    const path = join(this.folder, ID_FILE);
    const id = randomUUID();
    // Whoever begins at the same time finds it whole, or makes it.
    const draft = `${path}.${id}`;
    await writeFile(draft, id);
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(draft);
    return readFile(path, 'utf8');
  }

  /** What is there, the newest first. */
  stored(): Promise<StoredPart[]> {
    return storedParts(this.folder, this.onDisk, this.onSkipped);
  }

  /**
   * Makes a part of the files of some ranks. In memory what need not be kept beside it is removed.
   * @throws CheckpointError where it cannot be made
   */
  async publish(save: ToldSave, ranks: Iterable<number>): Promise<void> {
    await publishSave(this.#store, save, ranks, this.onDisk ? LAUNCH_AGAIN : WITHOUT_SNAPSHOTS);
    if (!this.onDisk) await prune(this.#store, save.draft, KEPT_IN_MEMORY);
  }

  /**
   * The manifest of a part, and the directory that it is in.
   * @param identity of the manifest
   * @throws CheckpointError where there is no such part
   */
  async part(step: number, identity: string): Promise<{ directory: string; manifest: Manifest }> {
    const directory = this.#store.directoryOf(step);
    const found = await manifestIdentity(directory);
    if (found === identity) return { directory, manifest: await readManifest(directory) };
    const what = found === null ? 'nothing' : `manifest ${found}`;
    throw new CheckpointError('CHECKPOINT_MISSING', `${directory} has ${what}, expected manifest ${identity}`);
  }

  /** A new folder beside the parts, for files that are on their way; the next `clear` with another attempt removes it. */
  async workspace(step: number, attempt: string): Promise<string> {
    const folder = join(this.folder, `.tmp-${step}-${attempt}`);
    await this.files.remove(folder);
    makeFolder(folder);
    return folder;
  }

  freeBytes(): Promise<number> {
    return this.#store.freeBytes();
  }

  /** Files that have come are a part's from now on. @throws Error where the part is gone */
  async adopt(workspace: string, step: number, names: readonly string[]): Promise<void> {
    for (const name of names) await rename(join(workspace, name), join(this.#store.directoryOf(step), name));
  }

  /** A file of a part stands in a workspace as well. */
  async share(step: number, name: string, workspace: string): Promise<void> {
    await link(join(this.#store.directoryOf(step), name), join(workspace, name));
  }

  /** Of drafts all but those of an attempt, and of that one what it has of one step. */
  clear(attempt: string, failedStep: number): Promise<void> {
    return this.#store.clear((draft) => isOf(draft, attempt) && draft.step !== failedStep);
  }

  /** Removes parts but for those of some steps, and drafts but for those of an attempt that are newer than all of these. */
  async pruneTo(kept: readonly number[], attempt: string): Promise<void> {
    const newest = Math.max(0, ...kept);
    const steps = await this.#store.steps();
    await this.#store.retire(
      steps.filter((step) => step <= newest && !kept.includes(step)),
      { step: newest, attempt },
    );
    await this.#store.clear((draft) => isStillWritten(draft, { step: newest, attempt }));
  }

  /** Snapshots that are no newer than a checkpoint, at the end of a job; and what was begun. */
  async removeUpTo(step: number): Promise<void> {
    await this.#store.clear(() => false);
    if (step > 0 && !this.onDisk) await removeSnapshots(this.folder, step);
  }
}
