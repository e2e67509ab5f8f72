import { fillBox, type Picture, paste, whitePicture } from './picture.js';

/** Around every picture: room for its frame, and between two frames none. */
const frame = 2;
const frameColour = [22, 163, 74] as const;
/** Between a query and its neighbours. */
const gap = 8;

export interface Neighbour {
  picture: Picture;
  /** The one that is looked for: it gets a frame. */
  isTwin: boolean;
}

/** One row: a query and, after a gap, the images nearest to it. */
export interface SheetRow {
  query: Picture;
  neighbours: readonly Neighbour[];
}

/** Rows of pictures, all of the same size; every row has as many neighbours as the first. */
export function neighboursSheet(rows: readonly SheetRow[]): Picture {
  const width = rows[0]!.query.width + 2 * frame;
  const height = rows[0]!.query.height + 2 * frame;
  const columns = 1 + rows[0]!.neighbours.length;
  const sheet = whitePicture(columns * width + gap, rows.length * height);
  rows.forEach(({ query, neighbours }, row) => {
    const top = row * height;
    paste(sheet, query, frame, top + frame);
    neighbours.forEach(({ picture, isTwin }, i) => {
      const left = (i + 1) * width + gap;
      if (isTwin) fillBox(sheet, { left, top, width, height }, frameColour);
      paste(sheet, picture, left + frame, top + frame);
    });
  });
  return sheet;
}

/** Evenly spread rows of a listing: what a sheet shows of many queries. */
export function spreadRows(count: number, wanted: number): number[] {
  const shown = Math.min(count, wanted);
  return Array.from({ length: shown }, (_, i) => Math.floor(((i + 0.5) * count) / shown));
}
