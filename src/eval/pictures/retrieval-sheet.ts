import { join } from 'node:path';
import type { Features } from '../features.js';
import { twinsByName } from '../protocols/compare-features.js';
import type { Neighbours } from '../protocols/nearest-neighbours.js';
import type { ReadImage } from '../read-image.js';
import { neighboursSheet, spreadRows } from './neighbours-sheet.js';
import { type Picture, pictureOfImage } from './picture.js';

const pictureSize = 64;
const numRows = 12;

/**
 * Some queries, evenly spread, each with the gallery images nearest to it, its twin framed. Reads the images from their folders.
 */
export async function retrievalSheet(
  queries: Features,
  gallery: Features,
  { k, indices }: Neighbours,
  readImage: ReadImage,
): Promise<Picture> {
  const read = async ({ folder, files }: Features, row: number) =>
    pictureOfImage(await readImage(join(folder, files[row]!), pictureSize), pictureSize);
  const twins = twinsByName(queries.files, gallery.files);
  const rows = spreadRows(queries.files.length, numRows).map(async (row) => ({
    query: await read(queries, row),
    neighbours: await Promise.all(
      [...indices.subarray(row * k, (row + 1) * k)].map(async (found) => ({
        picture: await read(gallery, found),
        isTwin: found === twins[row],
      })),
    ),
  }));
  return neighboursSheet(await Promise.all(rows));
}
