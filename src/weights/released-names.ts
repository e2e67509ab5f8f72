import { HEAD_NAMES, type HeadName } from './backbone-weights.js';
import { releasedName } from './hugging-face-names.js';
import { WeightsError } from './weights-error.js';

/** Which stored tensor is which. */
export interface SortedNames {
  /** Stored names by those in a backbone of its own, the released code's or transformers'. */
  backbone: ReadonlyMap<string, string>;
  /** The same of the heads that are stored beside the backbone. */
  heads: Partial<Record<HeadName, ReadonlyMap<string, string>>>;
  /** Whether what makes it a backbone was found. */
  isWhole: boolean;
  /** What stands before the backbone's names, beside what says only how it was run: '' for nothing. */
  prefix: string;
  /** All that was taken off its names: '' for nothing. */
  wrappers: string;
  /** Of nothing that is known here, as they are stored. */
  others: readonly string[];
}

/** Segments of a name that say only how a module was run: by torch.nn.parallel, torch.compile, FSDP, or activation checkpoints. */
const TRANSPARENT = new Set(['module', '_orig_mod', '_fsdp_wrapped_module', '_checkpoint_wrapped_module']);

const RELEASED = [
  /^(?:cls_token|pos_embed|mask_token|register_tokens)$/,
  /^(?:patch_embed\.proj|norm)\.(?:weight|bias)$/,
  /^blocks\.\d+\.(?:norm[12]|attn\.(?:qkv|proj)|mlp\.(?:fc1|fc2|w12|w3))\.(?:weight|bias)$/,
  /^blocks\.\d+\.ls[12]\.gamma$/,
];

/** Names without which it is no such backbone, one of each format. */
const ANCHORS = ['patch_embed.proj.weight', 'embeddings.patch_embeddings.projection.weight'];

/** Where a network computes something that the one here does not: never left out, as what belongs to a head may be. */
const OF_BACKBONE =
  /^(?:blocks\.|patch_embed\.|pos_embed|embeddings\.|encoder\.layer\.|rope|reg_token|storage_tokens|dist_token|norm_pre\.|rel_pos_bias\.)/;

/**
 * Finds backbone and heads among the names of a file, whatever they are wrapped in. Of several backbones a teacher's is taken,
 * as by the released code, then an average (ema), then one that is not a student's.
 * @param names as they are stored, dictionaries as prefixes
 * @throws WeightsError where two are the same parameter, or where it is not clear which backbone is meant
 * Source: DINOv2 train/train.py `do_test`, fsdp/__init__.py, layers/block.py `BlockChunk`; timm models/_helpers.py `load_state_dict`
 */
export function sortNames(source: string, names: Iterable<string>): SortedNames {
  const stored = new Map<string, string>();
  for (const name of names) {
    const plain = plainName(name);
    if (stored.has(plain)) throw twice(source, plain, [stored.get(plain)!, name]);
    stored.set(plain, name);
  }
  const prefix = chosenPrefix(source, [...stored.keys()]);
  const network = prefix.endsWith('backbone.') ? prefix.slice(0, -'backbone.'.length) : null;
  const backbone = new Map<string, string>();
  const heads: Partial<Record<HeadName, Map<string, string>>> = {};
  const others: string[] = [];
  for (const [plain, name] of stored) {
    const own = plain.startsWith(prefix) ? plain.slice(prefix.length) : null;
    const head = network === null ? undefined : HEAD_NAMES.find((one) => plain.startsWith(`${network}${one}.`));
    if (own !== null && (isKnown(own) || OF_BACKBONE.test(own))) backbone.set(own, name);
    else if (head !== undefined) {
      heads[head] ??= new Map();
      heads[head].set(plain.slice(`${network}${head}.`.length), name);
    } else others.push(name);
  }
  const isWhole = ANCHORS.some((anchor) => backbone.has(anchor));
  return { backbone, heads, isWhole, prefix, wrappers: wrappersOf(prefix, [...backbone.values()]), others };
}

/** Without what says only how it was run. */
function plainName(name: string): string {
  const segments = name.split('.').filter((segment) => !TRANSPARENT.has(segment));
  return unchunked(segments.join('.'));
}

/** Blocks are counted through, also where they are kept in chunks: `blocks.0.3.` is the same as `blocks.3.`. */
export function unchunked(name: string): string {
  return name.replace(/(^|\.)blocks\.\d+\.(\d+)\./, '$1blocks.$2.');
}

function isKnown(name: string): boolean {
  return RELEASED.some((pattern) => pattern.test(name)) || releasedName(name) !== name;
}

function twice(source: string, plain: string, names: readonly string[]): WeightsError {
  return new WeightsError('WEIGHTS_INVALID', `${source}: two tensors are ${plain}: ${names.join(' and ')}`);
}

/** What stands before the names of the backbone that is meant; '' also where there is none. */
function chosenPrefix(source: string, names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const prefix = prefixOf(name);
    if (prefix !== null) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  const all = new Set(names);
  const whole = [...counts.keys()].filter((prefix) => ANCHORS.some((anchor) => all.has(prefix + anchor)));
  if (whole.length === 0)
    return [...counts].sort(([a, x], [b, y]) => preference(a) - preference(b) || y - x)[0]?.[0] ?? '';
  const best = Math.min(...whole.map(preference));
  const chosen = whole.filter((prefix) => preference(prefix) === best);
  if (chosen.length === 1) return chosen[0]!;
  throw new WeightsError(
    'WEIGHTS_DIFFER',
    `${source} holds ${chosen.length} backbones, below ${chosen.map((one) => `"${one}"`).join(' and ')}; ` +
      'save the one that is meant in a file of its own',
  );
}

/** Longer than any real one. */
const MAX_NAME = 1000;

/** What stands before a backbone's parameter; null where it is none. */
function prefixOf(name: string): string | null {
  if (name.length > MAX_NAME) return null;
  for (let at = 0; at >= 0; at = name.indexOf('.', at) + 1 || -1) if (isKnown(name.slice(at))) return name.slice(0, at);
  return null;
}

/** The lower the better. */
function preference(prefix: string): number {
  if (/(?:^|\.)(?:teacher|momentum|target_encoder)/.test(prefix)) return 0;
  if (/(?:^|[._])ema(?:[._]|$)/.test(prefix)) return 1;
  return /(?:^|\.)student/.test(prefix) ? 3 : 2;
}

/** `prefix`, with the transparent segments that stand in some of the names. */
function wrappersOf(prefix: string, stored: readonly string[]): string {
  const runs = new Set(stored.flatMap((name) => name.split('.').filter((segment) => TRANSPARENT.has(segment))));
  return [...[...runs].map((run) => `${run}.`), ...(prefix === '' ? [] : [prefix])].join(' ');
}
