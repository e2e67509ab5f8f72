import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { imageAddon, isBadImage, MAX_PIXELS, type ReadOptions } from '../../src/data/crops/image-addon.js';
import { RandomStream } from '../../src/random/random-stream.js';
import { addonPath } from '../../src/system/load-addon.js';
import {
  claimingSize,
  damagedFixture,
  damagedNames,
  expectedOfDamaged,
  expectedPixels,
  fixture,
  fixtureNames,
  grey16Png,
  plainPng,
} from './fixtures.js';
import { golden, goldenFile, maxDifference } from './golden-ops.js';
import { asReleased } from './reading.js';

const decode = (file: Uint8Array) => imageAddon.decode(file, asReleased);
const decodeLeniently = (file: Uint8Array) => imageAddon.decode(file, { ...asReleased, lenient: true });
const badImage = (message: RegExp) => (error: unknown) => isBadImage(error) && message.test(error.message);
const lossy = (name: string) => name.endsWith('.jpg') || name === 'lossy.webp';

for (const name of fixtureNames)
  test(`${name} is decoded as Pillow does`, async () => {
    const expected = expectedPixels(name);
    const pixels = await decode(fixture(name));
    assert.deepEqual([pixels.width, pixels.height], [expected.width, expected.height]);
    const levels = maxDifference(pixels.data, expected.data);
    assert.ok(levels <= (lossy(name) ? 1 : 0), `${levels} levels apart`);
  });

test('the golden PNG, WebP and JPEG are decoded as Pillow does', async () => {
  for (const [file, tensor, most] of [
    ['image.png', 'image', 0],
    ['image.webp', 'image', 0],
    ['image.jpg', 'jpeg_decoded', 1],
  ] as const) {
    const levels = maxDifference((await decode(goldenFile(file))).data, golden(tensor).data);
    assert.ok(levels <= most, `${file}: ${levels} levels apart`);
  }
});

test('probe says format, upright sides and orientation', () => {
  const probe = (name: string) => imageAddon.probe(fixture(name), MAX_PIXELS);
  assert.deepEqual(probe('rgba.png'), { format: 'png', width: 24, height: 16, orientation: 1, bits: 8 });
  assert.deepEqual(probe('exif-2.jpg'), { format: 'jpeg', width: 24, height: 16, orientation: 2, bits: 8 });
  assert.deepEqual(probe('exif-6.jpg'), { format: 'jpeg', width: 16, height: 24, orientation: 6, bits: 8 });
  assert.deepEqual(probe('exif-6.png'), { format: 'png', width: 16, height: 24, orientation: 6, bits: 8 });
  assert.deepEqual(probe('exif-6.webp'), { format: 'webp', width: 16, height: 24, orientation: 6, bits: 8 });
});

test('a file that is no image is refused with its first characters', async () => {
  const text = Buffer.from('hello, I am a text\n');
  const message = /^not a PNG, JPEG, WebP, GIF or BMP file \(starts with "hello, I am "\)$/;
  assert.throws(() => imageAddon.probe(text, MAX_PIXELS), badImage(message));
  await assert.rejects(decode(text), badImage(message));
  assert.throws(() => imageAddon.probe(Buffer.from([0, 200, 65]), MAX_PIXELS), badImage(/starts with "\\x00\\xc8A"/));
  assert.throws(() => imageAddon.probe(new Uint8Array(0), MAX_PIXELS), badImage(/^the file is empty$/));
});

test('a file that claims too many pixels is refused before anything is allocated', async () => {
  const claims = claimingSize(plainPng(2, 2, [1, 2, 3]), 100_000, 100_000);
  const message = /^the file claims 100000 x 100000 pixels, more than the limit of 178956970$/;
  assert.throws(() => imageAddon.probe(claims, MAX_PIXELS), badImage(message));
  await assert.rejects(decode(claims), badImage(message));
  const strip = claimingSize(plainPng(2, 2, [1, 2, 3]), 2_000_000, 1);
  assert.throws(() => imageAddon.probe(strip, MAX_PIXELS), badImage(/side above the limit of 1000000/));
  const none = claimingSize(plainPng(2, 2, [1, 2, 3]), 0, 5);
  assert.throws(() => imageAddon.probe(none, MAX_PIXELS), badImage(/0 x 5 pixels, expected at least 1 x 1/));
});

