/** Shape letters: Q queries, N gallery rows, D width, K neighbours. */

/** The K gallery rows nearest to each query, the nearest first; among equals the lower index first. */
export interface Neighbours {
  k: number;
  /** (Q, K) */
  indices: Int32Array;
  /** (Q, K) dot products. */
  similarities: Float32Array;
}

/**
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
  const numQueries = queries.length / width;
  const numGallery = gallery.length / width;
  const available = excluded?.some((row) => row >= 0) ? numGallery - 1 : numGallery;
  if (k > available) throw new RangeError(`k is ${k}, expected at most ${available}, the size of the gallery`);

  const indices = new Int32Array(numQueries * k);
  const similarities = new Float32Array(numQueries * k).fill(-Infinity);
  for (let q = 0; q < numQueries; q++) {
    const best = similarities.subarray(q * k, (q + 1) * k);
    const bestRow = indices.subarray(q * k, (q + 1) * k);
    for (let row = 0; row < numGallery; row++) {
      if (row === excluded?.[q]) continue;
      const similarity = Math.fround(dot(queries, q * width, gallery, row * width, width));
      if (similarity > best[k - 1]!) insert(best, bestRow, similarity, row);
    }
  }
  return { k, indices, similarities };
}

function dot(a: Float32Array, aStart: number, b: Float32Array, bStart: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += a[aStart + i]! * b[bStart + i]!;
  return sum;
}

/** Puts a row in its place of a descending list whose last is dropped. */
function insert(best: Float32Array, rows: Int32Array, similarity: number, row: number): void {
  let place = best.length - 1;
  for (; place > 0 && best[place - 1]! < similarity; place--) {
    best[place] = best[place - 1]!;
    rows[place] = rows[place - 1]!;
  }
  best[place] = similarity;
  rows[place] = row;
}
