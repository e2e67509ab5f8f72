import { duration, scaled } from './figures.js';
import type { HostMemory } from './host-memory.js';
import type { MemoryByKind, MemoryKind } from './memory-ledger.js';
import type { JobPlan } from './plan-job.js';

const SHARDS: [MemoryKind, string][] = [
  ['student', 'student'],
  ['teacher', 'teacher'],
  ['expAvg', 'exp_avg'],
  ['expAvgSq', 'exp_avg_sq'],
  ['gradients', 'gradients'],
  ['roundedWeights', 'both in 16 bits'],
  ['frozenTeacher', 'frozen teacher'],
];

const WITHIN_A_STEP: [MemoryKind, string][] = [
  ['gatheredWeights', 'gathered weights'],
  ['travellingGradients', 'gradients on their way'],
  ['activations', 'activations, targets'],
  ['activationGradients', 'gradients by them'],
  ['batch', 'crops and masks'],
  ['scratch', 'scratch of an op'],
  ['counters', 'centres, records'],
  ['rounding', 'rounding to blocks'],
];

/** For people. */
export function planLines(plan: JobPlan, config: string): string[] {
  const { nodes, ranks, imagesPerRank, compute, device, threads, parameters, run } = plan;
  const on = device.kind === 'gpu' ? device.name : `${device.name}, ${count(threads!, 'thread')} a rank`;
  return [
    `${config} on ${count(nodes, 'node')}, ${count(ranks, 'rank')} of ${imagesPerRank} images (${run.globalBatch} a step), in ${compute}, on ${on}`,
    '',
    line('student', `${scaled(parameters)} parameters; the averaged teacher has as many`),
    ...memoryLines(plan),
    ...trafficLines(plan),
    ...timeLines(plan),
    '',
    ...plan.assumptions.map((assumption, i) => `${i === 0 ? 'Assumed: ' : '         '}${assumption}.`),
  ];
}

function memoryLines({ device, memory, host, fit }: JobPlan): string[] {
  const { needed, available, fits } = fit;
  const isGpu = device.kind === 'gpu';
  const what = isGpu ? `of a card's ${bytes(available)}` : `of its share of the machine, ${bytes(available)}`;
  return [
    line('memory of a rank', `${bytes(needed)} ${what}: ${fits ? 'it fits' : 'it does NOT fit'}`),
    ...fit.advice.map((advice, i) => line(i === 0 ? '  what would help' : '', advice)),
    line('  tensors', `${bytes(memory.peak)} at most at once; the pool takes ${bytes(memory.reserved)}`),
    ...kindLines('  shards', memory.atPeak, SHARDS),
    ...kindLines('  within a step', memory.atPeak, WITHIN_A_STEP),
    ...hostLines(isGpu, host),
  ];
}

function hostLines(isGpu: boolean, { process, standby, snapshots, total }: HostMemory): string[] {
  const { program, tensors, batches, saves } = process;
  const ofProcess = [
    `program ${bytes(program)}`,
    ...(isGpu ? [] : [`tensors in pages ${bytes(tensors)}`]),
    `batches ${bytes(batches)}`,
    `copy for saves ${bytes(saves)}`,
  ];
  const beside = [`standby ${bytes(standby)}`, ...(snapshots > 0 ? [`snapshots ${bytes(snapshots)}`] : [])];
  return [
    line(
      isGpu ? 'host memory' : '  on the machine',
      `${bytes(total)} at most, ${bytes(process.total)} of it the worker`,
    ),
    line('  worker', ofProcess.join(', ')),
    line('  beside it', beside.join(', ')),
  ];
}

function kindLines(label: string, memory: MemoryByKind, kinds: readonly [MemoryKind, string][]): string[] {
  const parts = kinds.filter(([kind]) => memory[kind] > 0);
  if (parts.length === 0) return [];
  return [line(label, parts.map(([kind, name]) => `${name} ${bytes(memory[kind])}`).join(', '))];
}

function trafficLines({ ranks, traffic }: JobPlan): string[] {
  if (ranks === 1) return [];
  const { gather, reduce, sum } = traffic;
  const of = ({ calls, sent, crossing }: typeof gather, what: string, calledAs: string) =>
    `${scaled(sent, 'B')} of ${what} in ${count(calls, calledAs)}${crossing > 0 ? `, ${scaled(crossing, 'B')} of it to other nodes` : ''}`;
  return [
    line('traffic of a rank', 'in a step each sends, and receives as much'),
    line('', of(gather, 'weights', 'gather')),
    line('', of(reduce, 'gradients', 'sum')),
    line('', of(sum, 'losses, norms and Sinkhorn-Knopp', 'sum')),
  ];
}

function timeLines({ ranks, device, flopsPerStep, step, run }: JobPlan): string[] {
  const share = step.mfu === null ? '' : `, ${(100 * step.mfu).toFixed(0)} % of the card's peak`;
  const parts = [
    `ops ${duration(step.ops)}`,
    ...(ranks > 1 ? [`waiting for others ${duration(step.waiting)}`] : []),
    ...(device.kind === 'cpu' && step.imageSeconds !== null ? [`images ${duration(step.imageSeconds)} of a core`] : []),
  ];
  const hours = device.kind === 'gpu' && ranks > 1 ? `, ${Math.round(run.rankHours)} GPU hours` : '';
  return [
    line('step', `${duration(step.total)}: ${parts.join(', ')}`),
    line(
      '',
      `${scaled(step.imagesPerSecond)} images/s; ${scaled(flopsPerStep, 'FLOP')} a rank in products and attention, without what is skipped${share}`,
    ),
    line(
      'run',
      `${run.steps} steps, ${trimmed(run.epochs)} epochs, ${scaled(run.images)} images: ${duration(run.seconds)}${hours}`,
    ),
  ];
}

const bytes = (n: number) => scaled(n, 'B');
const trimmed = (epochs: number) => (Number.isInteger(epochs) ? String(epochs) : epochs.toFixed(2));
const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
const line = (label: string, text: string) => `${label.padEnd(20)}${text}`;
