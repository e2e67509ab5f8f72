/** Cubic convolution kernel with parameter a, at distance x. Source: Keys 1981; a = -0.75 as PyTorch's bicubic. */
function cubic(x: number, a: number): number {
  const t = Math.abs(x);
  if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  if (t < 2) return (((t - 5) * t + 8) * t - 4) * a;
  return 0;
}

/** Weights of `input` samples for each of `output` samples, (output, input); `scale` is input steps per output step. */
function bicubicWeights(input: number, output: number, scale: number): Float64Array {
  const weights = new Float64Array(output * input);
  for (let o = 0; o < output; o++) {
    const center = (o + 0.5) * scale - 0.5;
    const first = Math.floor(center) - 1;
    for (let i = first; i < first + 4; i++) {
      const clamped = Math.min(Math.max(i, 0), input - 1);
      weights[o * input + clamped]! += cubic(center - i, -0.75);
    }
  }
  return weights;
}

/** As bicubicWeights, with the kernel widened to the scale when shrinking, cut at the borders and made to sum to 1. */
function antialiasedWeights(input: number, output: number, scale: number): Float64Array {
  const weights = new Float64Array(output * input);
  const stretch = Math.max(scale, 1);
  const support = 2 * stretch;
  for (let o = 0; o < output; o++) {
    const center = (o + 0.5) * scale;
    const first = Math.max(Math.trunc(center - support + 0.5), 0);
    const end = Math.min(Math.trunc(center + support + 0.5), input);
    let sum = 0;
    for (let i = first; i < end; i++) sum += weights[o * input + i] = cubic((i - center + 0.5) / stretch, -0.5);
    for (let i = first; i < end; i++) weights[o * input + i]! /= sum;
  }
  return weights;
}

export interface PositionInterpolation {
  /** Patches on a side of the grid that the embedding was made for. */
  grid: number;
  /** Patches on the sides of the grid that it is wanted for. */
  height: number;
  width: number;
  /** Added to the wanted size before the scale is taken; 0: the scale is the sizes' ratio. */
  offset: number;
  antialias: boolean;
}

/**
 * Position embedding interpolation as a matrix: row (y, x) of the wanted grid by column (y, x) of the given one, so that
 * embedding and gradient are matrix products.
 * @returns (height * width, grid * grid)
 * Source: DINOv2 models/vision_transformer.py `interpolate_pos_encoding`; torch.nn.functional.interpolate, bicubic
 */
export function positionInterpolation(options: PositionInterpolation): Float32Array {
  const { grid, height, width, offset, antialias } = options;
  const along = antialias ? antialiasedWeights : bicubicWeights;
  // PyTorch samples by the scale that it is given, not by the ratio of the rounded sizes.
  const rows = along(grid, height, grid / (height + offset));
  const columns = along(grid, width, grid / (width + offset));
  const matrix = new Float32Array(height * width * grid * grid);
  let at = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let v = 0; v < grid; v++)
        for (let u = 0; u < grid; u++) matrix[at++] = rows[y * grid + v]! * columns[x * grid + u]!;
  return matrix;
}
