import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { GivenSource } from '../../src/data/sources/given-source.js';
import { type ImageIndex, openImageIndex } from '../../src/data/sources/image-index.js';
import { indexSources } from '../../src/data/sources/index-sources.js';
import type { RunImages } from '../../src/train/open-batches.js';
import { folderOf } from './image-files.js';

export const JOB = '4a2f4a0e-0000-4000-8000-000000000001';

/** The images of a path, listed for a training. */
export async function indexedImages(t: TestContext, ...paths: (string | GivenSource)[]): Promise<RunImages> {
  return { images: { index: await indexFileOf(t, ...paths), job: JOB }, locations: [] };
}

export async function indexFileOf(t: TestContext, ...paths: (string | GivenSource)[]): Promise<string> {
  const path = join(folderOf(t, {}), 'images.index');
  const sources = paths.map((source) => (typeof source === 'string' ? { path: source, weight: null } : source));
  await indexSources(sources, path, JOB, { givenAs: 'the source', onFound: () => {} });
  return path;
}

export async function openedIndex(t: TestContext, ...paths: (string | GivenSource)[]): Promise<ImageIndex> {
  const index = openImageIndex(await indexFileOf(t, ...paths), JOB);
  t.after(() => index.close());
  return index;
}
