import { readFile } from 'node:fs/promises';
import type { ListImages } from '../coordinator/prepare.js';
import { tokenPath } from '../run/layout.js';

export interface Survey {
  token: string;
  listingHash: string;
  imageCount: number;
  /** What could not be read, and why. */
  problem: string;
}

/** What this node sees of the directories that all nodes share. */
export async function survey(outputDir: string, datasetPath: string, listImages: ListImages): Promise<Survey> {
  const seen: Survey = { token: '', listingHash: '', imageCount: 0, problem: '' };
  try {
    seen.token = await readFile(tokenPath(outputDir), 'utf8');
    const listing = await listImages(datasetPath);
    seen.listingHash = listing.listingHash;
    seen.imageCount = listing.files.length;
  } catch (error) {
    seen.problem = (error as Error).message;
  }
  return seen;
}
