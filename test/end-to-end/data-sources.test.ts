/** Trainings on archives, lists and indexes, by the command line. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { imageIndexPath } from '../../src/run/layout.js';
import { noisePngs } from '../data/image-files.js';
import { tarOf } from '../data/sources/tar/archives.js';
import { dinofleet, launch, timelessLog, trainingFolder } from './training.js';

const pngs = Object.entries(noisePngs(48));

function shardsIn(t: TestContext, folder: string, count: number): string {
  for (let i = 0; i < count; i++)
    tarOf(t, Object.fromEntries(pngs.filter((_, at) => at % count === i)), { name: `s-${i}.tar`, into: folder });
  return join(folder, `s-{0..${count - 1}}.tar`);
}

/** So long ago that nothing may have changed since within the same moment. */
function age(...paths: string[]): void {
  for (const path of paths) utimesSync(path, 1_700_000_000, 1_700_000_000);
}

test('a training on archives goes on where it was killed, with other workers, in the order that it would have had', async (t) => {
  const { root } = trainingFolder(t, {});
  const folder = { root, images: shardsIn(t, root, 3) };
  const keys = [
    'train.max_steps=14',
    'train.checkpoint_steps=7',
    'train.batch_size_per_gpu=8',
    'train.nproc_per_node=1',
  ];
  const whole = launch(t, folder, join(root, 'whole'), ...keys);
  assert.equal(await whole.ended, 0, whole.output());
  assert.match(whole.output(), / images=48 /);
  const parted = join(root, 'parted');
  const first = launch(t, folder, parted, ...keys, 'train.max_steps=7');
  assert.equal(await first.ended, 0, first.output());
  const second = launch(t, folder, parted, ...keys);
  assert.equal(await second.ended, 0, second.output());
  assert.deepEqual(timelessLog(parted), timelessLog(join(root, 'whole')));
});

test('a mixture of a folder and archives by weights trains, and is refused with weights that others lack', async (t) => {
  const folder = trainingFolder(t);
  const shards = shardsIn(t, folder.root, 2);
  const mixture = (weight: string) =>
    `train.dataset_path=[{path: ${folder.images}, weight: 3}, {path: '${shards}'${weight}}]`;
  const training = launch(t, folder, join(folder.root, 'out'), mixture(', weight: 1'), 'train.max_steps=4');
  assert.equal(await training.ended, 0, training.output());
  assert.match(training.output(), / images=96 /);
  const refused = launch(t, folder, join(folder.root, 'other'), mixture(''));
  assert.equal(await refused.ended, 2, refused.output());
  assert.match(
    refused.output(),
    /train\.dataset_path is .*, expected a path, .* or a list of paths, or of \{path, weight\}/,
  );
});

test('what an earlier launch has listed is listed again only where it has changed', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  age(folder.images);
  const run = async (...keys: string[]) => {
    const training = launch(t, folder, outputDir, ...keys);
    assert.equal(await training.ended, 0, training.output());
    return training.output();
  };
  assert.doesNotMatch(await run('train.max_steps=2'), /listed-before/);
  assert.match(
    await run('train.max_steps=3'),
    /listed-before .*images=48 reason="no folder or file has changed since"/,
  );
  rmSync(join(folder.images, pngs[3]![0]));
  const again = await run('train.max_steps=4');
  assert.doesNotMatch(again, /listed-before/);
  assert.match(again, /the images changed since step 3: 48 then, 47 now/);
});

test('an index is trained on as what it lists, and where it fits no more that is listed again', async (t) => {
  const folder = trainingFolder(t);
  const index = join(folder.root, 'all.idx');
  age(folder.images);
  const made = dinofleet(t, 'index', folder.images, '--out', index);
  assert.equal(await made.ended, 0, made.output());
  const trainOn = async (images: string, name: string) => {
    const outputDir = join(folder.root, name);
    const training = launch(t, { root: folder.root, images }, outputDir, 'train.max_steps=3');
    assert.equal(await training.ended, 0, training.output());
    return { log: timelessLog(outputDir), output: training.output() };
  };
  const byIndex = await trainOn(index, 'index');
  assert.deepEqual(byIndex.log, (await trainOn(folder.images, 'folder')).log);
  rmSync(join(folder.images, pngs[0]![0]));
  const { output } = await trainOn(index, 'stale');
  assert.match(
    output,
    /index-does-not-fit index=\S+all\.idx reason="\S+images has changed" next="its sources are listed again/,
  );
  assert.match(output, / images=47 /);
});

test('images of an archive that is cut off under a training are replaced, and said', async (t) => {
  const { root } = trainingFolder(t, {});
  const folder = { root, images: shardsIn(t, root, 3) };
  const outputDir = join(root, 'out');
  const training = launch(
    t,
    folder,
    outputDir,
    'train.max_steps=4000',
    'train.max_bad_images=0.9',
    'optim.epochs=1000',
  );
  await training.says(/running generation=1/);
  truncateSync(join(root, 's-1.tar'), 3000);
  await training.says(/s-1\.tar\/image-\d+\.png cannot be read, another image takes its place/);
  training.child.kill('SIGINT');
  assert.equal(await training.ended, 0, training.output());
  assert.ok(existsSync(imageIndexPath(outputDir)));
});

test('archives of which too many cannot be read stop a start, by their names', async (t) => {
  const { root } = trainingFolder(t, {});
  const folder = { root, images: shardsIn(t, root, 3) };
  writeFileSync(join(root, 's-2.tar'), 'x'.repeat(4000));
  appendFileSync(join(root, 's-1.tar'), 'junk');
  const training = launch(t, folder, join(root, 'out'));
  assert.equal(await training.ended, 1, training.output());
  assert.match(
    training.output(),
    /\[FOLDER_UNREACHABLE\] about \d+ of \d+ images in \S+ cannot be reached.*s-2\.tar: at byte 0 is no/,
  );
  assert.ok(!readdirSync(join(root, 'out')).includes('log.jsonl'));
});
