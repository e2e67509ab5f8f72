import type { Neighbours } from './nearest-neighbours.js';

/**
 * Weighted votes: each neighbour votes for its class with softmax(similarity / temperature) over the K neighbours.
 * @param galleryLabels class of each gallery row, from 0
 * @returns (Q, classes); a row sums to 1
 * Source: Wu et al. 2018, "Unsupervised feature learning via non-parametric instance discrimination"; DINOv2 eval/knn.py
 */
export function knnVotes(
  { k, indices, similarities }: Neighbours,
  galleryLabels: Int32Array,
  numClasses: number,
  temperature: number,
): Float32Array {
  const numQueries = indices.length / k;
  const votes = new Float32Array(numQueries * numClasses);
  for (let q = 0; q < numQueries; q++) {
    const nearest = similarities[q * k]!;
    const weights = Array.from({ length: k }, (_, j) => Math.exp((similarities[q * k + j]! - nearest) / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, j) => {
      votes[q * numClasses + galleryLabels[indices[q * k + j]!]!]! += weight / total;
    });
  }
  return votes;
}

/** Share of queries whose class has most votes; among equals the lower class counts. */
export function knnAccuracy(votes: Float32Array, queryLabels: Int32Array, numClasses: number): number {
  let correct = 0;
  queryLabels.forEach((label, q) => {
    const row = votes.subarray(q * numClasses, (q + 1) * numClasses);
    if (row.indexOf(Math.max(...row)) === label) correct++;
  });
  return correct / queryLabels.length;
}
