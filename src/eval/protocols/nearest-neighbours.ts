/** Shape letters: Q queries, N gallery rows, D width, K neighbours. */

import type { Backend, Tensor } from '../../nn/backend.js';
import { openBackend } from '../../nn/open-backend.js';
import { usableCores } from '../../system/cores.js';
import { NearestSoFar } from './nearest-so-far.js';

/** The K gallery rows nearest to each query, the nearest first; among equals the lower index first. */
export interface Neighbours {
  k: number;
  /** (Q, K) */
  indices: Int32Array;
  /** (Q, K) dot products. */
  similarities: Float32Array;
}

/** Of queries, of the gallery and of what is found, so many are on the backend at a time. */
const BLOCK_NUMBERS = 1 << 22;

/**
 * As if every dot product was summed in float64 and rounded once, whatever the CPU: products in float32 say which rows may be among the
 * nearest, and only these are summed again.
 * @param queries (Q, D), @param gallery (N, D): of unit length where cosines are wanted
 * @param excluded (Q) the gallery row that a query may not find, -1 for none
 * @throws RangeError where the gallery has fewer than K rows besides the excluded one
 */
export function nearestNeighbours(
  queries: Float32Array,
  gallery: Float32Array,
  width: number,
  k: number,
  excluded: Int32Array | null = null,
): Neighbours {
  const numGallery = gallery.length / width;
  const available = excluded?.some((row) => row >= 0) ? numGallery - 1 : numGallery;
  if (k > available) throw new RangeError(`k is ${k}, expected at most ${available}, the size of the gallery`);
  const backend = openBackend('cpu', 'float32');
  backend.setThreads(usableCores().usable);
  const nearest = new NearestSoFar(queries, gallery, width, k, excluded);
  const blockRows = Math.max(1, Math.floor(BLOCK_NUMBERS / Math.max(width, NearestSoFar.wanted(k))));
  for (let query = 0; query < queries.length / width; query += blockRows) {
    const some = uploaded(backend, queries, width, query, blockRows);
    for (let row = 0; row < numGallery; row += blockRows) {
      const part = uploaded(backend, gallery, width, row, blockRows);
      const found = backend.topK(some, part, Math.min(NearestSoFar.wanted(k), part.shape[0]!));
      part.release();
      const products = new Float32Array(found.values.numel);
      const rows = new Int32Array(found.indices.numel);
      backend.download(found.values, products);
      backend.download(found.indices, rows);
      nearest.lookAt({ query, queries: some.shape[0]!, row, rows: part.shape[0]! }, products, rows);
      found.values.release();
      found.indices.release();
    }
    some.release();
  }
  nearest.lookAtTheUnclear();
  return { k, indices: nearest.indices, similarities: nearest.similarities };
}

/** Rows from `first` on, as many as there are of `count`. */
function uploaded(backend: Backend, rows: Float32Array, width: number, first: number, count: number): Tensor {
  const some = rows.subarray(first * width, (first + count) * width);
  const tensor = backend.empty([some.length / width, width], 'float32');
  backend.upload(tensor, some);
  return tensor;
}
