import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DepthDraw, drawKeptSamples } from '../../src/data/step-plan/kept-samples.js';
import { type ImageList, VisionTransformer, type VitShape, vitUnits } from '../../src/model/vision-transformer.js';
import type { Backend } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { Ops } from '../../src/nn/ops.js';
import { Tape } from '../../src/nn/tape.js';
import { assertClose } from '../nn/backend/reference.js';
import { bytes, floats, normals, valuesOf } from '../nn/backend/tensors.js';
import { countingBackend } from './counting-backend.js';
import { passRows } from './pass-rows.js';
import { TrainableUnits } from './trainable-units.js';

const D = 32;
const PATCH = 8;
const shape: VitShape = {
  embedDim: D,
  depth: 3,
  numHeads: 2,
  ffnLayer: 'mlp',
  ffnHidden: 4 * D,
  patchSize: PATCH,
  imageSize: 32,
  layerScale: 0.5,
  numRegisters: 2,
  qkvBias: true,
  projBias: true,
  ffnBias: true,
  interpolateOffset: 0.1,
  interpolateAntialias: false,
  blocksPerUnit: 2,
};
const GLOBALS = { count: 10, size: 32, patches: 16 };
const LOCALS = { count: 20, size: 16, patches: 4 };
/** Sums of float32 in another order. */
const near = { relative: 5e-6 };

const real = openBackend('cpu', 'float32');

function imagesOf({ count, size, patches }: typeof GLOBALS, masked: boolean): ImageList {
  const masks = masked
    ? bytes(
        real,
        [count, patches],
        normals(8, count * patches).map((x) => (x > 0.5 ? 1 : 0)),
      )
    : null;
  const images = floats(real, [count, 3, size, size], normals(size, count * 3 * size * size));
  return { images, table: null, masks };
}

const globals = imagesOf(GLOBALS, true);
const locals = imagesOf(LOCALS, false);
const tokensOf = ({ count, patches }: typeof GLOBALS) => count * (1 + shape.numRegisters + patches);
const [T_GLOBAL, T_LOCAL] = [tokensOf(GLOBALS), tokensOf(LOCALS)];
const rowsTo = (end: number) => Int32Array.from({ length: end }, (_, row) => row);

interface Pass {
  features: Float32Array;
  gradients: Map<string, Float32Array>;
}

/**
 * Features of the wanted rows and all gradients of the network's weights.
 * @param dFeatures gradient by the features, of every row of the packed batch (T, D); that of rows not wanted is not used
 */
function passOf(
  lists: ImageList[],
  rows: Int32Array,
  dFeatures: Float64Array,
  {
    draw = null,
    backend = real,
    network = shape,
  }: { draw?: DepthDraw | null; backend?: Backend; network?: VitShape } = {},
): Pass {
  const units = new TrainableUnits(real, vitUnits(network));
  const vit = new VisionTransformer(network, backend);
  const tape = new Tape(true);
  const passed = passRows(real, vit.sequenceLists(lists), [...rows], draw, network.depth);
  const y = vit.forward(new Ops(backend, tape), units, lists, passed);
  const features = valuesOf(real, y.data);
  const wanted = [...rows].flatMap((row) => [...dFeatures.subarray(row * D, (row + 1) * D)]);
  y.accumulate(real, floats(real, [rows.length, D], wanted));
  tape.backward();
  vit.close();
  return { features, gradients: units.takeGradients() };
}

function assertSameGradients(actual: Pass, expected: Pass): void {
  for (const [name, gradient] of expected.gradients) {
    // Its true gradient is zero: what is there is rounding.
    if (name.endsWith('attn.qkv.bias')) continue;
    assert.ok(
      gradient.some((value) => value !== 0),
      name,
    );
    assertClose(actual.gradients.get(name)!, gradient, near, name);
  }
}

const sumOf = (products: { multiplyAdds: number }[]) => products.reduce((sum, one) => sum + one.multiplyAdds, 0);

