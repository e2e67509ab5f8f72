import { readFile } from 'node:fs/promises';
import { checkpointsDirectory, tokenPath } from '../../run/layout.js';
import { syncRunLog } from '../../run/sync-run-log.js';
import { wantedRecords } from '../../run/wanted-records.js';
import { CheckpointError } from '../checkpoint-error.js';
import type { CheckpointFiles } from '../checkpoint-files.js';
import { DirectoryStore } from '../directory-store.js';
import { type CompleteCheckpoint, findLatest } from '../find.js';
import { MANIFEST_FILE } from '../manifest.js';
import type { Draft } from '../shard-store.js';
import { prune, publishSave, type ToldSave } from './publish.js';
import type { Retention } from './retention.js';
import { asUnwritable, LAUNCH_AGAIN } from './unwritable.js';

export interface KeeperOptions {
  outputDir: string;
  /** Content of the directory's token file since this launch has claimed it. */
  token: string;
  retention: Retention;
  /** As `train.checkpoint_store`. */
  store: string;
  /** Told of each checkpoint that is passed over. */
  onSkipped: (error: CheckpointError) => void;
}

/** Makes and removes the checkpoints of a run: one process does, and one thing after the other. */
export class CheckpointKeeper {
  readonly #store: DirectoryStore;

  constructor(
    files: CheckpointFiles,
    private readonly options: KeeperOptions,
  ) {
    this.#store = new DirectoryStore(files, checkpointsDirectory(options.outputDir), () => this.#requireOurs());
  }

  /** The newest complete one; null where there is none. */
  findLatest(damaged: readonly string[]): Promise<CompleteCheckpoint | null> {
    const { outputDir, store, onSkipped } = this.options;
    return findLatest({ outputDir, store, damaged, onSkipped });
  }

  /**
   * @returns where the checkpoint is
   * @throws CheckpointError where it cannot be made
   */
  async publish(save: ToldSave): Promise<string> {
    try {
      // A checkpoint must not have a step that the log would lack after a power failure.
      await syncRunLog(this.options.outputDir);
      const isHere = this.options.store === 'shared';
      // Where nodes have the files, this has the manifest, and nobody has made the draft.
      if (!isHere) await (await this.#store.create(save.draft, MANIFEST_FILE)).close();
      const directory = await publishSave(this.#store, save, isHere ? save.records.keys() : [], LAUNCH_AGAIN);
      await this.#store.pointLatest(save.draft);
      return directory;
    } catch (cause) {
      // Another launch may have cleared it away: then that is what to tell.
      await this.#requireOurs();
      throw asUnwritable(cause, save.draft.step, this.#store, LAUNCH_AGAIN);
    }
  }

  /** Removes what need not be kept beside a checkpoint that was published. @returns the steps that stay */
  async prune(published: Draft): Promise<number[]> {
    const { outputDir, retention } = this.options;
    await prune(this.#store, published, { ...retention, wanted: wantedRecords(outputDir) });
    return this.#store.steps();
  }

  /** Removes what others than an attempt's ranks have begun to write; null: what all have. */
  async clear(attempt: string | null): Promise<void> {
    try {
      await this.#store.clear((draft) => draft.attempt === attempt);
    } catch (cause) {
      if (cause instanceof CheckpointError) throw cause;
      throw new CheckpointError(
        'CHECKPOINT_UNWRITABLE',
        `what earlier workers have begun to save in ${this.#store.place} cannot be removed: ${(cause as Error).message}; ` +
          'mend the permissions, then launch again',
        { cause },
      );
    }
  }

  /**
   * The lock of a directory is one machine's. Another launch, of another machine that sees the same directory, has written its own
   * token first of all.
   */
  async #requireOurs(): Promise<void> {
    const { outputDir, token } = this.options;
    let found: string;
    try {
      found = await readFile(tokenPath(outputDir), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // removed under a run: nobody else's
      throw error;
    }
    if (found === token) return;
    throw new CheckpointError(
      'CHECKPOINT_SUPERSEDED',
      `another launch has taken over ${outputDir} and saves there by now: ${found.trim()}; stop one of the two`,
    );
  }
}
