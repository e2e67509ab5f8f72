import type { GpuCard } from '../gpu/cards.js';
import { peakFlopsOf } from '../gpu/peak-flops.js';
import type { ComputeType } from '../precision/compute-type.js';
import type { Collective } from './collectives.js';
import type { Prices } from './step-time.js';

/** Shares of a card's data sheet that are reckoned with. */
const PRODUCTS = 0.65;
const ATTENTION = 0.4;
const MEMORY = 0.8;
const WIRE = 0.8;
/** From a kernel to the next. */
const KERNEL_SECONDS = 5e-6;
/** Of a collective: to begin it, and for each doubling of its ranks. */
const COLLECTIVE_SECONDS = 20e-6;
const HOP_SECONDS = 5e-6;

/** Of a GPU's memory: CUDA's context, cuBLASLt's and cuDNN's workspaces, NCCL's buffers. */
export const LIBRARY_BYTES = 1.5e9;

const GIGA = 1e9;

/** A GPU multiplies while it moves memory: an op takes as long as the one of both that takes longer. */
export function gpuPrices(card: GpuCard, compute: ComputeType): Prices {
  const peak = peakFlopsOf(card, compute);
  return {
    betweenOps: KERNEL_SECONDS,
    op(op, { flops, bytes }) {
      const share = op.startsWith('attention') ? ATTENTION : PRODUCTS;
      return Math.max(flops / (share * peak), bytes / (MEMORY * GIGA * card.memoryRate));
    },
    collective({ sent, crossing, ranks }: Collective) {
      const seconds = Math.max(sent / card.linkRate, crossing / card.networkRate) / (WIRE * GIGA);
      return ranks === 1 ? 0 : COLLECTIVE_SECONDS + HOP_SECONDS * Math.ceil(Math.log2(ranks)) + seconds;
    },
  };
}

export function gpuAssumptions({ name, linkRate, networkRate }: GpuCard): string[] {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return [
    `an op takes as long as its operations at ${percent(PRODUCTS)} of the ${name}'s dense peak (attention ${percent(ATTENTION)}), or its ` +
      `bytes at ${percent(MEMORY)} of the memory's rate, whichever is longer, and ${KERNEL_SECONDS * 1e6} us more`,
    `collectives run beside ops, at ${percent(WIRE)} of ${linkRate} GB/s within a node and ${networkRate} GB/s for each GPU between nodes, and ` +
      `wait for one another by kind; what is not there when it is wanted is waited for`,
    `CUDA, cuBLASLt, cuDNN and NCCL take ${LIBRARY_BYTES / 1e9} GB of a GPU's memory`,
    'images are read and cropped fast enough; nothing of this has been measured on a GPU',
  ];
}
