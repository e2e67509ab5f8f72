import { type Command, Option } from 'commander';
import { checkoutPath } from '../../system/command-line.js';
import { examples } from '../examples.js';
import { wholeNumber } from '../options.js';

interface PlanOptions {
  nodes: number;
  nprocPerNode?: number;
  device: 'cpu' | 'cuda';
  json?: boolean;
}

/** Ranks of a node where nothing says how many. */
const GPUS_PER_NODE = 8;

/** `dinofleet plan`: what a job needs, before there is a machine for it. */
export function addPlan(program: Command): void {
  program
    .command('plan')
    .description('say what memory, traffic and work a job comes to for each rank, without computing anything')
    .argument('<config>', 'YAML file, in the keys of DINOv2')
    .argument('[overrides...]', 'key=value, over the file: train.batch_size_per_gpu=64')
    .option('--nodes <N>', 'machines', wholeNumber(1, 65536), 1)
    .option(
      '--nproc-per-node <N>',
      `ranks on each; default: train.nproc_per_node, or else ${GPUS_PER_NODE} GPUs, or a CPU's one`,
      wholeNumber(1, 1024),
    )
    .addOption(new Option('--device <KIND>', 'what ranks compute on').choices(['cpu', 'cuda']).default('cuda'))
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      [
        examples(['plan', checkoutPath('configs/vitl14.yaml'), '--nodes', '12']),
        '',
        'A step is run on a backend that has shapes and no numbers: memory is what its tensors come to, the most at once.',
        'Work is two operations for each multiply-add of products and attention; samples that stochastic depth leaves out and rows',
        'that nothing reads are not counted.',
      ].join('\n'),
    )
    .action(async (file: string, overrides: string[], { nodes, device, json, ...options }: PlanOptions) => {
      const { loadConfig } = await import('../../config/load.js');
      const { decideComputeType } = await import('../../precision/compute-type.js');
      const { ConfigError } = await import('../../config/config-error.js');
      const { planJob } = await import('../../plan/plan-job.js');
      const { planLines } = await import('../../plan/report.js');
      const config = loadConfig(file, overrides);
      const each = options.nprocPerNode ?? config.train.nproc_per_node ?? (device === 'cuda' ? GPUS_PER_NODE : 1);
      const computeTypes = device === 'cuda' ? ['float32', 'float16', 'bfloat16'] : ['float32', 'bfloat16'];
      const decision = decideComputeType(config.compute_precision.compute_dtype, null, [
        { hostname: 'any', name: device, computeTypes },
      ]);
      if (decision.computeType === null) throw new ConfigError('COMPUTE_TYPE_UNAVAILABLE', decision.problem);
      const nodeRanks = new Array<number>(nodes).fill(each);
      const plan = await planJob(config, { nodeRanks, device, compute: decision.computeType });
      console.log(json ? JSON.stringify(plan) : planLines(plan, file, nodes).join('\n'));
    });
}
