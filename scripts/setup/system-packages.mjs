import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { StepError } from './step.mjs';

/** What the native build needs, by Debian's names. */
export const systemPackages = [
  'g++',
  'cmake',
  'make',
  'ninja-build',
  'pkg-config',
  'libdnnl-dev',
  'libgif-dev',
  'libgloo-dev',
  'libjpeg62-turbo-dev',
  'libpng-dev',
  'libwebp-dev',
  'zlib1g-dev',
];

/** What only tests need: a stranger's program that reads what we write. */
export const testPackages = ['python3'];

function isDebian() {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    return /^ID(_LIKE)?=.*\bdebian\b/m.test(release);
  } catch {
    return false;
  }
}

/** Those of `packages` that are not installed; where the system is not Debian, nobody knows and none are named. */
export function missingPackages(packages = systemPackages) {
  if (!isDebian()) return [];
  return packages.filter((name) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholder
    const query = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name], { encoding: 'utf8' });
    return query.stdout !== 'installed';
  });
}

function commandsFor(packages) {
  return [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', ...packages],
  ];
}

function hasSudo() {
  return spawnSync('sudo', ['--version'], { stdio: 'ignore' }).status === 0;
}

function refusal(line) {
  return `system packages are missing; install them and run this again:\n\n  ${line}\n`;
}

async function confirmed(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(question);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * Installs what is missing: as root at once, otherwise by sudo after a yes.
 * @param {readonly string[]} packages
 * @param {boolean} yes whether `--yes` was given
 * @returns {Promise<string>} what was done
 * @throws StepError with the command for the user to run, where it may not install
 */
export async function installSystemPackages(packages, yes) {
  if (!isDebian()) return `not a Debian system, nothing checked; needed is what Debian calls ${packages.join(' ')}`;
  const missing = missingPackages(packages);
  if (missing.length === 0) return 'all there';

  const isRoot = process.getuid() === 0;
  const commands = commandsFor(missing).map((command) => (isRoot ? command : ['sudo', ...command]));
  const line = commands.map((command) => command.join(' ')).join(' && ');
  if (!isRoot) {
    const mayAsk = process.stdin.isTTY && process.stdout.isTTY;
    if (!hasSudo() || !(yes || mayAsk)) throw new StepError(refusal(line));
    console.log(`\n\n  ${line}\n`);
    if (!yes && !(await confirmed('  System packages are missing. Install them by this command? (y/N) ')))
      throw new StepError(refusal(line));
  }
  for (const [program, ...args] of commands) {
    try {
      // sudo may ask for a password: it gets the terminal.
      execFileSync(program, args, {
        stdio: isRoot ? 'pipe' : 'inherit',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        maxBuffer: 64 * 2 ** 20,
      });
    } catch (error) {
      throw new StepError(`${program} ${args.join(' ')} failed:\n${error.stdout ?? ''}${error.stderr ?? ''}`);
    }
  }
  return `installed ${missing.join(' ')}`;
}
