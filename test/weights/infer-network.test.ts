import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configFromObject } from '../../src/config/load.js';
import type { Config } from '../../src/config/schema.js';
import { networksOf } from '../../src/model/networks.js';
import { vitUnits } from '../../src/model/vision-transformer.js';
import type { ArchitectureHints, BackboneWeights } from '../../src/weights/backbone-weights.js';
import { checkFits } from '../../src/weights/fit-weights.js';
import { configOfWeights } from '../../src/weights/infer-network.js';

/** Weights of a recipe's network, of which only the shapes are known. */
function weightsOf(student: object, imageSize: number, hints: ArchitectureHints = {}): BackboneWeights {
  const crops = { global_crops_size: imageSize, local_crops_size: imageSize };
  const network = networksOf(configFromObject({ student, crops })).vit;
  const shapes = new Map(vitUnits(network).flatMap((unit) => unit.parameters.map(({ name, shape }) => [name, shape])));
  return {
    source: 'a.pth',
    shapes,
    config: null,
    hints,
    normalization: {},
    notes: [],
    read: () => new Float32Array(),
    close: () => {},
  };
}

const released = (arch: string, more: object = {}) => ({ arch, patch_size: 14, layerscale: 1e-5, ...more });

test('the released networks are recognised by their shapes', () => {
  const cases: [object, object][] = [
    [released('vit_small'), { embedDim: 384, depth: 12, numHeads: 6, ffnLayer: 'mlp', ffnHidden: 1536 }],
    [released('vit_base'), { embedDim: 768, depth: 12, numHeads: 12, numRegisters: 0 }],
    [released('vit_large', { num_register_tokens: 4 }), { embedDim: 1024, depth: 24, numHeads: 16, numRegisters: 4 }],
    [
      released('vit_giant2', { ffn_layer: 'swiglufused' }),
      { embedDim: 1536, depth: 40, numHeads: 24, ffnLayer: 'swiglu', ffnHidden: 4096 },
    ],
  ];
  for (const [student, expected] of cases) {
    const weights = weightsOf(student, 518);
    const network = networksOf(configOfWeights(weights, [])).vit;
    checkFits(weights, network);
    assert.deepEqual({ ...network, ...expected }, network);
    assert.deepEqual([network.patchSize, network.imageSize, network.interpolateOffset], [14, 518, 0.1]);
  }
});

test('a network without LayerScale and biases, of an odd hidden width, is recognised', () => {
  const custom = { arch: 'vit_custom', embed_dim: 128, depth: 2, num_heads: 2, mlp_ratio: 2.51, layerscale: 0 };
  const weights = weightsOf({ ...custom, patch_size: 8, qkv_bias: false, proj_bias: false, ffn_bias: false }, 32);
  const network = networksOf(configOfWeights(weights, [])).vit;
  checkFits(weights, network);
  assert.deepEqual([network.ffnHidden, network.layerScale], [321, 0]);
  assert.deepEqual([network.qkvBias, network.projBias, network.ffnBias], [false, false, false]);
  for (const embed_dim of [24, 56, 136])
    for (const mlp_ratio of [1, 2.7, 3, 4, 5.3])
      for (const ffn_layer of ['mlp', 'swiglu']) {
        const odd = weightsOf({ ...custom, embed_dim, mlp_ratio, ffn_layer, patch_size: 8 }, 32, { num_heads: 2 });
        checkFits(odd, networksOf(configOfWeights(odd, [])).vit);
      }
});

test('what the format tells goes over what shapes tell, and arguments over both', () => {
  const hints = { num_heads: 4, interpolate_offset: 0, interpolate_antialias: true };
  const weights = weightsOf(released('vit_small'), 224, hints);
  const network = networksOf(configOfWeights(weights, ['student.num_heads=12'])).vit;
  assert.deepEqual([network.numHeads, network.interpolateOffset, network.interpolateAntialias], [12, 0, true]);
  assert.equal(networksOf(configOfWeights(weights, [])).vit.numHeads, 4);
});

test('weights of no such network are refused by what is not there', () => {
  const refused = (change: Record<string, number[] | null>, message: string) => {
    const weights = weightsOf(released('vit_small'), 224);
    const shapes = new Map(weights.shapes);
    for (const [name, shape] of Object.entries(change)) {
      if (shape === null) shapes.delete(name);
      else shapes.set(name, shape);
    }
    assert.throws(() => configOfWeights({ ...weights, shapes }, []), { code: 'WEIGHTS_INVALID', message });
  };
  const no = 'a.pth has no weights of a DINOv2 backbone: expected';
  refused({ 'patch_embed.proj.weight': null }, `${no} patch_embed.proj.weight of 4 dimensions, there is none`);
  refused({ pos_embed: [257, 384] }, `${no} pos_embed of 3 dimensions, it is (257, 384)`);
  refused(
    { pos_embed: [1, 256, 384] },
    'a.pth: pos_embed is (1, 256, 384), expected one class token and a square of patches',
  );
  refused(
    { pos_embed: null, cls_token: null, 'norm.bias': null },
    `${no} pos_embed of 3 dimensions, there is none; nor are there cls_token, norm.bias`,
  );
  refused({ 'blocks.0.mlp.fc1.weight': null }, `${no} blocks.0.mlp.fc1.weight of 2 dimensions, there is none`);
});

test('a block number that is out of all proportion costs nothing', () => {
  const weights = weightsOf(released('vit_small'), 224);
  const shapes = new Map([...weights.shapes, ['blocks.999999999999.norm1.bias', [384]] as const]);
  const lying = { ...weights, shapes };
  assert.throws(() => checkFits(lying, networksOf(configOfWeights(lying, [])).vit), {
    code: 'WEIGHTS_DIFFER',
    message: /unexpected blocks\.999999999999\.norm1\.bias|missing blocks\.12\./,
  });
});

test('of a checkpoint only how files are read may be changed, and one without the section has its defaults', () => {
  const { data: _, ...before } = configFromObject({});
  const weights = { ...weightsOf(released('vit_small'), 224), source: 'run/5', config: before as Config };
  assert.deepEqual(configOfWeights(weights, []).data, configFromObject({}).data);
  const { data } = configOfWeights(weights, ['data.lenient=true', 'data.range=12']);
  assert.deepEqual([data.lenient, data.range], [true, '12']);
  assert.throws(() => configOfWeights(weights, ['data.lenient=true', 'data.mean=[0.5,0.5,0.5]']), {
    code: 'BAD_ARGUMENT',
    message: '"data.mean=[0.5,0.5,0.5]" would change a configuration, but run/5 is a checkpoint, which has its own',
  });
});

test('what a format says that images were normalised by is checked as the configuration is', () => {
  const weights = {
    ...weightsOf(released('vit_small'), 224),
    normalization: { mean: [124, 116, 104], std: [1, 1, 1] },
  };
  assert.throws(() => configOfWeights(weights, []), {
    code: 'BAD_VALUE',
    message:
      'a.pth: data.mean is [ 124, 116, 104 ], expected three numbers from 0 to 1, [red, green, blue], where 1 is full ' +
      'brightness: of 255 levels, divide by 255',
  });
});
