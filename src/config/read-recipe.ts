import { isUtf8 } from 'node:buffer';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { ConfigError } from './config-error.js';
import { strangerWith } from './hints.js';
import { schema } from './schema.js';
import { keysInside, type Setting } from './setting.js';

/** A recipe has a few hundred lines; more is another file, given by mistake. */
const MAX_BYTES = 2 ** 20;
/** Of an anchor that is used again and again, within others that are. */
const MAX_KEYS = 10_000;
/** Sections within sections; a recipe has five at most. */
const MAX_DEPTH = 100;

/**
 * The keys that a YAML file sets, with their lines. JSON is YAML, too.
 * @throws ConfigError
 */
export function settingsOfFile(file: string): Setting[] {
  const lines = new LineCounter();
  const at = (position: number | undefined) => `${file}:${position === undefined ? 1 : lines.linePos(position).line}`;
  const source = readText(file);
  const document = parse(file, source, lines);
  const root = document.contents as Node | null;
  if (root === null || (isScalar(root) && root.value === null)) return [];
  if (!isMap(root)) {
    const what = isSeq(root) ? 'a list' : 'text';
    throw syntaxError(
      `${at(root.range?.[0])}: a recipe is sections with keys below them, such as "optim:", not ${what}`,
    );
  }
  const settings: Setting[] = [];
  collect(root, '', { file, document, at, settings, open: new Set() });
  refuseStranger(file, settings);
  return settings;
}

interface Collecting {
  file: string;
  document: Document;
  at: (position: number | undefined) => string;
  settings: Setting[];
  /** Sections that are being gone through: an anchor may stand within itself. */
  open: Set<Node>;
}

function collect(section: YAMLMap, path: string, collecting: Collecting): void {
  const { document, at, settings, open } = collecting;
  const place = at(section.range?.[0]);
  if (open.has(section)) throw syntaxError(`${place}: an anchor is used within itself`);
  open.add(section);
  // What is merged in comes first: the section's own keys outweigh it.
  const isMerge = ({ key }: Pair) => isScalar(key) && key.value === '<<';
  for (const { value } of section.items.filter(isMerge)) {
    const merged = resolved(value as Node | null, collecting);
    // Of several the first outweighs the others.
    const parts = isSeq(merged) ? merged.items.map((part) => resolved(part as Node, collecting)).reverse() : [merged];
    for (const part of parts) {
      if (!isMap(part)) throw syntaxError(`${place}: "<<" merges sections into one, expected an alias of a section`);
      collect(part, path, collecting);
    }
  }
  for (const pair of section.items.filter((item) => !isMerge(item))) {
    const key = pair.key as Node;
    const name = path + String(isScalar(key) ? key.value : key.toJS(document));
    const value = resolved(pair.value as Node | null, collecting);
    if (isMap(value)) {
      collect(value, `${name}.`, collecting);
      continue;
    }
    const origin = at(key.range?.[0]);
    const plain: unknown = value === null ? null : plainOf(value, document, origin);
    // "optim:" with nothing below it is an empty section.
    if (plain === null && keysInside(name).length > 0) continue;
    if (settings.length >= MAX_KEYS) throw syntaxError(`${origin}: more than ${MAX_KEYS} keys`);
    settings.push({ key: name, value: plain, origin });
  }
  open.delete(section);
}

/** What an alias stands for. */
function resolved(node: Node | null, { document, at }: Collecting): Node | null {
  if (!isAlias(node)) return node;
  const target = node.resolve(document);
  if (target === undefined) throw syntaxError(`${at(node.range?.[0])}: there is no anchor &${node.source} before this`);
  return target;
}

function plainOf(value: Node, document: Document, origin: string): unknown {
  try {
    return value.toJS(document);
  } catch (cause) {
    throw syntaxError(`${origin}: ${(cause as Error).message}`, cause);
  }
}

