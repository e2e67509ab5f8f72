import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PNG } from 'pngjs';
import type { FeatureExtractor } from '../../../src/eval/feature-extractor.js';
import { captioned } from '../../../src/eval/pictures/captioned.js';
import { neighboursSheet, spreadRows } from '../../../src/eval/pictures/neighbours-sheet.js';
import { patchPicture } from '../../../src/eval/pictures/patch-picture.js';
import { type Picture, paste, pictureOfImage, whitePicture } from '../../../src/eval/pictures/picture.js';
import { writePng } from '../../../src/eval/pictures/png.js';
import { released } from '../../image/reading.js';

const folder = mkdtempSync(join(tmpdir(), 'dinofleet-pictures-'));
after(() => rmSync(folder, { recursive: true }));

function filled(size: number, rgb: [number, number, number]): Picture {
  const pixels = Uint8Array.from({ length: size * size * 3 }, (_, i) => rgb[i % 3]!);
  return { width: size, height: size, pixels };
}

const at = ({ width, pixels }: Picture, x: number, y: number) => [
  ...pixels.subarray((y * width + x) * 3).subarray(0, 3),
];

test('a PNG holds the picture', () => {
  const picture = whitePicture(3, 2);
  paste(picture, filled(1, [10, 20, 30]), 2, 1);
  const path = join(folder, 'a.png');
  writePng(path, picture);
  const png = PNG.sync.read(readFileSync(path));
  assert.deepEqual([png.width, png.height], [3, 2]);
  assert.deepEqual([...png.data.subarray(20, 24)], [10, 20, 30, 255]);
  assert.deepEqual([...png.data.subarray(0, 4)], [255, 255, 255, 255]);
});

test('a tile is scaled by whole pixels and must fit', () => {
  const picture = whitePicture(4, 4);
  paste(picture, { width: 2, height: 1, pixels: Uint8Array.of(1, 1, 1, 2, 2, 2) }, 0, 2, 2);
  assert.deepEqual(
    [0, 1, 2, 3].map((x) => at(picture, x, 3)[0]),
    [1, 1, 2, 2],
  );
  assert.throws(() => paste(picture, filled(3, [0, 0, 0]), 2, 0), {
    message: /3 x 3 times 1 at \(2, 0\) does not fit/,
  });
});

test('a sheet has the query first and its neighbours after it, its twin in a frame', () => {
  const red = filled(5, [255, 0, 0]);
  const blue = filled(5, [0, 0, 255]);
  const sheet = neighboursSheet([
    { query: red, neighbours: [blue, blue].map((picture) => ({ picture, isTwin: false })) },
    {
      query: blue,
      neighbours: [
        { picture: red, isTwin: false },
        { picture: blue, isTwin: true },
      ],
    },
  ]);
  assert.deepEqual([sheet.width, sheet.height], [3 * 9 + 8, 2 * 9]);
  assert.deepEqual(at(sheet, 2, 2), [255, 0, 0]);
  assert.deepEqual(at(sheet, 9 + 8 + 2, 2), [0, 0, 255]);
  assert.deepEqual(at(sheet, 9 + 8 + 2, 9 + 2), [255, 0, 0]);
  assert.deepEqual(at(sheet, 9 + 8, 9), [255, 255, 255]);
  const twin = [18 + 8, 9] as const;
  assert.deepEqual(at(sheet, twin[0] + 2, twin[1] + 2), [0, 0, 255]);
  for (const [x, y] of [
    [0, 0],
    [8, 8],
    [1, 4],
  ] as const)
    assert.deepEqual(at(sheet, twin[0] + x, twin[1] + y), [22, 163, 74], `frame at ${x}, ${y}`);
  assert.deepEqual(spreadRows(100, 4), [12, 37, 62, 87]);
  assert.deepEqual(spreadRows(2, 4), [0, 1]);
});

test('a caption is drawn below the picture, as wide as it needs', () => {
  const out = captioned(filled(4, [0, 128, 0]), ['CREDIT: NOTO EMOJI', 'x']);
  assert.ok(out.width >= 18 * 4 * 2);
  const below = out.pixels.subarray(out.width * 3 * 9);
  assert.ok(
    below.some((value) => value === 0),
    'no black pixel of text',
  );
});

test('the planes of an image become pixels', () => {
  assert.deepEqual([...pictureOfImage(Uint8Array.of(200, 30, 5), 1).pixels], [200, 30, 5]);
  const planes = Uint8Array.from({ length: 12 }, (_, i) => i);
  assert.deepEqual([...pictureOfImage(planes, 2).pixels], [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
});

test('patches of like features have like colours in the picture of components', () => {
  // The stand-in network's features are the mean colour of the patch.
  const extractor: FeatureExtractor = {
    imageSize: 4,
    patchSize: 2,
    width: 3,
    data: released,
    embed: (images, batch) => ({
      clsTokens: new Float32Array(batch * 3),
      patchTokens: Float32Array.from({ length: batch * 4 * 3 }, (_, i) => {
        const [image, patch, channel] = [Math.floor(i / 12), Math.floor(i / 3) % 4, i % 3];
        return images[(image * 3 + channel) * 16 + Math.floor(patch / 2) * 8 + (patch % 2) * 2]!;
      }),
    }),
    close: () => {},
  };
  const half = Uint8Array.from({ length: 48 }, (_, i) => (i % 16 < 8 ? 0 : 255));
  const whole = new Uint8Array(48).fill(255);
  const picture = patchPicture(extractor, '.', { images: [half, whole], files: ['half.png', 'whole.png'] }, 2);
  const patchColour = (image: number, row: number) => at(picture, image * 16 + 5, row * 2);
  assert.deepEqual(patchColour(0, 1), patchColour(1, 0));
  assert.notDeepEqual(patchColour(0, 0), patchColour(0, 1));
});
