import { PNG } from 'pngjs';
import { writeFileWhole } from '../../system/atomic-file.js';
import type { Picture } from './picture.js';

export function writePng(path: string, { width, height, pixels }: Picture): void {
  const png = new PNG({ width, height });
  for (let i = 0; i < width * height; i++) {
    png.data.set(pixels.subarray(i * 3, i * 3 + 3), i * 4);
    png.data[i * 4 + 3] = 255;
  }
  writeFileWhole(path, [PNG.sync.write(png, { colorType: 2 })]);
}
