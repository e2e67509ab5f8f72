import { readdirSync, readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import type { Pixels } from '../../src/data/crops/image-addon.js';
import { crc32 } from '../../src/formats/crc32.js';

const FOLDER = 'test/fixtures/images';
const DAMAGED_FOLDER = 'test/fixtures/damaged-images';
const EXPECTED = '.expected.png';

/** Names of the images that have an expectation beside them. */
function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(EXPECTED))
    .map((name) => name.slice(0, -EXPECTED.length));
}

export const fixtureNames = namesIn(FOLDER);
export const damagedNames = namesIn(DAMAGED_FOLDER);

export function fixture(name: string): Buffer {
  return readFileSync(`${FOLDER}/${name}`);
}

export function damagedFixture(name: string): Buffer {
  return readFileSync(`${DAMAGED_FOLDER}/${name}`);
}

/** What Pillow reads, by a decoder that is not ours. */
export function expectedPixels(name: string): Pixels {
  return rgbOf(PNG.sync.read(fixture(name + EXPECTED)));
}

/** What Pillow reads with LOAD_TRUNCATED_IMAGES. */
export function expectedOfDamaged(name: string): Pixels {
  return rgbOf(PNG.sync.read(damagedFixture(name + EXPECTED)));
}

function rgbOf({ width, height, data }: { width: number; height: number; data: Uint8Array }): Pixels {
  return { width, height, data: data.filter((_, i) => i % 4 !== 3) };
}

/** A PNG of one colour. */
export function plainPng(width: number, height: number, colour: readonly [number, number, number]): Buffer {
  const png = new PNG({ width, height });
  for (let i = 0; i < width * height; i++) png.data.set([...colour, 255], i * 4);
  return PNG.sync.write(png);
}

/** A PNG of one row of 16-bit samples. */
export function grey16Png(samples: readonly number[]): Buffer {
  const png = new PNG({ width: samples.length, height: 1 });
  const data = Uint16Array.from(samples.flatMap((sample) => [sample, sample, sample, 65535]));
  const packed = PNG.sync.write(Object.assign(png, { data }), { bitDepth: 16, colorType: 0, inputColorType: 6 });
  return packed;
}

/** The PNG with other sides in its header, which is otherwise sound. */
export function claimingSize(png: Buffer, width: number, height: number): Buffer {
  const out = Buffer.from(png);
  out.writeUInt32BE(width, 16);
  out.writeUInt32BE(height, 20);
  out.writeUInt32BE(crc32(out.subarray(12, 29)), 29);
  return out;
}
