import type { JobPlan } from './plan-job.js';

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

/** For people. */
export function planLines(plan: JobPlan, config: string, nodes: number): string[] {
  const { ranks, imagesPerRank, compute, parameters, memory, traffic, flopsPerStep } = plan;
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  return [
    `${config} on ${count(nodes, 'node')}, ${count(ranks, 'rank')} of ${imagesPerRank} images, in ${compute}`,
    '',
    `student             ${(parameters / 1e6).toFixed(1)} M parameters; the averaged teacher has as many`,
    `memory of a rank    ${gigabytes(memory.peak)} of tensors at most`,
    `  between steps     ${gigabytes(memory.state)}: its shards of student, teacher, both moments and gradients, in float32`,
    `  within a step     ${gigabytes(memory.peak - memory.state)}: gathered weights, activations, gradients on their way`,
    `traffic of a rank   ${megabytes(traffic.gathered)} of weights and ${megabytes(traffic.reduced)} of gradients sent a step, as many received`,
    `work of a rank      ${(flopsPerStep / 1e12).toPrecision(3)} TFLOP a step in products and attention, without what is skipped`,
    '',
    'Beside its tensors a GPU holds what CUDA, cuBLASLt and NCCL take for themselves: not counted here.',
  ];
}
