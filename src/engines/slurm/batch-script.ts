import { shellWord } from '../../system/shell-word.js';

export interface Submission {
  /** Of the run: the job is named by it. */
  outputDir: string;
  logsDir: string;
  /** Nodes of the allocation, spares among them; null where it is left to `extra`, and to Slurm. */
  nodes: number | null;
  /** Options of sbatch as the user gives them: they count for those before them. */
  extra: readonly string[];
  /** The launch that is the job's coordinator. */
  command: readonly string[];
}

/** Before the time limit: a checkpoint is saved then. Slurm may be a minute early, and is never late. */
const SIGNAL_SECONDS = 60;

/**
 * The batch script of a job. `exec` has the coordinator itself hear what Slurm tells the job, and its exit code is the job's.
 * Source: sbatch(1)
 */
export function batchScript({ outputDir, logsDir, nodes, extra, command }: Submission): string {
  const options = [
    `--job-name=${jobName(outputDir)}`,
    ...(nodes === null ? [] : [`--nodes=${nodes}`]),
    '--ntasks-per-node=1',
    '--no-kill',
    '--requeue',
    '--open-mode=append',
    `--signal=B:USR2@${SIGNAL_SECONDS}`,
    `--output=${logsDir.replaceAll('%', '%%')}/slurm-%j.log`,
    ...extra,
  ];
  const lines = options.map((option) => `#SBATCH ${sbatchWord(option)}`);
  return ['#!/bin/sh', ...lines, '', `exec ${command.map(shellWord).join(' ')}`, ''].join('\n');
}

/** What commands of Slurm show; a name with anything else in it would have to be quoted in them. */
function jobName(outputDir: string): string {
  const name = outputDir.split('/').filter(Boolean).at(-1) ?? '';
  return `dinofleet-${name.replaceAll(/[^\w.-]/g, '_')}`;
}

/** sbatch reads a line much like a shell: # begins a comment, and quotes keep words together. */
function sbatchWord(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** Options of a launch that a submission alone has. */
const OF_SUBMISSION = ['--dry-run', '--detach'];

/** The launch within the job, of the one that submits it. @param args as they were given to `dinofleet` */
export function commandInJob(args: readonly string[]): string[] {
  const inJob: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const isOption = (name: string) => arg === name || arg.startsWith(`${name}=`);
    if (OF_SUBMISSION.includes(arg)) continue;
    if (isOption('--sbatch') || isOption('--on')) {
      if (!arg.includes('=')) i++;
      if (isOption('--on')) inJob.push('--on', 'slurm:allocation');
    } else inJob.push(arg);
  }
  return inJob;
}
