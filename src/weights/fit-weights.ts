import { positionInterpolation } from '../model/position-embedding.js';
import { type VitShape, vitUnits } from '../model/vision-transformer.js';
import type { UnitSpec } from '../nn/parameter.js';
import type { BackboneWeights, NamedWeights } from './backbone-weights.js';
import { WeightsError } from './weights-error.js';

const POSITIONS = 'pos_embed';
/** Of use in training alone, where patches are masked; files for inference may lack it. */
const MASK_TOKEN = 'mask_token';
/** Differences that are named; another network differs everywhere. */
const MAX_NAMED = 10;

/**
 * A mask token may be missing.
 * @throws WeightsError where the weights are of another network: says what differs, name by name
 */
export function checkFits({ source, shapes }: BackboneWeights, network: VitShape): void {
  const wanted = shapesOf(vitUnits(network));
  if (!shapes.has(MASK_TOKEN)) wanted.delete(MASK_TOKEN);
  const differences = shapeDifferences(shapes, wanted);
  if (differences === null) return;
  throw new WeightsError(
    'WEIGHTS_DIFFER',
    `${source} has the weights of another network than the configuration; use weights of its student.arch, ` +
      `student.patch_size, student.ffn_layer and student.num_register_tokens:${differences}`,
  );
}

export type Shapes = ReadonlyMap<string, readonly number[]>;

export function shapesOf(units: readonly UnitSpec[], prefix = ''): Map<string, readonly number[]> {
  return new Map(units.flatMap((unit) => unit.parameters.map(({ name, shape }) => [prefix + name, shape])));
}

/**
 * What differs, a line for each name; null: nothing. A position embedding may be for another square of patches.
 * @param given shapes by name, of a backbone or of sub-modules by their prefixes
 */
export function shapeDifferences(given: Shapes, wanted: Shapes): string | null {
  const text = (shape: readonly number[]) => `(${shape.join(', ')})`;
  const differences = [
    ...[...wanted].flatMap(([name, shape]) => {
      const got = given.get(name);
      if (got === undefined) return [`missing ${name} ${text(shape)}`];
      if (got.join() === shape.join()) return [];
      const isPositions = name === POSITIONS || name === `backbone.${POSITIONS}`;
      if (isPositions && gridOf(got) !== null && got.at(-1) === shape.at(-1)) return [];
      return [`${name} is ${text(got)}, expected ${text(shape)}`];
    }),
    ...[...given].flatMap(([name, shape]) => (wanted.has(name) ? [] : [`unexpected ${shown(name)} ${text(shape)}`])),
  ];
  if (differences.length === 0) return null;
  const more = differences.length - MAX_NAMED;
  const lines = [...differences.slice(0, MAX_NAMED), ...(more > 0 ? [`and ${more} more`] : [])];
  return lines.map((line) => `\n  ${line}`).join('');
}

/** A file may call its tensors anything. */
export function shown(name: string): string {
  return /^[\w.-]{1,200}$/.test(name) ? name : JSON.stringify(name.slice(0, 200));
}

/** Whether a network that masks patches would have to begin with a fresh token for them. */
export function lacksMaskToken({ shapes }: NamedWeights): boolean {
  return !shapes.has(MASK_TOKEN);
}

/**
 * A parameter of weights that fit; the position embedding interpolated to the network's own grid of patches. A mask token that
 * is missing is zeros, what it is initialised to.
 */
export function readFitted(weights: NamedWeights, network: VitShape, name: string): Float32Array {
  if (name === MASK_TOKEN && lacksMaskToken(weights)) return new Float32Array(network.embedDim);
  const values = weights.read(name);
  if (name !== POSITIONS) return values;
  const given = gridOf(weights.shapes.get(name)!)!;
  const wanted = network.imageSize / network.patchSize;
  return given === wanted ? values : interpolated(values, given, wanted, network);
}

/** Patches on a side of the grid that a position embedding (1, 1 + n, D) is for; null where n is no square. */
export function gridOf(shape: readonly number[]): number | null {
  const grid = Math.sqrt((shape[1] ?? 0) - 1);
  return shape.length === 3 && shape[0] === 1 && Number.isSafeInteger(grid) && grid > 0 ? grid : null;
}

/** The class token's row as it is, the patches' as the network itself would interpolate them for such an image. */
function interpolated(values: Float32Array, given: number, wanted: number, network: VitShape): Float32Array {
  const { embedDim: width, interpolateOffset: offset, interpolateAntialias: antialias } = network;
  const matrix = positionInterpolation({ grid: given, height: wanted, width: wanted, offset, antialias });
  const out = new Float32Array((1 + wanted * wanted) * width);
  out.set(values.subarray(0, width));
  const sums = new Float64Array(width);
  for (let row = 0; row < wanted * wanted; row++) {
    sums.fill(0);
    for (let column = 0; column < given * given; column++) {
      const weight = matrix[row * given * given + column]!;
      if (weight === 0) continue;
      for (let d = 0; d < width; d++) sums[d]! += weight * values[(1 + column) * width + d]!;
    }
    out.set(sums, (1 + row) * width);
  }
  return out;
}
