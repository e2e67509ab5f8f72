import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ConfigError } from '../../src/config/config-error.js';
import { configFromObject, dumpConfig, loadConfig } from '../../src/config/load.js';

const folder = mkdtempSync(join(tmpdir(), 'dinofleet-config-'));
after(() => rmSync(folder, { recursive: true }));

function yaml(content: string): string {
  const file = join(folder, 'test.yaml');
  writeFileSync(file, content);
  return file;
}

function assertRefused(run: () => unknown, code: string, message: string | RegExp): void {
  assert.throws(run, (error) => {
    assert.ok(error instanceof ConfigError, String(error));
    assert.equal(error.code, code);
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  });
}

test('an empty file gives the defaults of the released code', () => {
  const config = loadConfig(yaml('# nothing\n'), []);
  assert.equal(config.optim.base_lr, 0.004);
  assert.equal(config.student.arch, 'vit_large');
  assert.deepEqual(config.crops.local_crops_scale, [0.05, 0.32]);
  assert.equal(config.compute_precision.student.dino_head.mixed_precision.reduce_dtype, 'fp32');
  assert.equal(config.compute_precision.teacher.dino_head.mixed_precision.reduce_dtype, 'fp16');
  assert.equal(config.train.OFFICIAL_EPOCH_LENGTH, 1250);
  assert.equal(config.train.max_steps, null);
});

test('a file changes defaults and arguments change the file', () => {
  const file = yaml('optim:\n  epochs: 12\n  base_lr: 2.0e-04  # at 1024\nteacher:\n');
  const config = loadConfig(file, [
    'optim.epochs=20',
    'train.dataset_path=2024',
    'crops.global_crops_scale=[0.4, 1]',
    'train.max_steps=7',
    'ibot.separate_head=true',
  ]);
  assert.equal(config.optim.epochs, 20);
  assert.equal(config.optim.base_lr, 2e-4);
  assert.equal(config.train.dataset_path, '2024');
  assert.deepEqual(config.crops.global_crops_scale, [0.4, 1]);
  assert.equal(config.train.max_steps, 7);
  assert.equal(config.ibot.separate_head, true);
  assert.equal(loadConfig(file, ['train.max_steps=7', 'train.max_steps=null']).train.max_steps, null);
});

test('a recipe as the released code has it loads unchanged', () => {
  const file = yaml(`dino:
  head_n_prototypes: 131072
  head_bottleneck_dim: 384
train:
  batch_size_per_gpu: 12
  dataset_path: ImageNet22k
  centering: sinkhorn_knopp
student:
  arch: vit_giant2
  patch_size: 14
  ffn_layer: swiglufused
  block_chunks: 4
optim:
  layerwise_decay: 1.0
crops:
  local_crops_size: 98`);
  const config = loadConfig(file, []);
  assert.equal(config.student.ffn_layer, 'swiglufused');
  assert.equal(config.optim.layerwise_decay, 1);
});

test('the golden cases load', () => {
  const cases = readdirSync('test/golden').filter((name) => name.startsWith('step-'));
  assert.ok(cases.length >= 4);
  for (const name of cases) assert.equal(loadConfig(`test/golden/${name}/config.yaml`, []).student.arch, 'vit_custom');
});

test('a dumped configuration loads to the same one, and so does its JSON', () => {
  const config = loadConfig(yaml('optim: {min_lr: 1.0e-7}\ntrain: {dataset_path: "2024", output_dir: "a: b"}'), []);
  assert.deepEqual(loadConfig(yaml(dumpConfig(config)), []), config);
  assert.deepEqual(configFromObject(JSON.parse(JSON.stringify(config))), config);
});

test('an unknown key is named with file, line and the nearest known key', () => {
  const file = yaml('optim:\n  epochs: 3\n  base_rl: 1e-3\n');
  assertRefused(
    () => loadConfig(file, []),
    'UNKNOWN_KEY',
    `${file}:3: unknown key "optim.base_rl"; did you mean "optim.base_lr"?`,
  );
  assertRefused(
    () => loadConfig(yaml(''), ['optim.base_rl=1e-3']),
    'UNKNOWN_KEY',
    'argument "optim.base_rl=1e-3": unknown key "optim.base_rl"; did you mean "optim.base_lr"?',
  );
});

