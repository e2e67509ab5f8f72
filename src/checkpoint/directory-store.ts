import { join } from 'node:path';
import type { CheckpointFiles } from './checkpoint-files.js';
import { MANIFEST_FILE } from './manifest.js';
import type { Draft, ShardStore, ShardWriter } from './shard-store.js';

const LATEST = 'latest';
/** What a process works in: a draft, or what it takes away. */
const WORKSPACE = /^\.(?:tmp|old)-/;
const CLEARED = '.old-cleared';
const DRAFT = /^\.tmp-(\d+)-(.+)$/;

/**
 * A directory of step directories, as docs/checkpoint-format.md describes it. What others see is changed by renames alone, out of
 * directories of its own or into them.
 */
export class DirectoryStore implements ShardStore {
  /**
   * @param requireOurs called before each such rename, when its own directory is made; it throws where another launch publishes
   *   here by now. That one clears what it finds, and only then looks where to go on from: so this rename comes before its look,
   *   which sees what was done, or finds its directory gone.
   */
  constructor(
    private readonly files: CheckpointFiles,
    readonly place: string,
    private readonly requireOurs: () => Promise<void> = async () => {},
  ) {}

  async create(draft: Draft, file: string): Promise<ShardWriter> {
    await this.files.makeDirectory(this.pathOf(draft));
    return this.files.create(join(this.pathOf(draft), file));
  }

  bytesOf(draft: Draft, file: string): Promise<number | null> {
    return this.files.bytesOf(join(this.pathOf(draft), file));
  }

  read(draft: Draft, file: string, start: number, end: number): Promise<Uint8Array> {
    return this.files.read(join(this.pathOf(draft), file), start, end);
  }

  async draftBytes(draft: Draft): Promise<number> {
    const names = await this.files.list(this.pathOf(draft));
    const sizes = await Promise.all(names.map((name) => this.bytesOf(draft, name)));
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  }

  async freeBytes(): Promise<number> {
    await this.files.makeDirectory(this.place);
    return this.files.freeBytes(this.place);
  }

  discard(draft: Draft, file: string): Promise<void> {
    return this.files.remove(join(this.pathOf(draft), file));
  }

  async publish(draft: Draft, manifest: string): Promise<string> {
    const { files, place } = this;
    const file = await files.create(join(this.pathOf(draft), MANIFEST_FILE));
    try {
      await file.write(Buffer.from(manifest));
      await file.sync();
    } finally {
      await file.close();
    }
    await files.syncDirectory(this.pathOf(draft));
    const name = String(draft.step);
    const isTaken = (await files.list(place)).includes(name);
    if (isTaken) await files.makeDirectory(this.trashOf(draft));
    await this.requireOurs();
    if (isTaken) await files.rename(join(place, name), join(this.trashOf(draft), 'torn'));
    await files.rename(this.pathOf(draft), join(place, name));
    await files.syncDirectory(place);
    return join(place, name);
  }

  async holds(step: number, manifest: string): Promise<boolean> {
    const bytes = Buffer.from(manifest);
    const path = join(this.directoryOf(step), MANIFEST_FILE);
    if ((await this.files.bytesOf(path)) !== bytes.length) return false;
    return bytes.equals(await this.files.read(path, 0, bytes.length));
  }

  directoryOf(step: number): string {
    return join(this.place, String(step));
  }

  /** A link for people and scripts; a run that goes on looks at the directories themselves. */
  async pointLatest(draft: Draft): Promise<void> {
    const link = join(this.place, `.tmp-${draft.step}-${LATEST}-${draft.attempt}`);
    await this.files.remove(link);
    await this.files.symlink(String(draft.step), link);
    await this.requireOurs();
    await this.files.rename(link, join(this.place, LATEST));
  }

  async steps(): Promise<number[]> {
    return (await this.files.list(this.place)).filter((name) => /^\d+$/.test(name)).map(Number);
  }

  /** By a rename first: one that is half removed never looks like a checkpoint. */
  async retire(steps: readonly number[], by: Draft): Promise<void> {
    if (steps.length === 0) return;
    const trash = this.trashOf(by);
    await this.files.makeDirectory(trash);
    await this.requireOurs();
    for (const step of steps) await this.files.rename(join(this.place, String(step)), join(trash, String(step)));
    await this.files.remove(trash);
  }

  /** By a rename first, which is done at one instant: who still writes there finds his directory gone. */
  async clear(stays: (draft: Draft) => boolean): Promise<void> {
    const { files, place } = this;
    const names = await files.list(place);
    // After the look: what was there when no other launch had claimed the directory is none of a later one's.
    await this.requireOurs();
    for (const name of names) {
      const [, step, attempt] = DRAFT.exec(name) ?? [];
      if (!WORKSPACE.test(name)) continue;
      if (step !== undefined && stays({ step: Number(step), attempt: attempt! })) continue;
      const cleared = join(place, name.startsWith(CLEARED) ? name : `${CLEARED}${name}`);
      if (cleared !== join(place, name)) {
        await files.remove(cleared);
        // Its owner may be quicker to remove it.
        await files.rename(join(place, name), cleared).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error;
        });
      }
      await files.remove(cleared);
    }
  }

  private pathOf({ step, attempt }: Draft): string {
    return join(this.place, `.tmp-${step}-${attempt}`);
  }

  /** Where a save moves what it replaces or removes. */
  private trashOf({ step, attempt }: Draft): string {
    return join(this.place, `.old-${step}-${attempt}`);
  }
}
