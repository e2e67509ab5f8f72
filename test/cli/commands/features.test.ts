import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readFeatures, writeFeatures } from '../../../src/eval/features.js';
import { commandHost } from '../../fixtures/command-host.js';

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

const dinofleet = commandHost({ after });

async function assertUsedWrongly(args: string[], message: string): Promise<void> {
  const { status, stderr } = await dinofleet(...args);
  assert.equal(status, 2, stderr);
  assert.ok(stderr.includes(message.replaceAll('FOLDER', folder)), stderr);
}

test('every command has help with an example', async () => {
  for (const command of [
    [],
    ['index'],
    ['embed'],
    ['eval'],
    ['eval', 'knn'],
    ['eval', 'retrieval'],
    ['pca'],
    ['export'],
    ['doctor'],
  ]) {
    const { status, stdout } = await dinofleet(...command, '--help');
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`Examples?:\\n  ./dinofleet ${command.join(' ')}`));
  }
});

test('embed writes a row for each image that can be read and names the others', async () => {
  const { status, stdout, stderr } = await dinofleet('embed', random, images, '--out', wide, '--json');
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^skipped torn\.png: not a PNG, JPEG, WebP, GIF or BMP file/m);
  const { images: count, width, skipped } = JSON.parse(stdout);
  assert.deepEqual([count, width, skipped.length], [3, 128, 1]);
  assert.deepEqual(readFeatures(wide).files, ['grey.jpg', 'lossy.webp', 'rgba.png']);
  assert.equal((await dinofleet('embed', random, images, 'student.embed_dim=64', '--out', narrow)).status, 0);
});

test('wrong uses end with exit code 2 before any work is done', async () => {
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
  for (const [args, message] of cases) await assertUsedWrongly(args, message);
});

test('images that cannot be read end with exit code 1: the command was right, they are damaged', async () => {
  const broken = inFolder('broken');
  const embed = await dinofleet('embed', random, broken, '--out', inFolder('out'));
  assert.equal(embed.status, 1);
  assert.match(embed.stderr, /error \[NO_IMAGES\] none of the 1 images below \S+\/broken can be read/);
  const pca = await dinofleet('pca', random, broken, '--out', inFolder('out'));
  assert.equal(pca.status, 1);
  assert.match(
    pca.stderr,
    /error \[NO_IMAGES\] none of the 1 images below \S+\/broken can be read; the first, a\.jpg: not a PNG, JPEG/,
  );
});

test('pca leaves out an image that cannot be read, and says so', async () => {
  const { status, stdout, stderr } = await dinofleet('pca', random, images, '--out', inFolder('pca.png'), '--json');
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^skipped torn\.png: not a PNG, JPEG, WebP, GIF or BMP file/m);
  assert.equal(JSON.parse(stdout).images, 3);
});

test('weights that are not finite end embed and pca with exit code 1, and a file that was there stays', async () => {
  const nan = 'test/fixtures/weights/nan.pth';
  const out = inFolder('kept.safetensors');
  writeFileSync(out, 'old');
  const before = readdirSync(folder);
  for (const [command, file] of [
    ['embed', out],
    ['pca', inFolder('kept.png')],
  ] as const) {
    const { status, stderr } = await dinofleet(command, nan, images, 'student.num_heads=2', '--out', file);
    assert.equal(status, 1, stderr);
    assert.match(stderr, /error \[WEIGHTS_INVALID\] \S+nan\.pth: tensor "cls_token" has 32 NaN among its 32 elements/);
  }
  assert.equal(readFileSync(out, 'utf8'), 'old');
  assert.deepEqual(readdirSync(folder), before);
});

test('what was taken off the names of weights is said beside the result', async () => {
  const wrapped = 'test/fixtures/weights/under-state_dict.pth';
  const out = inFolder('wrapped.safetensors');
  const { status, stdout, stderr } = await dinofleet(
    'embed',
    wrapped,
    images,
    'student.num_heads=2',
    '--out',
    out,
    '--json',
  );
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^note: \S+under-state_dict\.pth: "state_dict\." was taken off the names of its weights$/m);
  assert.equal(JSON.parse(stdout).width, 32);
});

test('the result may go to standard output, and what is said then goes elsewhere', async () => {
  const command = ['dist/src/cli/main.js', 'embed', random, images, '--out', '/dev/stdout'];
  const { stdout, stderr } = spawnSync(process.execPath, command);
  const path = inFolder('from-stdout.safetensors');
  writeFileSync(path, stdout);
  assert.equal(readFeatures(path).files.length, 3);
  assert.match(stderr.toString(), /^3 images, 128 numbers each/m);
});

