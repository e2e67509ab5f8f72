import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { concatenated } from '../formats/concatenated.js';
import {
  type ArchitectureHints,
  HINTS_KEY,
  type ModelWeights,
  type NamedWeights,
  NORMALIZATION_KEY,
  type NormalizationHints,
} from './backbone-weights.js';
import { findWeights } from './find-weights.js';
import { shown } from './fit-weights.js';
import { readHuggingFaceConfig } from './hugging-face-config.js';
import { huggingFaceNames, releasedName } from './hugging-face-names.js';
import { readPreprocessor } from './normalization.js';
import { otherNetwork } from './other-networks.js';
import { type SortedNames, sortNames } from './released-names.js';
import { openIndexed, openTensors, type StoredTensors } from './stored-tensors.js';
import { WeightsError } from './weights-error.js';

const CONFIG_FILE = 'config.json';
const PREPROCESSOR_FILE = 'preprocessor_config.json';
/** A parameter by which transformers' names are known. */
const HUGGING_FACE = 'embeddings.cls_token';

/**
 * The weights of a backbone, and the heads that are stored beside it: of a .pth or .pt file of torch.save, a safetensors file,
 * or a folder of Hugging Face transformers, whatever their names are wrapped in.
 * @throws WeightsError where it is none of these, not sound, or of another network
 */
export function openReleasedWeights(path: string): ModelWeights {
  const file = findWeights(path);
  const stored = file.endsWith('.index.json') ? openIndexed(file) : openTensors(file);
  try {
    return weightsIn(stored);
  } catch (error) {
    stored.close();
    throw error;
  }
}

function weightsIn(stored: StoredTensors): ModelWeights {
  const { source, shapes } = stored;
  const names = sortNames(source, shapes.keys());
  const { backbone } = names;
  const isHuggingFace = backbone.has(HUGGING_FACE);
  // A folder that says itself what it is of is believed before its parameters are looked at.
  const hints = isHuggingFace ? huggingFaceHints(source) : hintsIn(stored, backbone);
  const normalization = isHuggingFace
    ? readPreprocessor(join(dirname(source), PREPROCESSOR_FILE))
    : normalizationIn(stored);
  const other = otherNetwork([...backbone.keys(), ...(names.isWhole ? [] : names.others)]);
  if (other !== null) throw new WeightsError('WEIGHTS_DIFFER', `${source} has ${other}`);
  const named = isHuggingFace ? huggingFaceWeights(stored, backbone) : releasedWeights(stored, backbone);
  const heads = Object.entries(names.heads).map(([name, head]) => [name, releasedWeights(stored, head)]);
  return {
    backbone: {
      ...named,
      source,
      config: null,
      hints,
      normalization,
      notes: notesOn(stored, names),
      close: () => stored.close(),
    },
    heads: Object.fromEntries(heads),
  };
}

function releasedWeights(stored: StoredTensors, names: ReadonlyMap<string, string>): NamedWeights {
  return {
    shapes: new Map([...names].map(([name, theirs]) => [name, stored.shapes.get(theirs)!])),
    read: (name) => stored.read(names.get(name)!),
  };
}

function huggingFaceWeights(stored: StoredTensors, names: ReadonlyMap<string, string>): NamedWeights {
  const shapes = new Map<string, readonly number[]>();
  for (const theirs of names.keys()) {
    const name = releasedName(theirs);
    if (!shapes.has(name)) shapes.set(name, stackedShape(stored, names, huggingFaceNames(name) ?? [theirs]));
  }
  return {
    shapes,
    read: (name) => concatenated((huggingFaceNames(name) ?? [name]).map((part) => stored.read(names.get(part)!))),
  };
}

