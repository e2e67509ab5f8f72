import type { Command } from 'commander';
import { keepLocalAgent } from '../../engines/local.js';
import { resumeCommand } from '../command-line.js';
import type { FleetParts } from '../fleet-parts.js';
import { followJob } from '../follow-job.js';
import { type HostOptions, hostJob } from '../host-job.js';
import { addJobOptions } from '../job-options.js';
import { wholeNumber } from '../options.js';

/** `dinofleet launch`: a coordinator in this process and an agent beside it. */
export function addLaunch(program: Command, parts: FleetParts, exit: (code: number) => void): void {
  addJobOptions(program.command('launch'))
    .description('train on this machine; other agents may join')
    .option('--nproc-per-node <N>', 'workers on this machine; over train.nproc_per_node', wholeNumber(1))
    .addHelpText('after', '\nExample:\n  npx dinofleet launch configs/quickstart.yaml train.output_dir=runs/mine')
    .action(async (file: string, overrides: string[], options: HostOptions) => {
      const { coordinator, outputDir, localRanks } = await hostJob(parts, file, overrides, options);
      const agent = keepLocalAgent(coordinator, outputDir, localRanks, parts);
      exit(await followJob(coordinator, outputDir, resumeCommand(process.argv.slice(2))));
      agent.release();
    });
}
