import { openWeightsAndNetwork } from '../checkpoint/open-model.js';
import { ConfigError } from '../config/config-error.js';
import { loadConfig } from '../config/load.js';
import { refuseUnsupported } from '../config/unsupported.js';
import type { DataConfig } from '../data/crops/data-config.js';
import { networksOf } from '../model/networks.js';
import { initializeElements } from '../nn/initialize.js';
import { openBackend } from '../nn/open-backend.js';
import { usableCores } from '../system/cores.js';
import { readFitted } from '../weights/fit-weights.js';
import { Backbone } from './backbone.js';
import type { FeatureExtractor } from './feature-extractor.js';

/** `random:CONFIG` is the untrained network of a recipe. */
const RANDOM = 'random:';

export interface ExtractorOptions {
  /** key=value arguments for the CONFIG of `random:CONFIG`, or over what weights tell; a checkpoint has its own. */
  overrides?: readonly string[];
  /** Pixels of a side, a multiple of the patch; the size of global crops unless given. */
  imageSize?: number | undefined;
  device?: string;
  /** Told what a person should hear of how weights were read. */
  onNote?: (note: string) => void;
}

/**
 * The network that weights are of, the teacher's backbone of a checkpoint, or the network that a recipe starts from.
 * @param source what openWeights reads, or `random:CONFIG`
 * @throws CheckpointError, ConfigError
 */
export async function openExtractor(source: string, options: ExtractorOptions = {}): Promise<FeatureExtractor> {
  const { backbone, data } = await openNetwork(source, options);
  const { patchSize, embedDim: width, numRegisters, imageSize: ownSize } = backbone.shape;
  const imageSize = options.imageSize ?? ownSize;
  if (imageSize % patchSize !== 0) {
    backbone.close();
    throw new ConfigError(
      'CROP_NOT_MULTIPLE',
      `image size is ${imageSize}, expected a multiple of student.patch_size (${patchSize})`,
    );
  }
  return {
    imageSize,
    patchSize,
    width,
    data,
    embed(images, count) {
      const features = backbone.forward(images, [count, 3, imageSize, imageSize]);
      const tokens = features.length / (count * width);
      const patches = tokens - 1 - numRegisters;
      const clsTokens = new Float32Array(count * width);
      const patchTokens = new Float32Array(count * patches * width);
      for (let b = 0; b < count; b++) {
        const row = b * tokens * width;
        clsTokens.set(features.subarray(row, row + width), b * width);
        const first = row + (1 + numRegisters) * width;
        patchTokens.set(features.subarray(first, first + patches * width), b * patches * width);
      }
      return { clsTokens, patchTokens };
    },
    close: () => backbone.close(),
  };
}

/** The frozen network behind an extractor. */
export async function openBackbone(source: string, options?: Omit<ExtractorOptions, 'imageSize'>): Promise<Backbone> {
  return (await openNetwork(source, options)).backbone;
}

async function openNetwork(
  source: string,
  { overrides = [], device = 'cpu', onNote = () => {} }: Omit<ExtractorOptions, 'imageSize'> = {},
): Promise<{ backbone: Backbone; data: DataConfig }> {
  const backend = openBackend(device, 'float32');
  backend.setThreads(usableCores().usable);
  if (source.startsWith(RANDOM)) {
    const config = loadConfig(source.slice(RANDOM.length), overrides);
    refuseUnsupported(config);
    const backbone = new Backbone(networksOf(config).vit, config.data, backend, (spec, data) =>
      initializeElements(backend, config.train.seed, 'backbone', spec, 0, data),
    );
    return { backbone, data: config.data };
  }
  const { weights, network, data } = await openWeightsAndNetwork(source, overrides);
  weights.notes.forEach(onNote);
  try {
    const backbone = new Backbone(network, data, backend, ({ name }, tensor) =>
      backend.upload(tensor, readFitted(weights, network, name)),
    );
    return { backbone, data };
  } finally {
    weights.close();
  }
}
