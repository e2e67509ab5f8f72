import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isReadable } from '../formats/dtype.js';
import { FormatError } from '../formats/format-error.js';
import { type PickleDict, PickleObject } from '../formats/pickle.js';
import { recognizeFile } from '../formats/recognize-file.js';
import { SafetensorsFile } from '../formats/safetensors.js';
import { TorchArchive, TorchTensor } from '../formats/torch-archive.js';
import { widenToFloat32 } from '../formats/widen.js';
import { finite } from './finite.js';
import { WeightsError } from './weights-error.js';

/** Tensors of one file, or of several that are one, by the names that they are stored under. */
export interface StoredTensors {
  /** Begins an error's message. */
  readonly source: string;
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** What a safetensors file says beside its tensors. */
  readonly metadata: Readonly<Record<string, string>>;
  /** All elements as float32, in row-major order. @throws WeightsError also where they are not finite */
  read(name: string): Float32Array;
  close(): void;
}

/** @throws WeightsError where the file is neither of torch.save nor safetensors, or not sound */
export function openTensors(path: string): StoredTensors {
  return inWeights(() => {
    const file = recognizeFile(path);
    if (file.kind === 'other')
      throw new FormatError(
        `${path} is ${file.what}; expected the zip archive of torch.save or a safetensors file: ${file.todo}`,
      );
    const isSafetensors = file.kind === 'safetensors' || (file.kind === 'unknown' && path.endsWith('.safetensors'));
    return isSafetensors ? fromSafetensors(SafetensorsFile.open(path)) : fromTorch(TorchArchive.open(path));
  });
}

/**
 * The files that an index of transformers lists: `*.index.json`, {"weight_map": {tensor: file}}.
 * @throws WeightsError where one of them is missing or not sound
 */
export function openIndexed(index: string): StoredTensors {
  const files = filesOf(index);
  const open = new Map<string, StoredTensors>();
  const close = () => {
    for (const file of open.values()) file.close();
  };
  const missing = [...new Set(files.values())].filter((name) => !existsSync(join(dirname(index), name)));
  if (missing.length > 0)
    throw new WeightsError(
      'WEIGHTS_MISSING',
      `${index}: lists ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} not beside it; download it all`,
    );
  try {
    for (const name of new Set(files.values())) open.set(name, openTensors(join(dirname(index), name)));
    const holder = (tensor: string) => open.get(files.get(tensor)!)!;
    const shapes = [...files.keys()].map((tensor): [string, readonly number[]] => {
      const shape = holder(tensor).shapes.get(tensor);
      if (shape !== undefined) return [tensor, shape];
      throw invalid(`${index}: says that "${tensor}" is in ${files.get(tensor)}, which has no such tensor`);
    });
    return { source: index, shapes: new Map(shapes), metadata: {}, read: (name) => holder(name).read(name), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** File by tensor, each beside the index. */
function filesOf(index: string): Map<string, string> {
  let parsed: { weight_map?: unknown } | null;
  try {
    parsed = JSON.parse(readFileSync(index, 'utf8'));
  } catch (cause) {
    throw invalid(`${index} is no JSON: ${(cause as Error).message}`, cause);
  }
  const map = Object.entries(parsed?.weight_map ?? {});
  const isFile = (name: unknown) => typeof name === 'string' && name !== '' && name === basename(name);
  if (map.length === 0 || !map.every(([, name]) => isFile(name)))
    throw invalid(`${index}: expected "weight_map", an object that says for each tensor which file beside it holds it`);
  return new Map(map as [string, string][]);
}

function fromSafetensors(file: SafetensorsFile): StoredTensors {
  return {
    source: file.path,
    shapes: new Map([...file.tensors].map(([name, { shape }]) => [name, shape])),
    metadata: file.metadata,
    read: (name) => {
      const { dtype, start, end } = inWeights(() => file.info(name));
      if (!isReadable(dtype)) throw unreadable(file.path, name, dtype);
      const bytes = inWeights(() => file.readBytes(name, 0, end - start));
      return finite(file.path, name, widenToFloat32(dtype, bytes), dtype);
    },
    close: () => file.close(),
  };
}

function fromTorch(archive: TorchArchive): StoredTensors {
  try {
    const tensors = new Map<string, TorchTensor>();
    collect(archive.path, archive.root, '', tensors, new Set());
    return {
      source: archive.path,
      shapes: new Map([...tensors].map(([name, { shape }]) => [name, shape])),
      metadata: {},
      read: (name) => {
        const tensor = tensors.get(name)!;
        if (!isReadable(tensor.dtype)) throw unreadable(archive.path, name, tensor.dtype);
        return finite(
          archive.path,
          name,
          inWeights(() => archive.read(tensor)),
          tensor.dtype,
        );
      },
      close: () => archive.close(),
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** Deeper than any dictionaries of weights lie. */
const MAX_DEPTH = 8;

/** Dictionaries within dictionaries are prefixes: {"model": {"x": tensor}} is "model.x". Each is looked at once. */
function collect(
  path: string,
  dict: PickleDict,
  prefix: string,
  found: Map<string, TorchTensor>,
  seen: Set<PickleDict>,
  depth = 0,
): void {
  seen.add(dict);
  for (const [key, value] of dict) {
    const name = `${prefix}${key}`;
    if (value instanceof PickleObject && value.value instanceof TorchTensor) {
      if (found.has(name)) throw invalid(`${path}: two tensors are ${name}`);
      found.set(name, value.value);
    } else if (value instanceof Map && depth < MAX_DEPTH && !seen.has(value)) {
      collect(path, value, `${name}.`, found, seen, depth + 1);
    }
  }
}

function invalid(message: string, cause?: unknown): WeightsError {
  return new WeightsError('WEIGHTS_INVALID', message, { cause });
}

function unreadable(path: string, name: string, dtype: string): WeightsError {
  return invalid(
    `${path}: tensor "${name}" is of type ${dtype}, expected F32, F16, BF16 or F64; save it as one of these`,
  );
}

/** What is wrong with a file is wrong with the weights. */
function inWeights<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof FormatError ? invalid(cause.message, cause) : cause;
  }
}
