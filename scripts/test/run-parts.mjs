// Runs the parts of a test run, one after the other, by Node's own runner, and reports them as one.
import { relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { FileWatch } from './file-watch.mjs';
import { inSources, sourcePlace } from './source-places.mjs';

const SLOWEST = 10;

// The runner starts test files with the options of this process.
process.execArgv.push(`--import=${new URL('./before-each.mjs', import.meta.url)}`);

/**
 * @param {{ name: string, files: string[], concurrency: number, limitMs: number, testNamePatterns?: RegExp[] }[]} parts
 *   `files` are compiled tests, of which so many run at a time; one that takes longer than `limitMs` is ended, with all that
 *   it has started
 * @returns {Promise<boolean>} whether there were tests and all have passed
 */
export async function runParts(parts) {
  const totals = new Map();
  await pipeline(Readable.from(events(parts, totals)), new spec(), process.stdout, { end: false });
  return totals.get('tests') > 0 && totals.get('fail') === 0 && totals.get('cancelled') === 0;
}

/** The events of all parts, and at their end one sum of what Node's runner counts at the end of each. */
async function* events(parts, totals) {
  const times = [];
  const lines = [];
  for (const { name, files, concurrency, limitMs, testNamePatterns } of parts) {
    const watch = new FileWatch(limitMs);
    const start = performance.now();
    const paths = files.map((file) => resolve(file));
    for await (const event of run({ files: paths, concurrency, testNamePatterns })) {
      watch.see(event);
      const count = countOf(event);
      if (count !== null) totals.set(count.name, (totals.get(count.name) ?? 0) + count.value);
      else yield inSourcesOf(event);
    }
    times.push(...watch.times);
    lines.push(
      `${name}: ${files.length} files in ${seconds((performance.now() - start) / 1000)}, ${concurrency} at a time`,
    );
  }
  const slowest = times.sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  lines.push(
    'slowest files:',
    ...slowest.map(({ file, seconds: taken }) => `${seconds(taken).padStart(9)}  ${sourceOf(file)}`),
  );
  yield { type: 'test:stdout', data: { message: `\n${lines.join('\n')}\n\n` } };
  for (const [name, value] of totals)
    yield { type: 'test:diagnostic', data: { nesting: 0, message: `${name} ${value}` } };
}

const seconds = (value) => `${value.toFixed(1)} s`;
const sourceOf = (file) => relative('.', sourcePlace({ file, line: 1, column: 1 }).file);

/** One of the figures that a run closes with; what tests say themselves is of a file. */
function countOf({ type, data }) {
  const [, name, value] = /^(\w+) ([\d.]+)$/.exec(type === 'test:diagnostic' && !data.file ? data.message : '') ?? [];
  return name === undefined ? null : { name, value: Number(value) };
}

function inSourcesOf({ type, data }) {
  if (type !== 'test:fail') return { type, data };
  for (let error = data.details.error; error instanceof Error; error = error.cause)
    if (error.stack !== undefined) error.stack = inSources(error.stack);
  return { type, data: { ...data, ...sourcePlace(data) } };
}
