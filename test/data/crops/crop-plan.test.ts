import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CropsConfig, drawCrops } from '../../../src/data/crops/crop-plan.js';
import type { Crop, ImageOp } from '../../../src/data/crops/image-addon.js';
import { RandomStream } from '../../../src/random/random-stream.js';

const config: CropsConfig = {
  global_crops_scale: [0.32, 1],
  local_crops_scale: [0.05, 0.32],
  local_crops_number: 8,
  global_crops_size: 224,
  local_crops_size: 98,
  blur: 'released',
};
const photo = { height: 375, width: 500 };
const DRAWS = 4000;
const plans = Array.from({ length: DRAWS }, (_, position) => drawCrops(config, photo, 1, position));
const firstGlobals = plans.map((plan) => plan.globalCrops[0]);
const secondGlobals = plans.map((plan) => plan.globalCrops[1]);
const locals = plans.map((plan) => plan.localCrops[0]!);

const has = (kind: ImageOp['kind']) => (crop: Crop) => crop.ops.some((op) => op.kind === kind);
const jitterOf = (crop: Crop) =>
  crop.ops.filter((op) => ['brightness', 'contrast', 'saturation', 'hue'].includes(op.kind));

function assertShare<T>(items: T[], holds: (item: T) => boolean, probability: number): void {
  const share = items.filter(holds).length / items.length;
  const standardError = Math.sqrt((probability * (1 - probability)) / items.length);
  assert.ok(Math.abs(share - probability) <= 5 * standardError, `share ${share}, expected ${probability}`);
}

/**
 * Draws from [low, high], uniform by the test of Kolmogorov and Smirnov: in one of ten thousand such samples their
 * distribution strays further. Rounding to whole pixels moves a value by up to `slack`.
 */
function assertUniform(values: number[], low: number, high: number, slack = 0): void {
  assert.ok(values.every((value) => value >= low - slack && value <= high + slack));
  const sorted = values.map((value) => (value - low) / (high - low)).sort((a, b) => a - b);
  const strays = sorted.map((value, i) => Math.abs(value - (i + 0.5) / sorted.length));
  const most = 2.23 / Math.sqrt(values.length) + slack / (high - low);
  assert.ok(
    Math.max(...strays) < most,
    `strays by ${Math.max(...strays)} of [${low}, ${high}], expected ${most} at most`,
  );
}

test('crops have the sizes and the number of the configuration', () => {
  const { globalCrops, localCrops } = plans[0]!;
  assert.equal(localCrops.length, 8);
  for (const [crops, size] of [
    [globalCrops, 224],
    [localCrops, 98],
  ] as const)
    for (const crop of crops) {
      assert.deepEqual(crop.resize, { height: size, width: size });
      assert.deepEqual(crop.window, { top: 0, left: 0, height: size, width: size });
    }
});

test('boxes lie inside the image, with area and aspect in range', () => {
  for (const [crops, [least, most]] of [
    [firstGlobals, config.global_crops_scale],
    [locals, config.local_crops_scale],
  ] as const)
    for (const { box } of crops) {
      assert.ok(box.top >= 0 && box.top + box.height <= photo.height);
      assert.ok(box.left >= 0 && box.left + box.width <= photo.width);
      const share = (box.height * box.width) / (photo.height * photo.width);
      assert.ok(share > least * 0.97 && share < most * 1.03, `area ${share}`);
      const aspect = box.width / box.height;
      assert.ok(aspect > 0.75 * 0.97 && aspect < (4 / 3) * 1.03, `aspect ${aspect}`);
    }
});

test('small boxes have uniform area, log-uniform aspect and uniform place', () => {
  // Of a local crop no try fails in a photo: the draws are not conditioned.
  assertUniform(
    locals.map(({ box }) => (box.height * box.width) / (photo.height * photo.width)),
    0.05,
    0.32,
    0.003,
  );
  assertUniform(
    locals.map(({ box }) => Math.log(box.width / box.height)),
    Math.log(3 / 4),
    Math.log(4 / 3),
    0.015,
  );
  assertUniform(
    locals.map(({ box }) => box.top / (photo.height - box.height)),
    0,
    1,
  );
  assertUniform(
    locals.map(({ box }) => box.left / (photo.width - box.width)),
    0,
    1,
  );
});

test('large boxes, of which many a try does not fit, have the areas and aspects of torchvision', () => {
  const random = new RandomStream(5, 'torchvision');
  /** RandomResizedCrop.get_params, without the place. */
  const draw = (): [area: number, aspect: number] => {
    for (let attempt = 0; attempt < 10; attempt++) {
      const area = random.uniform(0.32, 1) * photo.height * photo.width;
      const aspect = Math.exp(random.uniform(Math.log(3 / 4), Math.log(4 / 3)));
      const [width, height] = [Math.round(Math.sqrt(area * aspect)), Math.round(Math.sqrt(area / aspect))];
      if (width <= photo.width && height <= photo.height) return [width * height, width / height];
    }
    return [photo.height * photo.width, photo.width / photo.height];
  };
  const expected = Array.from({ length: 20_000 }, draw);
  const actual = firstGlobals.map(({ box }) => [box.width * box.height, box.width / box.height] as const);
  for (const i of [0, 1] as const)
    for (const power of [1, 2]) {
      const [got, wanted] = [actual, expected].map((draws) => draws.map((values) => values[i]! ** power)) as [
        number[],
        number[],
      ];
      const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = mean(wanted.map((value) => (value - mean(wanted)) ** 2));
      const standardError = Math.sqrt(variance * (1 / got.length + 1 / wanted.length));
      assert.ok(Math.abs(mean(got) - mean(wanted)) < 4 * standardError, `${mean(got)}, torchvision ${mean(wanted)}`);
    }
});

