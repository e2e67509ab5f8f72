import type { TensorData } from '../formats/safetensors.js';
import type { NamedTensor } from '../formats/torch-writer.js';
import type { VitShape } from '../model/vision-transformer.js';
import { huggingFaceNames } from './hugging-face-names.js';
import type { Normalization } from './normalization.js';
import { WeightsError } from './weights-error.js';

/**
 * config.json of the transformers model of a network. Values that only start a training are left to its defaults: it refuses
 * a float that JSON writes as a whole number.
 * @throws WeightsError where transformers has no such network
 */
export function huggingFaceConfig(network: VitShape): object {
  const { embedDim, depth, numHeads, patchSize, imageSize, numRegisters, qkvBias, ffnLayer } = network;
  const isGated = ffnLayer === 'swiglu';
  const withRegisters = numRegisters > 0;
  return {
    architectures: [withRegisters ? 'Dinov2WithRegistersModel' : 'Dinov2Model'],
    model_type: withRegisters ? 'dinov2_with_registers' : 'dinov2',
    hidden_size: embedDim,
    num_hidden_layers: depth,
    num_attention_heads: numHeads,
    mlp_ratio: wholeMlpRatio(network),
    use_swiglu_ffn: isGated,
    ...(withRegisters ? { num_register_tokens: numRegisters } : {}),
    image_size: imageSize,
    patch_size: patchSize,
    num_channels: 3,
    qkv_bias: qkvBias,
    layer_norm_eps: 1e-6,
    hidden_act: 'gelu',
    attention_probs_dropout_prob: 0,
    hidden_dropout_prob: 0,
    drop_path_rate: 0,
    apply_layernorm: true,
    reshape_hidden_states: true,
    use_mask_token: true,
    dtype: 'float32',
    torch_dtype: 'float32', // its name in older versions
  };
}

/** transformers takes whole ratios only, and makes the gates' width from them as the released code does. */
function wholeMlpRatio({ embedDim, ffnHidden, ffnLayer }: VitShape): number {
  const widthOf = (ratio: number) =>
    ffnLayer === 'mlp' ? embedDim * ratio : Math.floor((Math.floor((embedDim * ratio * 2) / 3) + 7) / 8) * 8;
  const about = (ffnLayer === 'mlp' ? ffnHidden : 1.5 * ffnHidden) / embedDim;
  for (const ratio of [Math.floor(about), Math.ceil(about)])
    if (ratio > 0 && widthOf(ratio) === ffnHidden) return ratio;
  throw new WeightsError(
    'WEIGHTS_DIFFER',
    `the feed-forward layer is ${ffnHidden} wide in a network of width ${embedDim}, which is no whole student.mlp_ratio; ` +
      'transformers has no such network: use --to official or --to safetensors',
  );
}

/**
 * preprocessor_config.json: images as the network is shown them by `dinofleet embed`. The short side is scaled to the size,
 * bicubic; the square in the middle is normalised.
 */
export function huggingFacePreprocessor({ imageSize }: VitShape, { mean, std }: Normalization): object {
  return {
    image_processor_type: 'BitImageProcessor',
    do_convert_rgb: true,
    do_resize: true,
    size: { shortest_edge: imageSize },
    resample: 3,
    do_center_crop: true,
    crop_size: { height: imageSize, width: imageSize },
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: mean,
    image_std: std,
  };
}

/** The tensors of model.safetensors. What transformers always has and the network has not is written as its neutral value. */
export function huggingFaceTensors(tensors: readonly NamedTensor[], network: VitShape): TensorData[] {
  return [...tensors, ...neutralTensors(network)].flatMap((tensor) => {
    const names = huggingFaceNames(tensor.name);
    if (names === null) throw new RangeError(`parameter "${tensor.name}" has no name in transformers`);
    return names.map((name, part): TensorData => {
      const [rows, ...rest] = tensor.shape as [number, ...number[]];
      return {
        name,
        dtype: 'F32',
        shape: [rows / names.length, ...rest],
        data: {
          *[Symbol.iterator]() {
            const values = tensor.read();
            const partLength = values.length / names.length;
            yield values.subarray(part * partLength, (part + 1) * partLength);
          },
        },
      };
    });
  });
}

function neutralTensors({ embedDim, depth, ffnHidden, ffnLayer, ...network }: VitShape): NamedTensor[] {
  const { layerScale, projBias, ffnBias } = network;
  const filled = (name: string, value: number, size = embedDim): NamedTensor => ({
    name,
    shape: [size],
    read: () => new Float32Array(size).fill(value),
  });
  const [first, last, width] = ffnLayer === 'mlp' ? ['fc1', 'fc2', ffnHidden] : ['w12', 'w3', 2 * ffnHidden];
  return Array.from({ length: depth }, (_, block) => [
    ...(layerScale > 0 ? [] : [filled(`blocks.${block}.ls1.gamma`, 1), filled(`blocks.${block}.ls2.gamma`, 1)]),
    ...(projBias ? [] : [filled(`blocks.${block}.attn.proj.bias`, 0)]),
    ...(ffnBias
      ? []
      : [filled(`blocks.${block}.mlp.${first}.bias`, 0, width), filled(`blocks.${block}.mlp.${last}.bias`, 0)]),
  ]).flat();
}
