import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isS3Place } from '../../objects/s3-place.js';
import { fileNameBytes } from './file-name.js';
import { beginsLikeIndex } from './image-index.js';
import type { SourceKind } from './image-source.js';
import { checkFolder, isAddress } from './wrong-folder.js';

/** One of the places that a run's images come from. */
export interface GivenSource {
  path: string;
  /** Of the samples, of the sum of all; null where images count alike. */
  weight: number | null;
}

/** As `train.dataset_path` names them: one, or several. */
export type DatasetPath = string | readonly GivenSource[];

export function givenSources(path: DatasetPath): readonly GivenSource[] {
  return typeof path === 'string' ? [{ path, weight: null }] : path;
}

/** Nodes may have other working directories. */
export function absoluteSources(path: DatasetPath): DatasetPath {
  if (typeof path === 'string') return absolutePath(path);
  return path.map((source) => ({ ...source, path: absolutePath(source.path) }));
}

/** A place in a store is one already. */
export function absolutePath(path: string): string {
  return isS3Place(path) ? path : resolve(path);
}

/** For people. */
export function shownSources(path: DatasetPath): string {
  return givenSources(path)
    .map((source) => source.path)
    .join(', ');
}

const KINDS_BY_ENDING: readonly [RegExp, SourceKind][] = [
  [/\.tar$/i, 'tar'],
  [/\.(parquet|pq)$/i, 'parquet'],
  [/\.(txt|lst)$/i, 'list'],
];

/**
 * What is in a place, without a look into it. An index lists what is elsewhere.
 * @param givenAs what the user calls it, for errors
 * @throws DataError where it is nothing that images are read from, or not there
 */
export function kindOfSource(path: string, givenAs: string): SourceKind | 'index' {
  const byEnding = KINDS_BY_ENDING.find(([ending]) => ending.test(path))?.[1];
  if (isS3Place(path)) return byEnding ?? (/\.idx$/i.test(path) ? 'index' : 'folder');
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  if (!isFolder && byEnding !== undefined && !isAddress(path)) return byEnding;
  if (!isFolder && isIndex(path)) return 'index';
  checkFolder(path, givenAs);
  return 'folder';
}

function isIndex(path: string): boolean {
  try {
    const file = openSync(fileNameBytes(path), 'r');
    try {
      const start = Buffer.alloc(8);
      readSync(file, start, 0, start.length, 0);
      return beginsLikeIndex(start);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
