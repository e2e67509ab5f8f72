import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readFeatures } from '../../../src/eval/features.js';

const folder = mkdtempSync(join(tmpdir(), 'dinofleet-cli-features-'));
after(() => rmSync(folder, { recursive: true }));
const inFolder = (name: string) => join(folder, name);

const images = inFolder('images');
mkdirSync(inFolder('empty'));
mkdirSync(inFolder('broken'));
mkdirSync(images);
writeFileSync(inFolder('broken/a.jpg'), 'no image');
for (const name of ['rgba.png', 'grey.jpg', 'lossy.webp'])
  copyFileSync(join('test/fixtures/images', name), join(images, name));
writeFileSync(join(images, 'torn.png'), 'no image');

const random = 'random:configs/quickstart.yaml';
const wide = inFolder('wide.safetensors');
const narrow = inFolder('narrow.safetensors');

function dinofleet(...args: string[]) {
  return spawnSync(process.execPath, ['dist/src/cli/main.js', ...args], { encoding: 'utf8' });
}

function assertUsedWrongly(args: string[], message: string): void {
  const { status, stderr } = dinofleet(...args);
  assert.equal(status, 2, stderr);
  assert.ok(stderr.includes(message.replaceAll('FOLDER', folder)), stderr);
}

test('every command has help with an example', () => {
  for (const command of [
    [],
    ['embed'],
    ['eval'],
    ['eval', 'knn'],
    ['eval', 'retrieval'],
    ['pca'],
    ['export'],
    ['doctor'],
  ]) {
    const { status, stdout } = dinofleet(...command, '--help');
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`Examples?:\\n  ./dinofleet ${command.join(' ')}`));
  }
});

test('embed writes a row for each image that can be read and names the others', () => {
  const { status, stdout, stderr } = dinofleet('embed', random, images, '--out', wide, '--json');
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^skipped torn\.png: not a PNG, JPEG, WebP, GIF or BMP file/m);
  const { images: count, width, skipped } = JSON.parse(stdout);
  assert.deepEqual([count, width, skipped.length], [3, 128, 1]);
  assert.deepEqual(readFeatures(wide).files, ['grey.jpg', 'lossy.webp', 'rgba.png']);
  assert.equal(dinofleet('embed', random, images, 'student.embed_dim=64', '--out', narrow).status, 0);
});

test('wrong uses end with exit code 2 before any work is done', () => {
  const out = ['--out', inFolder('out')];
  const cases: [string[], string][] = [
    [['embed', random, inFolder('none'), ...out], '<folder> is FOLDER/none: there is no such folder'],
    [['embed', random, inFolder('empty'), ...out], '<folder> is FOLDER/empty: no image in it or below it'],
    [
      ['embed', folder, images, ...out],
      'FOLDER is no checkpoint, there is no manifest.json in it, and no model.safetensors of a Hugging Face model',
    ],
    [['embed', random, images, '--out', inFolder('none/a')], '--out is FOLDER/none/a, which cannot be written'],
    [['embed', random, images, '--out', inFolder('empty')], 'which cannot be written: it is a folder'],
    [
      ['embed', random, images, 'evaluation.eval_period_iterations=500', ...out],
      '[NOT_SUPPORTED] evaluation.eval_period_iterations is 500',
    ],
    [
      ['launch', 'configs/quickstart.yaml', 'evaluation.eval_period_iterations=500'],
      '[NOT_SUPPORTED] evaluation.eval_period_iterations',
    ],
    [
      ['pca', random, images, '--size', '33', ...out],
      'image size is 33, expected a multiple of student.patch_size (8)',
    ],
    [['eval', 'retrieval', inFolder('none'), wide], 'FOLDER/none: no such file, expected one made by: dinofleet embed'],
    [['eval', 'retrieval', wide, narrow], 'queries are 128 wide and the gallery 64'],
    [['eval', 'knn', wide, wide, '--labels', inFolder('labels.csv')], 'k is 10, expected at most 3'],
  ];
  writeFileSync(inFolder('labels.csv'), 'grey.jpg,a\nlossy.webp,b\nrgba.png,b\n');
  for (const [args, message] of cases) assertUsedWrongly(args, message);
});

test('images that cannot be read end with exit code 1: the command was right, they are damaged', () => {
  const broken = inFolder('broken');
  const embed = dinofleet('embed', random, broken, '--out', inFolder('out'));
  assert.equal(embed.status, 1);
  assert.match(embed.stderr, /error \[NO_IMAGES\] none of the 1 images below \S+\/broken can be read/);
  const pca = dinofleet('pca', random, broken, '--out', inFolder('out'));
  assert.equal(pca.status, 1);
  assert.match(pca.stderr, /error \[BAD_IMAGE\] \S+\/broken\/a\.jpg: not a PNG, JPEG, WebP, GIF or BMP file/);
});
