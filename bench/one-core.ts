import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { UsageError } from '../src/errors/usage-error.js';

/** The first core that this process may use. */
export function firstCore(): number {
  return Number(/^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0);
}

/**
 * Runs a program with all its threads on one core.
 * @returns what it prints
 * @throws UsageError without taskset; Error where the program fails
 */
export function onOneCore(program: string, args: readonly string[]): string {
  const { status, signal, stdout, stderr, error } = spawnSync(
    'taskset',
    ['--cpu-list', String(firstCore()), program, ...args],
    { encoding: 'utf8' },
  );
  if (error !== undefined)
    throw new UsageError(
      'BAD_OPTION',
      `taskset cannot be run (${error.message}); it keeps programs to one core: util-linux`,
    );
  if (status !== 0) throw new Error(`${program} ${args[0]} ended with ${signal ?? status}:\n${stderr}`);
  return stdout;
}
