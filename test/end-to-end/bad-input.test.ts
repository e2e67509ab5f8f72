/** What a user can give that is wrong: each ends with an exit code and a message that says what to mend. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { noisePngs } from '../data/image-files.js';
import { firstSteps, loggedSteps, processesWith } from '../fixtures/fleet-process.js';
import { claimingSize, damagedFixture, grey16Png, plainPng } from '../image/fixtures.js';
import { addressesOf, dinofleet, launch, recipe, shardBytes, timelessLog, trainingFolder } from './training.js';

test('what can be seen before a worker starts ends with exit code 2', async (t) => {
  const folder = trainingFolder(t);
  const inFolder = (name: string) => join(folder.root, name);
  mkdirSync(inFolder('empty'));
  writeFileSync(inFolder('a-file'), '');
  const text = readFileSync(recipe, 'utf8');
  writeFileSync(inFolder('misspelt.yaml'), text.replace('  lr: 0.002', '  base_rl: 0.002'));
  const line = text.split('\n').indexOf('  lr: 0.002') + 1;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as { port: number };

  const cases: [name: string, args: string[], message: RegExp][] = [
    [
      'no such folder',
      [`train.dataset_path=${inFolder('nowhere')}`],
      /error \[FOLDER_MISSING\] train\.dataset_path is \/\S+\/nowhere: there is no such folder/,
    ],
    [
      'an empty folder',
      [`train.dataset_path=${inFolder('empty')}`],
      /error \[FOLDER_EMPTY\] train\.dataset_path is \/\S+\/empty: no image in it or below it/,
    ],
    [
      'fewer images than a batch',
      ['train.batch_size_per_gpu=25'],
      /error \[TOO_FEW_IMAGES\] \S+ holds 48 images, fewer than the global batch of 50; add images or lower/,
    ],
    [
      'a crop that is no multiple of the patch',
      ['crops.local_crops_size=20'],
      /error \[CROP_NOT_MULTIPLE\] crops\.local_crops_size is 20, expected a multiple of student\.patch_size \(8\); use 16 or 24/,
    ],
    [
      'a value of another type',
      ['optim.epochs=many'],
      /error \[BAD_VALUE\] argument "optim\.epochs=many": optim\.epochs is 'many', expected a whole number from 1 up/,
    ],
    [
      'weights of another network',
      ['student.pretrained_weights=test/golden/units/official_backbone.pth'],
      /error \[WEIGHTS_DIFFER\] \/\S+\/official_backbone\.pth has the weights of another network[\s\S]*cls_token is \(1, 1, 48\)/,
    ],
    [
      'a metrics port in use',
      ['--metrics-port', String(port)],
      /error \[PORT_IN_USE\] --metrics-port: 127\.0\.0\.1:\d+/,
    ],
    ['a port in use', ['--port', String(port)], /error \[PORT_IN_USE\] --port: 127\.0\.0\.1:\d+/],
    [
      'an output directory that cannot be written',
      ['--output-dir', inFolder('a-file/out')],
      /error \[OUTPUT_DIR_NOT_WRITABLE\] output directory \/\S+\/a-file\/out cannot be written: \S+\/a-file is a file, and no folder; choose another/,
    ],
  ];
  const misspelt = dinofleet(t, 'launch', inFolder('misspelt.yaml'), `train.dataset_path=${folder.images}`);
  await Promise.all([
    ...cases.map(([name, args, message], i) =>
      t.test(name, async (t) => {
        const command = launch(t, folder, inFolder(`out-${i}`), ...args);
        assert.equal(await command.ended, 2, command.output());
        assert.match(command.output(), message);
      }),
    ),
    t.test('an unknown key, with file, line and the nearest key', async () => {
      assert.equal(await misspelt.ended, 2, misspelt.output());
      const message = `error [UNKNOWN_KEY] ${inFolder('misspelt.yaml')}:${line}: unknown key "optim.base_rl"; `;
      assert.ok(misspelt.output().includes(`${message}did you mean "optim.base_lr"?`), misspelt.output());
    }),
  ]);
});

test('images that cannot be read are named, counted and replaced by the same others each time', async (t) => {
  const bad = {
    'cut.png': plainPng(64, 64, [3, 4, 5]).subarray(0, 70),
    'text.jpg': 'hello, I am a text',
    'huge.png': claimingSize(plainPng(4, 4, [3, 4, 5]), 100_000, 100_000),
  };
  const folder = trainingFolder(t, { ...noisePngs(48), ...bad });
  const [first, second] = [join(folder.root, 'first'), join(folder.root, 'second')];

  const command = launch(t, folder, first, 'train.log_every=1');
  const { metrics } = await addressesOf(command);
  // Every epoch of 51 images has all three: some are replaced long before the end.
  for (let replaced = 0; replaced === 0; ) {
    const text = await (await fetch(metrics)).text();
    replaced = Number(/^dinofleet_images_replaced_total (\d+)$/m.exec(text)![1]);
  }
  assert.equal(await command.ended, 0, command.output());
  const reasons = {
    'cut.png': 'broken PNG data: the file ends early',
    'text.jpg': 'not a PNG, JPEG, WebP, GIF or BMP file',
    'huge.png': 'the file claims 100000 x 100000 pixels, more than the limit of 178956970',
  };
  const logs = [0, 1].map((rank) => readFileSync(join(first, `logs/rank-0000${rank}.log`), 'utf8')).join('');
  for (const [name, reason] of Object.entries(reasons)) {
    const line = `${join(folder.images, name)} cannot be read, another image takes its place: ${reason}`;
    assert.ok(command.output().includes(`message="${line}`), `${line} in\n${command.output()}`);
    assert.ok(logs.includes(`warn ${line}`), `${line} in\n${logs}`);
  }

  const again = launch(t, folder, second, 'train.log_every=1');
  assert.equal(await again.ended, 0, again.output());
  assert.deepEqual(shardBytes(second, 60), shardBytes(first, 60));
  assert.deepEqual(timelessLog(second), timelessLog(first));
  assert.deepEqual(loggedSteps(second), firstSteps(60));
});

test('damaged images are read where data.lenient asks for it, and named; data of 12 bits in 16 is warned of', async (t) => {
  const camera = Object.fromEntries(
    Array.from({ length: 24 }, (_, i) => [`camera-${i}.png`, grey16Png([i, 500, 4095, 1000])]),
  );
  const folder = trainingFolder(t, {
    ...noisePngs(24),
    ...camera,
    'cut.png': damagedFixture('cut-rgb.png'),
  });
  const command = launch(t, folder, join(folder.root, 'out'), 'data.lenient=true', 'train.max_bad_images=0');
  assert.equal(await command.ended, 0, command.output());
  for (const line of [
    `${join(folder.images, 'cut.png')} is damaged, and is read as far as it goes: broken PNG data: the file ends early`,
    'none has a sample above 4095 of 65535: they are nearly black to the network; ' +
      'set data.range=12, or data.range=16 if they are meant to be',
  ])
    assert.ok(command.output().includes(line), `${line} in\n${command.output()}`);

  const ranged = launch(t, folder, join(folder.root, 'ranged'), 'data.lenient=true', 'data.range=12');
  assert.equal(await ranged.ended, 0, ranged.output());
  assert.doesNotMatch(ranged.output(), /nearly black/);
});

test('more unreadable images than the share that is set end the run, without a restart', async (t) => {
  const texts = Array.from({ length: 24 }, (_, i) => [`text-${i}.jpg`, 'no image'] as const);
  const folder = trainingFolder(t, { ...noisePngs(48), ...Object.fromEntries(texts) });
  const command = launch(t, folder, join(folder.root, 'out'));
  const { coordinator } = await addressesOf(command);
  assert.equal(await command.ended, 1, command.output());
  const reason =
    /error failed reason="rank \d failed: \d+ of \d+ images cannot be read, more than train\.max_bad_images = 0\.1 allows; for example \S+\/text-\d+\.jpg: not a PNG/;
  assert.match(command.output(), reason);
  assert.doesNotMatch(command.output(), /generation-ended/);
  assert.deepEqual(processesWith(coordinator), []);
});

test('a folder without one sound image ends the run at its first batch', async (t) => {
  const folder = trainingFolder(t, Object.fromEntries(Object.keys(noisePngs(12)).map((name) => [name, 'no image'])));
  const command = launch(t, folder, join(folder.root, 'out'));
  assert.equal(await command.ended, 1, command.output());
  assert.match(command.output(), /error failed reason="rank \d failed: none of 12 images can be read; for example/);
  assert.doesNotMatch(command.output(), /generation-ended/);
});

test('a checkpoint that cannot be written ends the run, without a restart', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  mkdirSync(outputDir);
  // A file in the place of the directory stops root too, whom no permission stops.
  writeFileSync(join(outputDir, 'checkpoints'), '');
  const command = launch(t, folder, outputDir, 'train.checkpoint_steps=3');
  assert.equal(await command.ended, 1, command.output());
  assert.match(
    command.output(),
    /error failed reason="rank [01] failed: checkpoint of step 3 cannot be written to \S+: folder \S+ cannot be made: \S+ is a file, and no folder/,
  );
  assert.doesNotMatch(command.output(), /generation-ended/);
});
