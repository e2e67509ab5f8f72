/** Shape letters: M rows (patches of all images), D width, K components. */

const iterations = 100;

/**
 * Principal components: each row's coordinates along the K directions in which the rows vary most.
 * Deterministic; the sign is such that a direction's largest entry is positive.
 * @param rows (M, D)
 * @returns (M, K), the first component varies most
 * @throws RangeError where there are more components than columns
 */
export function principalComponents(rows: Float32Array, width: number, k: number): Float32Array {
  if (k > width) throw new RangeError(`${k} components of rows that are ${width} wide`);
  const centred = centre(rows, width);
  const directions = leadingDirections(covariance(centred, width), width, k);
  const count = rows.length / width;
  const out = new Float32Array(count * k);
  for (let m = 0; m < count; m++)
    directions.forEach((direction, j) => {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += centred[m * width + i]! * direction[i]!;
      out[m * k + j] = sum;
    });
  return out;
}

function centre(rows: Float32Array, width: number): Float64Array {
  const count = rows.length / width;
  const mean = new Float64Array(width);
  for (let i = 0; i < rows.length; i++) mean[i % width]! += rows[i]! / count;
  return Float64Array.from(rows, (value, i) => value - mean[i % width]!);
}

/** (D, D) sums of products, symmetric. */
function covariance(centred: Float64Array, width: number): Float64Array {
  const out = new Float64Array(width * width);
  for (let start = 0; start < centred.length; start += width)
    for (let i = 0; i < width; i++) {
      const left = centred[start + i]!;
      for (let j = 0; j < width; j++) out[i * width + j]! += left * centred[start + j]!;
    }
  return out;
}

/** Eigenvectors of the K largest eigenvalues of a symmetric matrix, by repeated multiplication and deflation. */
function leadingDirections(matrix: Float64Array, width: number, k: number): Float64Array[] {
  const found: Float64Array[] = [];
  for (let j = 0; j < k; j++) {
    // Any start with a part along the wanted direction will do; a fixed one makes the picture repeatable.
    let direction = Float64Array.from({ length: width }, (_, i) => Math.cos(1 + i * (j + 1)));
    for (let iteration = 0; iteration < iterations; iteration++) {
      const next = new Float64Array(width);
      for (let row = 0; row < width; row++)
        for (let i = 0; i < width; i++) next[row]! += matrix[row * width + i]! * direction[i]!;
      for (const other of found) removeAlong(next, other);
      direction = unit(next);
    }
    found.push(withPositivePeak(direction));
  }
  return found;
}

function removeAlong(vector: Float64Array, direction: Float64Array): void {
  let along = 0;
  for (let i = 0; i < vector.length; i++) along += vector[i]! * direction[i]!;
  for (let i = 0; i < vector.length; i++) vector[i]! -= along * direction[i]!;
}

function unit(vector: Float64Array): Float64Array<ArrayBuffer> {
  const length = Math.hypot(...vector);
  return Float64Array.from(vector, (value) => (length > 0 ? value / length : 0));
}

function withPositivePeak(vector: Float64Array): Float64Array {
  const peak = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return peak < 0 ? vector.map((value) => -value) : vector;
}

/**
 * Colours for three components: each from its 2nd to its 98th percentile over all rows becomes 0 to 255.
 * @param components (M, 3)
 * @returns (M, 3) RGB
 */
export function componentsToRgb(components: Float32Array): Uint8Array {
  const count = components.length / 3;
  const ranges = [0, 1, 2].map((channel) => {
    const sorted = Float32Array.from({ length: count }, (_, m) => components[m * 3 + channel]!).sort();
    const low = sorted[Math.floor(0.02 * (count - 1))]!;
    const high = sorted[Math.ceil(0.98 * (count - 1))]!;
    return { low, span: high > low ? high - low : 1 };
  });
  return Uint8Array.from(components, (value, i) => {
    const { low, span } = ranges[i % 3]!;
    return Math.round(255 * Math.min(1, Math.max(0, (value - low) / span)));
  });
}