test('a key in the wrong section is found, and one far from all is not guessed', () => {
  assertRefused(
    () => loadConfig(yaml(''), ['optim.batch_size_per_gpu=4']),
    'UNKNOWN_KEY',
    /did you mean "train.batch_size_per_gpu"\?/,
  );
  assertRefused(() => loadConfig(yaml(''), ['epochs=4']), 'UNKNOWN_KEY', /did you mean "optim.epochs"\?/);
  assertRefused(
    () => loadConfig(yaml('fizz:\n  buzz: 1'), []),
    'UNKNOWN_KEY',
    /:2: unknown key "fizz.buzz"; src\/config\/schema.ts lists all keys$/,
  );
  assertRefused(() => configFromObject(JSON.parse('{"__proto__": {"a": 1}}')), 'UNKNOWN_KEY', /"__proto__.a"/);
});

test('a bad value is named with file, line, what was got and what is wanted', () => {
  const cases: [content: string, message: string][] = [
    ['optim:\n  base_lr: fast', ":2: optim.base_lr is 'fast', expected a number above 0"],
    ['optim: {epochs: 1.5}', ':1: optim.epochs is 1.5, expected a whole number from 1 up'],
    ['optim:\n  clip_grad: .nan', ':2: optim.clip_grad is NaN, expected a number from 0 up'],
    ['student:\n  arch: vit_hug', ":2: student.arch is 'vit_hug', expected one of vit_tiny, vit_small, "],
    ['student:\n  drop_path_rate: 1', ':2: student.drop_path_rate is 1, expected a number from 0 up to, but not, 1'],
    ['crops:\n  global_crops_scale: 0.3', ':2: crops.global_crops_scale is 0.3, expected two numbers from 0 to 1'],
    ['ibot:\n  separate_head: 1', ':2: ibot.separate_head is 1, expected true or false'],
    ['train:\n  dataset_path: 7', ':2: train.dataset_path is 7, expected a path, in quotes if it looks like a number'],
    ['train:\n  seed: -1', ':2: train.seed is -1, expected a whole number from 0 to 4294967295'],
    ['train:\n  max_steps: 0', ':2: train.max_steps is 0, expected a whole number from 1 up, or null'],
    ['optim: 3', ':1: optim is 3, expected keys below it such as optim.epochs'],
    ['optim:\n  lr:\n    a: 1', ':3: unknown key "optim.lr.a"; did you mean "optim.lr"?'],
  ];
  for (const [content, message] of cases)
    assert.throws(
      () => loadConfig(yaml(content), []),
      (error: ConfigError) => {
        assert.ok(error.message.includes(`test.yaml${message}`), `${error.message}\n  expected ${message}`);
        return true;
      },
    );
});

test('a bad argument is named', () => {
  const load = (argument: string) => () => loadConfig(yaml(''), [argument]);
  assertRefused(
    load('optim.epochs=x'),
    'BAD_VALUE',
    /^argument "optim.epochs=x": optim.epochs is 'x', expected a whole/,
  );
  assertRefused(load('optim.epochs='), 'BAD_VALUE', /optim.epochs is null, expected a whole/);
  assertRefused(load('crops.global_crops_scale=[1'), 'BAD_VALUE', /is '\[1', expected two numbers/);
  assertRefused(load('resume'), 'BAD_ARGUMENT', 'argument "resume": expected key=value, such as optim.base_lr=1e-3');
});

test('an empty path, as a variable that is not set leaves it, is refused', () => {
  for (const key of ['train.dataset_path', 'train.output_dir', 'train.snapshot_dir'])
    for (const value of ['', ' ', '\t'])
      assertRefused(
        () => loadConfig(yaml(''), [`${key}=${value}`]),
        'BAD_VALUE',
        `argument "${key}=${value}": ${key} is empty, expected a path; is a shell variable in it not set?`,
      );
  assertRefused(() => loadConfig(yaml('train:\n  dataset_path: ""\n'), []), 'BAD_VALUE', /test\.yaml:2: .* is empty/);
  assert.equal(loadConfig(yaml(''), ['train.snapshot_dir=null']).train.snapshot_dir, null);
});

test('where an empty path means none, it may be empty, but not blank', () => {
  for (const key of ['MODEL.WEIGHTS', 'student.pretrained_weights', 'distillation.teacher']) {
    loadConfig(yaml(''), [`${key}=`]);
    assertRefused(() => loadConfig(yaml(''), [`${key}= `]), 'BAD_VALUE', / is empty, expected a path/);
  }
});

