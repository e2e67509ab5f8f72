import { keyMeantBy } from '../config/hints.js';
import { commandLine } from '../system/command-line.js';

/** Commands by the names that people try, where none of ours is near. */
const otherCommands: Record<string, string> = {
  train: 'launch CONFIG',
  run: 'launch CONFIG',
  start: 'launch CONFIG',
  fit: 'launch CONFIG',
  pretrain: 'launch CONFIG',
  resume: 'launch CONFIG',
  worker: 'agent --coordinator HOST:PORT',
  join: 'agent --coordinator HOST:PORT',
  server: 'coordinator CONFIG',
  master: 'coordinator CONFIG',
  features: 'embed CHECKPOINT FOLDER --out FILE',
  extract: 'embed CHECKPOINT FOLDER --out FILE',
  infer: 'embed CHECKPOINT FOLDER --out FILE',
  knn: 'eval knn QUERIES GALLERY',
  retrieval: 'eval retrieval QUERIES GALLERY',
  evaluate: 'eval knn QUERIES GALLERY',
  test: 'conformance FOLDER',
  convert: 'export CHECKPOINT --to hf --out FOLDER',
  ps: 'status OUTPUT_DIR',
  watch: 'top OUTPUT_DIR',
  kill: 'stop OUTPUT_DIR',
  cancel: 'stop OUTPUT_DIR',
  ls: 'checkpoint ls DIRECTORY',
  verify: 'checkpoint verify DIRECTORY',
  inspect: 'checkpoint inspect CHECKPOINT',
  reshard: 'checkpoint reshard CHECKPOINT --ranks N --out DIRECTORY',
  check: 'doctor',
  version: '--version',
};

/**
 * What a person may have meant where commander knows no such option or command.
 * @param message commander's
 * @returns null where nothing can be guessed
 */
export function usageHint(message: string, args: readonly string[]): string | null {
  const [, option] = /unknown option '(-[^']*)'/.exec(message) ?? [];
  if (option !== undefined) return hintForOption(option, args);
  const [, command] = /unknown command '([^']*)'/.exec(message) ?? [];
  if (command === undefined) return null;
  if (/\.(ya?ml|json)$/.test(command) || command.includes('='))
    return `to train by a recipe: ${commandLine(['launch', ...args])}`;
  const meant = otherCommands[command];
  return meant === undefined ? null : `did you mean: ${commandLine([])} ${meant}`;
}

/** `--epochs 5`, `--epochs=5`: keys of the recipe as other programs take them. */
function hintForOption(option: string, args: readonly string[]): string | null {
  const [name, inline] = option.split(/=(.*)/s, 2);
  const key = keyMeantBy(name!.replace(/^-+/, '').replaceAll('-', '_'));
  if (key === null) return null;
  const given = args.findIndex((arg) => arg === option || arg.startsWith(`${option}=`));
  const [, after] = given < 0 ? [] : args[given]!.split(/=(.*)/s, 2);
  const next = args[given + 1];
  const isValue = next !== undefined && !/^--?[a-z]|=/i.test(next);
  const value = inline ?? after ?? (isValue ? next : 'VALUE');
  return `keys of the recipe are given as key=value: ${key}=${value}`;
}
