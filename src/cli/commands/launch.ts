import type { Command } from 'commander';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import type { LoadParts } from '../fleet-parts.js';
import type { HostOptions } from '../host-job.js';
import { addJobOptions } from '../job-options.js';
import { wholeNumber } from '../options.js';

/** `dinofleet launch`: a coordinator in this process and an agent beside it. */
export function addLaunch(program: Command, loadParts: LoadParts, exit: (code: number) => void): void {
  addJobOptions(program.command('launch'))
    .description('train on this machine; other agents may join')
    .option('--nproc-per-node <N>', 'workers on this machine; over train.nproc_per_node', wholeNumber(1))
    .addHelpText('after', examples(['launch', checkoutPath('configs/quickstart.yaml'), 'train.output_dir=runs/mine']))
    .action(async (file: string, overrides: string[], options: HostOptions) => {
      const { hostJob } = await import('../host-job.js');
      const { keepLocalAgent } = await import('../../engines/local.js');
      const parts = await loadParts();
      const hosted = await hostJob(parts, file, overrides, options);
      if (hosted === null) return;
      const { coordinator, outputDir, localRanks, exitCode } = hosted;
      const agent = keepLocalAgent(coordinator, outputDir, localRanks, parts);
      exit(await exitCode);
      agent.release();
    });
}
