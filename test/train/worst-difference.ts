/** Worst difference relative to the expected tensor's largest absolute value. */
export function worstDifference(actual: Float32Array, expected: Float32Array): number {
  let largest = 0;
  let worst = 0;
  expected.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    worst = Math.max(worst, Math.abs(actual[i]! - value));
  });
  return worst / Math.max(largest, 1e-30);
}
