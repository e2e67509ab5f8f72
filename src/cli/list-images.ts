import { listImages, type WalkedListing } from '../data/sources/image-folder.js';
import { describeLeftOut, describeUnreachable } from '../data/sources/walk-findings.js';
import { logLine } from '../log/log-line.js';
import { openProgress } from './display/counted-progress.js';

const PROGRESS_LINE_MS = 5_000;

/** Lists the images of a folder, shows how far that is, and says what else there was. */
export async function listImagesShown(folder: string, givenAs: string): Promise<WalkedListing> {
  const progress = openProgress('listing', { folder }, 'images', PROGRESS_LINE_MS);
  const listing = await listImages(folder, givenAs, progress.update).finally(progress.close);
  const leftOut = describeLeftOut(listing.findings);
  const unreachable = describeUnreachable(listing.findings);
  if (leftOut !== null) logLine('info', 'left-out', { folder, files: leftOut });
  if (unreachable !== null) logLine('warn', 'unreachable', { folder, files: unreachable });
  return listing;
}
