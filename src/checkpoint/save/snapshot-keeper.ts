import { basename, dirname } from 'node:path';
import { runOf } from '../../run/claim.js';
import type { CheckpointError } from '../checkpoint-error.js';
import { type CheckpointFiles, withoutSync } from '../checkpoint-files.js';
import { DirectoryStore } from '../directory-store.js';
import { type StoredSnapshot, storedSnapshots } from '../inventory.js';
import { prune, publishSave, type ToldSave } from './publish.js';
import type { Retention } from './retention.js';
import { openSnapshotFolder, removeSnapshots } from './snapshot-folder.js';
import type { SaveAdvice } from './unwritable.js';

/** One may be damaged when the machine's memory was short. */
const KEPT: Retention = { newest: 2, every: 0 };
const ADVICE: SaveAdvice = {
  noRoom: 'Checkpoints are saved all the same',
  unwritable: 'checkpoints are saved all the same',
};

/** Makes and removes the snapshots in a machine's memory: one process of it does, and one thing after the other. */
export class SnapshotKeeper {
  readonly #store: DirectoryStore;

  private constructor(
    files: CheckpointFiles,
    private readonly folder: string,
    private readonly onSkipped: (error: CheckpointError) => void,
  ) {
    this.#store = new DirectoryStore(withoutSync(files), folder);
  }

  /**
   * @param folder of the run's snapshots, which is named by the run
   * @throws Error where there can be no such folder
   */
  static async open(
    files: CheckpointFiles,
    folder: string,
    outputDir: string,
    onSkipped: (error: CheckpointError) => void,
  ): Promise<SnapshotKeeper> {
    await openSnapshotFolder(dirname(folder), { run: basename(folder), outputDir }, runOf);
    return new SnapshotKeeper(files, folder, onSkipped);
  }

  /** What is there, the newest first. */
  stored(): Promise<StoredSnapshot[]> {
    return storedSnapshots(this.folder, this.onSkipped);
  }

  /**
   * Makes a snapshot of the files of some ranks, those of this machine, and removes what need not be kept beside it.
   * @throws CheckpointError where it cannot be made
   */
  async publish(save: ToldSave, ranks: Iterable<number>): Promise<void> {
    await publishSave(this.#store, save, ranks, ADVICE);
    await prune(this.#store, save.draft, KEPT);
  }

  /** Removes what others than an attempt's ranks have begun to write, and what they have of one step. */
  clear(attempt: string, failedStep: number): Promise<void> {
    return this.#store.clear((draft) => draft.attempt === attempt && draft.step !== failedStep);
  }

  /** Those that are no newer than a checkpoint on the disk, at the end of a job; and what was begun. */
  async removeUpTo(step: number): Promise<void> {
    await this.#store.clear(() => false);
    if (step > 0) await removeSnapshots(this.folder, step);
  }
}
