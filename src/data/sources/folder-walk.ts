/**
 * Finds the images of a folder and of those below it. Threads read the folders, each once, in whatever order they come upon them;
 * the order of the files, and which of two links to one folder counts, are then made out from what was read, so that they are
 * alike on every machine and every time.
 */
import { Worker } from 'node:worker_threads';
import { usableCores } from '../../system/cores.js';
import { fileNameKey, fileNameText } from './file-name.js';
import {
  type CountWithExample,
  type Examined,
  entryName,
  type FolderEntries,
  identityOf,
  NO_IMAGE,
  pathBelow,
  TASK_ENTRIES,
  type WalkResult,
  type WalkTask,
} from './folder-reader.js';
import type { ListedFile } from './image-list.js';
import type { SearchedFolder } from './image-source.js';

/** What a walk came upon besides images. Paths are text (`fileNameText`), below the folder. */
export interface WalkFindings {
  /** Files that are no images, by ending: `.tif`, or empty for none. */
  leftOut: Map<string, number>;
  /** What systems and tools leave behind: files, and folders with all that is in them. */
  junk: CountWithExample;
  /** What may be an image and cannot be reached, by reason, as in `Examined`. */
  unreachable: Map<string, CountWithExample>;
  /** Folders that cannot be reached or read. */
  unreachableFolders: { path: string; reason: string }[];
  /** Folders that hold an image themselves. */
  foldersOfImages: number;
}

/** What takes the images of a walk, in their order. */
export interface FileList {
  add(file: ListedFile): void;
}

export interface Walked {
  findings: WalkFindings;
  /** That the images were found in, as they were. */
  folders: SearchedFolder[];
}

/**
 * @param root an existing folder
 * @param list takes the images
 * @param onFound told how many images there are so far, now and then
 */
export async function walkFolder(root: Buffer, list: FileList, onFound: (images: number) => void): Promise<Walked> {
  const threads = new ReaderThreads();
  try {
    const exploration = new Exploration(threads, onFound);
    const tree = await exploration.explore(root);
    return { findings: new Assembly(tree, list).result(), folders: exploration.folders() };
  } finally {
    await threads.close();
  }
}

/** A folder as it was read. */
interface ReadFolder {
  /** One of the ways to it. */
  path: Buffer;
  entries: FolderEntries | null;
  /** As `WalkResult`; empty where it could not be read. */
  changed: string;
  /** Why it could not be read. */
  failure: string | null;
  /** By part of its entries. */
  examined: Examined[];
  /** Sorted as its entries are. */
  folders: FolderWay[];
}

/** A folder within another, or a link to one there. */
interface FolderWay {
  /** Of the entry. */
  index: number;
  folder: ReadFolder;
}

/** Reads every folder that there is a way to. */
class Exploration {
  readonly #known = new Map<string, ReadFolder>();
  #images = 0;

  constructor(
    private readonly threads: ReaderThreads,
    private readonly onFound: (images: number) => void,
  ) {}

  async explore(root: Buffer): Promise<ReadFolder> {
    const folder = newFolder(root);
    this.#known.set(identityOf(root), folder);
    await this.#read(folder);
    return folder;
  }

