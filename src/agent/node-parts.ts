import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../checkpoint/checkpoint-error.js';
import { diskFiles } from '../checkpoint/checkpoint-files.js';
import type { StoredPart } from '../checkpoint/inventory.js';
import { identityOfManifest, MANIFEST_FILE, readManifest } from '../checkpoint/manifest.js';
import type { PartSource } from '../checkpoint/part-source.js';
import { PartKeeper } from '../checkpoint/save/part-keeper.js';
import { COPY } from '../checkpoint/save/publish.js';
import { bytesOfRanges, wantedRanges } from '../checkpoint/wanted-ranges.js';
import { logLine } from '../log/log-line.js';
import type { AgentCommand, Filled } from '../rpc/messages.js';
import { makeFolder } from '../system/make-folder.js';

type PublishPart = Extract<Filled<AgentCommand>, { kind: 'publishPart' }>['publishPart'];
type CopyPart = Extract<Filled<AgentCommand>, { kind: 'copyPart' }>['copyPart'];
type Bring = Extract<Filled<AgentCommand>, { kind: 'bring' }>['bring'];
type PruneParts = Extract<Filled<AgentCommand>, { kind: 'pruneParts' }>['pruneParts'];

export interface Folders {
  /** Of the run's snapshots; empty where none are taken. */
  snapshotDir: string;
  outputDir: string;
  /** Of the node's own, for parts of checkpoints; empty where there is none. */
  checkpointDir: string;
}

/** What a node tells of its parts when it joins. */
export interface FoundParts {
  parts: StoredPart[];
  /** Of the two folders; empty where there is none. */
  memoryId: string;
  diskId: string;
}

/** Files that are fetched at the same time: from as many nodes, where these have them. */
const FETCHED_AT_ONCE = 4;

/** What this node has of a run's saves. What is ordered of them is done in its order, one thing after the other; but files are fetched beside. */
export class NodeParts {
  #memory: PartKeeper | null = null;
  #disk: PartKeeper | null = null;
  #done: Promise<unknown> = Promise.resolve();

  /** @param nodeId by which this node's files that are on their way are told from those of others of its machine */
  constructor(private readonly nodeId: string) {}

  /** What is there of a run. */
  look({ snapshotDir, outputDir, checkpointDir }: Folders): Promise<FoundParts> {
    return this.#inTurn(async () => {
      const onSkipped = ({ message }: Error) => logLine('warn', 'part-skipped', { reason: message });
      this.#memory = null;
      this.#disk = checkpointDir === '' ? null : await PartKeeper.onDisk(diskFiles, checkpointDir, onSkipped);
      if (snapshotDir !== '')
        try {
          this.#memory = await PartKeeper.inMemory(diskFiles, snapshotDir, outputDir, onSkipped);
        } catch (error) {
          logLine('warn', 'no-snapshots', { reason: (error as Error).message });
        }
      const [memoryId = '', diskId = ''] = [await this.#memory?.id(), await this.#disk?.id()];
      return { parts: await this.#stored(), memoryId, diskId };
    });
  }

  /** @returns why it could not be, and all that are there now */
  publish({ step, attempt, ranks, head, records, onDisk }: PublishPart) {
    return this.#told(() => this.#keeper(onDisk).publish({ draft: { step, attempt }, head, records }, ranks));
  }

  /** Files of other ranks of a save that this node has a part of. @returns as `publish` */
  async copy({ step, onDisk, identity, ranks, attempt }: CopyPart, source: PartSource) {
    let adopt = async () => {};
    try {
      const keeper = this.#keeper(onDisk);
      const { manifest } = await keeper.part(step, identity);
      const workspace = await keeper.workspace(step, `${attempt}.${COPY}.${this.#name}`);
      const files = ranks.map((rank) => ({ rank, ...manifest.files[rank]! }));
      await checkRoom(
        keeper,
        files.reduce((sum, { bytes }) => sum + bytes, 0),
      );
      await eachOf(files, async ({ rank, name, bytes }) => {
        const path = join(workspace, name);
        await source.fetch({ rank, name, bytes, ranges: [{ start: 0, end: bytes }] }, path);
        if (onDisk) await syncFile(path);
      });
      adopt = async () => {
        await keeper.adopt(
          workspace,
          step,
          files.map(({ name }) => name),
        );
        await diskFiles.remove(workspace);
      };
    } catch (error) {
      return this.#told(() => Promise.reject(error));
    }
    return this.#told(adopt);
  }

