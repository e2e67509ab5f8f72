/** Says what a walk came upon besides images, and whether too much of a folder is missing. */
import { DataError } from '../data-error.js';
import { shownFileName } from './file-name.js';
import { DANGLING, NOT_A_FILE } from './folder-reader.js';
import type { WalkFindings } from './folder-walk.js';
import type { DamagedFile, SourceFindings } from './index-sources.js';

const MOST_ENDINGS = 8;
const MOST_FOLDERS = 20;

/** `12 .tif, 3 .gif, 2 without an ending, 5 of systems and tools (such as __MACOSX)`; null where nothing is left out. */
export function describeLeftOut({ leftOut, junk }: WalkFindings): string | null {
  const endings = [...leftOut].map(([ending, count]) => ({ type: ending || 'without an ending', count }));
  endings.sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  const named = endings.slice(0, MOST_ENDINGS).map(({ type, count }) => `${count} ${type}`);
  const others = endings.slice(MOST_ENDINGS).reduce((sum, { count }) => sum + count, 0);
  if (others > 0) named.push(`${others} of other types`);
  if (junk.count > 0) named.push(`${junk.count} of systems and tools (such as ${shownFileName(junk.example)})`);
  return named.length > 0 ? named.join(', ') : null;
}

/** By reason, of files (a link may be one) and of folders. */
const REASONS = new Map<string, [files: string, folder: string]>([
  [DANGLING, ['that are links to nothing', 'it leads to nothing']],
  [NOT_A_FILE, ['that are sockets, pipes or devices', 'it is no folder']],
  ['EACCES', ['without permission', 'no permission']],
  ['EPERM', ['without permission', 'no permission']],
  ['ELOOP', ['that are links in a circle', 'its links lead in a circle']],
  ['ENAMETOOLONG', ['whose path is too long', 'its path is too long']],
  ['ENOENT', ['that are gone again', 'it is gone again']],
  ['EIO', ['with an input/output error', 'input/output error']],
]);

/** `3 without permission (such as a/b.png); folder c (its path is too long)`; null where everything can be reached. */
export function describeUnreachable({ unreachable, unreachableFolders }: WalkFindings): string | null {
  const files = [...unreachable]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, { count, example }]) => {
      const why = REASONS.get(reason)?.[0] ?? `with ${reason}`;
      return `${count} ${why} (such as ${shownFileName(example)})`;
    });
  const folders = unreachableFolders
    .slice(0, MOST_FOLDERS)
    .map(({ path, reason }) => `folder ${shownFileName(path)} (${REASONS.get(reason)?.[1] ?? reason})`);
  const more = unreachableFolders.length - folders.length;
  const parts = [...files, ...folders, ...(more > 0 ? [`${more} more folders`] : [])];
  return parts.length > 0 ? parts.join('; ') : null;
}

/** `2 files cannot be read to their end: a.tar: it ends at byte 7; b.tar: ...`; null where all can be. */
export function describeDamaged(damaged: readonly DamagedFile[]): string | null {
  if (damaged.length === 0) return null;
  const named = damaged.slice(0, MOST_FOLDERS).map(({ path, reason }) => `${path}: ${reason}`);
  const more = damaged.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join('; ');
}

/**
 * What cannot be read weighs as many images as what is like it holds on average, and one at the least: a folder as one of those that
 * hold some, an archive as another.
 * @param maxShare `train.max_bad_images`
 * @throws DataError where a larger share of the images cannot be reached
 */
export function checkReachable(sources: readonly SourceFindings[], maxShare: number): void {
  const counted = sources.map((source) => ({ source, lost: lostIn(source) }));
  const lost = counted.reduce((sum, one) => sum + one.lost, 0);
  const images = counted.reduce((sum, { source }) => sum + source.images, 0);
  if (lost <= maxShare * (images + lost)) return;
  const bad = counted.filter((one) => one.lost > 0).map(({ source }) => source);
  const why = bad.map((source) =>
    source.kind === 'folder' ? describeUnreachable(source.findings) : describeDamaged(source.damaged),
  );
  throw new DataError(
    'FOLDER_UNREACHABLE',
    `about ${lost} of ${images + lost} images in ${bad.map(({ path }) => path).join(', ')} cannot be reached, more than ` +
      `train.max_bad_images = ${maxShare} allows: ${why.join('; ')}; mend that, or raise train.max_bad_images to train without them`,
  );
}

function lostIn(source: SourceFindings): number {
  if (source.kind === 'files') return source.damaged.length * perPlace(source.images, source.shards);
  const { unreachable, unreachableFolders, foldersOfImages } = source.findings;
  const files = [...unreachable.values()].reduce((sum, { count }) => sum + count, 0);
  return files + unreachableFolders.length * perPlace(source.images, foldersOfImages);
}

function perPlace(images: number, places: number): number {
  return Math.max(1, Math.round(images / Math.max(1, places)));
}
