import type { DataConfig } from '../data/crops/data-config.js';

/** A frozen network that turns images into features. B images, S pixels a side, N = (S / patch)^2 patches, D width. */
export interface FeatureExtractor {
  /** S: the size of global crops unless another was asked for. */
  readonly imageSize: number;
  readonly patchSize: number;
  /** D */
  readonly width: number;
  /** How images are to be read for it. */
  readonly data: DataConfig;
  /**
   * Features after the final norm.
   * @param images (B, 3, S, S)
   * @returns clsTokens (B, D) and patchTokens (B, N, D), copies that the caller owns
   */
  embed(images: Uint8Array, batch: number): { clsTokens: Float32Array; patchTokens: Float32Array };
  close(): void;
}