  /**
   * What this node's ranks read of a save, in a directory that has it.
   * @returns why it could not be, or where it is, and how many bytes have come
   */
  async bring(order: Bring, source: PartSource): Promise<{ problem: string; directory: string; bytes: number }> {
    const { step, attempt, onDisk, identity, worldSize, ranks, nodeRanks } = order;
    try {
      const keeper = this.#keeper(onDisk);
      const held = (await this.#inTurn(() => keeper.stored())).find(
        (one) => one.step === step && one.identity === identity,
      );
      const workspace = await keeper.workspace(step, `${attempt}.start.${this.#name}`);
      const directory = join(workspace, String(step));
      makeFolder(directory);
      const text = await source.manifest();
      const found = identityOfManifest(text);
      if (found !== identity)
        throw new CheckpointError(
          'CHECKPOINT_TORN',
          `manifest ${found} has come of step ${step}, expected ${identity}`,
        );
      await writeFile(join(directory, MANIFEST_FILE), text);
      const manifest = await readManifest(directory);
      const wanted = [...wantedRanges(manifest, { worldSize, ranks, nodeRanks })];
      const missing = wanted.filter(([rank]) => !held?.ranks.includes(rank));
      await checkRoom(
        keeper,
        missing.reduce((sum, [, ranges]) => sum + bytesOfRanges(ranges), 0),
      );
      for (const [rank] of wanted)
        if (held?.ranks.includes(rank)) await keeper.share(step, manifest.files[rank]!.name, directory);
      let come = 0;
      await eachOf(missing, async ([rank, ranges]) => {
        const { name, bytes } = manifest.files[rank]!;
        await source.fetch({ rank, name, bytes, ranges }, join(directory, name));
        come += bytesOfRanges(ranges);
      });
      return { problem: '', directory, bytes: come };
    } catch (error) {
      return { problem: (error as Error).message, directory: '', bytes: 0 };
    }
  }

  /** See PartKeeper. What stays takes room, and does no other harm. */
  clear(attempt: string, failedStep: number): Promise<void> {
    return this.#tidy(async () => {
      await this.#memory?.clear(attempt, failedStep);
      await this.#disk?.clear(attempt, 0);
    });
  }

  prune({ keptSteps, attempt }: PruneParts): Promise<void> {
    return this.#tidy(async () => this.#disk?.pruneTo(keptSteps, attempt));
  }

  /** At the good end of a job. */
  removeUpTo(step: number): Promise<void> {
    return this.#tidy(async () => {
      await this.#memory?.removeUpTo(step);
      await this.#disk?.removeUpTo(step);
    });
  }

  /**
   * A file of a part, for another node.
   * @param file the manifest, or one that it names
   * @throws Error where there is none
   */
  async pathOf(onDisk: boolean, step: number, identity: string, file: string): Promise<string> {
    const { directory, manifest } = await this.#keeper(onDisk).part(step, identity);
    if (file === MANIFEST_FILE || manifest.files.some(({ name }) => name === file)) return join(directory, file);
    throw new Error(`the checkpoint of step ${step} has no file ${JSON.stringify(file)}`);
  }

  get #name(): string {
    return this.nodeId.slice(0, 8);
  }

  #keeper(onDisk: boolean): PartKeeper {
    const keeper = onDisk ? this.#disk : this.#memory;
    if (keeper === null) throw new Error(`this node has no folder for ${onDisk ? 'checkpoints' : 'snapshots'}`);
    return keeper;
  }

  async #stored(): Promise<StoredPart[]> {
    const [memory = [], disk = []] = [await this.#memory?.stored(), await this.#disk?.stored()];
    return [...memory, ...disk];
  }

  #told(call: () => Promise<void>): Promise<{ problem: string; parts: StoredPart[] }> {
    return this.#inTurn(async () => {
      let problem = '';
      try {
        await call();
      } catch (error) {
        problem = (error as Error).message;
      }
      return { problem, parts: await this.#stored().catch(() => []) };
    });
  }

  #tidy(call: () => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await call();
      } catch (error) {
        logLine('warn', 'old-parts-stay', { reason: (error as Error).message });
      }
    });
  }

  #inTurn<T>(call: () => Promise<T>): Promise<T> {
    const result = this.#done.then(call);
    this.#done = result.catch(() => {});
    return result;
  }
}

/** Until it outlives a power failure. */
async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What fills a machine's memory ends its processes. */
async function checkRoom(keeper: PartKeeper, bytes: number): Promise<void> {
  const free = await keeper.freeBytes();
  if (bytes <= free) return;
  const gigabytes = (count: number) => (count / 1e9).toFixed(2);
  throw new Error(`${keeper.folder} has room for ${gigabytes(free)} GB, and ${gigabytes(bytes)} GB are to come`);
}

/** Some at the same time; the first error ends it when those that have begun have ended. */
async function eachOf<Item>(items: readonly Item[], call: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const run = async () => {
    for (const item of left) await call(item);
  };
  const results = await Promise.allSettled(Array.from({ length: FETCHED_AT_ONCE }, run));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
