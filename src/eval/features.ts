import { existsSync } from 'node:fs';
import { UserError } from '../errors/user-error.js';
import { FormatError } from '../formats/format-error.js';
import { SafetensorsFile, writeSafetensors } from '../formats/safetensors.js';

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
  writeSafetensors(path, [{ name: tensorName, dtype: 'F32', shape, data: rows }], metadata);
}

/** A file of features that cannot be read. */
export class FeaturesError extends UserError {
  constructor(code: 'FEATURES_MISSING' | 'FEATURES_INVALID', message: string, options?: ErrorOptions) {
    super(code, code === 'FEATURES_MISSING' ? 2 : 1, message, options);
  }
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
    return { rows, width, files, folder: file.metadata.folder ?? '.' };
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

/** One array of all parts, in order. */
export function concatenated(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    out.set(part, position);
    position += part.length;
  }
  return out;
}