/** Of tensors that lie one below the other. */
function stackedShape(
  { source, shapes }: StoredTensors,
  stored: ReadonlyMap<string, string>,
  names: readonly string[],
): readonly number[] {
  const [first, ...others] = names.map((name) => {
    const shape = shapes.get(stored.get(name) ?? '');
    if (shape !== undefined) return shape;
    throw new WeightsError('WEIGHTS_INVALID', `${source}: has no tensor "${name}"`);
  }) as [readonly number[], ...(readonly number[])[]];
  if (others.length === 0) return first;
  const odd = others.findIndex((shape) => shape.join() !== first.join());
  if (odd >= 0)
    throw new WeightsError(
      'WEIGHTS_INVALID',
      `${source}: tensor "${names[odd + 1]}" is [${others[odd]}], expected [${first}] as "${names[0]}"`,
    );
  return [(first[0] ?? 1) * names.length, ...first.slice(1)];
}

function huggingFaceHints(source: string): ArchitectureHints {
  const config = join(dirname(source), CONFIG_FILE);
  if (existsSync(config)) return readHuggingFaceConfig(config);
  throw new WeightsError(
    'WEIGHTS_INVALID',
    `${source}: there is no ${CONFIG_FILE} beside it, which says how many attention heads the network has`,
  );
}

/** Source: DINOv2 hub/backbones.py */
const RELEASED_WITH_REGISTERS: ArchitectureHints = { interpolate_offset: 0, interpolate_antialias: true };

function hintsIn({ source, metadata }: StoredTensors, backbone: SortedNames['backbone']): ArchitectureHints {
  const text = metadata[HINTS_KEY];
  if (text === undefined) return backbone.has('register_tokens') ? RELEASED_WITH_REGISTERS : {};
  return keysOf(source, HINTS_KEY, text, ['num_heads', 'interpolate_offset', 'interpolate_antialias']);
}

function normalizationIn({ source, metadata }: StoredTensors): NormalizationHints {
  return keysOf(source, NORMALIZATION_KEY, metadata[NORMALIZATION_KEY] ?? '{}', ['mean', 'std']);
}

/** Some keys of metadata in JSON, where they are there. Their values are checked with the configuration that they go into. */
function keysOf(source: string, key: string, text: string, wanted: readonly string[]): object {
  try {
    const parsed = JSON.parse(text);
    return Object.fromEntries(wanted.flatMap((name) => (parsed[name] === undefined ? [] : [[name, parsed[name]]])));
  } catch (cause) {
    throw new WeightsError('WEIGHTS_INVALID', `${source}: __metadata__.${key} is no JSON object`, { cause });
  }
}

/** Tensors that are named of those that are left out. */
const MAX_NAMED = 10;

function notesOn({ source, shapes }: StoredTensors, { backbone, prefix, wrappers, others }: SortedNames): string[] {
  const notes: string[] = [];
  if (wrappers !== '') notes.push(`${source}: "${wrappers}" was taken off the names of its weights`);
  if (others.length > 0) {
    const groups = grouped(others, prefix);
    const named = groups
      .slice(0, MAX_NAMED)
      .map(({ name, count }) =>
        count > 1 ? `${shown(name)}* (${count} tensors)` : `${shown(name)} (${shapes.get(name)!.join(', ')})`,
      );
    const rest = groups.slice(MAX_NAMED).reduce((sum, { count }) => sum + count, 0);
    const more = rest > 0 ? ` and ${rest} more` : '';
    notes.push(`${source}: ${others.length} tensors that are not needed are left out: ${named.join(', ')}${more}`);
  }
  if (!backbone.has('mask_token') && !backbone.has('blocks.0.ls1.gamma') && backbone.has('blocks.0.norm1.weight'))
    notes.push(`${source}: a plain ViT without LayerScale, as of DINO (2021) or MAE; it is read as what it is`);
  return notes;
}

/** Of a part of a network, or of an optimizer, with many tensors its name alone: the first segment that is not in `prefix`. */
function grouped(names: readonly string[], prefix: string): { name: string; count: number }[] {
  const byStart = new Map<string, string[]>();
  for (const name of names) {
    let start = '';
    for (const segment of name.split('.')) {
      start += `${segment}.`;
      if (!prefix.startsWith(start)) break;
    }
    const members = byStart.get(start) ?? byStart.set(start, []).get(start)!;
    members.push(name);
  }
  return [...byStart].flatMap(([name, members]) =>
    members.length > MAX_NAMED ? [{ name, count: members.length }] : members.map((one) => ({ name: one, count: 1 })),
  );
}
