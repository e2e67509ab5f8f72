/** Folders as they are found: names of any bytes, what cannot be reached, images that have moved. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileNameBytes, pathBelow } from '../../src/data/sources/file-name.js';
import { readFeatures } from '../../src/eval/features.js';
import { imageIndexPath } from '../../src/run/layout.js';
import { noisePngs } from '../data/image-files.js';
import { addressesOf, dinofleet, launch, trainingFolder } from './training.js';

/** What `make` of many an archive of old leaves: folders whose names are Latin-1. */
function latinFolder(folder: string): string[] {
  const names = ['chat', 'b\udce9b\udce9', 'for\udceat', 'two\nlines'];
  const images = Object.values(noisePngs(40));
  for (const [i, name] of names.entries()) {
    mkdirSync(pathBelow(folder, fileNameBytes(name)));
    for (let j = 0; j < 10; j++)
      writeFileSync(pathBelow(folder, fileNameBytes(`${name}/${j}.png`)), images[10 * i + j]!);
  }
  return names.flatMap((name) => Array.from({ length: 10 }, (_, j) => `${name}/${j}.png`));
}

test('images with names of any bytes are trained on, embedded and shown', async (t) => {
  const folder = trainingFolder(t, {});
  const names = latinFolder(folder.images);
  writeFileSync(pathBelow(folder.images, fileNameBytes('b\udce9b\udce9/broken.png')), 'no image');
  const training = launch(t, folder, join(folder.root, 'out'), 'train.max_steps=12');
  assert.equal(await training.ended, 0, training.output());
  assert.match(training.output(), / images=41 /);
  // 96 samples of 41 images: each was read.
  const line = `${folder.images}/b\\xe9b\\xe9/broken.png cannot be read, another image takes its place`;
  assert.ok(training.output().includes(JSON.stringify(line).slice(1, -1)), training.output());

  const out = join(folder.root, 'features.safetensors');
  const embed = dinofleet(t, 'embed', 'random:configs/quickstart.yaml', folder.images, '--out', out);
  assert.equal(await embed.ended, 0, embed.output());
  assert.match(embed.output(), /^skipped b\\xe9b\\xe9\/broken\.png: /m);
  assert.deepEqual(new Set(readFeatures(out).files), new Set(names));
  const sheet = join(folder.root, 'sheet.png');
  for (const args of [
    ['eval', 'knn', out, out, '--exclude-same-name'],
    ['eval', 'retrieval', out, out, '--sheet', sheet],
    ['pca', 'random:configs/quickstart.yaml', join(folder.images, 'chat'), '--out', join(folder.root, 'pca.png')],
  ]) {
    const command = dinofleet(t, ...args);
    assert.equal(await command.ended, 0, command.output());
  }
});

test('a start stops where too much of the folder cannot be reached, and goes on where that is allowed', async (t) => {
  const folder = trainingFolder(t, { ...noisePngs(12), 'notes.txt': 'x', '.DS_Store': 'x' });
  for (let i = 0; i < 4; i++) symlinkSync('nowhere', join(folder.images, `gone-${i}.png`));
  const refused = launch(t, folder, join(folder.root, 'out'), 'train.max_steps=2');
  assert.equal(await refused.ended, 1, refused.output());
  assert.match(
    refused.output(),
    /error \[FOLDER_UNREACHABLE\] about 4 of 16 images in \S+ cannot be reached, .*: 4 that are links to nothing \(such as gone-0\.png\)/,
  );
  const allowed = launch(t, folder, join(folder.root, 'out'), 'train.max_steps=2', 'train.max_bad_images=0.3');
  assert.equal(await allowed.ended, 0, allowed.output());
  assert.match(
    allowed.output(),
    /warn unreachable folder=\S+ files="4 that are links to nothing \(such as gone-0\.png\)"/,
  );
  assert.match(
    allowed.output(),
    /info left-out folder=\S+ files="1 \.txt, 1 of systems and tools \(such as \.DS_Store\)"/,
  );
});

test('a run goes on with its images at another path, and through a link', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const first = launch(t, folder, outputDir, 'train.max_steps=4');
  assert.equal(await first.ended, 0, first.output());
  const moved = join(folder.root, 'moved');
  renameSync(folder.images, moved);
  const second = launch(t, { ...folder, images: moved }, outputDir, 'train.max_steps=8');
  assert.equal(await second.ended, 0, second.output());
  assert.match(second.output(), /info images-moved from=\S+\/images to=\S+\/moved/);
  assert.doesNotMatch(second.output(), /the images changed/);
  const link = join(folder.root, 'link');
  symlinkSync('moved', link);
  const third = launch(t, { ...folder, images: link }, outputDir, 'train.max_steps=12');
  assert.equal(await third.ended, 0, third.output());

  rmSync(join(moved, readdirSync(moved)[0]!));
  const other = launch(t, { ...folder, images: moved }, outputDir, 'train.max_steps=16');
  assert.equal(await other.ended, 2, other.output());
  assert.match(
    other.output(),
    /error \[IMAGES_DIFFER\] train\.dataset_path is \S+\/moved with 47 images, but the run .*has trained on 48/,
  );
  const changed = launch(t, { ...folder, images: link }, outputDir, 'train.max_steps=16');
  assert.equal(await changed.ended, 0, changed.output());
  assert.match(changed.output(), /the images changed since step 12: 48 then, 47 now/);
});

test('an agent that finds the list damaged is refused with one sentence, and the job waits for another', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const host = dinofleet(
    t,
    'coordinator',
    'test/end-to-end/recipe.yaml',
    `train.dataset_path=${folder.images}`,
    `train.output_dir=${outputDir}`,
    'train.max_steps=2',
  );
  const { coordinator } = await addressesOf(host);
  const index = imageIndexPath(outputDir);
  const whole = readFileSync(index);
  writeFileSync(index, whole.subarray(0, -1));
  const agent = dinofleet(t, 'agent', '--coordinator', coordinator);
  assert.equal(await agent.ended, 2, agent.output());
  assert.match(
    agent.output(),
    /does not see this run's images in \S+: the list of the run's images, \S+images\.index, is damaged: it ends early/,
  );
  writeFileSync(index, whole);
  const second = dinofleet(t, 'agent', '--coordinator', coordinator);
  assert.equal(await host.ended, 0, host.output());
  assert.equal(await second.ended, 0, second.output());
});
