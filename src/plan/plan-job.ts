import type { Config } from '../config/schema.js';
import { peakFlopsOf } from '../gpu/peak-flops.js';
import type { ComputeType } from '../precision/compute-type.js';
import { COLLECTIVE_KINDS, type CollectiveKind } from './collectives.js';
import { cpuAssumptions, cpuPrices } from './cpu-prices.js';
import { type DryRun, dryRun } from './dry-run.js';
import { type MemoryFit, memoryFit } from './fit.js';
import { gpuAssumptions, gpuPrices, LIBRARY_BYTES } from './gpu-prices.js';
import { type HostMemory, hostMemory } from './host-memory.js';
import { type ImageCost, measureImageCost } from './image-cost.js';
import type { PlannedFleet } from './planned-fleet.js';
import { rehearse } from './rehearsal.js';
import { type RunLength, runLength } from './run-length.js';
import { stepOnSharedCores } from './shared-cores.js';
import { meanTime, type Prices, type StepTime, timeStep } from './step-time.js';

/** Of one rank: sent, and as many bytes received. */
export type Traffic = Record<CollectiveKind, { calls: number; sent: number; crossing: number }>;

/** What each rank of a job needs, of which all have alike but for a few bytes, and how long it takes. Bytes and seconds. */
export interface JobPlan {
  nodes: number;
  ranks: number;
  imagesPerRank: number;
  compute: ComputeType;
  device: { kind: 'gpu' | 'cpu'; name: string };
  /** That a rank's ops run on, on a CPU. */
  threads: number | null;
  /** Of the student; the teacher has as many. */
  parameters: number;
  /** Of tensors on the device. */
  memory: DryRun['memory'];
  host: HostMemory;
  /** Of the GPU, or of the node's memory a rank's share. */
  fit: MemoryFit;
  traffic: Traffic;
  /** Of products and attention, two for each multiply-add; what stochastic depth leaves out and rows that nothing reads are not among them. */
  flopsPerStep: number;
  step: PlannedStep;
  run: RunLength & { seconds: number; rankHours: number };
  /** In sentences: how the time comes about, and what is not in it. */
  assumptions: string[];
}

export interface PlannedStep extends StepTime {
  /** Core-seconds of reading a rank's images; null where there are none to try. */
  imageSeconds: number | null;
  imagesPerSecond: number;
  /** Share of the GPU's peak. */
  mfu: number | null;
}

/** Of measuring on this machine. */
const REHEARSAL_SECONDS = 0.8;
const IMAGES_SECONDS = 0.15;
/** From the command to the first step. */
const START_SECONDS = 2;

/**
 * Runs steps of the first rank on a backend that computes nothing, and reckons from what it does there.
 * @throws ConfigError where the nodes could not share the network out as the configuration says, or sizes are beyond counting
 */
export async function planJob(config: Config, fleet: PlannedFleet): Promise<JobPlan> {
  const { nodes, ranksPerNode, compute, on } = fleet;
  const ranks = nodes * ranksPerNode;
  const length = runLength(config, ranks);
  const threads = on.kind === 'cpu' ? Math.max(1, Math.floor(on.cores / ranksPerNode)) : 1;
  const dry = await dryRun(config, { ...fleet, device: on.kind, threads });
  const images = await measureImageCost(config, IMAGES_SECONDS);
  const { prices, assumptions } =
    on.kind === 'gpu'
      ? { prices: gpuPrices(on.card, compute), assumptions: gpuAssumptions(on.card) }
      : await onThisCpu(config, dry, fleet, threads, images);
  const step = plannedStep(config, dry, prices, fleet, threads, images);
  const host = hostMemory(dry, on.kind, nodes);
  return {
    nodes,
    ranks,
    imagesPerRank: config.train.batch_size_per_gpu,
    compute,
    device: { kind: on.kind, name: on.kind === 'gpu' ? on.card.name : on.name },
    threads: on.kind === 'cpu' ? threads : null,
    parameters: parametersOf(dry),
    memory: dry.memory,
    host,
    fit: memoryFit(config, dry, memoryOf(dry, host, fleet), { nodes, isGpu: on.kind === 'gpu' }),
    traffic: trafficOf(dry),
    flopsPerStep: dry.flops,
    step,
    run: { ...length, ...timeOfRun(length, step, ranks) },
    assumptions,
  };
}

async function onThisCpu(
  config: Config,
  { state }: DryRun,
  { nodes, ranksPerNode, compute }: PlannedFleet,
  threads: number,
  images: ImageCost | null,
): Promise<{ prices: Prices; assumptions: string[] }> {
  const frozen = state.frozenTeacher?.networks ?? null;
  const rates = rehearse(config, { ranks: nodes * ranksPerNode, compute, threads, frozen }, REHEARSAL_SECONDS);
  return { prices: cpuPrices(rates), assumptions: cpuAssumptions(rates, images) };
}

function plannedStep(
  config: Config,
  dry: DryRun,
  prices: Prices,
  { nodes, ranksPerNode, compute, on }: PlannedFleet,
  threads: number,
  images: ImageCost | null,
): PlannedStep {
  const { batch_size_per_gpu: batch, num_workers: workers } = config.train;
  const time = meanTime(dry.steps.map((events) => timeStep(events, prices)));
  const imageSeconds = images && batch * images.coreSeconds;
  const total =
    on.kind === 'gpu'
      ? time.total
      : stepOnSharedCores({
          cores: on.cores,
          ranks: ranksPerNode,
          threads,
          stepSeconds: time.total,
          imageSeconds: imageSeconds ?? 0,
          workers: Math.max(1, workers),
        });
  return {
    ...time,
    total,
    imageSeconds,
    imagesPerSecond: (batch * nodes * ranksPerNode) / total,
    mfu: on.kind === 'gpu' ? dry.flops / total / peakFlopsOf(on.card, compute) : null,
  };
}

function parametersOf({ state }: DryRun): number {
  return state.plan.units.flatMap(({ parameters }) => parameters).reduce((sum, { numel }) => sum + numel, 0);
}

/** What a rank needs of which memory: its GPU's, or its share of the node's. */
function memoryOf(
  { memory }: DryRun,
  host: HostMemory,
  { ranksPerNode, on }: PlannedFleet,
): { needed: number; available: number } {
  return on.kind === 'gpu'
    ? { needed: memory.peak + LIBRARY_BYTES, available: 1e9 * on.card.memoryGB }
    : { needed: host.total, available: on.memoryBytes / ranksPerNode };
}

/** Of the first step: all have the same. */
function trafficOf({ steps }: DryRun): Traffic {
  const traffic = Object.fromEntries(
    COLLECTIVE_KINDS.map((kind) => [kind, { calls: 0, sent: 0, crossing: 0 }]),
  ) as Traffic;
  for (const event of steps[0]!) {
    if (event.kind !== 'start' || event.collective.ranks === 1) continue;
    const { kind, sent, crossing } = event.collective;
    traffic[kind].calls++;
    traffic[kind].sent += sent;
    traffic[kind].crossing += crossing;
  }
  return traffic;
}

function timeOfRun({ steps }: RunLength, step: PlannedStep, ranks: number): { seconds: number; rankHours: number } {
  const seconds = START_SECONDS + steps * step.total;
  return { seconds, rankHours: (seconds * ranks) / 3600 };
}
