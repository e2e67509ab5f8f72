import type { WalkFindings } from '../data/sources/folder-walk.js';
import type { GivenSource } from '../data/sources/given-source.js';
import { type FolderListing, listImages } from '../data/sources/image-folder.js';
import type { ImageListing } from '../data/sources/image-index.js';
import { indexSources, type SourceFindings } from '../data/sources/index-sources.js';
import { reuseIndex } from '../data/sources/reuse-index.js';
import { Stores } from '../data/sources/s3/stores.js';
import type { KeptShards } from '../data/sources/tar/kept-shards.js';
import { describeDamaged, describeLeftOut, describeUnreachable } from '../data/sources/walk-findings.js';
import { logLine } from '../log/log-line.js';
import { openProgress } from './display/counted-progress.js';

const PROGRESS_LINE_MS = 5_000;

/** Lists the images of a folder, shows how far that is, and says what else there was. */
export async function listImagesShown(folder: string, givenAs: string): Promise<FolderListing> {
  const progress = openProgress('listing', { folder }, 'images', PROGRESS_LINE_MS);
  const listing = await listImages(folder, givenAs, progress.update).finally(progress.close);
  sayOfFolder(folder, listing.findings);
  return listing;
}

/** The same, of all sources, into an index. */
export async function indexSourcesShown(
  sources: readonly GivenSource[],
  path: string,
  job: string,
  givenAs: string,
  kept?: KeptShards,
): Promise<{ listing: ImageListing; findings: SourceFindings[] }> {
  const folder = sources.map((source) => source.path).join(', ');
  const stores = new Stores({ onWaiting: sayAway, onAlive: () => {} });
  const listing = await reuseIndex(sources, path, job, stores);
  if (listing !== null) {
    logLine('info', 'listed-before', { folder, images: listing.count, reason: 'no folder or file has changed since' });
    return { listing, findings: [] };
  }
  const progress = openProgress('listing', { folder }, 'images', PROGRESS_LINE_MS);
  const options = {
    givenAs,
    stores,
    onFound: progress.update,
    onStale: sayStale,
    ...(kept === undefined ? {} : { kept }),
  };
  const indexed = await indexSources(sources, path, job, options).finally(progress.close);
  for (const found of indexed.findings)
    if (found.kind === 'folder') sayOfFolder(found.path, found.findings);
    else sayOfFiles(found);
  return indexed;
}

function sayAway(reason: string): void {
  logLine('warn', 'store-away', { reason, next: 'waits for it' });
}

function sayStale(index: string, reason: string): void {
  const next = 'its sources are listed again; dinofleet index makes it anew';
  logLine('warn', 'index-does-not-fit', { index, reason, next });
}

function sayOfFolder(folder: string, findings: WalkFindings): void {
  const leftOut = describeLeftOut(findings);
  const unreachable = describeUnreachable(findings);
  if (leftOut !== null) logLine('info', 'left-out', { folder, files: leftOut });
  if (unreachable !== null) logLine('warn', 'unreachable', { folder, files: unreachable });
}

function sayOfFiles({ path, others, damaged }: Extract<SourceFindings, { kind: 'files' }>): void {
  const unreachable = describeDamaged(damaged);
  if (others > 0) logLine('info', 'left-out', { files: `${others} folders, links or devices`, in: path });
  if (unreachable !== null) logLine('warn', 'unreachable', { in: path, files: unreachable });
}
