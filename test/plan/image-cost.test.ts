import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureImageCost } from '../../src/plan/image-cost.js';
import { smallConfig } from '../checkpoint/small-training.js';
import { folderOf, noisePngs } from '../data/image-files.js';

const SECONDS = 0.01;
const configFor = (folder: string) => smallConfig({ train: { dataset_path: folder } });

test('images of the folder, and of those below it, are read for a moment', async (t) => {
  const files = Object.entries(noisePngs(6)).map(([name, png], i) => [i % 2 === 0 ? name : `below/${name}`, png]);
  const cost = await measureImageCost(configFor(folderOf(t, Object.fromEntries(files))), SECONDS);
  assert.equal(cost!.images, 6);
  assert.ok(cost!.coreSeconds > 1e-6 && cost!.coreSeconds < 1, `${cost!.coreSeconds}`);
});

test('no folder, no image in it, or none that can be read, is no measurement', async (t) => {
  const damaged = Object.fromEntries(Object.keys(noisePngs(5)).map((name) => [name, 'no image']));
  for (const folder of ['/no/such/folder', folderOf(t, { 'a.txt': 'text' }), folderOf(t, damaged)])
    assert.equal(await measureImageCost(configFor(folder), SECONDS), null, folder);
});
