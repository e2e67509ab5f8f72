import { join } from 'node:path';
import { fromStoreDirectory } from '../../run/layout.js';
import { syncRunLog } from '../../run/sync-run-log.js';
import { writeFileWhole } from '../../system/atomic-file.js';
import { makeFolder } from '../../system/make-folder.js';
import { diskFiles } from '../checkpoint-files.js';
import { type CompleteCheckpoint, findLatest, listCheckpoints } from '../find.js';
import { MANIFEST_FILE } from '../manifest.js';
import { S3Store } from '../s3/s3-store.js';
import type { Draft } from '../shard-store.js';
import type { KeeperOptions } from './keeper.js';
import { prune, publishSave, type ToldSave } from './publish.js';
import { asUnwritable, type SaveAdvice } from './unwritable.js';

const ADVICE: SaveAdvice = {
  noRoom: 'Free space in the store, then launch again: the run goes on from the checkpoint before',
  unwritable: 'look after the store, then launch again: the run goes on from the checkpoint before',
};

/** Told once each time that the store has gone away. @param reason a sentence without its full stop */
export type OnWaiting = (reason: string) => void;

/**
 * Brings the manifests of the checkpoints in a store to a folder of the output directory, beside checkpoints that are here.
 * @param place s3://BUCKET/PREFIX
 * @throws CheckpointError CHECKPOINT_STORE where the store cannot be used
 */
export async function mirrorManifests(place: string, outputDir: string, onWaiting: OnWaiting): Promise<void> {
  await mirror(S3Store.at(place, null, { onWaiting, onAlive: () => {} }), outputDir);
}

async function mirror(store: S3Store, outputDir: string): Promise<void> {
  const root = fromStoreDirectory(outputDir);
  const published = await store.published();
  for (const draft of published) {
    const directory = join(root, String(draft.step));
    const text = await store.manifestOf(draft);
    makeFolder(directory);
    writeFileWhole(join(directory, MANIFEST_FILE), [Buffer.from(text)]);
  }
  const steps = published.map(({ step }) => step);
  await removeOthers(root, steps);
}

async function removeOthers(root: string, steps: readonly number[]): Promise<void> {
  for (const { step, directory } of await listCheckpoints(root))
    if (!steps.includes(step)) await diskFiles.remove(directory);
}

/** Makes and removes the checkpoints of a run that are in an object store: one process does, and one thing after the other. */
export class S3Keeper {
  readonly #store: S3Store;
  #claimed: Promise<unknown> | null = null;

  constructor(
    private readonly options: KeeperOptions,
    onWaiting: OnWaiting,
  ) {
    this.#store = S3Store.at(options.store, options.token, { onWaiting, onAlive: () => {} });
  }

  /** The newest one; null where there is none. */
  async findLatest(damaged: readonly string[]): Promise<CompleteCheckpoint | null> {
    await this.#claim();
    const { outputDir, store, onSkipped } = this.options;
    await mirror(this.#store, outputDir);
    return findLatest({ outputDir, store, damaged, onSkipped });
  }

  /**
   * @returns where the checkpoint is
   * @throws CheckpointError where it cannot be made
   */
  async publish(save: ToldSave): Promise<string> {
    try {
      await this.#claim();
      await syncRunLog(this.options.outputDir);
      const directory = await publishSave(this.#store, save, save.records.keys(), ADVICE);
      await this.#store.pointLatest(save.draft);
      return directory;
    } catch (cause) {
      throw asUnwritable(cause, save.draft.step, this.#store, ADVICE);
    }
  }

  /** Removes what need not be kept beside a checkpoint that was published. @returns the steps that stay */
  async prune(published: Draft): Promise<number[]> {
    await this.#claim();
    await prune(this.#store, published, this.options.retention);
    const steps = await this.#store.steps();
    await removeOthers(fromStoreDirectory(this.options.outputDir), steps);
    return steps;
  }

  /** Removes what others than an attempt's ranks have begun to write; null: what all have. */
  async clear(attempt: string | null): Promise<void> {
    await this.#claim();
    await this.#store.clear((draft) => draft.attempt === attempt);
  }

  /** Before anything else is done there: from then on no other launch changes it. */
  #claim(): Promise<unknown> {
    this.#claimed ??= this.#store.claim();
    return this.#claimed;
  }
}
