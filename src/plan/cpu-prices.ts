import type { Collective } from './collectives.js';
import type { ImageCost } from './image-cost.js';
import type { CpuRates } from './op-rates.js';
import type { Rehearsal } from './rehearsal.js';
import type { Prices } from './step-time.js';

/** Between ranks that keep all cores busy, a thread that a message is for waits for its turn. */
const EXCHANGE_SECONDS = 1e-3;
/** Bytes a second, each way, by TCP on one machine. */
const LOCAL_RATE = 1e9;
/** Of a node's network, each way: 10 Gbit/s. */
const NETWORK_RATE = 1.25e9;

/** Ops as they were measured. What travels between ranks of a machine is carried by the cores that compute, and takes their time. */
export function cpuPrices(rates: CpuRates): Prices {
  return {
    betweenOps: rates.secondsBetweenOps,
    op: rates.secondsOf,
    collective({ sent, crossing, ranks, ranksPerNode }: Collective) {
      if (ranks === 1) return 0;
      return EXCHANGE_SECONDS + sent / LOCAL_RATE + (crossing * ranksPerNode) / NETWORK_RATE;
    },
  };
}

/** Less is what a system does by itself. */
const WORTH_A_WORD = 0.2;

export function cpuAssumptions(
  { images, blocks, flopsPerSecond, othersCores }: Rehearsal,
  cost: ImageCost | null,
): string[] {
  return [
    `ops take as long as on this machine a moment ago, in steps of ${count(images, 'image')} and ${count(blocks, 'block')}: products at most ` +
      `${(flopsPerSecond / 1e9).toFixed(0)} GFLOP/s; other nodes are alike, and idle but for this`,
    ...(othersCores < WORTH_A_WORD
      ? []
      : [
          `other programs kept ${othersCores.toFixed(1)} cores busy meanwhile, and the time is for a machine without them`,
        ]),
    `an exchange takes ${1000 * EXCHANGE_SECONDS} ms, its bytes ${LOCAL_RATE / 1e9} GB/s within a node and ${NETWORK_RATE / 1e9} GB/s for each node between ` +
      'nodes',
    cost === null
      ? 'reading images is not in it: train.dataset_path has none here'
      : `reading and cropping an image takes ${(1000 * cost.coreSeconds).toPrecision(2)} ms of a core, as ${cost.images} of train.dataset_path did, and ` +
        'shares the cores with the ranks',
  ];
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
