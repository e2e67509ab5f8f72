import { realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative } from 'node:path';
import { PACKAGE_ROOT } from './package.js';
import { shellWord } from './shell-word.js';

/** Of this checkout. */
const EXECUTABLE = join(PACKAGE_ROOT, 'dinofleet');

/** A `dinofleet` command for pasting into a shell where the user stands: for a script of npm's, that is not where it runs. */
export function commandLine(args: readonly string[]): string {
  const here = workingDirectory();
  const stands = process.env.INIT_CWD ?? here;
  const command = [programPath(EXECUTABLE, here, process.env.PATH ?? ''), ...args].map(shellWord).join(' ');
  return relative(stands, here) === '' ? command : `cd ${shellWord(here)} && ${command}`;
}

/** The command that was given: launched again, a job goes on from its last checkpoint. */
export function resumeCommand(args: readonly string[]): string {
  return commandLine(args.filter((arg) => arg !== '--no-resume'));
}

/** A file of the checkout, as it is found from the folder that this process was started in. */
export function checkoutPath(path: string): string {
  return fromWithin(join(EXECUTABLE, '..'), path, workingDirectory());
}

/**
 * How a shell calls a program: by its name where PATH leads to it, from within its folder by a relative path, from elsewhere
 * by its whole one.
 */
export function programPath(program: string, cwd: string, path: string): string {
  const folder = join(program, '..');
  const name = relative(folder, program);
  const found = path
    .split(delimiter)
    .filter((place) => !isOfNpm(place))
    .find((place) => isAbsolute(place) && isExecutable(join(place, name)));
  if (found !== undefined && realpathSync(join(found, name)) === realpathSync(program)) return name;
  const short = fromWithin(folder, name, cwd);
  // Without a slash a shell would look for it in PATH.
  return short.includes('/') ? short : `./${short}`;
}

/** Relative from within `folder`, else absolute. */
function fromWithin(folder: string, path: string, cwd: string): string {
  const below = relative(folder, cwd);
  const isWithin = below.split('/')[0] !== '..' && !isAbsolute(below);
  return isWithin ? relative(cwd, join(folder, path)) : join(folder, path);
}

/** npm puts it in the PATH of its scripts; in that of the shell that a command is pasted into it is not. */
function isOfNpm(place: string): boolean {
  return place.endsWith('/node_modules/.bin');
}

function isExecutable(path: string): boolean {
  try {
    const stats = statSync(path);
    return stats.isFile() && (stats.mode & 0o111) !== 0;
  } catch {
    return false; // none there, or in a folder that is closed to us: a shell passes it over, too
  }
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/'; // it has been removed: only whole paths lead anywhere
  }
}