test('an image too long for any box gives the largest one in its middle', () => {
  const { box } = drawCrops(config, { height: 20, width: 1001 }, 1, 0).globalCrops[0];
  assert.deepEqual(box, { top: 0, left: 487, height: 20, width: 27 });
  const tall = drawCrops(config, { height: 1001, width: 20 }, 1, 0).globalCrops[0].box;
  assert.deepEqual(tall, { top: 487, left: 0, height: 27, width: 20 });
});

test('an image of one pixel gives that pixel', () => {
  for (const crop of drawCrops(config, { height: 1, width: 1 }, 1, 0).localCrops)
    assert.deepEqual(crop.box, { top: 0, left: 0, height: 1, width: 1 });
});

test('half the crops are flipped', () => {
  for (const crops of [firstGlobals, secondGlobals, locals]) assertShare(crops, (crop) => crop.flip, 0.5);
});

test('four of five crops have their colours jittered, all four ways, in any order', () => {
  assertShare(firstGlobals, has('hue'), 0.8);
  const jittered = firstGlobals.map(jitterOf).filter((ops) => ops.length > 0);
  assert.ok(jittered.every((ops) => ops.length === 4));
  const orders = new Map<string, number>();
  for (const ops of jittered) {
    const order = ops.map((op) => op.kind).join();
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  assert.equal(orders.size, 24);
  const expected = jittered.length / 24;
  for (const [order, count] of orders) assert.ok(Math.abs(count - expected) < 5 * Math.sqrt(expected), order);
});

test('jitter factors are uniform in their ranges', () => {
  for (const [kind, low, high] of [
    ['brightness', 0.6, 1.4],
    ['contrast', 0.6, 1.4],
    ['saturation', 0.8, 1.2],
    ['hue', -0.1, 0.1],
  ] as const)
    assertUniform(
      firstGlobals.flatMap(({ ops }) => ops.flatMap((op) => (op.kind === kind ? [op.factor] : []))),
      low,
      high,
    );
});

test('a fifth of the crops is grey, and a fifth of the second global ones is solarized', () => {
  for (const crops of [firstGlobals, secondGlobals, locals]) assertShare(crops, has('grayscale'), 0.2);
  assertShare(secondGlobals, has('solarize'), 0.2);
  assertShare(firstGlobals, has('solarize'), 0);
  assertShare(locals, has('solarize'), 0);
});

test('blur is as in the released code, or as in the paper by choice', () => {
  assertShare(firstGlobals, has('blur'), 0);
  assertShare(secondGlobals, has('blur'), 0.9);
  assertShare(locals, has('blur'), 0.5);
  assertUniform(
    secondGlobals.flatMap(({ ops }) => ops.flatMap((op) => (op.kind === 'blur' ? [op.sigma] : []))),
    0.1,
    2,
  );
  const asInPaper = plans.map((_, position) => drawCrops({ ...config, blur: 'paper' }, photo, 1, position));
  assertShare(asInPaper, ({ globalCrops }) => has('blur')(globalCrops[0]), 1);
  assertShare(asInPaper, ({ globalCrops }) => has('blur')(globalCrops[1]), 0.1);
  assertShare(asInPaper, ({ localCrops }) => has('blur')(localCrops[0]!), 0.5);
});

test('what happens to a crop is independent of what else does', () => {
  const both = (crop: Crop) => has('hue')(crop) && has('grayscale')(crop);
  assertShare(secondGlobals, both, 0.8 * 0.2);
  assertShare(secondGlobals, (crop) => crop.flip && has('solarize')(crop), 0.5 * 0.2);
  assertShare(secondGlobals, (crop) => has('blur')(crop) && has('grayscale')(crop), 0.9 * 0.2);
  assertShare(plans, ({ globalCrops: [first, second] }) => first.flip && second.flip, 0.25);
});

test('operations come in the recipe’s order: jitter, grey, blur, solarize', () => {
  const rank = (op: ImageOp) => Math.max(0, ['grayscale', 'blur', 'solarize'].indexOf(op.kind) + 1);
  for (const { ops } of secondGlobals)
    assert.deepEqual(
      ops.map(rank),
      ops.map(rank).sort((a, b) => a - b),
    );
});

test('the same seed and position give the same crops, another of them other ones', () => {
  assert.deepEqual(drawCrops(config, photo, 1, 7), plans[7]);
  assert.notDeepEqual(drawCrops(config, photo, 2, 7), plans[7]);
  assert.notDeepEqual(plans[8], plans[7]);
});

test('the number of local crops changes none of the others', () => {
  const fewer = drawCrops({ ...config, local_crops_number: 2 }, photo, 1, 7);
  assert.deepEqual(fewer.globalCrops, plans[7]!.globalCrops);
  assert.deepEqual(fewer.localCrops, plans[7]!.localCrops.slice(0, 2));
});
