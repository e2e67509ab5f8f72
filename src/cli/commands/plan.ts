import { type Command, Option } from 'commander';
import type { FleetOptions } from '../../plan/planned-fleet.js';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';

/** `dinofleet plan`: what a job needs and how long it takes, before there is a machine for it. */
export function addPlan(program: Command): void {
  program
    .command('plan')
    .description('say what memory, traffic and time a job comes to, without a GPU and within two seconds')
    .argument('<config>', 'YAML file, in the keys of DINOv2')
    .argument('[overrides...]', 'key=value, over the file: train.batch_size_per_gpu=64')
    .option('--nodes <N>', 'machines, all alike', wholeNumber(1, 65536), 1)
    .option(
      '--gpus-per-node <G>',
      'GPUs of each, with a rank each; default: train.nproc_per_node, or else 8',
      wholeNumber(1, 1024),
    )
    .option('--gpu <NAME>', 'the card: b200, h200, h100, a100-80, a100-40, l40s, 4090 and others; default: h100')
    .addOption(
      new Option(
        '--device <KIND>',
        'what ranks compute on: a GPU each, or the CPU of their node, one like this machine',
      )
        .choices(['cpu', 'cuda'])
        .default('cuda'),
    )
    .option(
      '--nproc-per-node <N>',
      'ranks of each machine, with --device cpu; default: train.nproc_per_node, or else 1',
      wholeNumber(1, 1024),
    )
    .option('--json', 'print one JSON object, in bytes and seconds')
    .addHelpText(
      'after',
      [
        examples([
          'plan',
          checkoutPath('configs/vitl14.yaml'),
          '--nodes',
          '12',
          '--gpus-per-node',
          '8',
          '--gpu',
          'h100',
        ]),
        '',
        'Steps are run on a backend that has shapes and no numbers: memory is what its tensors come to, the most at once. Time follows',
        'its ops one by one: on a GPU operations over a share of the peak, or bytes over a share of the memory rate, whichever takes',
        'longer; on a CPU what the same ops take in a short trial on this machine. Collectives run beside the ops until their results are',
        'wanted. What is assumed is printed with the result.',
      ].join('\n'),
    )
    .action(async (file: string, overrides: string[], { json, ...options }: FleetOptions & { json?: boolean }) => {
      const { loadConfig } = await import('../../config/load.js');
      const { planJob } = await import('../../plan/plan-job.js');
      const { plannedFleet } = await import('../../plan/planned-fleet.js');
      const { planLines } = await import('../../plan/report.js');
      const config = loadConfig(file, overrides);
      const plan = await planJob(config, plannedFleet(config, options));
      console.log(json ? JSON.stringify(plan) : planLines(plan, file).join('\n'));
    });
}
