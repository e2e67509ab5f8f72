import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { PNG } from 'pngjs';
import { RandomStream } from '../../src/random/random-stream.js';

/** A folder of these files that goes with the test. */
export function folderOf(t: TestContext, files: Record<string, string | Uint8Array>): string {
  const root = mkdtempSync(join(tmpdir(), 'dinofleet-images-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

/** PNGs of random sizes and colours, named in order. */
export function noisePngs(count: number): Record<string, Buffer> {
  const files: Record<string, Buffer> = {};
  for (let i = 0; i < count; i++) {
    const random = new RandomStream(99, 'noise', i);
    const png = new PNG({ width: random.integer(20, 40), height: random.integer(20, 40) });
    for (let j = 0; j < png.data.length; j++) png.data[j] = j % 4 === 3 ? 255 : random.integer(0, 256);
    files[`image-${String(i).padStart(3, '0')}.png`] = PNG.sync.write(png);
  }
  return files;
}
