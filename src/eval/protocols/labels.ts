import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { shownFileName } from '../../data/sources/file-name.js';
import { UserError } from '../../errors/user-error.js';
import { decodeText } from '../../formats/decode-text.js';
import { FormatError } from '../../formats/format-error.js';
import { firstTwice } from '../../formats/json-keys.js';

/** Labels that do not fit the images. */
export class LabelError extends UserError {
  constructor(message: string, options?: ErrorOptions) {
    super('LABELS_INVALID', 2, message, options);
  }
}

/** Gives the label of a file. @throws LabelError where it has none */
export type Labeller = (file: string) => string;

/** The folder that a file lies in is its label, as in ImageNet. */
export function labelByFolder(file: string): string {
  const folder = posix.basename(posix.dirname(file));
  if (folder === '.')
    throw new LabelError(
      `${shownFileName(file)} lies in no folder that could be its label; give the labels in a file: --labels FILE`,
    );
  return folder;
}

/**
 * Labels from a JSON object {"file": "label"} or, where the name ends in .csv, .tsv or .txt, from a table with a line for each
 * file: UTF-8 or UTF-16, separated by comma, semicolon or tab, with or without a line of names.
 * @throws LabelError
 */
export function labelsFromFile(path: string): Labeller {
  let labels: ReadonlyMap<string, string>;
  try {
    const text = decodeText(path, readFileSync(path));
    labels = /\.(?:csv|tsv|txt)$/i.test(path) ? fromTable(path, text) : fromJson(path, text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || cause instanceof FormatError)
      throw new LabelError(
        code === undefined ? (cause as Error).message : `--labels is ${path}: ${(cause as Error).message}`,
        { cause },
      );
    throw cause;
  }
  return (file) => {
    const label = labels.get(file);
    if (label === undefined) throw new LabelError(`${path} has no label for ${shownFileName(file)}`);
    return label;
  };
}

function fromJson(path: string, text: string): Map<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new LabelError(`${path} is no JSON; a table of "file,label" lines must be named .csv`, { cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new LabelError(`${path}: expected an object {"file": "label"}`);
  const twice = firstTwice(text);
  if (twice !== null) throw new LabelError(`${path}: ${twice} is there twice; expected one label for each file`);
  for (const [file, label] of Object.entries(parsed))
    if (!['string', 'number', 'boolean'].includes(typeof label) || label === '')
      throw new LabelError(`${path}: the label of ${file} is ${JSON.stringify(label)}, expected text`);
  return new Map(Object.entries(parsed).map(([file, label]) => [withoutDot(file), String(label)]));
}

interface Line {
  fields: readonly string[];
  number: number;
}

function fromTable(path: string, text: string): Map<string, string> {
  const delimiter = delimiterOf(path, text);
  const lines = parsedLines(path, text, delimiter);
  if (lines.length === 0) throw new LabelError(`${path} is empty, expected lines "file,label"`);
  const header = headerOf(lines[0]);
  const labels = new Map<string, { label: string; number: number }>();
  for (const { fields, number } of header === null ? lines : lines.slice(1)) {
    if (fields.length < 2 || (header !== null && fields.length <= Math.max(header.file, header.label)))
      throw new LabelError(
        `${path}:${number}: expected "file${delimiter}label", got ${JSON.stringify(fields.join(delimiter))}`,
      );
    // Without names of columns the label is the last: it may hold no delimiter, a file's name may.
    const file = withoutDot(header === null ? fields.slice(0, -1).join(delimiter) : fields[header.file]!);
    const label = (header === null ? fields.at(-1)! : fields[header.label]!).trim();
    if (file === '') throw new LabelError(`${path}:${number}: there is a label without a file`);
    if (label === '') throw new LabelError(`${path}:${number}: ${file} has an empty label`);
    const before = labels.get(file);
    if (before !== undefined && before.label !== label)
      throw new LabelError(
        `${path}: ${file} is "${before.label}" in line ${before.number} and "${label}" in line ${number}; expected one label`,
      );
    labels.set(file, { label, number });
  }
  return new Map([...labels].map(([file, { label }]) => [file, label]));
}

/** @param isPart the text may end within quotes */
function parsedLines(path: string, text: string, delimiter: string, isPart = false): Line[] {
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: isPart,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ fields: record, number: info.lines }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new LabelError(`${path} is no table: ${cause.message}`, { cause });
  }
}

const DELIMITERS = [',', '\t', ';'];
/** Enough to tell the delimiter by. */
const SAMPLE_LINES = 1000;

/** The one by which most lines have several fields, and of those most have two; a label or a name may hold the others. */
function delimiterOf(path: string, text: string): string {
  const sample = text.split('\n', SAMPLE_LINES).join('\n');
  const counts = DELIMITERS.map((delimiter) => {
    const lines = parsedLines(path, sample, delimiter, true);
    const several = lines.filter(({ fields }) => fields.length > 1).length;
    return { delimiter, several, pairs: lines.filter(({ fields }) => fields.length === 2).length };
  });
  return counts.sort((a, b) => b.several - a.several || b.pairs - a.pairs)[0]!.delimiter;
}

const FILE_NAMES = /^(?:file|file_?name|file_?path|path|image|image_?(?:path|id|name)|img|name)s?$/i;
const LABEL_NAMES = /^(?:label|class|class_?(?:name|id)|category|target|y)(?:s|es)?$/i;

/** Which column is which, where the first line says it. */
function headerOf(first: Line | undefined): { file: number; label: number } | null {
  const columnOf = (pattern: RegExp) => first?.fields.findIndex((field) => pattern.test(field.trim())) ?? -1;
  const [file, label] = [columnOf(FILE_NAMES), columnOf(LABEL_NAMES)];
  return file >= 0 && label >= 0 ? { file, label } : null;
}

/** As `embed` names files. */
function withoutDot(file: string): string {
  return file.replace(/^\.\//, '');
}

/**
 * Class numbers of two sets of files, counted over both in sorted order of the labels.
 * @throws LabelError naming the first file that has none, and how many more there are
 */
export function classesOf(
  queryFiles: readonly string[],
  galleryFiles: readonly string[],
  labelOf: Labeller,
): { names: string[]; queries: Int32Array; gallery: Int32Array } {
  const labels = labelled([...new Set([...queryFiles, ...galleryFiles])], labelOf);
  const names = [...new Set(labels.values())].sort();
  const numbers = new Map(names.map((name, i) => [name, i]));
  const numbered = (files: readonly string[]) => Int32Array.from(files, (file) => numbers.get(labels.get(file)!)!);
  return { names, queries: numbered(queryFiles), gallery: numbered(galleryFiles) };
}

function labelled(files: readonly string[], labelOf: Labeller): Map<string, string> {
  const labels = new Map<string, string>();
  const problems: LabelError[] = [];
  for (const file of files) {
    try {
      labels.set(file, labelOf(file));
    } catch (error) {
      if (!(error instanceof LabelError)) throw error;
      problems.push(error);
    }
  }
  const [first] = problems;
  if (first === undefined) return labels;
  const more = problems.length > 1 ? `, and none for ${problems.length - 1} more of ${files.length} files` : '';
  throw new LabelError(first.message + more, { cause: first });
}
