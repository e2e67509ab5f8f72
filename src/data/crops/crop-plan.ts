/**
 * The random crops of one sample, as the released recipe draws them (DINOv2 data/augmentations.py on torchvision).
 * Every crop draws from a stream of its own, keyed by seed, sample position and crop.
 */
import { RandomStream } from '../../random/random-stream.js';
import type { Box, Crop, ImageOp } from './image-addon.js';
import { roundHalfEven } from './round-half-even.js';

/** The `crops` section of the configuration. */
export interface CropsConfig {
  /** Least and greatest area of a crop, as a share of the image. */
  global_crops_scale: readonly [number, number];
  local_crops_scale: readonly [number, number];
  local_crops_number: number;
  global_crops_size: number;
  local_crops_size: number;
  /**
   * How often the first global, second global and local crops are blurred. `released`: never, 0.9, 0.5, as the released
   * code does and its scores carry; `paper`: always, 0.1, 0.5, as BYOL, DINO and the paper mean it.
   */
  blur: 'released' | 'paper';
}

export interface CropPlan {
  globalCrops: [Crop, Crop];
  localCrops: Crop[];
}

interface Recipe {
  scale: readonly [number, number];
  size: number;
  blurChance: number;
  solarizeChance: number;
}

const ASPECT = [3 / 4, 4 / 3] as const;
const TRIES = 10;
const FLIP_CHANCE = 0.5;
const JITTER_CHANCE = 0.8;
const JITTER = { brightness: 0.4, contrast: 0.4, saturation: 0.2, hue: 0.1 };
const GRAYSCALE_CHANCE = 0.2;
const SOLARIZE_CHANCE = 0.2;
const SOLARIZE_THRESHOLD = 128;
const BLUR_CHANCES = {
  released: { firstGlobal: 0, secondGlobal: 0.9, local: 0.5 },
  paper: { firstGlobal: 1, secondGlobal: 0.1, local: 0.5 },
};
const BLUR_SIGMA = [0.1, 2.0] as const;

export interface ImageSize {
  height: number;
  width: number;
}

/** @param position of the sample in the run */
export function drawCrops(config: CropsConfig, image: ImageSize, seed: number, position: number): CropPlan {
  const blur = BLUR_CHANCES[config.blur];
  const global = { scale: config.global_crops_scale, size: config.global_crops_size };
  const local = { scale: config.local_crops_scale, size: config.local_crops_size };
  const draw = (index: number, recipe: Recipe) =>
    drawCrop(recipe, image, new RandomStream(seed, 'crops', position, index));
  return {
    globalCrops: [
      draw(0, { ...global, blurChance: blur.firstGlobal, solarizeChance: 0 }),
      draw(1, { ...global, blurChance: blur.secondGlobal, solarizeChance: SOLARIZE_CHANCE }),
    ],
    localCrops: Array.from({ length: config.local_crops_number }, (_, i) =>
      draw(2 + i, { ...local, blurChance: blur.local, solarizeChance: 0 }),
    ),
  };
}

function drawCrop({ scale, size, blurChance, solarizeChance }: Recipe, image: ImageSize, random: RandomStream): Crop {
  const box = drawBox(scale, image, random);
  const flip = random.chance(FLIP_CHANCE);
  const ops: ImageOp[] = random.chance(JITTER_CHANCE) ? drawJitter(random) : [];
  if (random.chance(GRAYSCALE_CHANCE)) ops.push({ kind: 'grayscale' });
  if (random.chance(blurChance)) ops.push({ kind: 'blur', sigma: random.uniform(...BLUR_SIGMA) });
  if (random.chance(solarizeChance)) ops.push({ kind: 'solarize', threshold: SOLARIZE_THRESHOLD });
  return {
    box,
    resize: { height: size, width: size },
    window: { top: 0, left: 0, height: size, width: size },
    flip,
    ops,
  };
}

/** As torchvision's RandomResizedCrop: ten tries, then the largest box in the middle that keeps the aspect in range. */
function drawBox(scale: readonly [number, number], { height, width }: ImageSize, random: RandomStream): Box {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const area = height * width * random.uniform(...scale);
    const aspect = Math.exp(random.uniform(Math.log(ASPECT[0]), Math.log(ASPECT[1])));
    const boxWidth = roundHalfEven(Math.sqrt(area * aspect));
    const boxHeight = roundHalfEven(Math.sqrt(area / aspect));
    if (boxWidth > 0 && boxWidth <= width && boxHeight > 0 && boxHeight <= height) {
      const top = random.integer(0, height - boxHeight + 1);
      const left = random.integer(0, width - boxWidth + 1);
      return { top, left, height: boxHeight, width: boxWidth };
    }
  }
  const boxHeight = Math.min(height, roundHalfEven(width / ASPECT[0]));
  const boxWidth = Math.min(width, roundHalfEven(height * ASPECT[1]));
  return {
    top: Math.floor((height - boxHeight) / 2),
    left: Math.floor((width - boxWidth) / 2),
    height: boxHeight,
    width: boxWidth,
  };
}

function drawJitter(random: RandomStream): ImageOp[] {
  const around = (spread: number) => random.uniform(1 - spread, 1 + spread);
  const ops: ImageOp[] = [
    { kind: 'brightness', factor: around(JITTER.brightness) },
    { kind: 'contrast', factor: around(JITTER.contrast) },
    { kind: 'saturation', factor: around(JITTER.saturation) },
    { kind: 'hue', factor: random.uniform(-JITTER.hue, JITTER.hue) },
  ];
  return Array.from(random.permutation(ops.length), (i) => ops[i]!);
}