  folders(): SearchedFolder[] {
    return [...this.#known.values()].map(({ path, changed }) => ({ path: fileNameText(path), changed }));
  }

  async #read(folder: ReadFolder): Promise<void> {
    const result = await this.threads.run({ kind: 'read', path: folder.path });
    if (result.kind === 'failed') {
      folder.failure = result.reason;
      return;
    }
    if (result.kind !== 'read') return;
    const { entries, examinedTo } = result;
    folder.entries = entries;
    folder.changed = result.changed;
    const parts = [this.#follow(folder, 0, result.examined)];
    for (let from = examinedTo; from < entries.count; from += TASK_ENTRIES)
      parts.push(this.#examine(folder, parts.length, from, Math.min(entries.count, from + TASK_ENTRIES)));
    await Promise.all(parts);
    folder.folders.sort((a, b) => a.index - b.index);
  }

  async #examine(folder: ReadFolder, part: number, from: number, to: number): Promise<void> {
    const task: WalkTask = { kind: 'examine', path: folder.path, entries: folder.entries!, from, to };
    const result = await this.threads.run(task);
    if (result.kind === 'examined') await this.#follow(folder, part, result.examined);
  }

  /** Reads the folders that were found and are not known yet. */
  async #follow(folder: ReadFolder, part: number, examined: Examined): Promise<void> {
    folder.examined[part] = examined;
    this.#images += examined.images;
    this.onFound(this.#images);
    const unread: ReadFolder[] = [];
    for (const { index, identity } of examined.folders) {
      let found = this.#known.get(identity);
      if (found === undefined) {
        found = newFolder(pathBelow(folder.path, entryName(folder.entries!, index)));
        this.#known.set(identity, found);
        unread.push(found);
      }
      folder.folders.push({ index, folder: found });
    }
    await Promise.all(unread.map((found) => this.#read(found)));
  }
}

function newFolder(path: Buffer): ReadFolder {
  return { path, entries: null, changed: '', failure: null, examined: [], folders: [] };
}

/** Puts what was read in order. */
class Assembly {
  readonly #findings: WalkFindings = {
    leftOut: new Map(),
    junk: { count: 0, example: '' },
    unreachable: new Map(),
    unreachableFolders: [],
    foldersOfImages: 0,
  };

  constructor(
    private readonly root: ReadFolder,
    private readonly list: FileList,
  ) {}

  result(): WalkFindings {
    this.#listFolder(this.root, Buffer.alloc(0), waysTaken(this.root));
    return this.#findings;
  }

  /** @param prefix the way to the folder, with a slash at its end */
  #listFolder(folder: ReadFolder, prefix: Buffer, taken: ReadonlySet<FolderWay>): void {
    const { entries, failure, examined } = folder;
    if (failure !== null)
      this.#findings.unreachableFolders.push({ path: fileNameText(prefix.subarray(0, -1)), reason: failure });
    if (entries === null) return;
    this.#note(examined, prefix);

    // Sorted by whole paths: that of a folder goes on with a slash.
    const ways = folder.folders.filter((way) => taken.has(way));
    const below = ways.map((way) => ({ way, key: `${keyOf(entries, way.index)}/` }));
    below.sort((a, b) => (a.key < b.key ? 1 : -1));
    const enterThoseBefore = (key: string | null) => {
      while (below.length > 0 && (key === null || below.at(-1)!.key < key)) {
        const { index, folder: found } = below.pop()!.way;
        this.#listFolder(found, Buffer.concat([prefix, entryName(entries, index), SLASH]), taken);
      }
    };
    const sizes = new Float64Array(entries.sizes);
    const times = new Float64Array(entries.times);
    for (let i = 0; i < entries.count; i++) {
      if (sizes[i] === NO_IMAGE) continue;
      if (below.length > 0) enterThoseBefore(keyOf(entries, i));
      this.list.add({ path: Buffer.concat([prefix, entryName(entries, i)]), size: sizes[i]!, time: times[i]! });
    }
    enterThoseBefore(null);
  }

  #note(parts: readonly Examined[], prefix: Buffer): void {
    const { leftOut, junk, unreachable, unreachableFolders } = this.#findings;
    const pathOf = (name: string) => fileNameText(Buffer.concat([prefix, Buffer.from(name, 'latin1')]));
    for (const part of parts) {
      for (const [ending, count] of part.leftOut) leftOut.set(ending, (leftOut.get(ending) ?? 0) + count);
      addCount(junk, part.junk, pathOf);
      for (const [reason, counted] of part.unreachable) {
        if (!unreachable.has(reason)) unreachable.set(reason, { count: 0, example: '' });
        addCount(unreachable.get(reason)!, counted, pathOf);
      }
      for (const { name, reason } of part.unreachableFolders) unreachableFolders.push({ path: pathOf(name), reason });
    }
    if (parts.some(({ images }) => images > 0)) this.#findings.foldersOfImages++;
  }
}

