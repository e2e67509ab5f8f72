import type { Config } from '../config/schema.js';

/** A backbone's parameters under the names of the released code, wherever they are stored. */
export interface BackboneWeights {
  /** Where they are from; begins an error's message. */
  readonly source: string;
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** The whole configuration, where the weights are of a checkpoint of ours. */
  readonly config: Config | null;
  /** What the format says of the network and shapes do not. */
  readonly told: ToldOfNetwork;
  /** All elements of a parameter, in row-major order. */
  read(name: string): Float32Array;
  close(): void;
}

/** Keys of `student` in a configuration. */
export interface ToldOfNetwork {
  num_heads?: number;
  interpolate_offset?: number;
  interpolate_antialias?: boolean;
}

/** Metadata of a safetensors file with released names: ToldOfNetwork as JSON. */
export const TOLD_KEY = 'student';
