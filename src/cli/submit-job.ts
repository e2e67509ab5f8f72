import { resolve } from 'node:path';
import { batchScript, commandInJob } from '../engines/slurm/batch-script.js';
import { slurmCommand } from '../engines/slurm/slurm-command.js';
import { UsageError } from '../errors/usage-error.js';
import { logLine } from '../log/log-line.js';
import { logsDirectory } from '../run/layout.js';
import { commandLine } from '../system/command-line.js';
import { makeFolder } from '../system/make-folder.js';
import type { FleetParts } from './fleet-parts.js';
import { followSubmitted } from './follow-submitted.js';
import type { HostOptions } from './host-job.js';
import { overridesOf } from './key-options.js';
import { type EngineOptions, OF_KUBERNETES, OF_SSH, refuseForeign } from './open-engine.js';

/**
 * Submits a Slurm job in which the same launch is made, and follows it but with --detach.
 * @returns the exit code
 * @throws errors with a code where it could not begin, or sbatch does not take it
 */
export async function submitJob(
  parts: Pick<FleetParts, 'loadConfig' | 'cliEntry'>,
  file: string,
  overrides: readonly string[],
  options: EngineOptions & HostOptions & { detach: boolean },
): Promise<number> {
  refuseForeign(options, [...OF_SSH, ...OF_KUBERNETES]);
  if (options.network === undefined)
    throw new UsageError(
      'NETWORK_NEEDED',
      "agents are to come on the job's nodes, and no network is named for what workers exchange: it travels in clear. Give " +
        '--network, a private network that all nodes are in (10.0.0.0/8), or the interface of theirs that is in it',
    );
  // What is wrong with it is to be said now, and not when the job has waited for its nodes.
  const { train } = parts.loadConfig(file, [...overrides, ...overridesOf(options)]);
  const outputDir = resolve(train.output_dir);
  const { nodes, spares = 0, sbatch = [] } = options;
  const logsDir = logsDirectory(outputDir);
  const command = [process.execPath, parts.cliEntry, ...commandInJob(process.argv.slice(2))];
  const wanted = nodes === undefined ? null : nodes.maxNodes + spares;
  const script = batchScript({ outputDir, logsDir, nodes: wanted, extra: sbatch, command });
  if (options.dryRun === true) {
    process.stdout.write(script);
    return 0;
  }
  makeFolder(logsDir);
  const [id] = (await slurmCommand('sbatch', ['--parsable'], script)).trim().split(';') as [string];
  logLine('info', 'job-submitted', { job: id, output_dir: outputDir, log: `${logsDir}/slurm-${id}.log` });
  const next = {
    follow: commandLine(['attach', outputDir]),
    stop: `${commandLine(['stop', outputDir])} or scancel ${id}`,
  };
  if (options.detach) {
    logLine('info', 'job-left', { job: id, reason: '--detach', ...next });
    return 0;
  }
  return followSubmitted(id, outputDir, options.certificate, next);
}
