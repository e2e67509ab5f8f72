import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { centerCrop, resizeCenterCrop } from '../../src/data/crops/center-crop.js';
import { type Crop, type ImageOp, imageAddon, type Pixels, sharedBytes } from '../../src/data/crops/image-addon.js';
import { normalizationTable } from '../../src/data/crops/normalization.js';
import { nowNs } from '../../src/system/monotonic-clock.js';
import { plainPng } from './fixtures.js';
import { golden, goldenFile, goldenOps, maxDifference } from './golden-ops.js';
import { asReleased, released } from './reading.js';

const original = golden('image');
const [height, width] = original.shape as [number, number, number];
const image: Pixels = { height, width, data: original.data as Uint8Array };

function whole(image: { height: number; width: number }, change: Partial<Crop> = {}): Crop {
  const box = { top: 0, left: 0, height: image.height, width: image.width };
  return { box, resize: { height: box.height, width: box.width }, window: box, flip: false, ops: [], ...change };
}

function cropOf(operation: (typeof goldenOps)[number]): Crop {
  const kind = operation.name.split('.')[0]!;
  const number = (key: string) => operation[key] as number;
  const only = (op: ImageOp) => whole(image, { ops: [op] });
  switch (kind) {
    case 'resized_crop': {
      const side = number('size');
      return {
        box: { top: number('top'), left: number('left'), height: number('height'), width: number('width') },
        resize: { height: side, width: side },
        window: { top: 0, left: 0, height: side, width: side },
        flip: false,
        ops: [],
      };
    }
    case 'resize_256_center_crop_224':
      return centerCrop(image, 256, 224);
    case 'hflip':
      return whole(image, { flip: true });
    case 'brightness':
    case 'contrast':
    case 'saturation':
    case 'hue':
      return only({ kind, factor: number('factor') });
    case 'gaussian_blur':
      return only({ kind: 'blur', sigma: number('sigma') });
    case 'grayscale':
      return only({ kind });
    case 'solarize':
      return only({ kind, threshold: number('threshold') });
    default:
      throw new Error(`no crop is known for ${operation.name}`);
  }
}

for (const operation of goldenOps)
  test(`${operation.name} is what torchvision makes of a PIL image`, () => {
    const result = imageAddon.cropPixels(image, cropOf(operation));
    const expected = golden(operation.name);
    assert.deepEqual([result.height, result.width, 3], expected.shape);
    const levels = maxDifference(result.data, expected.data);
    assert.ok(levels <= (operation.name.startsWith('hue') ? 2 : 1), `${levels} levels apart`);
  });

/** Of a colour whose hue is turned by `shift` / 255, as Pillow computes it: through 8-bit hue, saturation and value, in C's types. */
function turned(r: number, g: number, b: number, shift: number): [number, number, number] {
  const { fround, max, min, floor } = Math;
  const [v, least] = [max(r, g, b), min(r, g, b)];
  if (v === least) return [v, v, v];
  const part = (channel: number) => fround((v - channel) / (v - least));
  const [rc, gc, bc] = [part(r), part(g), part(b)];
  const sextants = fround(r === v ? bc - gc : g === v ? 2 + rc - bc : 4 + gc - rc);
  const hue = (floor(fround((sextants / 6 + 1) % 1) * 255) + shift) & 255;
  const fs = fround(floor(fround((v - least) / v) * 255) / 255);
  const sector = floor((hue * 6) / 255);
  const f = fround((hue * 6) / 255 - sector);
  const round = (x: number) => floor(x + 0.5);
  const [p, q, t] = [round(v * (1 - fs)), round(v * (1 - fround(fs * f))), round(v * (1 - fs * (1 - f)))];
  return (
    [
      [v, t, p],
      [q, v, p],
      [p, v, t],
      [p, q, v],
      [t, p, v],
      [v, p, q],
    ] as const
  )[sector % 6] as never;
}

test('a hue turns as in Pillow, of all reds and greens with every third blue', () => {
  const sides = { height: 2048, width: (256 * 256 * 86) / 2048 };
  const data = new Uint8Array(3 * sides.height * sides.width);
  const expected = new Uint8Array(data.length);
  for (let i = 0; i < data.length / 3; i++) {
    const colour = [i & 255, (i >> 8) & 255, 3 * (i >> 16)] as const;
    data.set(colour, 3 * i);
    expected.set(turned(...colour, 25), 3 * i);
  }
  const result = imageAddon.cropPixels({ ...sides, data }, whole(sides, { ops: [{ kind: 'hue', factor: 0.1 }] }));
  const first = result.data.findIndex((level, i) => level !== expected[i]);
  assert.equal(first, -1, `a sample of ${data.subarray(first - (first % 3), first - (first % 3) + 3)} differs`);
});

