import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A step that cannot be done; the message is for the user. */
export class StepError extends Error {}

const stampFile = 'build/setup.json';

function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'build')
    .flatMap((entry) => filesBelow(join(path, entry.name)))
    .sort();
}

/** One hash over names and contents of files and folders. */
function hashOf(paths) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of paths.flatMap(filesBelow)) hash.update(`\n${file}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

/** Runs a command; its output is shown only if it fails. */
export function runQuietly(program, args, cwd = '.') {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => reject(new StepError(`${program} cannot be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      reject(new StepError(`${program} ${args.join(' ')} ended with ${signal ?? code}:\n${Buffer.concat(output)}`));
    });
  });
}

/** Runs `action` and prints one line: the name, what came of it, the time it took. */
export async function step(name, action) {
  const start = performance.now();
  process.stdout.write(`${name}: `);
  const outcome = await action();
  console.log(`${outcome ?? 'done'} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

/**
 * A step that is skipped while its inputs are what they were when it last succeeded and its outputs are there.
 * @param {string} name
 * @param {{ inputs: string[], outputs: string[] }} depends files and folders
 * @param {() => Promise<void>} action
 */
export function stepIfChanged(name, { inputs, outputs }, action) {
  return step(name, async () => {
    const hash = hashOf(inputs);
    if (readStamps()[name] === hash && outputs.every((path) => existsSync(path))) return 'nothing to do';
    await action();
    mkdirSync('build', { recursive: true });
    writeFileSync(stampFile, JSON.stringify({ ...readStamps(), [name]: hash }, null, 2));
  });
}
