import { readFile } from 'node:fs/promises';
import { listedSteps } from '../checkpoint/inventory.js';
import { openImageIndex } from '../data/sources/image-index.js';
import { Stores } from '../data/sources/s3/stores.js';
import { differenceInSample } from '../data/sources/sample-check.js';
import { jobOf } from '../run/claim.js';
import { imageIndexPath, tokenPath } from '../run/layout.js';

/** A node that reaches no store is told so, and joins again later. */
const PATIENCE_MS = 20_000;

export interface Survey {
  token: string;
  listingHash: string;
  imageCount: number;
  /** What could not be read, and why. */
  problem: string;
  /** Of the checkpoints that are listed. */
  checkpointSteps: number[];
}

/**
 * What this node sees of the run's directories.
 * @param datasetPaths of each source of images; empty where they are where the list says
 */
export async function survey(outputDir: string, datasetPaths: readonly string[]): Promise<Survey> {
  const seen: Survey = { token: '', listingHash: '', imageCount: 0, problem: '', checkpointSteps: [] };
  try {
    seen.token = await readFile(tokenPath(outputDir), 'utf8');
    seen.checkpointSteps = await listedSteps(outputDir);
    const index = openImageIndex(imageIndexPath(outputDir), jobOf(seen.token));
    try {
      seen.imageCount = index.count;
      seen.problem =
        (await differenceInSample(
          index,
          datasetPaths,
          new Stores({ patienceMs: PATIENCE_MS, onWaiting: () => {}, onAlive: () => {} }),
        )) ?? '';
      if (seen.problem === '') seen.listingHash = index.listingHash;
    } finally {
      index.close();
    }
  } catch (error) {
    seen.problem = (error as Error).message;
  }
  return seen;
}
