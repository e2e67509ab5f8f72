import type { Command } from 'commander';
import { deviceProblem } from '../../coordinator/job/assign-devices.js';
import { UsageError } from '../../errors/usage-error.js';
import type { NodeFacts } from '../../rpc/messages.js';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import type { LoadParts } from '../fleet-parts.js';
import type { HostOptions } from '../host-job.js';
import { addJobOptions } from '../job-options.js';
import { wholeNumber } from '../options.js';

/** Before all that takes long: the agent of this machine would be refused at the end of it. */
function checkCuda(facts: NodeFacts): void {
  const problem = deviceProblem('cuda', { ...facts, id: '', localRanks: 1 }, [], null);
  if (problem !== null) throw new UsageError('DEVICE_UNKNOWN', problem);
}

/** `dinofleet launch`: a coordinator in this process and an agent beside it. */
export function addLaunch(program: Command, loadParts: LoadParts, exit: (code: number) => void): void {
  addJobOptions(program.command('launch'))
    .description('train on this machine; other agents may join')
    .option('--nproc-per-node <N>', 'workers on this machine; over train.nproc_per_node', wholeNumber(1))
    .option('--detach', 'go on without this terminal: "dinofleet attach" follows it, "dinofleet stop" ends it', false)
    .addHelpText('after', examples(['launch', checkoutPath('configs/quickstart.yaml'), 'train.output_dir=runs/mine']))
    .action(async (file: string, overrides: string[], options: HostOptions & { detach: boolean }) => {
      if (options.detach) {
        const { launchDetached } = await import('../detach.js');
        exit(await launchDetached(await loadParts(), file, overrides, options));
        return;
      }
      const { hostJob } = await import('../host-job.js');
      const { keepLocalAgent } = await import('../../engines/local.js');
      const parts = await loadParts();
      if (options.device === 'cuda') checkCuda(parts.nodeFacts());
      const hosted = await hostJob(parts, file, overrides, options);
      if (hosted === null) return;
      const { coordinator, exitCode } = hosted;
      const agent = keepLocalAgent(coordinator, hosted, {
        ...parts,
        certificate: options.certificate,
      });
      exit(await exitCode);
      agent.release();
    });
}
