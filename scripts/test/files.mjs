// Which test files there are, and what is to be known of one from what it imports.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Sources of tests of a kind, by the names that they hold; none left over in dist/ from a source that is gone. */
export function testSources(kind, names) {
  return readdirSync('test', { recursive: true })
    .filter((path) => path.endsWith(`.${kind}.ts`))
    .filter((path) => names.length === 0 || names.some((name) => path.includes(name)))
    .map((path) => join('test', path))
    .sort();
}

export const compiledOf = (source) => join('dist', source.replace(/\.ts$/, '.js'));

/**
 * Whether a test starts processes: it, or a file of ours that it names, imports node:child_process. Such a test is a job.
 * Nobody keeps a list, so nobody can forget to.
 */
export const startsProcesses = (source) => reaches(source, /^import (?!type )[^;]* from 'node:child_process'/m);

/** Whether a test has no job beside it: it, or a file of ours that it names, has a line `// Alone on the machine: WHY`. */
export const isAlone = (source) => reaches(source, /^\/\/ Alone on the machine: \S/m);

/** Whether a test reads unit references. */
export const readsReferences = (source) => reaches(source, /from '[./]*golden-units\.js'/);

/** Whether a test needs a server that answers as S3 does. */
export const needsMoto = (source) => reaches(source, /from '[./]*scripts\/test\/moto\.mjs'/);

/** Whether a file, or one that it names by a relative path to import or to start it, holds `pattern`. */
function reaches(path, pattern, seen = new Set()) {
  if (seen.has(path) || !existsSync(path)) return false;
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  if (pattern.test(text)) return true;
  return [...text.matchAll(/'(\.{1,2}\/[^'\n]*)\.js'/g)].some(([, named]) =>
    reaches(join(dirname(path), `${named}.ts`), pattern, seen),
  );
}