function parse(file: string, source: string, lines: LineCounter): Document {
  if (isTooDeep(source)) throw syntaxError(`${file}: nested too deeply for a recipe`);
  const document = parseDocument(source, { lineCounter: lines });
  const [problem] = document.errors;
  if (problem === undefined) return document;
  const start = problem.pos[0];
  // The library's place may be the end of the line before.
  const blanks = problem.code === 'DUPLICATE_KEY' ? /^(?:\s|#.*\n)*/.exec(source.slice(start))![0].length : 0;
  const { line, col } = lines.linePos(start + blanks);
  throw syntaxError(`${file}:${line}:${col}: ${describe(problem, source.slice(start + blanks))}`, problem);
}

/** The parser calls itself for what is nested, and a stack that is full may end the process. Errs to the safe side. */
function isTooDeep(source: string): boolean {
  let depth = 0;
  for (const letter of source) {
    if (letter === '[' || letter === '{') depth++;
    else if (letter === ']' || letter === '}') depth = Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return true;
  }
  const inOneLine = new RegExp(`^(?: *[-?] ){${MAX_DEPTH}}`, 'm');
  const byIndent = new RegExp(`^ {${4 * MAX_DEPTH}}`, 'm');
  return inOneLine.test(source) || byIndent.test(source);
}

/** A problem of the library's, at the beginning of `rest`, in a sentence that says what to do, for those that people meet. */
function describe({ code, message }: YAMLError, rest: string): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'a second document begins here, expected one: take off what is above the line "---", or below it';
    case 'DUPLICATE_KEY':
      return `key ${/^[^:\s]+/.exec(rest)?.[0] ?? ''} stands here for the second time in its section; leave one of them`;
    case 'TAB_AS_INDENT':
      return 'indented by a tab, expected blanks';
    default: {
      const what = message.split(' at line ', 1)[0]!;
      return /^[^\S\n]*\t/.test(rest) ? `${what} (there is a tab; YAML is indented by blanks)` : what;
    }
  }
}

/** A recipe of another program shares a section or two at most; its keys one by one are no news. */
function refuseStranger(file: string, settings: readonly Setting[]): void {
  const keys = settings.map(({ key }) => key);
  const sections = [...new Set(keys.map((key) => key.split('.', 1)[0]!))];
  const stranger = strangerWith(keys);
  const hasOurs = sections.some((section) => Object.hasOwn(schema, section));
  if (stranger === null && (hasOurs || sections.length < 2)) return;
  const named = sections.filter((section) => /^[\w.-]{1,40}$/.test(section)).slice(0, 5);
  const what = stranger ?? `no recipe: it has no section of one${named.length > 0 ? `, but ${named.join(', ')}` : ''}`;
  throw new ConfigError(
    'UNKNOWN_KEY',
    `${file} is ${what}; expected keys of DINOv2 in the sections ${Object.keys(schema).join(', ')}: ` +
      'recipes to begin from are in configs/',
  );
}

function readText(file: string): string {
  const bytes = readBytes(file);
  if (isUtf16(bytes))
    throw unreadable(file, `it is in UTF-16, expected UTF-8; convert it: iconv -f UTF-16 -t UTF-8 ${file} > NEW.yaml`);
  if (bytes.includes(0)) throw unreadable(file, 'it is binary, expected YAML: text in UTF-8');
  if (!isUtf8(bytes)) {
    const before = validLines(bytes);
    throw unreadable(
      `${file}:${before + 1}`,
      'this line is not in UTF-8; if it is in Latin-1, convert it: iconv -f LATIN1 -t UTF-8 FILE > NEW.yaml',
    );
  }
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString('hex');
  // Without a mark: every other byte of what is mostly ASCII is 0.
  return mark === 'fffe' || mark === 'feff' || (bytes.length >= 2 && (bytes[0] === 0) !== (bytes[1] === 0));
}

/** Lines before the first that is not UTF-8. */
function validLines(bytes: Buffer): number {
  let lines = 0;
  for (let start = 0; ; lines++) {
    const end = bytes.indexOf('\n', start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return lines;
    start = end + 1;
  }
}

/** A pipe is read, too: a shell's <(...) is one. */
function readBytes(file: string): Buffer {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw unreadable(file, `there is no such file${nearFile(file)}`, cause);
    throw unreadable(file, code === 'EACCES' ? 'no permission to read it' : message, cause);
  }
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) {
      const inside = ['config.yaml', 'config.yml'].map((name) => join(file, name)).find((path) => existsSync(path));
      throw unreadable(file, `it is a folder, expected a YAML file${inside ? `; did you mean ${inside}?` : ''}`);
    }
    const buffer = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read)
      read = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (length > MAX_BYTES)
      throw unreadable(
        file,
        `it has more than ${MAX_BYTES} bytes, expected a recipe of some kB; is it the right file?`,
      );
    return buffer.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function nearFile(file: string): string {
  const near = [`${file}.yaml`, `${file}.yml`, join('configs', file), join('configs', `${file}.yaml`)];
  const found = near.find((path) => existsSync(path));
  return found ? `; did you mean ${found}?` : '';
}

function unreadable(file: string, reason: string, cause?: unknown): ConfigError {
  return new ConfigError('CONFIG_UNREADABLE', `configuration ${file} cannot be read: ${reason}`, { cause });
}

function syntaxError(message: string, cause?: unknown): ConfigError {
  return new ConfigError('YAML_SYNTAX', message, { cause });
}
