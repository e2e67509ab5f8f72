import { readFile } from 'node:fs/promises';
import { listedSteps } from '../checkpoint/inventory.js';
import { readImageIndex } from '../data/sources/image-index.js';
import { differenceInSample } from '../data/sources/sample-check.js';
import { jobOf } from '../run/claim.js';
import { imageIndexPath, tokenPath } from '../run/layout.js';

export interface Survey {
  token: string;
  listingHash: string;
  imageCount: number;
  /** What could not be read, and why. */
  problem: string;
  /** Of the checkpoints that are listed. */
  checkpointSteps: number[];
}

/** What this node sees of the run's directories. */
export async function survey(outputDir: string, datasetPath: string): Promise<Survey> {
  const seen: Survey = { token: '', listingHash: '', imageCount: 0, problem: '', checkpointSteps: [] };
  try {
    seen.token = await readFile(tokenPath(outputDir), 'utf8');
    seen.checkpointSteps = await listedSteps(outputDir);
    const listing = readImageIndex(imageIndexPath(outputDir), jobOf(seen.token));
    seen.imageCount = listing.images.count;
    seen.problem = (await differenceInSample(datasetPath, listing.images)) ?? '';
    if (seen.problem === '') seen.listingHash = listing.listingHash;
  } catch (error) {
    seen.problem = (error as Error).message;
  }
  return seen;
}
