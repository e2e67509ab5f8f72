import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { UserError } from '../../errors/user-error.js';

/** Labels that do not fit the images. */
export class LabelError extends UserError {
  constructor(message: string, options?: ErrorOptions) {
    super('LABELS_INVALID', 2, message, options);
  }
}

/** Gives the label of a file. */
export type Labeller = (file: string) => string;

/** The folder that a file lies in is its label, as in ImageNet. */
export function labelByFolder(file: string): string {
  const folder = posix.basename(posix.dirname(file));
  if (folder === '.')
    throw new LabelError(`${file} lies in no folder that could be its label; give the labels in a file: --labels FILE`);
  return folder;
}

/**
 * Labels from a JSON object {"file": "label"} or, where the name ends in .csv, from lines "file,label".
 * @throws LabelError
 */
export function labelsFromFile(path: string): Labeller {
  const content = readFileSync(path, 'utf8');
  const labels = path.endsWith('.csv') ? parseCsv(path, content) : parseJson(path, content);
  return (file) => {
    const label = labels.get(file);
    if (label === undefined) throw new LabelError(`${path} has no label for ${file}`);
    return label;
  };
}

function parseJson(path: string, content: string): Map<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (error) {
    throw new LabelError(`${path} is no JSON; a table of "file,label" lines must be named .csv`, { cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new LabelError(`${path}: expected an object {"file": "label"}`);
  return new Map(Object.entries(parsed).map(([file, label]) => [file, String(label)]));
}

function parseCsv(path: string, content: string): Map<string, string> {
  const lines = content.split(/\r?\n/).map((line, i) => ({ line, number: i + 1 }));
  return new Map(
    lines
      .filter(({ line }) => line.trim() !== '')
      .map(({ line, number }) => {
        // A label may hold no comma, a file name may.
        const comma = line.lastIndexOf(',');
        if (comma < 0) throw new LabelError(`${path}:${number}: expected "file,label"`);
        return [line.slice(0, comma), line.slice(comma + 1).trim()];
      }),
  );
}

/** Class numbers of two sets of files, counted over both in sorted order of the labels. */
export function classesOf(
  queryFiles: readonly string[],
  galleryFiles: readonly string[],
  labelOf: Labeller,
): { names: string[]; queries: Int32Array; gallery: Int32Array } {
  const queryLabels = queryFiles.map(labelOf);
  const galleryLabels = galleryFiles.map(labelOf);
  const names = [...new Set([...queryLabels, ...galleryLabels])].sort();
  const numbers = new Map(names.map((name, i) => [name, i]));
  const numbered = (labels: string[]) => Int32Array.from(labels, (label) => numbers.get(label)!);
  return { names, queries: numbered(queryLabels), gallery: numbered(galleryLabels) };
}
