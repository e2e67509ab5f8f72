import type { Config } from '../config/schema.js';
import { networksOf } from '../model/networks.js';
import type { VitShape } from '../model/vision-transformer.js';
import { type BackboneWeights, HEAD_NAMES, type ModelWeights, type NamedWeights } from '../weights/backbone-weights.js';
import { finite } from '../weights/finite.js';
import { checkFits } from '../weights/fit-weights.js';
import { configOfWeights } from '../weights/infer-network.js';
import { openReleasedWeights } from '../weights/open-weights.js';
import { CheckpointError } from './checkpoint-error.js';
import { CheckpointReader } from './load.js';
import { isCheckpoint, isFileOfCheckpoint, type Replica, whyNoCheckpoint } from './manifest.js';
import { newestWithin } from './meant-checkpoint.js';

/**
 * A backbone and its heads: the teacher's of a checkpoint directory, or what `openReleasedWeights` reads.
 * @throws CheckpointError, WeightsError where it is none of these or not sound
 */
export async function openModel(path: string): Promise<ModelWeights> {
  if (!isCheckpoint(path)) {
    await refuseParts(path);
    return openReleasedWeights(path);
  }
  const reader = await CheckpointReader.open(path);
  const heads = HEAD_NAMES.map((name) => [name, submoduleWeights(reader, 'teacher', name)] as const);
  return {
    backbone: {
      ...submoduleWeights(reader, 'teacher', 'backbone'),
      source: reader.directory,
      config: reader.manifest.config as Config,
      hints: {},
      normalization: {},
      notes: [],
      close: () => reader.close(),
    },
    heads: Object.fromEntries(heads.filter(([, { shapes }]) => shapes.size > 0)),
  };
}

/** A run that goes on reads its weights again: they must not be those of whatever is the newest then. */
async function refuseParts(path: string): Promise<void> {
  if (isFileOfCheckpoint(path)) throw new CheckpointError('CHECKPOINT_MISSING', `${path} ${whyNoCheckpoint(path)}`);
  const newest = await newestWithin(path);
  if (newest !== null)
    throw new CheckpointError(
      'CHECKPOINT_MISSING',
      `${path} is a run; give one of its checkpoints: the newest is ${newest}`,
    );
}

/** As openModel, without heads. */
export async function openWeights(path: string): Promise<BackboneWeights> {
  return (await openModel(path)).backbone;
}

export interface WeightsAndNetwork {
  weights: BackboneWeights;
  network: VitShape;
  /** How images are to be read for it. */
  data: Config['data'];
}

/**
 * Weights and the network that they are of; the caller closes the weights. Of a run's directory, the newest checkpoint's.
 * @param overrides key=value arguments over what weights tell of their network
 * @throws CheckpointError, WeightsError, ConfigError
 */
export async function openWeightsAndNetwork(path: string, overrides: readonly string[]): Promise<WeightsAndNetwork> {
  const newest = isCheckpoint(path) ? null : await newestWithin(path);
  const opened = await openWeights(newest ?? path);
  const found = newest === null ? [] : [`${path} is a run: its newest checkpoint, ${newest}, is taken`];
  const weights = { ...opened, notes: [...found, ...opened.notes] };
  try {
    const config = configOfWeights(weights, overrides);
    const network = networksOf(config).vit;
    checkFits(weights, network);
    return { weights, network, data: config.data };
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
    read: (name) => finite(reader.directory, `${replica}.${prefix}${name}`, reader.parameter(replica, prefix + name)),
  };
}
