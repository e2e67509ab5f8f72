import { type Picture, paste, whitePicture } from './picture.js';

const gap = 4;

/** One row: a query and, after a wider gap, the images nearest to it. */
export interface SheetRow {
  query: Picture;
  neighbours: readonly Picture[];
}

/** Rows of pictures, all of the same size; every row has as many neighbours as the first. */
export function neighboursSheet(rows: readonly SheetRow[]): Picture {
  const { width, height } = rows[0]!.query;
  const columns = 1 + rows[0]!.neighbours.length;
  const sheet = whitePicture(columns * (width + gap) + 2 * gap, rows.length * (height + gap));
  rows.forEach(({ query, neighbours }, row) => {
    const top = row * (height + gap);
    paste(sheet, query, 0, top);
    neighbours.forEach((neighbour, i) => {
      paste(sheet, neighbour, (i + 1) * (width + gap) + 2 * gap, top);
    });
  });
  return sheet;
}

/** Evenly spread rows of a listing: what a sheet shows of many queries. */
export function spreadRows(count: number, wanted: number): number[] {
  const shown = Math.min(count, wanted);
  return Array.from({ length: shown }, (_, i) => Math.floor(((i + 0.5) * count) / shown));
}
