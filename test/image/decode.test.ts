import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { imageAddon, isBadImage, MAX_PIXELS } from '../../src/data/crops/image-addon.js';
import { RandomStream } from '../../src/random/random-stream.js';
import { claimingSize, expectedPixels, fixture, fixtureNames, plainPng } from './fixtures.js';
import { golden, goldenFile, maxDifference } from './golden-ops.js';

const decode = (file: Uint8Array) => imageAddon.decode(file, MAX_PIXELS);
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
  assert.deepEqual(probe('rgba.png'), { format: 'png', width: 24, height: 16, orientation: 1 });
  assert.deepEqual(probe('exif-2.jpg'), { format: 'jpeg', width: 24, height: 16, orientation: 2 });
  assert.deepEqual(probe('exif-6.jpg'), { format: 'jpeg', width: 16, height: 24, orientation: 6 });
  assert.deepEqual(probe('exif-6.png'), { format: 'png', width: 16, height: 24, orientation: 6 });
  assert.deepEqual(probe('exif-6.webp'), { format: 'webp', width: 16, height: 24, orientation: 6 });
});

test('a file that is no image is refused with its first characters', async () => {
  const text = Buffer.from('hello, I am a text\n');
  const message = /^not a PNG, JPEG or WebP file \(starts with "hello, I am "\)$/;
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

for (const name of fixtureNames)
  test(`${name}, cut short anywhere, is refused`, async () => {
    const file = fixture(name);
    for (let length = 0; length < file.length; length += length < 64 ? 1 : 7)
      await assert.rejects(decode(file.subarray(0, length)), badImage(/./), `${length} of ${file.length} bytes`);
    await assert.rejects(decode(file.subarray(0, file.length - 1)), badImage(/./));
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
  wrong(() => addon.decode!(), `decode: argument 0 "file" is undefined, ${expectedFile}`);
  wrong(
    () => addon.decode!(new Uint8Array(3), -1),
    'decode: argument 1 "maxPixels" is the number -1, expected an integer from 1 to 1431655765',
  );
});

test('a thread can end while it decodes', async () => {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const addon = require(workerData.addon);
    for (let i = 0; i < 50; i++) addon.decode(workerData.file, 1e8);
    parentPort.postMessage('busy');
  `;
  const addon = `${process.cwd()}/build/Release/image.node`;
  const worker = new Worker(source, { eval: true, workerData: { addon, file: plainPng(400, 400, [9, 9, 9]) } });
  await new Promise((resolve) => worker.once('message', resolve));
  await worker.terminate();
});
