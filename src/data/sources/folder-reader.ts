/**
 * What the threads of a folder walk do: read folders, and look at what is in them. Calls block: on a slow disk each waits for its
 * answer, and many threads wait at once. Names are latin1 here, one character for each byte.
 */
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { fileNameKey } from './file-name.js';
import { beginsLikeImage, endingOf, isImageEnding, isJunk, MAGIC_BYTES } from './image-type.js';

/** Entries of a folder that may lead to images, sorted by `fileNameKey`. Plain data, shared by threads. */
export interface FolderEntries {
  count: number;
  /** Names, one behind the other. */
  names: SharedArrayBuffer;
  /** Uint32: where each name ends. (count) */
  ends: SharedArrayBuffer;
  /** Uint8, `Way`: how each is examined. (count) */
  ways: SharedArrayBuffer;
  /** Float64, written as entries are examined: bytes of an image, `NO_IMAGE` for all else. (count) */
  sizes: SharedArrayBuffer;
  /** Float64, written with them: when each was last changed, in seconds since 1970, whole. (count) */
  times: SharedArrayBuffer;
}

export const NO_IMAGE = -1;

const Way = { image: 0, unknownFile: 1, link: 2, folder: 3 } as const;
type Way = (typeof Way)[keyof typeof Way];

export type WalkTask =
  | { kind: 'read'; path: Uint8Array }
  /** Entries [from, to) of a folder. */
  | { kind: 'examine'; path: Uint8Array; entries: FolderEntries; from: number; to: number };

export interface CountWithExample {
  count: number;
  /** The name that sorts first. */
  example: string;
}

/** What a look at a folder's entries came to. */
export interface Examined {
  images: number;
  /** Folders among the entries, by number, and what tells them apart, whichever way they are reached. */
  folders: { index: number; identity: string }[];
  /** Files that are no images, by ending. */
  leftOut: Map<string, number>;
  /** Of systems and tools. */
  junk: CountWithExample;
  /** What may be an image and cannot be reached, by reason: `DANGLING`, `NOT_A_FILE` or the code of the system's error. */
  unreachable: Map<string, CountWithExample>;
  /** The same, folders. */
  unreachableFolders: { name: string; reason: string }[];
}

export type WalkResult =
  | {
      kind: 'read';
      entries: FolderEntries;
      examinedTo: number;
      examined: Examined;
      /** When the folder was last changed, before it was read: nanoseconds since 1970, as digits. */
      changed: string;
    }
  | { kind: 'examined'; examined: Examined }
  /** The folder itself cannot be read. */
  | { kind: 'failed'; reason: string };

/** Entries that one task examines: those of a large folder are shared out among threads. */
export const TASK_ENTRIES = 1024;

/** So many files of one ending in a folder are looked into. Where none of them is an image, the others pass for none either. */
const SAMPLE = 256;

/** Reasons besides the codes of the system's errors. */
export const NOT_A_FILE = 'not a file';
export const DANGLING = 'dangling';

export function carryOut(task: WalkTask): WalkResult {
  const path = Buffer.from(task.path.buffer, task.path.byteOffset, task.path.length);
  const examined = nothingExamined();
  if (task.kind === 'examine') {
    examine(path, task.entries, task.from, task.to, examined);
    return { kind: 'examined', examined };
  }
  try {
    const changed = String(statSync(path, { bigint: true }).mtimeNs);
    const entries = readEntries(path, examined);
    const examinedTo = Math.min(entries.count, TASK_ENTRIES);
    examine(path, entries, 0, examinedTo, examined);
    return { kind: 'read', entries, examinedTo, examined, changed };
  } catch (error) {
    return { kind: 'failed', reason: codeOf(error) };
  }
}

export function nothingExamined(): Examined {
  return {
    images: 0,
    folders: [],
    leftOut: new Map(),
    junk: { count: 0, example: '' },
    unreachable: new Map(),
    unreachableFolders: [],
  };
}

/** The `index`-th name. */
export function entryName({ names, ends }: FolderEntries, index: number): Buffer {
  const all = new Uint32Array(ends);
  const start = index === 0 ? 0 : all[index - 1]!;
  return Buffer.from(names, start, all[index]! - start);
}

