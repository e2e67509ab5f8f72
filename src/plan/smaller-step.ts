import { resolveArch } from '../config/arch.js';
import type { Config } from '../config/schema.js';
import type { DinoHeadShape } from '../model/dino-head.js';
import { type Networks, networksOf } from '../model/networks.js';
import { stepMultiplyAdds } from '../train/step-multiply-adds.js';

export interface StepSizes {
  config: Config;
  /** That makes the targets in distillation. */
  frozen: Networks | null;
}

/** The last block computes fewer rows than the others. */
const BLOCKS = 2;
/** Weights of so many do not fit into a cache, either. */
const MOST_PROTOTYPES = 8192;
const LEAST_PROTOTYPES = 256;

/**
 * The same step with fewer blocks, prototypes and images, and at last narrower, until it has no more operations than so many: one whose
 * ops are as fast as those of the whole.
 */
export function smallerStep(whole: StepSizes, mostFlops: number): StepSizes {
  for (let divisor = 1; ; divisor *= 2) {
    for (let images = whole.config.train.batch_size_per_gpu; images >= 1; images = Math.floor(images / 2)) {
      const smaller = cut(whole, images, divisor);
      const isLeast = images === 1 && resolveArch(smaller.config).numHeads === 1;
      if (isLeast || flopsOf(smaller) <= mostFlops) return smaller;
    }
  }
}

function cut({ config, frozen }: StepSizes, images: number, divisor: number): StepSizes {
  const { depth, numHeads, headDim } = resolveArch(config);
  const heads = divided(numHeads, divisor);
  const head = <Head extends Config['dino'] | Config['ibot']>(of: Head): Head => ({
    ...of,
    head_n_prototypes: prototypes(of.head_n_prototypes, divisor),
    head_hidden_dim: divided(of.head_hidden_dim, divisor),
  });
  return {
    config: {
      ...config,
      student: {
        ...config.student,
        arch: 'vit_custom',
        embed_dim: heads * headDim,
        depth: Math.min(depth, BLOCKS),
        num_heads: heads,
        block_chunks: 0,
      },
      dino: head(config.dino),
      ibot: head(config.ibot),
      train: { ...config.train, batch_size_per_gpu: images },
    },
    frozen: frozen && cutNetworks(frozen, divisor),
  };
}

function cutNetworks({ vit, dinoHead, ibotHead }: Networks, divisor: number): Networks {
  const numHeads = divided(vit.numHeads, divisor);
  const embedDim = numHeads * (vit.embedDim / vit.numHeads);
  const head = (of: DinoHeadShape): DinoHeadShape => ({
    ...of,
    inDim: embedDim,
    hiddenDim: divided(of.hiddenDim, divisor),
    numPrototypes: prototypes(of.numPrototypes, divisor),
  });
  return {
    vit: {
      ...vit,
      embedDim,
      numHeads,
      ffnHidden: divided(vit.ffnHidden, divisor),
      depth: Math.min(vit.depth, BLOCKS),
      blocksPerUnit: 1,
    },
    dinoHead: head(dinoHead),
    ibotHead: ibotHead && head(ibotHead),
  };
}

const divided = (size: number, divisor: number) => Math.max(1, Math.floor(size / divisor));

function prototypes(count: number, divisor: number): number {
  return Math.min(count, Math.max(LEAST_PROTOTYPES, MOST_PROTOTYPES / divisor));
}

/** Of masks their number on average. */
function flopsOf({ config, frozen }: StepSizes): number {
  const { crops, ibot, student, train } = config;
  const networks = networksOf(config);
  const [least, greatest] = ibot.mask_ratio_min_max;
  const masked = frozen === null ? (ibot.mask_sample_probability * (least + greatest)) / 2 : 1;
  const patches = (crops.global_crops_size / student.patch_size) ** 2;
  return (
    2 *
    stepMultiplyAdds({
      networks,
      teacher: frozen ?? networks,
      batch: train.batch_size_per_gpu,
      localCrops: crops.local_crops_number,
      localSize: crops.local_crops_size,
      dropPath: student.drop_path_rate,
      maskedPatches: 2 * train.batch_size_per_gpu * patches * masked,
    })
  );
}
