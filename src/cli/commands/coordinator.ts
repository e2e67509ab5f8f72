import type { Command } from 'commander';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import type { LoadParts } from '../fleet-parts.js';
import type { HostOptions } from '../host-job.js';
import { addJobOptions } from '../job-options.js';

/** `dinofleet coordinator`: hosts a job, and waits for agents to bring workers. */
export function addCoordinator(program: Command, loadParts: LoadParts, exit: (code: number) => void): void {
  addJobOptions(program.command('coordinator'), { nodes: '1:1', host: '127.0.0.1' })
    .description('host a job without starting workers; agents join by its address')
    .addHelpText(
      'after',
      examples(['coordinator', checkoutPath('configs/quickstart.yaml'), '--port', '7300', '--nodes', '2:2']),
    )
    .action(async (file: string, overrides: string[], options: HostOptions) => {
      const { hostJob } = await import('../host-job.js');
      const hosted = await hostJob(await loadParts(), file, overrides, options, null);
      if (hosted === null) return;
      exit(await hosted.exitCode);
      await hosted.letGo();
    });
}