test('a path may begin with the home directory, in a file and in an argument', () => {
  const file = yaml('train:\n  dataset_path: ~/pics\n  snapshot_dir: ~/snapshots\n');
  const { train, MODEL } = loadConfig(file, ['train.output_dir=~', 'MODEL.WEIGHTS=~/a/b']);
  assert.equal(train.dataset_path, join(homedir(), 'pics'));
  assert.equal(train.snapshot_dir, join(homedir(), 'snapshots'));
  assert.equal(train.output_dir, homedir());
  assert.equal(MODEL.WEIGHTS, join(homedir(), 'a/b'));
  assert.equal(loadConfig(file, ['train.output_dir=a/~/b']).train.output_dir, 'a/~/b');
  assertRefused(
    () => loadConfig(file, ['train.output_dir=~somebody/out']),
    'BAD_VALUE',
    'argument "train.output_dir=~somebody/out": ~somebody is not expanded to a home directory; write the path in full',
  );
});

test('images may come from several places, all with a weight or none, from a file or an argument', () => {
  const of = (content: string, ...args: string[]) => loadConfig(yaml(content), args).train.dataset_path;
  const [a, b] = ['/a', join(homedir(), 'b')];
  assert.equal(of('train:\n  dataset_path: /a'), '/a');
  const alike = [
    { path: a, weight: null },
    { path: b, weight: null },
  ];
  assert.deepEqual(of('train:\n  dataset_path: [/a, ~/b]'), alike);
  assert.deepEqual(of('', 'train.dataset_path=[/a, ~/b]'), alike);
  const weighted = [
    { path: a, weight: 3 },
    { path: b, weight: 0.5 },
  ];
  assert.deepEqual(of('train:\n  dataset_path:\n  - {path: /a, weight: 3}\n  - {path: ~/b, weight: 0.5}'), weighted);
  const config = loadConfig(yaml('train:\n  dataset_path: [{path: /a, weight: 3}, {path: ~/b, weight: 0.5}]'), []);
  assert.deepEqual(loadConfig(yaml(dumpConfig(config)), []), config);
  for (const bad of [
    '[]',
    "['']",
    '[7]',
    '[{weight: 1}]',
    '[{path: /a, weight: 0}]',
    '[{path: /a, weight: 1}, /b]',
    '[{path: /a, share: 1}]',
    '{path: /a}',
  ])
    assertRefused(
      () => of(`train:\n  dataset_path: ${bad}`),
      bad === '{path: /a}' ? 'UNKNOWN_KEY' : 'BAD_VALUE',
      bad === '{path: /a}' ? /train\.dataset_path/ : /expected a path, .*, or a list of paths, or of \{path, weight\}/,
    );
});

test('a file that is no YAML is named with line and column', () => {
  assertRefused(() => loadConfig(yaml('optim:\n  lr: [1, 2\n'), []), 'YAML_SYNTAX', /test.yaml:\d:\d+: /);
  assertRefused(
    () => loadConfig(yaml('optim:\n  lr: 1\n  lr: 2\n'), []),
    'YAML_SYNTAX',
    /:3:3: key lr stands here for the second time in its section; leave one of them$/,
  );
  assertRefused(
    () => loadConfig(yaml('- a\n'), []),
    'YAML_SYNTAX',
    /:1: a recipe is sections with keys below them, such as "optim:", not a list$/,
  );
});

test('a file that cannot be read is named with the reason', () => {
  assertRefused(
    () => loadConfig('no/such.yaml', []),
    'CONFIG_UNREADABLE',
    /^configuration no\/such.yaml .*: there is no such file$/,
  );
  assertRefused(
    () => loadConfig(folder, []),
    'CONFIG_UNREADABLE',
    /cannot be read: it is a folder, expected a YAML file/,
  );
});

test('an error between keys says where they were set', () => {
  const file = yaml('crops:\n  local_crops_size: 50\n');
  assertRefused(
    () => loadConfig(file, []),
    'CROP_NOT_MULTIPLE',
    'crops.local_crops_size is 50, expected a multiple of student.patch_size (16); use 48 or 64 ' +
      `(crops.local_crops_size: ${file}:2)`,
  );
});
