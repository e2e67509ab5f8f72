import { UserError } from '../../errors/user-error.js';
import { centredRows, type Features, unitRows } from '../features.js';
import { knnAccuracy, knnVotes } from './knn.js';
import { classesOf, type Labeller } from './labels.js';
import { type Neighbours, nearestNeighbours } from './nearest-neighbours.js';

/** Two sets of features that do not belong together. */
export class FeaturesMismatch extends UserError {
  constructor(message: string) {
    super('FEATURES_MISMATCH', 2, message);
  }
}

function checkWidths(queries: Features, gallery: Features): void {
  if (queries.width !== gallery.width)
    throw new FeaturesMismatch(
      `queries are ${queries.width} wide and the gallery ${gallery.width}: they come from different networks`,
    );
}

export interface KnnResult {
  accuracy: number;
  queries: number;
  gallery: number;
  classes: number;
}

/** k-NN accuracy by cosine; `excludeSameName` keeps a query from finding the gallery's file of its own name. */
export function compareByKnn(
  queries: Features,
  gallery: Features,
  labelOf: Labeller,
  options: { k: number; temperature: number; excludeSameName: boolean },
): KnnResult {
  checkWidths(queries, gallery);
  const classes = classesOf(queries.files, gallery.files, labelOf);
  const excluded = options.excludeSameName ? twinsByName(queries.files, gallery.files) : null;
  const available = gallery.files.length - (excluded?.some((row) => row >= 0) ? 1 : 0);
  if (options.k > available)
    throw new FeaturesMismatch(`k is ${options.k}, expected at most ${available}: so many may vote in the gallery`);
  const [q, g] = [queries, gallery].map(({ rows, width }) => unitRows(rows, width)) as [Float32Array, Float32Array];
  const neighbours = nearestNeighbours(q, g, queries.width, options.k, excluded);
  const votes = knnVotes(neighbours, classes.gallery, classes.names.length, options.temperature);
  return {
    accuracy: knnAccuracy(votes, classes.queries, classes.names.length),
    queries: queries.files.length,
    gallery: gallery.files.length,
    classes: classes.names.length,
  };
}

export interface RetrievalResult {
  recallAt1: number;
  queries: number;
  gallery: number;
  neighbours: Neighbours;
}

/** How often a query's nearest neighbour by cosine is the gallery's file of the same name. `centre`: each set by itself. */
export function compareByRetrieval(
  queries: Features,
  gallery: Features,
  options: { centre: boolean; k: number },
): RetrievalResult {
  checkWidths(queries, gallery);
  const targets = twinsByName(queries.files, gallery.files);
  const lonely = queries.files[targets.indexOf(-1)];
  if (lonely !== undefined)
    throw new FeaturesMismatch(`the gallery has no file named ${lonely}; queries and gallery are paired by file name`);
  const prepare = ({ rows, width }: Features) => unitRows(options.centre ? centredRows(rows, width) : rows, width);
  const neighbours = nearestNeighbours(prepare(queries), prepare(gallery), queries.width, options.k);
  return {
    recallAt1: recallAt1(neighbours, targets),
    queries: queries.files.length,
    gallery: gallery.files.length,
    neighbours,
  };
}

/**
 * Share of queries whose nearest gallery row is the wanted one.
 * @param targets (Q) the gallery row that belongs to each query
 */
export function recallAt1({ k, indices }: Neighbours, targets: Int32Array): number {
  const found = targets.filter((target, q) => indices[q * k] === target);
  return found.length / targets.length;
}

/** For each query the gallery row of the same file name, -1 where there is none. */
export function twinsByName(queryFiles: readonly string[], galleryFiles: readonly string[]): Int32Array {
  const rows = new Map(galleryFiles.map((file, row) => [file, row]));
  return Int32Array.from(queryFiles, (file) => rows.get(file) ?? -1);
}
