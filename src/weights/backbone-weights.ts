import type { Config } from '../config/schema.js';

/** Parameters under the names of the released code, wherever they are stored. */
export interface NamedWeights {
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** All elements of a parameter, in row-major order. */
  read(name: string): Float32Array;
}

export interface BackboneWeights extends NamedWeights {
  /** Where they are from; begins an error's message. */
  readonly source: string;
  /** The whole configuration, where the weights are of a checkpoint of ours. */
  readonly config: Config | null;
  /** What the format says of the network and shapes do not. */
  readonly hints: ArchitectureHints;
  /** What the format says that images were normalised by. */
  readonly normalization: NormalizationHints;
  /** What a person should hear of how they were read: sentences that name the file. */
  readonly notes: readonly string[];
  close(): void;
}

export const HEAD_NAMES = ['dino_head', 'ibot_head'] as const;
export type HeadName = (typeof HEAD_NAMES)[number];

/** A backbone and the heads that are stored beside it, open as long as the backbone is. */
export interface ModelWeights {
  backbone: BackboneWeights;
  heads: Partial<Record<HeadName, NamedWeights>>;
}

/** Keys of `student` in a configuration. */
export interface ArchitectureHints {
  num_heads?: number;
  interpolate_offset?: number;
  interpolate_antialias?: boolean;
}

/** Keys of `data` in a configuration. */
export interface NormalizationHints {
  mean?: readonly number[];
  std?: readonly number[];
}

/** Metadata of a safetensors file with released names: ArchitectureHints and NormalizationHints as JSON. */
export const HINTS_KEY = 'student';
export const NORMALIZATION_KEY = 'data';
