import { readFile } from 'node:fs/promises';
import { checkpointsDirectory, tokenPath } from '../../run/layout.js';
import { syncRunLog } from '../../run/sync-run-log.js';
import { wantedRecords } from '../../run/wanted-records.js';
import { CheckpointError } from '../checkpoint-error.js';
import { type CheckpointFiles, withoutSync } from '../checkpoint-files.js';
import { DirectoryStore } from '../directory-store.js';
import { type CompleteCheckpoint, findLatest } from '../find.js';
import type { EncodedShard, ManifestHead } from '../manifest.js';
import type { Draft } from '../shard-store.js';
import { prune, publishSave } from './publish.js';
import { type Retention, SNAPSHOTS_KEPT } from './retention.js';
import { asUnwritable, LAUNCH_AGAIN } from './unwritable.js';

export interface KeeperOptions {
  outputDir: string;
  /** Content of the directory's token file since this launch has claimed it. */
  token: string;
  /** Directory of the run's snapshots; null where none are taken. */
  snapshotDir: string | null;
  retention: Retention;
  /** Told of each checkpoint that is passed over. */
  onSkipped: (error: CheckpointError) => void;
}

/** What was told of a save by all ranks. */
export interface ToldSave {
  snapshot: boolean;
  draft: Draft;
  /** JSON, as WrittenShard has it. */
  head: string;
  /** In rank order. */
  records: readonly string[];
}

/** Makes and removes the checkpoints of a run: one process does, and one thing after the other. */
export class CheckpointKeeper {
  readonly #disk: { store: DirectoryStore; retention: Retention };
  readonly #memory: { store: DirectoryStore; retention: Retention } | null;

  constructor(
    files: CheckpointFiles,
    private readonly options: KeeperOptions,
  ) {
    const { outputDir, snapshotDir, retention } = options;
    const requireOurs = () => this.#requireOurs();
    this.#disk = { store: new DirectoryStore(files, checkpointsDirectory(outputDir), requireOurs), retention };
    const memory = withoutSync(files);
    this.#memory =
      snapshotDir === null
        ? null
        : { store: new DirectoryStore(memory, snapshotDir, requireOurs), retention: SNAPSHOTS_KEPT };
  }

  /**
   * @returns where the checkpoint is
   * @throws CheckpointError where it cannot be made
   */
  async publish({ snapshot, draft, head, records }: ToldSave): Promise<string> {
    const { store } = this.#kept(snapshot);
    // A checkpoint must not have a step that the log would lack after a power failure.
    if (!snapshot) await syncRunLog(this.options.outputDir);
    const shards = records.map((record) => JSON.parse(record) as EncodedShard);
    try {
      const directory = await publishSave(
        store,
        { draft, head: JSON.parse(head) as ManifestHead, shards },
        LAUNCH_AGAIN,
      );
      await store.pointLatest(draft);
      return directory;
    } catch (cause) {
      // Another launch may have cleared it away: then that is what to tell.
      await this.#requireOurs();
      throw asUnwritable(cause, draft.step, store, LAUNCH_AGAIN);
    }
  }

  /** Removes what need not be kept beside a checkpoint that was published. */
  async prune(snapshot: boolean, published: Draft): Promise<void> {
    const { store, retention } = this.#kept(snapshot);
    const wanted = snapshot ? [] : wantedRecords(this.options.outputDir);
    await prune(store, published, { ...retention, wanted });
  }

  /** Removes a save of the attempt that will not be published. */
  async discard(snapshot: boolean, { step, attempt }: Draft): Promise<void> {
    const { store } = this.#kept(snapshot);
    await store.clear((draft) => draft.attempt === attempt && draft.step !== step);
  }

  /** Removes what others than an attempt's ranks have begun to write; null: what all have. */
  async clear(attempt: string | null): Promise<void> {
    const stays = (draft: Draft) => draft.attempt === attempt;
    try {
      await this.#disk.store.clear(stays);
      await this.#memory?.store.clear(stays);
    } catch (cause) {
      if (cause instanceof CheckpointError) throw cause;
      throw new CheckpointError(
        'CHECKPOINT_UNWRITABLE',
        `what earlier workers have begun to save in ${this.#disk.store.place} cannot be removed: ${(cause as Error).message}; ` +
          'mend the permissions, then launch again',
        { cause },
      );
    }
  }

  /** The newest complete one, snapshot or on the disk; null where there is none. */
  findLatest(damaged: readonly string[]): Promise<CompleteCheckpoint | null> {
    const { outputDir, snapshotDir, onSkipped } = this.options;
    return findLatest({ outputDir, snapshotDir, damaged, onSkipped });
  }

  #requireOurs(): Promise<void> {
    return requireToken(this.options.outputDir, this.options.token);
  }

  #kept(snapshot: boolean) {
    const kept = snapshot ? this.#memory : this.#disk;
    if (kept === null) throw new Error('no snapshots are taken');
    return kept;
  }
}

/**
 * The lock of a directory is one machine's. Another launch, of another machine that sees the same directory, has written its own token
 * first of all.
 */
async function requireToken(outputDir: string, token: string): Promise<void> {
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