test('an output that cannot be, or must not be, is refused with exit code 2 before any work', async () => {
  const weights = inFolder('weights.pth');
  copyFileSync('test/fixtures/weights/under-state_dict.pth', weights);
  const cases: [string[], string][] = [
    [['pca', random, images, '--out', inFolder('x.jpg')], '--out is FOLDER/x.jpg, expected a name that ends in .png'],
    [['pca', random, images, '--out', join(images, 'rgba.png')], 'which is read by this command; choose another name'],
    [['embed', random, images, '--out', inFolder('x.npy')], 'expected a name that ends in .safetensors'],
    [['embed', random, images, '--out', '/proc/x'], '--out is /proc/x, which cannot be written: ENOENT'],
    [['embed', random, images, '--out', inFolder('torn/')], 'it is a folder; expected a file'],
    [['embed', random, images, '--out', ''], 'expected the name of a file'],
    [['embed', wide, images, '--out', wide], '--out is FOLDER/wide.safetensors, which is read by this command'],
    [
      ['eval', 'retrieval', wide, wide, '--sheet', inFolder('x.jpg')],
      '--sheet is FOLDER/x.jpg, expected a name that ends',
    ],
    [
      ['embed', 'facebook/dinov2-base', images, '--out', inFolder('x')],
      '"hf download facebook/dinov2-base --local-dir',
    ],
    [['pca', 'https://example.org/a.pth', images, '--out', inFolder('x')], 'curl -fLO https://example.org/a.pth'],
  ];
  for (const [args, message] of cases) await assertUsedWrongly(args, message);
  assert.ok(statSync(join(images, 'rgba.png')).size > 0);
});

test('a device without room ends with exit code 1, and is named with what is needed', async () => {
  const { status, stderr } = await dinofleet('embed', random, images, '--out', '/dev/full');
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^error \[OUTPUT_UNWRITABLE\] \/dev\/full cannot be written: it needs \d+ bytes, .*ENOSPC: no space left on device/m,
  );
});

test('features of a file that are not finite end eval with exit code 1', async () => {
  const path = inFolder('nan.safetensors');
  writeFeatures(path, { rows: Float32Array.of(1, Number.NaN), width: 1, files: ['a.png', 'b.png'], folder: 'photos' });
  const { status, stderr } = await dinofleet('eval', 'retrieval', path, path);
  assert.equal(status, 1);
  assert.match(stderr, /error \[FEATURES_NOT_FINITE\] photos\/b\.png: 1 of its 1 features are not finite/);
});

test('images are shown to a network normalised as its configuration says', async () => {
  const rows = async (...overrides: string[]) => {
    const out = inFolder('normalised.safetensors');
    const { status, stderr } = await dinofleet('embed', random, images, ...overrides, '--out', out);
    assert.equal(status, 0, stderr);
    return readFeatures(out).rows;
  };
  const released = await rows();
  assert.deepEqual(await rows('data.mean=[0.485,0.456,0.406]', 'data.std=[0.229,0.224,0.225]'), released);
  assert.notDeepEqual(await rows('data.mean=[0.5,0.5,0.5]', 'data.std=[0.5,0.5,0.5]'), released);
});

test('a damaged image is skipped, or read and named where data.lenient asks for it', async () => {
  mkdirSync(inFolder('damaged'));
  for (const name of ['cut-baseline.jpg', 'png-without-iend.png'])
    copyFileSync(join('test/fixtures/damaged-images', name), inFolder(`damaged/${name}`));
  copyFileSync('test/fixtures/images/rgba.png', inFolder('damaged/sound.png'));
  const embed = async (...overrides: string[]) => {
    const command = ['embed', random, inFolder('damaged'), ...overrides, '--out', inFolder('damaged.safetensors')];
    const { status, stdout, stderr } = await dinofleet(...command, '--json');
    assert.equal(status, 0, stderr);
    return { ...JSON.parse(stdout), stderr };
  };
  const strict = await embed();
  assert.deepEqual([strict.images, strict.skipped.length, strict.damaged], [1, 2, []]);
  const lenient = await embed('data.lenient=true');
  assert.deepEqual([lenient.images, lenient.skipped, lenient.damaged.length], [3, [], 2]);
  assert.match(
    lenient.stderr,
    /^damaged, read as far as it goes: \S+cut-baseline\.jpg: broken JPEG data: Premature end/m,
  );
});
