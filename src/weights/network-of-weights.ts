import type { VitShape } from '../model/vision-transformer.js';
import { networksOf } from '../train/networks.js';
import type { BackboneWeights } from './backbone-weights.js';
import { checkFits } from './fit-weights.js';
import { configOfWeights } from './infer-network.js';
import { openWeights } from './open-weights.js';

export interface WeightsAndNetwork {
  weights: BackboneWeights;
  network: VitShape;
}

/**
 * Weights and the network that they are of; the caller closes the weights.
 * @param source what openWeights reads
 * @param overrides key=value arguments over what weights tell of their network
 * @throws CheckpointError, ConfigError
 */
export async function openWeightsAndNetwork(source: string, overrides: readonly string[]): Promise<WeightsAndNetwork> {
  const weights = await openWeights(source);
  try {
    const network = networksOf(configOfWeights(weights, overrides)).vit;
    checkFits(weights, network);
    return { weights, network };
  } catch (error) {
    weights.close();
    throw error;
  }
}
