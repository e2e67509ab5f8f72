import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './processes.mjs';
import { StepError } from './step-error.mjs';

/** What each step was made from, and what it has made, when it last succeeded. */
const stampFile = 'build/setup.json';

function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

function writeStamp(name, stamp) {
  mkdirSync('build', { recursive: true });
  writeFileSync(`${stampFile}.new`, JSON.stringify({ ...readStamps(), [name]: stamp }, null, 2));
  renameSync(`${stampFile}.new`, stampFile);
}

/** Everything below a path, itself too, links not followed; nothing where there is none. */
function entriesBelow(path, leaveOut = []) {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [{ path, stats }];
  const names = readdirSync(path).filter((name) => !leaveOut.includes(name));
  return [{ path, stats }, ...names.sort().flatMap((name) => entriesBelow(join(path, name), leaveOut))];
}

/** One hash over names and contents of files. @param leaveOut names of files and folders */
export function hashOfContents(paths, leaveOut = ['node_modules', 'build']) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  const files = paths.flatMap((path) => entriesBelow(path, leaveOut));
  for (const { path, stats } of files) if (stats.isFile()) hash.update(`\n${path}\n`).update(readFileSync(path));
  return hash.digest('hex');
}

/** One hash over names and sizes: it changes when a file is gone, cut off or replaced. */
function hashOfSizes(paths) {
  const hash = createHash('sha256');
  for (const { path, stats } of paths.flatMap((output) => entriesBelow(output))) {
    const what = stats.isFile() ? stats.size : stats.isSymbolicLink() ? readlinkSync(path) : 'folder';
    hash.update(`\n${path} ${what}`);
  }
  return hash.digest('hex');
}

/** Runs `action` and prints one line: the name, what came of it, the time it took. */
export async function step(name, action) {
  const start = performance.now();
  process.stdout.write(`${name}: `);
  const outcome = await action();
  console.log(`${outcome ?? 'done'} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

/**
 * A step that is skipped while its inputs are what they were when it last succeeded, and its outputs what it then left: one
 * that was killed, or whose outputs were lost since, is done again. Steps of two set-ups wait for one another.
 * @param {string} name
 * @param {object} depends
 * @param {string[]} depends.inputs files and folders
 * @param {string[]} depends.outputs files and folders
 * @param {() => Promise<string | null>} [depends.problem] what outputs that look whole are not good for; null where all is well
 * @param {(isWhole: boolean) => Promise<void>} action told whether the outputs are what the step last left
 */
export function stepIfChanged(name, { inputs, outputs, problem = async () => null }, action) {
  const state = async () => {
    const stamp = readStamps()[name];
    const present = hashOfContents(inputs);
    const isWhole = stamp?.outputs === hashOfSizes(outputs) && (await problem()) === null;
    return { present, isWhole, isDone: isWhole && stamp.inputs === present };
  };
  return step(name, async () => {
    if ((await state()).isDone) return 'nothing to do';
    return alone(async () => {
      const { present, isWhole, isDone } = await state();
      if (isDone) return 'done by another set-up';
      await action(isWhole);
      const remaining = await problem();
      if (remaining !== null) throw new StepError(remaining);
      writeStamp(name, { inputs: present, outputs: hashOfSizes(outputs) });
    });
  });
}
