import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { GivenSource } from '../../data/sources/given-source.js';
import { isS3Place } from '../../objects/s3-place.js';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { checkOutputFile } from '../output-file.js';

interface IndexOptions {
  out: string;
  hash?: boolean;
  json?: boolean;
}

const PROGRESS_LINE_MS = 5_000;

/** `dinofleet index`: lists images once, for all launches and machines that read them. */
export function addIndex(program: Command): void {
  program
    .command('index')
    .description(
      'list the images of folders, archives, tables and lists in one file, which train.dataset_path may name',
    )
    .argument(
      '<source...>',
      'a folder, tar archives (shards-{000..127}.tar, DIR/*.tar), Parquet tables, a list of files or another index',
    )
    .requiredOption('--out <FILE>', 'the index to write, such as images.idx')
    .option('--hash', 'read all images, and keep a hash of what they are')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `${examples(['index', checkoutPath('examples/emoji/pairs/twitter'), '--out', 'twitter.idx'])}\n\nGiven again after it was killed, it goes on with the archives that are left.`,
    )
    .action(async (given: string[], { out, hash, json }: IndexOptions) => {
      const sources: GivenSource[] = given.map((path) => ({
        path: isS3Place(path) ? path : resolve(path),
        weight: null,
      }));
      checkOutputFile(out, {
        option: '--out',
        ending: '.idx',
        inputs: given.filter((path) => !isS3Place(path)),
      });
      const { kindOfSource } = await import('../../data/sources/given-source.js');
      for (const { path } of sources) kindOfSource(path, 'the source');
      const { KeptShards } = await import('../../data/sources/tar/kept-shards.js');
      const { indexSourcesShown } = await import('../list-images.js');
      const start = performance.now();
      const parts = new KeptShards(`${out}.parts`);
      const { listing } = await indexSourcesShown(sources, out, '', 'the source', parts);
      const contentHash = hash ? await addHash(out, join(`${out}.parts`, `hashes-${listing.listingHash}`)) : null;
      parts.remove();
      const seconds = (performance.now() - start) / 1000;
      if (json) console.log(JSON.stringify({ out, ...listing, contentHash, seconds }));
      else
        console.log(
          `${listing.count} images in ${seconds.toFixed(1)} s: ${out}${hash ? `, content ${contentHash}` : ''}`,
        );
    });
}

/** Reads all images of an index, and writes what they come to into it. */
async function addHash(path: string, kept: string): Promise<string> {
  const { contentHashOf } = await import('../../data/sources/content-hash.js');
  const { makeFolder } = await import('../../system/make-folder.js');
  const { copyIndex, openImageIndex } = await import('../../data/sources/image-index.js');
  const { openSources } = await import('../../data/sources/open-sources.js');
  const { countedProgress } = await import('../display/counted-progress.js');
  makeFolder(dirname(kept));
  const index = openImageIndex(path, null);
  try {
    const progress = countedProgress(index.count, 'images', PROGRESS_LINE_MS);
    const hash = await contentHashOf(await openSources(index), kept, progress.update).finally(progress.close);
    copyIndex(index, path, '', hash);
    return hash;
  } finally {
    index.close();
  }
}