/** A folder that is reached twice is listed once: where a reader who enters each at once, in order, comes upon it first. */
function waysTaken(root: ReadFolder): Set<FolderWay> {
  const taken = new Set<FolderWay>();
  const seen = new Set([root]);
  const enter = (folder: ReadFolder): void => {
    for (const way of folder.folders) {
      if (seen.has(way.folder)) continue;
      seen.add(way.folder);
      taken.add(way);
      enter(way.folder);
    }
  };
  enter(root);
  return taken;
}

function keyOf(entries: FolderEntries, index: number): string {
  return fileNameKey(entryName(entries, index).toString('latin1'));
}

function addCount(into: CountWithExample, from: CountWithExample, pathOf: (name: string) => string): void {
  if (into.count === 0 && from.count > 0) into.example = pathOf(from.example);
  into.count += from.count;
}

const SLASH = Buffer.from('/');

/** Threads at the most: each waits for one answer of the file system. */
const MOST_THREADS = 16;
/** While tasks wait, so often another thread may be started: a small folder on a fast disk is done before the second. */
const START_EVERY_MS = 100;
/** A wait for one in so many entries is a slow file system's; fewer are those of messages between threads. */
const WAITS_OF_ENTRIES = 4;

/** Carries out tasks, the last one first: what is known of but not read yet stays little. */
class ReaderThreads {
  readonly #waiting: { task: WalkTask; resolve(result: WalkResult): void; reject(error: Error): void }[] = [];
  readonly #threads: { worker: Worker; ended: Promise<unknown> }[] = [];
  readonly #idle: Worker[] = [];
  readonly #starter = setInterval(() => this.#grow(), START_EVERY_MS);
  readonly #cores = usableCores().usable;
  /** Entries that were looked at, and times that a thread stood still for an answer, when threads were last counted. */
  #looked = 0;
  #stood = process.resourceUsage().voluntaryContextSwitches;

  run(task: WalkTask): Promise<WalkResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      if (this.#threads.length === 0) this.#startAnother();
      this.#handOut();
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#starter);
    for (const { worker } of this.#threads) worker.postMessage(null);
    await Promise.all(this.#threads.map(({ ended }) => ended));
  }

  /**
   * More threads than cores help only where answers of the file system are waited for. Elapsed time does not tell: on a machine that
   * others load, too, it passes without any wait.
   */
  #grow(): void {
    const { voluntaryContextSwitches: stood } = process.resourceUsage();
    const isWaiting = stood - this.#stood > this.#looked / WAITS_OF_ENTRIES;
    this.#stood = stood;
    this.#looked = 0;
    const most = isWaiting ? MOST_THREADS : Math.min(this.#cores, MOST_THREADS);
    if (this.#waiting.length > 0 && this.#threads.length < most) this.#startAnother();
  }

  #startAnother(): void {
    const worker = new Worker(new URL('./folder-reader-thread.js', import.meta.url));
    this.#threads.push({ worker, ended: new Promise((resolve) => worker.once('exit', resolve)) });
    this.#idle.push(worker);
    this.#handOut();
  }

  #handOut(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0) {
      const worker = this.#idle.pop()!;
      const { task, resolve, reject } = this.#waiting.pop()!;
      worker.once('error', reject);
      worker.once('message', (result: WalkResult) => {
        worker.off('error', reject);
        this.#looked += task.kind === 'examine' ? task.to - task.from : result.kind === 'read' ? result.examinedTo : 0;
        this.#idle.push(worker);
        resolve(result);
        this.#handOut();
      });
      worker.postMessage(task);
    }
  }
}
