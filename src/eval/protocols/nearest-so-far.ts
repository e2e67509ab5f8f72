/** Shape letters: Q queries, N gallery rows, D width, K neighbours, C candidates. */

/** Queries, and gallery rows that they were compared with. */
export interface Compared {
  /** The first, and how many. */
  query: number;
  queries: number;
  row: number;
  rows: number;
}

/** Candidates beside 2 K, so that a few of almost the same product leave no doubt. */
const SPARE = 8;

/**
 * The K rows of a gallery nearest to each query by products of float64, from candidates by products of float32. It knows how far these can
 * be off, and so whether a row that was no candidate can be among the nearest: such queries are compared with all rows in the end.
 */
export class NearestSoFar {
  /** (Q, K), the nearest first; among equals the lower row first. */
  readonly indices: Int32Array;
  readonly similarities: Float32Array;
  /** (Q) the largest product in float32 that a row may have which was no candidate. */
  private readonly passedOver: Float64Array;
  /** (Q) how far a product in float32 may be from that in float64. */
  private readonly slack: Float64Array;

  /** Candidates that are wanted of each part of the gallery. */
  static wanted(k: number): number {
    return 2 * k + SPARE;
  }

  /** @param excluded (Q) the gallery row that a query may not find, -1 for none */
  constructor(
    private readonly queries: Float32Array,
    private readonly gallery: Float32Array,
    private readonly width: number,
    private readonly k: number,
    private readonly excluded: Int32Array | null,
  ) {
    const numQueries = queries.length / width;
    this.indices = new Int32Array(numQueries * k);
    this.similarities = new Float32Array(numQueries * k).fill(-Infinity);
    this.passedOver = new Float64Array(numQueries).fill(-Infinity);
    const longest = norms(gallery, width).reduce((most, norm) => Math.max(most, norm), 0);
    this.slack = norms(queries, width).map((norm) => largestError(width, norm * longest));
  }

  /** @param products (queries, C) in float32, descending, and @param rows (queries, C) which ones they are of, from 0 */
  lookAt(compared: Compared, products: Float32Array, rows: Int32Array): void {
    const candidates = products.length / compared.queries;
    for (let i = 0; i < compared.queries; i++) {
      const q = compared.query + i;
      const least = (q + 1) * this.k - 1;
      let at = i * candidates;
      const end = at + candidates;
      for (; at < end && !(this.similarities[least]! > products[at]! + this.slack[q]!); at++)
        this.offer(q, compared.row + rows[at]!);
      if (at === end && candidates < compared.rows)
        this.passedOver[q] = Math.max(this.passedOver[q]!, products[end - 1]!);
    }
  }

  /** Compares queries of which it is not known that no other row is as near with all rows. */
  lookAtTheUnclear(): void {
    const { k, similarities, passedOver, slack } = this;
    for (let q = 0; q < passedOver.length; q++) {
      if (passedOver[q] === -Infinity || similarities[(q + 1) * k - 1]! > passedOver[q]! + slack[q]!) continue;
      similarities.fill(-Infinity, q * k, (q + 1) * k);
      for (let row = 0; row < this.gallery.length / this.width; row++) this.offer(q, row);
    }
  }

  private offer(q: number, row: number): void {
    if (row === this.excluded?.[q]) return;
    const { k, width, indices, similarities } = this;
    const similarity = Math.fround(dot(this.queries, q * width, this.gallery, row * width, width));
    const first = q * k;
    const isAfter = (place: number) =>
      similarities[place]! < similarity || (similarities[place] === similarity && indices[place]! > row);
    let place = first + k - 1;
    if (!isAfter(place)) return;
    for (; place > first && isAfter(place - 1); place--) {
      similarities[place] = similarities[place - 1]!;
      indices[place] = indices[place - 1]!;
    }
    similarities[place] = similarity;
    indices[place] = row;
  }
}

/**
 * Of a product summed in float32 in any order: D rounding errors of 2^-24 of the factors' lengths, and one more for the rounding to
 * float32 of what it is compared with; as much again for their products. Source: Higham 2002, "Accuracy and Stability of Numerical
 * Algorithms", (3.5)
 */
function largestError(width: number, lengths: number): number {
  return (width + 1) * (2 ** -23 * lengths + 2 ** -149);
}

function norms(rows: Float32Array, width: number): Float64Array {
  return Float64Array.from({ length: rows.length / width }, (_, row) =>
    Math.sqrt(dot(rows, row * width, rows, row * width, width)),
  );
}

function dot(a: Float32Array, aStart: number, b: Float32Array, bStart: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += a[aStart + i]! * b[bStart + i]!;
  return sum;
}
