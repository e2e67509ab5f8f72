import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SafetensorsFile } from '../../src/formats/safetensors.js';
import { networksOf } from '../../src/model/networks.js';
import { type VitShape, vitUnits } from '../../src/model/vision-transformer.js';
import type { BackboneWeights } from '../../src/weights/backbone-weights.js';
import { checkFits, lacksMaskToken, readFitted } from '../../src/weights/fit-weights.js';
import { smallConfig } from '../checkpoint/small-training.js';
import { units } from '../golden-units.js';
import { worstDifference } from '../train/worst-difference.js';

const network = networksOf(smallConfig()).vit;

function weightsOf(shape: VitShape, change: Record<string, readonly number[] | null> = {}): BackboneWeights {
  const shapes = new Map(vitUnits(shape).flatMap((unit) => unit.parameters.map((spec) => [spec.name, spec.shape])));
  for (const [name, size] of Object.entries(change)) {
    if (size === null) shapes.delete(name);
    else shapes.set(name, size);
  }
  return {
    source: 'a.pth',
    shapes,
    config: null,
    hints: {},
    normalization: {},
    notes: [],
    read: () => new Float32Array(),
    close: () => {},
  };
}

function differences(weights: BackboneWeights): string[] {
  try {
    checkFits(weights, network);
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    assert.equal(code, 'WEIGHTS_DIFFER');
    const [first, ...lines] = message.split('\n  ');
    assert.match(
      first!,
      /^a\.pth has the weights of another network than the configuration; use weights of its student/,
    );
    return lines;
  }
  return [];
}

test('weights of the same network fit, also for images of another size', () => {
  assert.deepEqual(differences(weightsOf(network)), []);
  assert.deepEqual(differences(weightsOf({ ...network, imageSize: 56 })), []);
});

test('what is missing, of another shape or not known is named', () => {
  const change = {
    'norm.bias': null,
    'blocks.1.mlp.fc2.weight': [12, 50],
    'head.weight': [3, 3],
    pos_embed: [1, 6, 12],
  };
  assert.deepEqual(differences(weightsOf(network, change)), [
    'pos_embed is (1, 6, 12), expected (1, 5, 12)',
    'missing norm.bias (12)',
    'blocks.1.mlp.fc2.weight is (12, 50), expected (12, 48)',
    'unexpected head.weight (3, 3)',
  ]);
});

test('of a wholly other network the first ten differences are named, and the rest counted', () => {
  const lines = differences(weightsOf({ ...network, embedDim: 24 }));
  assert.equal(lines.length, 11);
  assert.equal(lines[0], 'cls_token is (1, 1, 24), expected (1, 1, 12)');
  assert.match(lines[10]!, /^and \d+ more$/);
  assert.equal(differences(weightsOf({ ...network, depth: 3 })).length, 11);
  assert.deepEqual(differences(weightsOf({ ...network, numRegisters: 4 })), ['unexpected register_tokens (1, 4, 12)']);
});

test('a mask token may be missing: it is what it is initialised to', () => {
  const weights = weightsOf(network, { mask_token: null });
  assert.deepEqual(differences(weights), []);
  assert.deepEqual([lacksMaskToken(weights), lacksMaskToken(weightsOf(network))], [true, false]);
  assert.deepEqual(readFitted(weights, network, 'mask_token'), new Float32Array(12));
  assert.deepEqual(differences(weightsOf(network, { mask_token: [1, 13] })), [
    'mask_token is (1, 13), expected (1, 12)',
  ]);
});

test('position embeddings of another grid are interpolated as the released code does it', () => {
  const golden = SafetensorsFile.open(`${units}/pos_embed.safetensors`);
  let compared = 0;
  for (const [name, { shape }] of golden.tensors) {
    const match = /^grid(\d+)\.(offset(.+)\.antialias(.))\.to_(\d+)x(\d+)$/.exec(name);
    if (match === null || match[5] !== match[6]) continue;
    const given = `grid${match[1]}.pos_embed.${match[2]}`;
    const weights: BackboneWeights = {
      ...weightsOf(network),
      shapes: new Map([['pos_embed', golden.info(given).shape]]),
      read: () => golden.read(given, 'F32'),
    };
    const wanted: VitShape = {
      ...network,
      embedDim: shape[2]!,
      patchSize: 14,
      imageSize: Number(match[5]),
      interpolateOffset: Number(match[3]),
      interpolateAntialias: match[4] === '1',
    };
    const worst = worstDifference(readFitted(weights, wanted, 'pos_embed'), golden.read(name, 'F32'));
    assert.ok(worst <= 2e-5, `${name} differs by ${worst} of its largest value`);
    compared++;
  }
  golden.close();
  assert.equal(compared, 18);
});
