import { existsSync } from 'node:fs';
import { shownFileName } from '../data/sources/file-name.js';
import { type ExitCode, UserError } from '../errors/user-error.js';
import { FormatError } from '../formats/format-error.js';
import { SafetensorsFile, safetensorsPieces } from '../formats/safetensors.js';
import { writeFileWhole } from '../system/atomic-file.js';

/** Class tokens of a folder of images. N images, D wide. */
export interface Features {
  /** (N, D) row by row, as the network gives them: not of unit length. */
  rows: Float32Array;
  width: number;
  /** Path of each row's image below `folder`, as text (`fileNameText`), in the order of the listing. (N) */
  files: string[];
  folder: string;
}

const tensorName = 'x_norm_clstoken';

export function writeFeatures(path: string, { rows, width, files, folder }: Features): void {
  const shape = [files.length, width];
  const metadata = { files: JSON.stringify(files), folder };
  const tensors = [{ name: tensorName, dtype: 'F32', shape, data: rows }] as const;
  writeFileWhole(path, safetensorsPieces(tensors, metadata));
}

const EXIT_CODES = {
  FEATURES_MISSING: 2,
  /** A file that is not as `dinofleet embed` makes it. */
  FEATURES_INVALID: 1,
  /** A network computed NaN or infinities. */
  FEATURES_NOT_FINITE: 1,
} as const satisfies Record<string, ExitCode>;

/** Features that cannot be used. */
export class FeaturesError extends UserError {
  constructor(code: keyof typeof EXIT_CODES, message: string, options?: ErrorOptions) {
    super(code, EXIT_CODES[code], message, options);
  }
}

/**
 * @param rows equally many numbers for each file
 * @throws FeaturesError naming the first image of whose features one is not finite
 */
export function checkFinite(rows: Float32Array, folder: string, files: readonly string[]): void {
  const at = rows.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const width = rows.length / files.length;
  const image = Math.floor(at / width);
  const own = rows.subarray(image * width, (image + 1) * width);
  const count = own.filter((value) => !Number.isFinite(value)).length;
  throw new FeaturesError(
    'FEATURES_NOT_FINITE',
    `${folder}/${shownFileName(files[image]!)}: ${count} of its ${width} features are not finite, the first is ${rows[at]}: the weights are ` +
      'of no use for it; try others, or an older checkpoint',
  );
}

/** @throws FeaturesError where the file is not one that `dinofleet embed` makes */
export function readFeatures(path: string): Features {
  if (!existsSync(path))
    throw new FeaturesError('FEATURES_MISSING', `${path}: no such file, expected one made by: dinofleet embed`);
  try {
    return readFrom(SafetensorsFile.open(path));
  } catch (cause) {
    throw cause instanceof FormatError ? new FeaturesError('FEATURES_INVALID', cause.message, { cause }) : cause;
  }
}

function readFrom(file: SafetensorsFile): Features {
  try {
    const rows = file.read(tensorName, 'F32');
    const { shape } = file.info(tensorName);
    const files: unknown = JSON.parse(file.metadata.files ?? 'null');
    const [count, width] = shape;
    if (shape.length !== 2 || count === undefined || width === undefined || !isListOf(files, count))
      throw new FormatError(
        `${file.path}: expected "${tensorName}" of shape (N, D) and __metadata__.files with N names, got [${shape}]; ` +
          'such a file is made by: dinofleet embed',
      );
    const folder = file.metadata.folder ?? '.';
    checkFinite(rows, folder, files);
    return { rows, width, files, folder };
  } finally {
    file.close();
  }
}

function isListOf(files: unknown, count: number): files is string[] {
  return Array.isArray(files) && files.length === count && files.every((name) => typeof name === 'string');
}

/** (N, D) rows scaled to length 1. A zero row stays zero. */
export function unitRows(rows: Float32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += width) {
    let squared = 0;
    for (let i = start; i < start + width; i++) squared += rows[i]! ** 2;
    const scale = squared > 0 ? 1 / Math.sqrt(squared) : 0;
    for (let i = start; i < start + width; i++) out[i] = rows[i]! * scale;
  }
  return out;
}

/** (N, D) rows less their mean: what two sets of images differ in as a whole, such as their drawing style, is gone. */
export function centredRows(rows: Float32Array, width: number): Float32Array {
  const mean = new Float64Array(width);
  const count = rows.length / width;
  for (let i = 0; i < rows.length; i++) mean[i % width]! += rows[i]! / count;
  return rows.map((value, i) => value - mean[i % width]!);
}