/** Equal for two paths to one folder. */
export function identityOf(path: Buffer): string {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev}:${ino}`;
}

export function countOne(into: CountWithExample, name: string): void {
  if (into.count === 0 || name < into.example) into.example = name;
  into.count++;
}

function readEntries(path: Buffer, examined: Examined): FolderEntries {
  const found: { name: string; key: string; way: Way }[] = [];
  const add = (name: string, way: Way) => void found.push({ name, key: fileNameKey(name), way });
  const unknown = new Map<string, string[]>();
  for (const entry of readdirSync(path, { encoding: 'buffer', withFileTypes: true })) {
    const name = entry.name.toString('latin1');
    const ending = endingOf(name);
    if (isJunk(name)) countOne(examined.junk, name);
    else if (entry.isDirectory()) add(name, Way.folder);
    else if (entry.isSymbolicLink()) add(name, Way.link);
    else if (isImageEnding(ending)) add(name, Way.image);
    else if (!entry.isFile()) countEnding(examined, ending, 1);
    else if (unknown.has(ending)) unknown.get(ending)!.push(name);
    else unknown.set(ending, [name]);
  }
  for (const [ending, names] of unknown) {
    if (holdsImages(path, names)) for (const name of names) add(name, Way.unknownFile);
    else countEnding(examined, ending, names.length);
  }
  found.sort((a, b) => (a.key < b.key ? -1 : 1));
  return sharedEntries(found);
}

function sharedEntries(found: readonly { name: string; way: Way }[]): FolderEntries {
  const count = found.length;
  const entries: FolderEntries = {
    count,
    names: new SharedArrayBuffer(found.reduce((sum, { name }) => sum + name.length, 0)),
    ends: new SharedArrayBuffer(count * Uint32Array.BYTES_PER_ELEMENT),
    ways: new SharedArrayBuffer(count),
    sizes: new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT),
    times: new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT),
  };
  const [names, ends, ways] = [Buffer.from(entries.names), new Uint32Array(entries.ends), new Uint8Array(entries.ways)];
  let end = 0;
  for (const [i, { name, way }] of found.entries()) {
    end += names.write(name, end, 'latin1');
    ends[i] = end;
    ways[i] = way;
  }
  return entries;
}

/** Whether one of the files, or of a sample spread over them, begins like an image. */
function holdsImages(folder: Buffer, names: string[]): boolean {
  const sample = Math.min(names.length, SAMPLE);
  names.sort(); // which are looked into must not depend on the disk
  for (let i = 0; i < sample; i++) {
    const name = Buffer.from(names[Math.floor((i * names.length) / sample)]!, 'latin1');
    try {
      if (statsOfImage(pathBelow(folder, name)) !== null) return true;
    } catch {
      // Gone, or not ours to read: nothing says that it is an image.
    }
  }
  return false;
}

function examine(folder: Buffer, entries: FolderEntries, from: number, to: number, examined: Examined): void {
  const sizes = new Float64Array(entries.sizes);
  const times = new Float64Array(entries.times);
  const ways = new Uint8Array(entries.ways);
  for (let i = from; i < to; i++) {
    const stats = examineOne(folder, entryName(entries, i), ways[i] as Way, i, examined);
    sizes[i] = stats?.size ?? NO_IMAGE;
    if (stats === null) continue;
    times[i] = Math.floor(stats.mtimeMs / 1000);
    examined.images++;
  }
}

/** @returns of an image; null for all else */
function examineOne(folder: Buffer, name: Buffer, way: Way, index: number, examined: Examined): Stats | null {
  const path = pathBelow(folder, name);
  const text = name.toString('latin1');
  const ending = endingOf(text);
  try {
    if (way === Way.folder) {
      examined.folders.push({ index, identity: identityOf(path) });
      return null;
    }
    if (way === Way.unknownFile) {
      const image = statsOfImage(path);
      if (image === null) countEnding(examined, ending, 1);
      return image;
    }
    const stats = statSync(path);
    if (stats.isDirectory()) {
      examined.folders.push({ index, identity: identityOf(path) });
      return null;
    }
    if (!isImageEnding(ending)) {
      const image = stats.isFile() ? statsOfImage(path) : null;
      if (image === null) countEnding(examined, ending, 1);
      return image;
    }
    if (!stats.isFile()) return lost(examined, NOT_A_FILE, text);
    if (!looksReadable(stats)) accessSync(path, constants.R_OK);
    return stats;
  } catch (error) {
    const reason = codeOf(error);
    if (way === Way.folder) {
      examined.unreachableFolders.push({ name: text, reason });
      return null;
    }
    // A link without an ending may lead to a folder.
    if (isImageEnding(ending) || (way === Way.link && ending === ''))
      return lost(examined, way === Way.link && reason === 'ENOENT' ? DANGLING : reason, text);
    countEnding(examined, ending, 1);
    return null;
  }
}

function lost(examined: Examined, reason: string, name: string): null {
  const counted = examined.unreachable.get(reason) ?? { count: 0, example: '' };
  countOne(counted, name);
  examined.unreachable.set(reason, counted);
  return null;
}

function countEnding({ leftOut }: Examined, ending: string, count: number): void {
  leftOut.set(ending, (leftOut.get(ending) ?? 0) + count);
}

/** @returns of a file that begins like an image; null for another */
function statsOfImage(path: Buffer): Stats | null {
  // What has become a pipe meanwhile must not be waited for.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return null;
    const start = Buffer.alloc(MAGIC_BYTES);
    readSync(file, start, 0, MAGIC_BYTES, 0);
    return beginsLikeImage(start) ? stats : null;
  } finally {
    closeSync(file);
  }
}

/** What the mode says; the system, which is asked where it says no, may know better. */
function looksReadable({ mode, uid, gid }: Stats): boolean {
  ourselves ??= { user: process.geteuid!(), groups: new Set([process.getegid!(), ...process.getgroups!()]) };
  if (uid === ourselves.user) return (mode & constants.S_IRUSR) !== 0;
  return (mode & (ourselves.groups.has(gid) ? constants.S_IRGRP : constants.S_IROTH)) !== 0;
}

/** Asked for once: there may be millions of files. */
let ourselves: { user: number; groups: ReadonlySet<number> } | undefined;

const SLASH = Buffer.from('/');

export function pathBelow(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, SLASH, name]);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
