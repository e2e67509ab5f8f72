import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { RandomStream } from '../src/random/random-stream.js';

const NUM_PHOTOS = 16;

/** Makes a folder of PNG files: smooth surfaces with a camera's noise. */
export function writePhotos(folder: string, width: number, height: number): void {
  mkdirSync(folder, { recursive: true });
  for (let photo = 0; photo < NUM_PHOTOS; photo++) {
    const random = new RandomStream(photo, 'photo');
    const [across, down] = [random.uniform(1, 9), random.uniform(1, 9)];
    const png = new PNG({ width, height });
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let channel = 0; channel < 3; channel++) {
          const wave = Math.sin((across * x) / width + (down * y) / height + channel + photo);
          png.data[(y * width + x) * 4 + channel] = Math.round(128 + 90 * wave + 6 * (random.uniform() - 0.5));
        }
    for (let pixel = 0; pixel < width * height; pixel++) png.data[pixel * 4 + 3] = 255;
    writeFileSync(join(folder, `${photo}.png`), PNG.sync.write(png, { colorType: 2 }));
  }
}