test('a header that lies about the size is refused, not believed', async () => {
  const png = claimingSize(fixture('rgba.png'), 24, 1000);
  await assert.rejects(decode(png), badImage(/broken PNG data/));
});

/** Of a GIF later frames and of a BMP the last row's padding may be missing. */
const neededShare = (name: string) => (/gif$/.test(name) ? 0.2 : /bmp$/.test(name) ? 0.8 : 1);

for (const name of fixtureNames)
  test(`${name}, cut short anywhere, is refused`, async () => {
    const file = fixture(name);
    const needed = neededShare(name) * file.length;
    for (let length = 0; length < needed; length += length < 64 ? 1 : 7)
      await assert.rejects(decode(file.subarray(0, length)), badImage(/./), `${length} of ${file.length} bytes`);
    await assert.rejects(decode(file.subarray(0, Math.ceil(needed) - 1)), badImage(/./));
  });

for (const name of damagedNames) {
  test(`${name} is read leniently as far as Pillow reads it, and what is wrong with it is said`, async () => {
    const expected = expectedOfDamaged(name);
    const pixels = await decodeLeniently(damagedFixture(name));
    assert.deepEqual([pixels.width, pixels.height], [expected.width, expected.height]);
    const levels = maxDifference(pixels.data, expected.data);
    assert.ok(levels <= (lossy(name) ? 1 : 0), `${levels} levels apart`);
    assert.match(pixels.damage ?? 'nothing', /^broken (JPEG|PNG|GIF|BMP) data: ./);
  });

  // libpng passes over transparency that it cannot trust, as it always has here.
  if (name !== 'wrong-trns-checksum.png')
    test(`${name} is refused unless it is asked for`, () =>
      assert.rejects(decode(damagedFixture(name)), badImage(/^broken (JPEG|PNG|GIF|BMP) data: ./)));
}

test('a sound image is the same when it is read leniently, and nothing is said of it', async () => {
  for (const name of fixtureNames) {
    const [strict, lenient] = [await decode(fixture(name)), await decodeLeniently(fixture(name))];
    assert.equal(lenient.damage, null, name);
    assert.deepEqual(lenient, strict, name);
  }
});

test('a file of which no row can be read is refused leniently too', async () => {
  for (const [name, message] of [
    ['rgba.png', /^the PNG file ends before its pixels$/],
    ['progressive.jpg', /^broken JPEG data: /],
    ['alpha.webp', /^broken WebP data: /],
  ] as const) {
    const file = fixture(name);
    const start = name.endsWith('png')
      ? file.indexOf('IDAT') - 4
      : name.endsWith('jpg')
        ? file.indexOf('\xff\xda', 0, 'latin1')
        : 40;
    await assert.rejects(decodeLeniently(file.subarray(0, start)), badImage(message), name);
  }
  const header = Buffer.from(fixture('rgba.png'));
  header[29]! ^= 1;
  await assert.rejects(decodeLeniently(header), badImage(/^the PNG file has a wrong checksum in its IHDR chunk$/));
});

test('samples of 16 bits become levels by the range that is asked for', async () => {
  const levels = async (samples: number[], range: ReadOptions['range']) => {
    const { data, highest } = await imageAddon.decode(grey16Png(samples), { ...asReleased, range });
    return [[...data].filter((_, i) => i % 3 === 0), highest];
  };
  const samples = [0, 1, 8, 9, 255, 256, 2048, 4095, 4096, 65535];
  assert.deepEqual(await levels(samples, null), [[0, 0, 0, 0, 0, 1, 8, 15, 16, 255], 255]);
  assert.deepEqual(await levels([0, 4095], null), [[0, 15], 15]);
  assert.deepEqual(await levels(samples, [0, 4095]), [[0, 0, 0, 1, 16, 16, 128, 255, 255, 255], null]);
  assert.deepEqual(await levels(samples, [0, 255]), [[0, 1, 8, 9, 255, 255, 255, 255, 255, 255], null]);
  assert.deepEqual(await levels([99, 100, 101, 150, 200, 201], [100, 200]), [[0, 0, 3, 128, 255, 255], null]);
  const eightBits = fixture('rgba.png');
  assert.deepEqual(await imageAddon.decode(eightBits, { ...asReleased, range: [0, 4095] }), await decode(eightBits));
});

