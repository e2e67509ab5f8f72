import { type DataConfig, readOptions } from './data-config.js';
import { type Crop, type Findings, imageAddon, MAX_PIXELS, sharedBytes } from './image-addon.js';
import { roundHalfEven } from './round-half-even.js';

/** What torchvision's Resize(resizeSize) and CenterCrop(cropSize) take; cropSize is at most resizeSize. */
export function centerCrop(image: { height: number; width: number }, resizeSize: number, cropSize: number): Crop {
  const { height, width } = image;
  const shortSide = Math.min(height, width);
  const resize = {
    height: Math.floor((resizeSize * height) / shortSide),
    width: Math.floor((resizeSize * width) / shortSide),
  };
  return {
    box: { top: 0, left: 0, height, width },
    resize,
    window: {
      top: roundHalfEven((resize.height - cropSize) / 2),
      left: roundHalfEven((resize.width - cropSize) / 2),
      height: cropSize,
      width: cropSize,
    },
    flip: false,
    ops: [],
  };
}

/**
 * The input of an evaluation: short side to `size` pixels, bicubic, and the square in the middle.
 * @returns (3, size, size)
 * @throws an Error of code BAD_IMAGE if the file cannot be decoded
 */
export async function resizeCenterCrop(
  file: Uint8Array,
  size: number,
  data: DataConfig,
): Promise<Findings & { image: Uint8Array }> {
  const crop = centerCrop(imageAddon.probe(file, MAX_PIXELS), size, size);
  const out = spare.get(size)?.pop() ?? sharedBytes(3 * size * size);
  try {
    const findings = await imageAddon.crops(file, readOptions(data), [crop], [out]);
    return { ...findings, image: out.slice() };
  } finally {
    spare.set(size, [...(spare.get(size) ?? []), out]);
  }
}

/** Shared memory by image size, used again and again: V8 does not count it and would collect it too late. */
const spare = new Map<number, Uint8Array[]>();
