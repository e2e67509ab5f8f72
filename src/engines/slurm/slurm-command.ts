import { spawn } from 'node:child_process';
import { type JobState, parseJob } from './job-state.js';
import { SlurmError } from './slurm-error.js';

/** slurmctld may be busy for long, or be restarted. */
const LIMIT_MS = 60_000;

/**
 * Runs a command of Slurm.
 * @returns what it has printed
 * @throws SlurmError in its words, where it fails
 */
export function slurmCommand(program: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    // Node's own limit would keep this process waiting where the program cannot be started.
    const limit = setTimeout(() => child.kill(), LIMIT_MS);
    let [printed, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.stdin.on('error', () => {}); // it has ended before it has read all; 'close' says how
    child.stdin.end(input);
    child.once('error', (cause: NodeJS.ErrnoException) => {
      clearTimeout(limit);
      const why = cause.code === 'ENOENT' ? "it is not in PATH: Slurm's commands are needed here" : cause.message;
      reject(new SlurmError(`${program} cannot be run: ${why}`, { cause }));
    });
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      if (code === 0) return resolve(printed);
      const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
      reject(new SlurmError(wordsOf(said) || `${program} ${how}, without a word`));
    });
  });
}

function wordsOf(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join('; ');
}

export async function jobState(id: string): Promise<JobState> {
  return parseJob(await slurmCommand('scontrol', ['show', 'job', id, '--oneliner']));
}

/** Names of nodes, of a list as Slurm writes it. */
export async function nodeNames(list: string): Promise<string[]> {
  if (list === '') return [];
  return (await slurmCommand('scontrol', ['show', 'hostnames', list])).split('\n').filter((line) => line !== '');
}

/** Has a job begin again, as soon as Slurm has nodes for it. */
export async function requeue(id: string): Promise<void> {
  await slurmCommand('scontrol', ['requeue', id]);
}
