import type { Config } from '../config/schema.js';
import { GPU_CARDS } from '../gpu/cards.js';
import type { DryRun } from './dry-run.js';
import { scaled } from './figures.js';
import type { MemoryByKind, MemoryKind } from './memory-ledger.js';

/** What a rank needs of the memory that there is for it, in bytes. */
export interface MemoryFit {
  needed: number;
  available: number;
  fits: boolean;
  /** Where it does not: what would help, each by itself. */
  advice: string[];
}

/** What grows with the images of a rank. */
const OF_IMAGES: readonly MemoryKind[] = ['activations', 'activationGradients', 'batch', 'scratch', 'rounding'];
/** What ranks share out. */
const SHARDS: readonly MemoryKind[] = ['student', 'teacher', 'expAvg', 'expAvgSq', 'gradients', 'roundedWeights'];
/** Blocks are not proportional to what they hold, masks differ, and another op may have the peak: no more of the memory is planned for. */
const CAUTION = 0.92;

/** @param nodes of the job, which could have more */
export function memoryFit(
  config: Config,
  { state, memory: { atPeak } }: DryRun,
  { needed, available }: { needed: number; available: number },
  { nodes, isGpu }: { nodes: number; isGpu: boolean },
): MemoryFit {
  if (needed <= available) return { needed, available, fits: true, advice: [] };
  const room = CAUTION * available;
  const strategies = new Set(Object.values(config.compute_precision.student).map((module) => module.sharding_strategy));
  const isSharedByAll = !strategies.has('NO_SHARD') && !(strategies.has('HYBRID_SHARD') && nodes > 1);
  const shards = sumOf(atPeak, SHARDS);
  const advice = [
    ...fewerImages(config.train.batch_size_per_gpu, needed, sumOf(atPeak, OF_IMAGES), room),
    ...(isSharedByAll ? moreNodes(nodes, needed, shards, room) : sharing(shards, state.comm.worldSize)),
    ...(strategies.has('SHARD_GRAD_OP') ? gatheringTwice(atPeak.gatheredWeights) : []),
    ...(isGpu ? largerCard(needed) : []),
  ];
  return { needed, available, fits: false, advice };
}

function sumOf(memory: MemoryByKind, kinds: readonly MemoryKind[]): number {
  return kinds.reduce((sum, kind) => sum + memory[kind], 0);
}

function fewerImages(images: number, needed: number, ofImages: number, room: number): string[] {
  const fewer = Math.floor((images * (room - (needed - ofImages))) / ofImages);
  return fewer >= 1 ? [`train.batch_size_per_gpu=${fewer} in place of ${images}`] : [];
}

function moreNodes(nodes: number, needed: number, shards: number, room: number): string[] {
  const wanted = Math.ceil((nodes * shards) / (room - (needed - shards)));
  return wanted > nodes ? [`${wanted} nodes, whose ranks have smaller shards`] : [];
}

function sharing(shards: number, ranks: number): string[] {
  if (ranks === 1) return [];
  return [
    `compute_precision: sharding_strategy FULL_SHARD everywhere, which shares ${scaled(shards, 'B')} of weights, moments and gradients out ` +
      `over all ${ranks} ranks`,
  ];
}

function gatheringTwice(gathered: number): string[] {
  if (gathered === 0) return [];
  return [
    `compute_precision: sharding_strategy FULL_SHARD in place of SHARD_GRAD_OP, which holds ${scaled(gathered, 'B')} of gathered weights from ` +
      'the forward to the backward pass',
  ];
}

function largerCard(needed: number): string[] {
  const [least] = GPU_CARDS.filter(({ memoryGB }) => 1e9 * memoryGB >= needed).toSorted(
    (a, b) => a.memoryGB - b.memoryGB,
  );
  return least === undefined ? [] : [`a card of ${least.memoryGB} GB: --gpu ${least.name}`];
}