test('a crop and the table of its normalisation are what torchvision makes of the image', async () => {
  const out = sharedBytes(3 * height * width);
  await imageAddon.crops(goldenFile('image.png'), asReleased, [whole(image)], [out]);
  const table = normalizationTable(released);
  const normalized = Float32Array.from(out, (byte, i) => table[256 * Math.floor(i / (height * width)) + byte]!);
  assert.ok(maxDifference(normalized, golden('normalize').data) < 1e-6);
});

test('crops say when their file was decoded and cropped, by the clock of the caller', async () => {
  const before = nowNs();
  const out = sharedBytes(3 * height * width);
  const { beganNs, decodedNs, endedNs } = await imageAddon.crops(
    goldenFile('image.png'),
    asReleased,
    [whole(image)],
    [out],
  );
  const order = [before, beganNs, decodedNs, endedNs, nowNs()];
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  );
});

test('the input of an evaluation is the middle of the image', async () => {
  const file = goldenFile('image.png');
  const out = (await resizeCenterCrop(file, 56, released)).image;
  const expected = sharedBytes(3 * 56 * 56);
  await imageAddon.crops(file, asReleased, [centerCrop(image, 56, 56)], [expected]);
  assert.deepEqual(out, expected);
  assert.deepEqual(centerCrop(image, 56, 56).window, { top: 0, left: 9, height: 56, width: 56 });
});

test('an image of one pixel can be cropped, resized and changed in every way', async () => {
  const crop: Crop = {
    ...whole({ height: 1, width: 1 }),
    resize: { height: 3, width: 3 },
    window: { top: 0, left: 0, height: 3, width: 3 },
    flip: true,
    ops: [
      { kind: 'brightness', factor: 1 },
      { kind: 'contrast', factor: 1 },
      { kind: 'saturation', factor: 1 },
      { kind: 'blur', sigma: 2 },
    ],
  };
  const pixels = imageAddon.cropPixels({ height: 1, width: 1, data: Uint8Array.of(200, 30, 5) }, crop);
  assert.deepEqual(pixels.data, Uint8Array.from(Array.from({ length: 9 }, () => [200, 30, 5]).flat()));
});

test('a long strip is resized without its whole length in memory', async () => {
  const out = (await resizeCenterCrop(plainPng(100_000, 1, [255, 255, 255]), 32, released)).image;
  assert.ok(out.every((value) => value === 255));
});

test('a crop of a JPEG of which only a part is decoded is that of the whole image', async () => {
  const folder = 'test/fixtures/jpeg-parts';
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.jpg'))) {
    const file = readFileSync(join(folder, name));
    const pixels = await imageAddon.decode(file, asReleased);
    for (const [top, left, height, width] of [
      [0, 0, 20, 20],
      [70, 90, 11, 30],
      [101, 1, 49, 60],
      [149, 201, 1, 1],
      [32, 64, 17, 138],
      [0, 70, 150, 9],
    ] as const) {
      const window = { top: 0, left: 0, height: 14, width: 13 };
      const crop = whole(pixels, { box: { top, left, height, width }, resize: window, window });
      const out = sharedBytes(3 * window.height * window.width);
      await imageAddon.crops(file, asReleased, [crop], [out]);
      assert.deepEqual(out, planesOf(imageAddon.cropPixels(pixels, crop)), `${name}, row ${top}, column ${left}`);
    }
  }
});

test('a JPEG that is broken below the crop is refused all the same', async () => {
  for (const name of ['420.jpg', 'restarts.jpg', 'progressive.jpg']) {
    const file = readFileSync(join('test/fixtures/jpeg-parts', name));
    const box = { top: 0, left: 0, height: 8, width: 8 };
    const out = [sharedBytes(3 * 8 * 8)];
    const plan = [whole({ height: 8, width: 8 }, { box })];
    await imageAddon.crops(file, asReleased, plan, out);
    await assert.rejects(imageAddon.crops(file.subarray(0, -100), asReleased, plan, out), {
      code: 'BAD_IMAGE',
      message: /^broken JPEG data: /,
    });
  }
});

/** (3, height, width) */
function planesOf({ height, width, data }: Pixels): Uint8Array {
  const plane = height * width;
  return Uint8Array.from(data, (_, i) => data[3 * (i % plane) + Math.floor(i / plane)]!);
}

