import type { FeatureExtractor } from '../feature-extractor.js';
import { checkFinite } from '../features.js';
import type { ReadImages } from '../read-images.js';
import { componentsToRgb, principalComponents } from './pca.js';
import { type Picture, paste, pictureOfImage, whitePicture } from './picture.js';

const gap = 4;

/**
 * Each image beside its patches, coloured by the three main components of all images' patch features: patches that the
 * network sees as alike have like colours, across images too.
 * @param images (3, S, S) each; S is the extractor's image size
 * @throws FeaturesError naming an image whose features are not finite
 */
export function patchPicture(
  extractor: FeatureExtractor,
  folder: string,
  { images, files }: Pick<ReadImages, 'images' | 'files'>,
  columns: number,
): Picture {
  const { imageSize: size, patchSize, width } = extractor;
  const side = size / patchSize;
  const { patchTokens } = extractor.embed(Buffer.concat(images), images.length);
  checkFinite(patchTokens, folder, files);
  const colours = componentsToRgb(principalComponents(patchTokens, width, 3));

  const pairWidth = 2 * (size + gap);
  const rows = Math.ceil(images.length / columns);
  const out = whitePicture(Math.min(columns, images.length) * pairWidth, rows * (size + gap));
  images.forEach((image, i) => {
    const left = (i % columns) * pairWidth;
    const top = Math.floor(i / columns) * (size + gap);
    const pixels = colours.subarray(i * side * side * 3, (i + 1) * side * side * 3);
    paste(out, pictureOfImage(image, size), left, top);
    paste(out, { width: side, height: side, pixels }, left + size + 1, top, patchSize);
  });
  return out;
}