test('at a rate of 0.4 the blocks make 40 % fewer multiply-adds, forward and backward', () => {
  const counted = (rate: number) => {
    const { backend, products } = countingBackend(real);
    const draw = drawKeptSamples(1, 0, [GLOBALS.count, LOCALS.count], new Array(shape.depth).fill(rate));
    const rows = rowsTo(T_GLOBAL + T_LOCAL);
    passOf([globals, locals], rows, normals(3, rows.length * D), { draw, backend });
    // Patches and positions become tokens before the first block.
    const ofBlocks = products.filter(({ layer: [N, K] }) => K !== 3 * PATCH ** 2 && N !== GLOBALS.patches);
    const backward = ofBlocks.filter(({ op }) => op.includes('Backward'));
    return { forward: sumOf(ofBlocks) - sumOf(backward), backward: sumOf(backward) };
  };
  const [all, kept] = [counted(0), counted(0.4)];
  // All products of a block with every row: four of the attention's, two of the scores and eight of a layer four times as wide.
  const rows = T_GLOBAL + T_LOCAL;
  const pairs = GLOBALS.count * (T_GLOBAL / GLOBALS.count) ** 2 + LOCALS.count * (T_LOCAL / LOCALS.count) ** 2;
  assert.equal(all.forward, shape.depth * (12 * rows * D * D + 2 * pairs * D));
  assert.ok(Math.abs(kept.forward / all.forward - 0.6) < 1e-12, `${kept.forward} of ${all.forward}`);
  assert.ok(Math.abs(kept.backward / all.backward - 0.6) < 1e-12, `${kept.backward} of ${all.backward}`);
});

/** Class tokens of all sequences, and some patches of the first list. */
const wantedRows = Int32Array.from([
  ...Array.from({ length: GLOBALS.count }, (_, i) => (i * T_GLOBAL) / GLOBALS.count),
  ...Array.from({ length: LOCALS.count }, (_, i) => T_GLOBAL + (i * T_LOCAL) / LOCALS.count),
  ...[5, 6, 24, 100, 101, 102],
]);
const someSamples = () => drawKeptSamples(2, 0, [GLOBALS.count, LOCALS.count], [0.4, 0, 0.3]);

for (const [title, draw] of [
  ['', null],
  [', with stochastic depth', someSamples()],
] as const)
  test(`rows that nothing reads after the last attention are not computed, and the numbers are the same${title}`, () => {
    const dFeatures = normals(4, (T_GLOBAL + T_LOCAL) * D);
    const isWanted = new Set(wantedRows);
    const every = rowsTo(T_GLOBAL + T_LOCAL);
    const onlyWanted = dFeatures.map((value, i) => (isWanted.has(Math.floor(i / D)) ? value : 0));
    const full = passOf([globals, locals], every, onlyWanted, { draw });

    const { backend, products } = countingBackend(real);
    const few = passOf([globals, locals], wantedRows, dFeatures, { draw, backend });
    const fullFeatures = [...wantedRows].flatMap((row) => [...full.features.subarray(row * D, (row + 1) * D)]);
    assertClose(few.features, fullFeatures, near, 'features');
    assertSameGradients(few, full);
    const ffnRows = products.filter(({ op }) => op === 'linearGelu').map(({ M }) => M);
    assert.ok(ffnRows[shape.depth - 1]! <= wantedRows.length);
    if (draw === null) assert.deepEqual(ffnRows, [every.length, every.length, wantedRows.length]);
    const last = products.filter(({ op, M }) => op.startsWith('linearBackward') && M === ffnRows[shape.depth - 1]);
    assert.equal(last.length, 4, 'the two layers of the last feed-forward branch, by input and by weight');
  });

test('one packed pass over global and local crops is two separate ones: features and gradients', () => {
  const [all, alone, others] = [T_GLOBAL + T_LOCAL, T_GLOBAL, T_LOCAL];
  const dFeatures = normals(5, all * D);
  const packed = passOf([globals, locals], rowsTo(all), dFeatures);
  const first = passOf([globals], rowsTo(alone), dFeatures);
  const second = passOf([locals], rowsTo(others), dFeatures.slice(alone * D));
  assertClose(packed.features, [...first.features, ...second.features], near, 'features');
  const sums = [...first.gradients].map(([name, gradient]): [string, Float32Array] => [
    name,
    gradient.map((value, i) => value + second.gradients.get(name)![i]!),
  ]);
  assertSameGradients(packed, { features: packed.features, gradients: new Map(sums) });
});

test('a network without biases of the feed-forward layer has no such parameters, and trains', () => {
  for (const ffnLayer of ['mlp', 'swiglu'] as const) {
    const network = { ...shape, ffnLayer, ffnBias: false };
    const names = vitUnits(network).flatMap((unit) => unit.parameters.map(({ name }) => name));
    assert.deepEqual(
      names.filter((name) => /mlp.*bias/.test(name)),
      [],
    );
    const { gradients } = passOf([globals], rowsTo(T_GLOBAL), normals(6, T_GLOBAL * D), { network });
    for (const [name, gradient] of gradients)
      if (name.includes('mlp'))
        assert.ok(
          gradient.some((value) => value !== 0),
          name,
        );
  }
});
