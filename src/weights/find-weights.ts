import { existsSync, lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { WeightsError } from './weights-error.js';

/** Of a folder's files the first that is there: as transformers looks for them. */
const MODEL_FILES = [
  'model.safetensors',
  'model.safetensors.index.json',
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
];
/** What trainers leave beside weights. */
const NO_MODELS = /^(?:training_args|optimizer|scheduler|scaler|rng_state.*)\.(?:bin|pth?)$/;
const WEIGHT_FILE = /\.(?:safetensors|pth|pt|bin|ckpt)$/;
const SHARD = /-\d{5}-of-(?!00001)\d{5}\.(?:safetensors|bin)$/;
const EXPECTED = 'expected a directory OUTPUT_DIR/checkpoints/<step>, a model folder, or a .pth or .safetensors file';

/**
 * The file of weights that a path means: itself, or of a folder the model that is in it; `*.index.json` stands for the files
 * that it lists.
 * @throws WeightsError where there is none, or where it is not clear which: says what is there and what to do
 */
export function findWeights(path: string): string {
  if (!existsSync(path)) {
    const hint = hintOf(path);
    throw missing(path, `there is no such file or directory${hint === null ? '' : `; ${hint}`}`);
  }
  if (statSync(path).isDirectory()) return inFolder(path);
  const [base, folder] = [basename(path), dirname(path)];
  if (!statSync(path).isFile()) throw missing(path, `it is neither a file nor a folder; ${EXPECTED}`);
  if (SHARD.test(base)) throw missing(path, `it is one of several files of a model; give their folder, ${folder}`);
  if (
    /\.json$/.test(base) &&
    !base.endsWith('.index.json') &&
    MODEL_FILES.some((name) => existsSync(join(folder, name)))
  )
    throw missing(path, `it describes a model and has no weights; give its folder, ${folder}`);
  return path;
}

function missing(path: string, what: string): WeightsError {
  return new WeightsError('WEIGHTS_MISSING', `${path}: ${what}`);
}

function inFolder(folder: string): string {
  const names = readdirSync(folder);
  const model = MODEL_FILES.find((name) => names.includes(name));
  if (model !== undefined) return join(folder, model);
  const candidates = names.filter((name) => WEIGHT_FILE.test(name) && !NO_MODELS.test(name) && !SHARD.test(name));
  const safetensors = candidates.filter((name) => name.endsWith('.safetensors'));
  const [only, ...others] = safetensors.length > 0 ? safetensors : candidates;
  if (only !== undefined && others.length === 0) return join(folder, only);
  throw new WeightsError(
    'WEIGHTS_MISSING',
    `${folder} is no checkpoint, there is no manifest.json in it, ${whatElse(folder, names, candidates)}`,
  );
}

/** Completes a sentence that begins with there being no manifest in it. */
function whatElse(folder: string, names: readonly string[], candidates: readonly string[]): string {
  if (candidates.length > 0)
    return `and no ${MODEL_FILES[0]} of a Hugging Face model, but ${candidates.length} files: ${listed(candidates)}; give one of them`;
  const hub = names.includes('snapshots') ? readdirSync(join(folder, 'snapshots')) : [];
  if (hub.length > 0)
    return `but a cache of the Hub; give the model's folder in it, ${join(folder, 'snapshots', hub[0]!)}`;
  const shards = names.filter((name) => SHARD.test(name));
  if (shards.length > 0)
    return `but ${listed(shards)} without their ${shards[0]!.replace(SHARD, '')}.*.index.json; download it, too`;
  const others = names.filter((name) => /\.(?:onnx|h5|msgpack|tflite|gguf|npz|tar|zip|gz|pb)$/.test(name));
  const has = others.length > 0 ? ` (it has ${listed(others)}, which are of other formats)` : '';
  return `and no ${MODEL_FILES[0]} of a Hugging Face model${has}; ${EXPECTED}`;
}

function listed(names: readonly string[]): string {
  return [...names.slice(0, 5), ...(names.length > 5 ? [`${names.length - 5} more`] : [])].join(', ');
}

/** What a person may have meant by a path to nothing: a URL, a name of the Hub or of torch.hub, a link. null: nothing that is known. */
export function hintOf(path: string): string | null {
  const given = asGiven(path);
  const [, scheme, rest] = /^([a-z][\w+.-]+):\/{1,2}(.*)$/i.exec(given) ?? [];
  if (scheme !== undefined) return `expected a path; ${howToFetch(scheme.toLowerCase(), rest!)}`;
  if (given.startsWith('~'))
    return 'a shell makes ~ a home directory only where a word begins with it, so write the directory out';
  const link = lstatSync(path, { throwIfNoEntry: false });
  if (link?.isSymbolicLink()) return `it is a link to ${readlinkSync(path)}, which is not there`;
  const hub = /^(?:models\/)?([A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*)$/.exec(given)?.[1];
  if (hub !== undefined && !WEIGHT_FILE.test(hub) && !existsSync(dirname(path))) return ofHub(hub);
  const [, name, registers] = /^(dinov2_vit[slbg]14)(_reg)?$/.exec(given) ?? [];
  if (name === undefined) return null;
  const file = `${name}${registers === undefined ? '' : '_reg4'}_pretrain.pth`;
  return `it is a name of torch.hub, expected the file ${file}, which the README of facebookresearch/dinov2 links to`;
}

/** As it was typed, where that can be told: paths of a configuration were made absolute, which makes one slash of two. */
function asGiven(path: string): string {
  const below = isAbsolute(path) ? relative(process.cwd(), path) : path;
  return below.startsWith('..') ? path : below;
}

function howToFetch(scheme: string, rest: string): string {
  const [, hub] = /^(?:www\.)?huggingface\.co\/([\w.-]+\/[\w.-]+)/.exec(rest) ?? [];
  if (hub !== undefined) return ofHub(hub);
  if (scheme === 'hf') return ofHub(rest.split('/').slice(0, 2).join('/'));
  if (scheme === 'file') return `leave out file:// and give ${rest.startsWith('/') ? rest : `/${rest}`}`;
  if (scheme === 's3') return `download it first: aws s3 cp s3://${rest} . , or aws s3 sync for a folder`;
  if (scheme === 'gs') return `download it first: gcloud storage cp -r gs://${rest} .`;
  return `download it first: curl -fLO ${scheme}://${rest}`;
}

function ofHub(name: string): string {
  const folder = name.split('/')[1];
  return (
    `${name} looks like a model of the Hugging Face Hub: download it with "hf download ${name} --local-dir ${folder}" ` +
    `(config.json and model.safetensors are enough) and give the folder, ${folder}`
  );
}
