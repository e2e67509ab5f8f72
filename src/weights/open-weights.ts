import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FormatError } from '../formats/format-error.js';
import { SafetensorsFile } from '../formats/safetensors.js';
import { TorchArchive, type TorchTensor } from '../formats/torch-archive.js';
import { widenToFloat32 } from '../formats/widen.js';
import {
  type ArchitectureHints,
  type BackboneWeights,
  HINTS_KEY,
  type ModelWeights,
  type NamedWeights,
} from './backbone-weights.js';
import { readHuggingFaceConfig } from './hugging-face-config.js';
import { huggingFaceNames, releasedName } from './hugging-face-names.js';
import { releasedTensors } from './released-names.js';
import { WeightsError } from './weights-error.js';

const MODEL_FILE = 'model.safetensors';
const CONFIG_FILE = 'config.json';

/**
 * The weights of a backbone, and the heads that are stored beside it: of a .pth or .pt file of torch.save, a safetensors file,
 * or a folder of Hugging Face transformers.
 * @throws WeightsError where it is none of these or not sound
 */
export function openReleasedWeights(path: string): ModelWeights {
  const kind = kindOf(path);
  if (kind === 'torch') return torchWeights(inWeights(() => TorchArchive.open(path)));
  const file = inWeights(() => SafetensorsFile.open(kind === 'folder' ? join(path, MODEL_FILE) : path));
  return { backbone: safetensorsWeights(file), heads: {} };
}

/** What is wrong with a file is wrong with the weights. */
function inWeights<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof FormatError ? new WeightsError('WEIGHTS_INVALID', cause.message, { cause }) : cause;
  }
}

function kindOf(path: string): 'folder' | 'torch' | 'safetensors' {
  if (!existsSync(path)) throw new WeightsError('WEIGHTS_MISSING', `${path}: there is no such file or directory`);
  if (statSync(path).isDirectory()) {
    if (existsSync(join(path, MODEL_FILE))) return 'folder';
    throw new WeightsError(
      'WEIGHTS_MISSING',
      `${path} is no checkpoint, there is no manifest.json in it, and no ${MODEL_FILE} of a Hugging Face model; ` +
        'expected a directory OUTPUT_DIR/checkpoints/<step>, a model folder, or a .pth or .safetensors file',
    );
  }
  return path.endsWith('.safetensors') ? 'safetensors' : 'torch';
}

function torchWeights(archive: TorchArchive): ModelWeights {
  const { backbone, heads } = closedOnError(archive, releasedTensors);
  const named = (tensors: ReadonlyMap<string, TorchTensor>): NamedWeights => ({
    shapes: new Map([...tensors].map(([name, { shape }]) => [name, shape])),
    read: (name) => inWeights(() => archive.read(tensors.get(name)!)),
  });
  return {
    backbone: {
      ...named(backbone),
      source: archive.path,
      config: null,
      hints: backbone.has('register_tokens') ? RELEASED_WITH_REGISTERS : {},
      close: () => archive.close(),
    },
    heads: Object.fromEntries(Object.entries(heads).map(([name, tensors]) => [name, named(tensors)])),
  };
}

/** Source: DINOv2 hub/backbones.py */
const RELEASED_WITH_REGISTERS: ArchitectureHints = { interpolate_offset: 0, interpolate_antialias: true };

function safetensorsWeights(file: SafetensorsFile): BackboneWeights {
  const isHuggingFace = file.tensors.has('embeddings.cls_token');
  return closedOnError(file, isHuggingFace ? huggingFaceWeights : releasedSafetensors);
}

function closedOnError<F extends { close(): void }, T>(file: F, read: (file: F) => T): T {
  try {
    return read(file);
  } catch (error) {
    file.close();
    throw error;
  }
}

function huggingFaceWeights(file: SafetensorsFile): BackboneWeights {
  const config = join(dirname(file.path), CONFIG_FILE);
  if (!existsSync(config))
    throw new WeightsError(
      'WEIGHTS_INVALID',
      `${file.path}: there is no ${CONFIG_FILE} beside it, which says how many attention heads the network has`,
    );
  const shapes = new Map<string, readonly number[]>();
  for (const theirs of file.tensors.keys()) {
    const name = releasedName(theirs);
    if (!shapes.has(name)) shapes.set(name, stackedShape(file, huggingFaceNames(name) ?? [theirs]));
  }
  return {
    source: file.path,
    shapes,
    config: null,
    hints: readHuggingFaceConfig(config),
    read: (name) => {
      const parts = (huggingFaceNames(name) ?? [name]).map((part) => readTensor(file, part));
      const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      return whole;
    },
    close: () => file.close(),
  };
}

/** Of tensors that lie one below the other. */
function stackedShape(file: SafetensorsFile, names: readonly string[]): readonly number[] {
  const [first, ...others] = names.map((name) => inWeights(() => file.info(name).shape)) as [
    readonly number[],
    ...(readonly number[])[],
  ];
  if (others.length === 0) return first;
  const odd = others.findIndex((shape) => shape.join() !== first.join());
  if (odd >= 0)
    throw new WeightsError(
      'WEIGHTS_INVALID',
      `${file.path}: tensor "${names[odd + 1]}" is [${others[odd]}], expected [${first}] as "${names[0]}"`,
    );
  return [(first[0] ?? 1) * names.length, ...first.slice(1)];
}

function releasedSafetensors(file: SafetensorsFile): BackboneWeights {
  return {
    source: file.path,
    shapes: new Map([...file.tensors].map(([name, { shape }]) => [name, shape])),
    config: null,
    hints: hintsIn(file),
    read: (name) => readTensor(file, name),
    close: () => file.close(),
  };
}

function hintsIn({ path, metadata }: SafetensorsFile): ArchitectureHints {
  const text = metadata[HINTS_KEY] ?? '{}';
  try {
    // Its values are checked with the rest of the configuration that they go into.
    const { num_heads, interpolate_offset, interpolate_antialias } = JSON.parse(text);
    const hints = { num_heads, interpolate_offset, interpolate_antialias };
    return Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined));
  } catch (cause) {
    throw new WeightsError('WEIGHTS_INVALID', `${path}: __metadata__.${HINTS_KEY} is no JSON object`, { cause });
  }
}

function readTensor(file: SafetensorsFile, name: string): Float32Array {
  const { dtype, start, end } = inWeights(() => file.info(name));
  return widenToFloat32(
    dtype,
    inWeights(() => file.readBytes(name, 0, end - start)),
  );
}
