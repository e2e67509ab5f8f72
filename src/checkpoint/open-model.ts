import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/schema.js';
import { networksOf } from '../model/networks.js';
import type { VitShape } from '../model/vision-transformer.js';
import { type BackboneWeights, HEAD_NAMES, type ModelWeights, type NamedWeights } from '../weights/backbone-weights.js';
import { checkFits } from '../weights/fit-weights.js';
import { configOfWeights } from '../weights/infer-network.js';
import { openReleasedWeights } from '../weights/open-weights.js';
import { CheckpointReader } from './load.js';
import { MANIFEST_FILE, type Replica } from './manifest.js';

/**
 * A backbone and its heads: the teacher's of a checkpoint directory, or what `openReleasedWeights` reads.
 * @throws CheckpointError, WeightsError where it is none of these or not sound
 */
export async function openModel(path: string): Promise<ModelWeights> {
  if (!existsSync(join(path, MANIFEST_FILE))) return openReleasedWeights(path);
  const reader = await CheckpointReader.open(path);
  const heads = HEAD_NAMES.map((name) => [name, submoduleWeights(reader, 'teacher', name)] as const);
  return {
    backbone: {
      ...submoduleWeights(reader, 'teacher', 'backbone'),
      source: reader.directory,
      config: reader.manifest.config as Config,
      hints: {},
      close: () => reader.close(),
    },
    heads: Object.fromEntries(heads.filter(([, { shapes }]) => shapes.size > 0)),
  };
}

/** As openModel, without heads. */
export async function openWeights(path: string): Promise<BackboneWeights> {
  return (await openModel(path)).backbone;
}

export interface WeightsAndNetwork {
  weights: BackboneWeights;
  network: VitShape;
}

/**
 * Weights and the network that they are of; the caller closes the weights.
 * @param overrides key=value arguments over what weights tell of their network
 * @throws CheckpointError, WeightsError, ConfigError
 */
export async function openWeightsAndNetwork(path: string, overrides: readonly string[]): Promise<WeightsAndNetwork> {
  const weights = await openWeights(path);
  try {
    const network = networksOf(configOfWeights(weights, overrides)).vit;
    checkFits(weights, network);
    return { weights, network };
  } catch (error) {
    weights.close();
    throw error;
  }
}

/** A sub-module's parameters of one replica, by their names within it. */
export function submoduleWeights(reader: CheckpointReader, replica: Replica, submodule: string): NamedWeights {
  const prefix = `${submodule}.`;
  const names = reader.parameterNames.filter((name) => name.startsWith(prefix));
  return {
    shapes: new Map(names.map((name) => [name.slice(prefix.length), reader.shapeOf(name)])),
    read: (name) => reader.parameter(replica, prefix + name),
  };
}
