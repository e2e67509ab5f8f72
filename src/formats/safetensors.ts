/**
 * The safetensors file format: eight bytes with the length of a JSON header, the header, then the tensors' bytes without
 * gaps. Little-endian throughout, as every machine that this runs on.
 * Source: github.com/huggingface/safetensors, "Format".
 */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { ARRAY_OF, type ArrayOf, byteLengthOf, type Dtype } from './dtype.js';
import { FormatError } from './format-error.js';
import { firstTwice } from './json-keys.js';
import { readExactly as readExactlyOf } from './positioned-read.js';
import { recognizeFile } from './recognize-file.js';

export interface TensorInfo {
  /** A Dtype, or the name of a type that is not read here. */
  dtype: string;
  shape: readonly number[];
  /** Bytes [start, end) after the header. */
  start: number;
  end: number;
}

export interface SafetensorsHeader {
  tensors: ReadonlyMap<string, TensorInfo>;
  metadata: Readonly<Record<string, string>>;
}

/** A tensor to be written; `data` is its bytes in one or several pieces. */
export interface TensorData {
  name: string;
  dtype: Dtype;
  shape: readonly number[];
  data: NodeJS.TypedArray | Iterable<NodeJS.TypedArray>;
}

/** A longer header than any real one: as in the reference implementation. */
const maxHeaderBytes = 100e6;

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** An open file. Tensors are read one at a time, straight into an array of their own. */
export class SafetensorsFile implements SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly metadata: Readonly<Record<string, string>>;

  private constructor(
    readonly path: string,
    private readonly fd: number,
    private readonly dataStart: number,
    header: SafetensorsHeader,
  ) {
    this.tensors = header.tensors;
    this.metadata = header.metadata;
  }

  /** @throws FormatError where header and file do not fit together; the system's error where it cannot be opened */
  static open(path: string): SafetensorsFile {
    const fd = openSync(path, 'r');
    try {
      const fileBytes = fstatSync(fd).size;
      if (fileBytes < 8) throw notSafetensors(path, `${fileBytes} bytes, expected a header's length in 8`);
      const headerBytes = Number(readExactly(path, fd, 0, 8).readBigUInt64LE());
      if (headerBytes > Math.min(maxHeaderBytes, fileBytes - 8))
        throw notSafetensors(path, `claims a header of ${headerBytes} bytes in a file of ${fileBytes} bytes`);
      const dataStart = 8 + headerBytes;
      const header = parseSafetensorsHeader(path, readExactly(path, fd, 8, headerBytes), fileBytes - dataStart);
      return new SafetensorsFile(path, fd, dataStart, header);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  info(name: string): TensorInfo {
    const info = this.tensors.get(name);
    if (info === undefined) throw new FormatError(`${this.path}: has no tensor "${name}"`);
    return info;
  }

  /** @throws FormatError where the tensor is missing or of another dtype or shape */
  check(name: string, dtype: Dtype, shape?: readonly number[]): TensorInfo {
    const info = this.info(name);
    const fits =
      shape === undefined || (shape.length === info.shape.length && shape.every((n, i) => n === info.shape[i]));
    if (info.dtype === dtype && fits) return info;
    throw new FormatError(
      `${this.path}: tensor "${name}" is ${info.dtype} [${info.shape}], expected ${dtype}` +
        (shape === undefined ? '' : ` [${shape}]`),
    );
  }

  /** All elements, in row order. @throws FormatError as `check` */
  read<D extends Dtype>(name: string, dtype: D, shape?: readonly number[]): ArrayOf<D> {
    const info = this.check(name, dtype, shape);
    const bytes = this.readBytes(name, 0, info.end - info.start);
    return new ARRAY_OF[dtype](bytes.buffer) as ArrayOf<D>;
  }

  /** Bytes [start, end) of a tensor. */
  readBytes(name: string, start: number, end: number): Uint8Array<ArrayBuffer> {
    const info = this.info(name);
    if (!(isSize(start) && isSize(end) && start <= end && end <= info.end - info.start))
      throw new RangeError(
        `${this.path}: tensor "${name}" has ${info.end - info.start} bytes, asked for ${start}..${end}`,
      );
    return readExactly(this.path, this.fd, this.dataStart + info.start + start, end - start);
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Named for what it is, where that can be told. */
function notSafetensors(path: string, problem: string): FormatError {
  const file = recognizeFile(path);
  return new FormatError(
    file.kind === 'other' ? `${path}: is ${file.what}, no safetensors file; ${file.todo}` : `${path}: ${problem}`,
  );
}

function readExactly(path: string, fd: number, position: number, length: number): Buffer<ArrayBuffer> {
  return readExactlyOf(
    fd,
    position,
    length,
    (at) => new FormatError(`${path}: ends at byte ${at} while it is being read`),
  );
}

/**
 * @param json the header without its length
 * @param dataBytes what the file has after the header
 */
export function parseSafetensorsHeader(path: string, json: Uint8Array, dataBytes: number): SafetensorsHeader {
  let parsed: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(json);
    parsed = JSON.parse(text);
  } catch (error) {
    throw new FormatError(`${path}: the header is no JSON`, { cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new FormatError(`${path}: the header is no JSON object`);

  const tensors = new Map<string, TensorInfo>();
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(parsed)) {
    if (name === '__metadata__') metadata = textsOf(path, entry);
    else tensors.set(name, checkEntry(path, name, entry));
  }
  const gap = layoutProblem(tensors, dataBytes);
  if (gap !== null) {
    // Of a name that is there twice JSON keeps the last: where the first one's bytes are is a gap.
    const twice = firstTwice(text);
    throw new FormatError(twice === null ? `${path}: ${gap}` : `${path}: two tensors are named "${twice}"`);
  }
  return { tensors, metadata };
}

/** No tensor depends on it: of what other writers leave there, numbers and nulls, the texts are taken. */
function textsOf(path: string, metadata: unknown): Record<string, string> {
  if (typeof metadata !== 'object' || Array.isArray(metadata))
    throw new FormatError(`${path}: __metadata__ is expected to map names to text`);
  const entries = Object.entries(metadata ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

function checkEntry(path: string, name: string, entry: unknown): TensorInfo {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const fail = (what: string): never => {
    throw new FormatError(`${path}: tensor "${name}" ${what}`);
  };
  if (typeof dtype !== 'string') return fail(`has dtype ${JSON.stringify(dtype)}, expected the name of a type`);
  if (!Array.isArray(shape) || !shape.every(isSize)) return fail(`has shape ${JSON.stringify(shape)}, expected sizes`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize))
    return fail(`has data_offsets ${JSON.stringify(offsets)}, expected [start, end]`);
  const [start, end] = offsets as [number, number];
  const expected = byteLengthOf(dtype, shape) ?? Math.max(0, end - start);
  if (end - start !== expected)
    return fail(`has ${end - start} bytes by its offsets, expected ${expected} for ${dtype} [${shape}]`);
  return { dtype, shape, start, end };
}

/** Tensors must follow each other without a gap or an overlap and fill the file to its end. @returns null where they do */
function layoutProblem(tensors: ReadonlyMap<string, TensorInfo>, dataBytes: number): string | null {
  let position = 0;
  const inOrder = [...tensors].sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
  for (const [name, { start, end }] of inOrder) {
    if (start !== position)
      return `tensor "${name}" starts at byte ${start}, expected ${position}, where the one before it ends`;
    if (end > dataBytes) return `tensor "${name}" ends at byte ${end} of ${dataBytes}; the file is cut short`;
    position = end;
  }
  return position === dataBytes ? null : `${dataBytes - position} bytes after the last tensor, expected none`;
}

/**
 * The bytes of a file, piece by piece: the header, then each tensor's own memory, not copied.
 * @throws RangeError at the piece where a tensor has not the bytes that its dtype and shape say
 */
export function* safetensorsPieces(
  tensors: readonly TensorData[],
  metadata: Readonly<Record<string, string>>,
): Generator<Uint8Array> {
  yield encodeSafetensorsHeader(tensors, metadata);
  for (const { name, dtype, shape, data } of tensors) {
    const expected = byteLengthOf(dtype, shape);
    let written = 0;
    for (const piece of ArrayBuffer.isView(data) ? [data] : data) {
      yield new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
      written += piece.byteLength;
    }
    if (written !== expected)
      throw new RangeError(`tensor "${name}" has ${written} bytes, expected ${expected} for ${dtype} [${shape}]`);
  }
}

/** The length in eight bytes and the JSON: what a file begins with. */
export function encodeSafetensorsHeader(
  tensors: readonly Omit<TensorData, 'data'>[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: [string, unknown][] = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : [];
  let position = 0;
  for (const { name, dtype, shape } of tensors) {
    const end = position + byteLengthOf(dtype, shape);
    header.push([name, { dtype, shape, data_offsets: [position, end] }]);
    position = end;
  }
  if (new Set(header.map(([name]) => name)).size < header.length) throw new RangeError('two tensors have one name');
  const json = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  // Spaces at the end let the tensors start at a multiple of 8, for readers that map the file.
  const bytes = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  bytes.writeBigUInt64LE(BigInt(bytes.length - 8));
  json.copy(bytes, 8);
  return bytes;
}