test('the type of a file that is not read is named', async () => {
  const refused = async (start: string | Buffer, type: RegExp) => {
    const file = Buffer.concat([Buffer.from(start as string, 'latin1'), Buffer.alloc(40)]);
    await assert.rejects(decode(file), badImage(type), String(start));
  };
  const expected = 'expected PNG, JPEG, WebP, GIF or BMP; convert it, or leave it out$';
  await refused('II*\0', new RegExp(`^a TIFF image, ${expected}`));
  await refused('\0\0\0\x1cftypavif', new RegExp(`^an AVIF image, ${expected}`));
  await refused('\0\0\0\x18ftypheic', /^a HEIC image, /);
  await refused('\xff\x0a', /^a JPEG XL image, /);
  await refused('\0\0\0\x0cJXL \r\n\x87\n', /^a JPEG XL image, /);
  await refused('\0\0\0\x0cjP  \r\n\x87\n', /^a JPEG 2000 image, /);
  await refused('<?xml version="1.0"?>\n<!-- by hand -->\n<svg>', /^an SVG drawing, /);
  await refused('%PDF-1.7', /^a PDF document, /);
  await refused('\n<!DOCTYPE HTML>', /^an HTML page, /);
  await refused('\0\x05\x16\x07', /^an AppleDouble file, which macOS writes beside a file/);
  await refused(
    'version https://git-lfs.github.com/spec/v1',
    /^a pointer of Git LFS, not the file itself: run git lfs pull, /,
  );
  await refused('P6\n3 3 255\n', /^a PNM image, /);
});

test('damaged files decode or are refused, and harm nothing', async () => {
  const random = new RandomStream(7, 'damage');
  for (const name of fixtureNames) {
    for (let i = 0; i < 60; i++) {
      const file = Buffer.from(fixture(name));
      for (let j = 0; j < 1 + (i % 4); j++) file[random.integer(0, file.length)] = random.integer(0, 256);
      await decode(file).catch((error: unknown) => assert.ok(isBadImage(error), String(error)));
    }
  }
});

test('a JPEG with stray bytes between its segments is read, as Pillow reads it', async () => {
  const file = fixture('progressive.jpg');
  const stray = Buffer.concat([file.subarray(0, file.length - 2), Buffer.from([1, 2, 3]), file.subarray(-2)]);
  assert.deepEqual((await decode(stray)).data, (await decode(file)).data);
});

test('wrong arguments are named', () => {
  const wrong = (call: () => unknown, message: string) => assert.throws(call, { name: 'TypeError', message });
  const addon = imageAddon as unknown as Record<string, (...args: unknown[]) => unknown>;
  const expectedFile = 'expected a Uint8Array with the bytes of an image file';
  wrong(() => addon.probe!('a.png', 1), `probe: argument 0 "file" is the string "a.png", ${expectedFile}`);
  wrong(() => addon.decode!(undefined, asReleased), `decode: argument 0 "file" is undefined, ${expectedFile}`);
  wrong(
    () => addon.decode!(new Uint8Array(3), { ...asReleased, maxPixels: -1 }),
    'decode: argument 1 "options".maxPixels is the number -1, expected an integer from 1 to 1431655765',
  );
});

test('a thread can end while it decodes', async () => {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const addon = require(workerData.addon);
    for (let i = 0; i < 50; i++) addon.decode(workerData.file, workerData.options);
    parentPort.postMessage('busy');
  `;
  const addon = addonPath('image');
  const worker = new Worker(source, {
    eval: true,
    workerData: { addon, options: asReleased, file: plainPng(400, 400, [9, 9, 9]) },
  });
  await new Promise((resolve) => worker.once('message', resolve));
  await worker.terminate();
});
