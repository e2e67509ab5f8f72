import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { StepError } from './step-error.mjs';

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

/** What only tests need: hosts and a cluster on one machine, and a stranger's program that reads what we write. */
export const testPackages = [
  'iproute2',
  'munge',
  'openssh-client',
  'openssh-server',
  'python3',
  'python3-venv',
  'slurm-client',
  'slurm-wlm',
];

/** What only tests on a real Kubernetes need beside that: its store, and certificates. */
export const kubernetesPackages = ['etcd-server', 'openssl'];

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
  // Another installation may be under way: that of a set-up that was killed, or the system's own.
  const apt = ['apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  return [
    ...(isInterrupted() ? [['dpkg', '--configure', '-a']] : []),
    [...apt, 'update'],
    [...apt, 'install', '-y', '--no-install-recommends', ...packages],
  ];
}

/** Whether an installation was broken off, which is to be finished before the next. */
function isInterrupted() {
  return (spawnSync('dpkg', ['--audit'], { encoding: 'utf8' }).stdout ?? '').trim() !== '';
}

function hasSudo() {
  return spawnSync('sudo', ['--version'], { stdio: 'ignore' }).status === 0;
}

function refusal(packages, line, how) {
  return `system packages are missing: ${packages.join(' ')}; install them ${how}, and run this again:\n\n  ${line}\n`;
}

async function confirmed(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(question);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
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

  const commands = commandsFor(missing);
  const asRoot = process.getuid() === 0 ? commands : await commandsBySudo(missing, commands, yes);
  for (const [program, ...args] of asRoot) {
    try {
      // sudo may ask for a password: it gets the terminal.
      execFileSync(program, args, {
        stdio: program === 'sudo' ? 'inherit' : 'pipe',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        maxBuffer: 64 * 2 ** 20,
      });
    } catch (error) {
      throw new StepError(
        `${program} ${args.join(' ')} failed:\n${error.stdout ?? ''}${error.stderr ?? error.message}`,
      );
    }
  }
  const remaining = missingPackages(packages);
  if (remaining.length > 0) throw new StepError(`system packages are still missing: ${remaining.join(' ')}`);
  return `installed ${missing.join(' ')}`;
}

/** @throws StepError where there is no sudo, or nobody to say yes */
async function commandsBySudo(missing, commands, yes) {
  const lineOf = (list) => list.map((command) => command.join(' ')).join(' && ');
  if (!hasSudo()) throw new StepError(refusal(missing, lineOf(commands), 'as root, for there is no sudo here'));
  const mayAsk = process.stdin.isTTY && process.stdout.isTTY;
  // Without a terminal sudo has nobody to ask for a password either.
  const bySudo = commands.map((command) => ['sudo', ...(mayAsk ? [] : ['-n']), ...command]);
  const line = lineOf(commands.map((command) => ['sudo', ...command]));
  if (!yes && !mayAsk) throw new StepError(refusal(missing, line, 'by this command, or let --yes do it'));
  console.log(`\n\n  ${line}\n`);
  if (!yes && !(await confirmed('  System packages are missing. Install them by this command? (y/N) ')))
    throw new StepError(refusal(missing, line, 'by this command'));
  return bySudo;
}
