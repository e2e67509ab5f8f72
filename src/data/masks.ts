/**
 * Block masks of the global crops (DINOv2 data/masking.py and data/collate.py). N = (G / patch)^2 patches a crop.
 *
 * Of the 2 * globalBatch crops a share is masked. The masked ones have slots with ratios spread evenly over the range,
 * and a shuffle keyed by the step deals the slots to crops; so any rank knows its crops' slots without the others'.
 */
import { RandomStream } from '../random/random-stream.js';
import { roundHalfEven } from './crops/round-half-even.js';

export interface MasksConfig {
  /** Least and greatest share of a masked crop's patches. */
  mask_ratio_min_max: readonly [number, number];
  /** Share of the global crops that are masked. */
  mask_sample_probability: number;
  global_crops_size: number;
  patch_size: number;
}

const MIN_BLOCK_PATCHES = 4;
const ASPECT = [0.3, 1 / 0.3] as const;
const TRIES = 10;

/**
 * Masks of the samples [start, end) of the global batch.
 * @returns (2 * (end - start), N): 1 where masked; the first crops of all samples, then the second
 */
export function drawMasks(
  config: MasksConfig,
  globalBatch: number,
  { start, end }: { start: number; end: number },
  seed: number,
  step: number,
): Uint8Array {
  const grid = Math.floor(config.global_crops_size / config.patch_size);
  const numPatches = grid * grid;
  const maxBlockPatches = largestBlock(config.global_crops_size, config.patch_size);
  const numMasked = Math.floor(2 * globalBatch * config.mask_sample_probability);
  const [least, greatest] = config.mask_ratio_min_max;
  const slotOfCrop = new RandomStream(seed, 'masks', step).permutation(2 * globalBatch);

  const size = end - start;
  const masks = new Uint8Array(2 * size * numPatches);
  for (let row = 0; row < 2 * size; row++) {
    const crop = row < size ? start + row : globalBatch + start + (row - size);
    const slot = slotOfCrop[crop]!;
    if (slot >= numMasked) continue;
    const random = new RandomStream(seed, 'mask-blocks', step, slot);
    const ratio = least + ((greatest - least) * (slot + random.uniform())) / numMasked;
    const mask = masks.subarray(row * numPatches, (row + 1) * numPatches);
    maskBlocks(mask, grid, Math.floor(numPatches * ratio), maxBlockPatches, random);
  }
  return masks;
}

/**
 * Patches that each crop of a step is to lose: (2 * globalBatch), the first crops of all samples, then the second. Masks come to a few
 * less, where a last block finds no place.
 */
export function wantedMasked(config: MasksConfig, globalBatch: number, seed: number, step: number): Float64Array {
  const numPatches = Math.floor(config.global_crops_size / config.patch_size) ** 2;
  const numMasked = Math.floor(2 * globalBatch * config.mask_sample_probability);
  const [least, greatest] = config.mask_ratio_min_max;
  const slots = new RandomStream(seed, 'masks', step).permutation(2 * globalBatch);
  // In the middle of its slot.
  return Float64Array.from(slots, (slot) =>
    slot < numMasked ? numPatches * (least + ((greatest - least) * (slot + 0.5)) / numMasked) : 0,
  );
}

/** Half the patches, as the released expression computes it: 666 and not 684.5 at 518 px and patch 14. */
export function largestBlock(cropSize: number, patchSize: number): number {
  return Math.floor((Math.floor((0.5 * cropSize) / patchSize) * cropSize) / patchSize);
}

/**
 * Masks about `wanted` of the grid * grid patches, block by block, until there are enough or a block finds no place in
 * ten tries. A block adds at most what is still wanted and covers at most `maxBlockPatches`.
 */
export function maskBlocks(
  mask: Uint8Array,
  grid: number,
  wanted: number,
  maxBlockPatches: number,
  random: RandomStream,
): void {
  let masked = 0;
  while (masked < wanted) {
    const added = addBlock(mask, grid, Math.min(wanted - masked, maxBlockPatches), random);
    if (added === 0) return;
    masked += added;
  }
}

/** @returns the number of patches that were not masked before */
function addBlock(mask: Uint8Array, grid: number, mostAdded: number, random: RandomStream): number {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const area = random.uniform(MIN_BLOCK_PATCHES, mostAdded);
    const aspect = Math.exp(random.uniform(Math.log(ASPECT[0]), Math.log(ASPECT[1])));
    const height = roundHalfEven(Math.sqrt(area * aspect));
    const width = roundHalfEven(Math.sqrt(area / aspect));
    if (width >= grid || height >= grid) continue;
    const top = random.integer(0, grid - height + 1);
    const left = random.integer(0, grid - width + 1);
    const block = patchesOfBlock(grid, top, left, height, width);
    const added = block.filter((patch) => mask[patch] === 0);
    if (added.length === 0 || added.length > mostAdded) continue;
    for (const patch of added) mask[patch] = 1;
    return added.length;
  }
  return 0;
}

function patchesOfBlock(grid: number, top: number, left: number, height: number, width: number): number[] {
  const patches: number[] = [];
  for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) patches.push(y * grid + x);
  return patches;
}
