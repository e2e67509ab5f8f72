import type { Command } from 'commander';
import { resumeCommand } from '../command-line.js';
import type { FleetParts } from '../fleet-parts.js';
import { followJob } from '../follow-job.js';
import { type HostOptions, hostJob } from '../host-job.js';
import { addJobOptions } from '../job-options.js';

/** `dinofleet coordinator`: hosts a job, and waits for agents to bring workers. */
export function addCoordinator(program: Command, parts: FleetParts, exit: (code: number) => void): void {
  addJobOptions(program.command('coordinator'))
    .description('host a job without starting workers; agents join by its address')
    .addHelpText('after', '\nExample:\n  npx dinofleet coordinator configs/quickstart.yaml --port 7300 --nodes 2:2')
    .action(async (file: string, overrides: string[], options: HostOptions) => {
      const { coordinator, outputDir } = await hostJob(parts, file, overrides, options);
      exit(await followJob(coordinator, outputDir, resumeCommand(process.argv.slice(2))));
    });
}