test('crops of one image do not depend on how many are taken at once', async () => {
  const file = goldenFile('image.jpg');
  const ops: ImageOp[] = [
    { kind: 'hue', factor: 0.05 },
    { kind: 'blur', sigma: 1 },
  ];
  const window = { top: 0, left: 0, height: 40, width: 30 };
  const plan = [5, 20, 31].map((left) =>
    whole(image, { box: { top: left, left, height: 50, width: 60 }, resize: { height: 40, width: 30 }, window, ops }),
  );
  const outputs = () => plan.map(() => sharedBytes(3 * 40 * 30));
  const [together, alone] = [outputs(), outputs()];
  await imageAddon.crops(file, asReleased, plan, together);
  await Promise.all(plan.map((crop, i) => imageAddon.crops(file, asReleased, [crop], [alone[i]!])));
  assert.deepEqual(together, alone);
});

test('a field of a crop that is wrong is named with its path', () => {
  const wrong = (change: object, message: string) =>
    assert.throws(() => imageAddon.cropPixels(image, { ...whole(image), ...change } as Crop), {
      name: 'TypeError',
      message: `cropPixels: argument 1 "crop"${message}`,
    });
  wrong({ box: undefined }, '.box is undefined, expected an object with "height"');
  wrong(
    { box: { top: 0, left: 0, height: 0, width: 4 } },
    '.box.height is the number 0, expected an integer from 1 to 1000000',
  );
  wrong({ window: { top: 1, left: 0, height, width } }, '.window.top is the number 1, expected an integer from 0 to 0');
  wrong(
    { resize: { height: 1.5, width: 4 } },
    '.resize.height is the number 1.5, expected an integer from 1 to 2147483647',
  );
  wrong({ flip: 1 }, '.flip is the number 1, expected true or false');
  wrong({ ops: {} }, '.ops is an object, expected an array');
  wrong(
    { ops: [{ kind: 'sharpen' }] },
    '.ops[0].kind is the string "sharpen", expected brightness, contrast, saturation, hue, grayscale, blur or solarize',
  );
  wrong(
    { ops: [{ kind: 'grayscale' }, { kind: 'hue', factor: 0.7 }] },
    '.ops[1].factor is the number 0.7, expected a number in [-0.5, 0.5]',
  );
  wrong(
    { ops: [{ kind: 'blur', sigma: Number.NaN }] },
    '.ops[0].sigma is the number NaN, expected a number in [0.01, 1000]',
  );
});

test('a box that reaches out of the image is refused', async () => {
  const box = { top: 90, left: 0, height: 10, width: 4 };
  const message = 'a box of 10 x 4 at row 90, column 0 reaches out of the image of 96 x 128 (height x width)';
  assert.throws(() => imageAddon.cropPixels(image, whole(image, { box })), {
    message: `cropPixels: argument 1 "crop": ${message}`,
  });
  const plan = [whole(image, { box })];
  const out = [sharedBytes(3 * height * width)];
  await assert.rejects(imageAddon.crops(goldenFile('image.png'), asReleased, plan, out), {
    message: `crops: argument 2 "plan"[0]: ${message}`,
  });
});

test('outputs that do not match the plan are refused', () => {
  const addon = imageAddon as unknown as { crops(...args: unknown[]): unknown };
  const wrong = (outputs: unknown, message: string) =>
    assert.throws(() => addon.crops(goldenFile('image.png'), asReleased, [whole(image)], outputs), {
      name: 'TypeError',
      message: `crops: argument 3 "outputs"${message}`,
    });
  wrong([], ' is an array, expected an array of 1 Uint8Arrays, one a crop');
  const expected = 'expected a Uint8Array of 36864 elements, (3, window.height, window.width), in a SharedArrayBuffer';
  wrong([new Uint8Array(5)], `[0] is a Uint8Array of 5 elements, ${expected}`);
  const floats = new Float32Array(new SharedArrayBuffer(4 * 36_864));
  wrong([floats], `[0] is a Float32Array of 36864 elements in shared memory, ${expected}`);
  wrong([new Uint8Array(36_864)], `[0] is a Uint8Array of 36864 elements, ${expected}`);
  const detached = new Uint8Array(36_864);
  structuredClone(detached, { transfer: [detached.buffer] });
  wrong([detached], `[0] is a Uint8Array of 0 elements, ${expected}`);
});

test('pixels that do not fill their sides are refused', () => {
  const pixels = { height: 2, width: 2, data: new Uint8Array(11) };
  assert.throws(() => imageAddon.cropPixels(pixels, whole(pixels)), {
    name: 'TypeError',
    message:
      'cropPixels: argument 0 "image".data is a Uint8Array of 11 elements, expected a Uint8Array of ' +
      'height x width x 3 samples',
  });
});
