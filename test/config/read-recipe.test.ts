import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError } from '../../src/config/config-error.js';
import { loadConfig } from '../../src/config/load.js';
import { temporaryFolder } from '../formats/torch-files.js';

const folder = temporaryFolder();

function file(content: string | Uint8Array, name = 'test.yaml'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** @param message of which FILE stands for the path */
function assertRefused(path: string, code: string, message: string | RegExp): void {
  assert.throws(
    () => loadConfig(path, []),
    (error) => {
      assert.ok(error instanceof ConfigError, String(error));
      const told = error.message.replaceAll(path, 'FILE');
      assert.equal(error.code, code);
      if (typeof message === 'string') assert.equal(told, message);
      else assert.match(told, message);
      return true;
    },
  );
}

test('a byte-order mark, JSON, a pipe and no content at all are read', () => {
  assert.equal(loadConfig(file('\uFEFFoptim:\n  epochs: 20\n'), []).optim.epochs, 20);
  assert.equal(loadConfig(file('{"optim": {"epochs": 20}}'), []).optim.epochs, 20);
  assert.equal(loadConfig(file(''), []).optim.epochs, 100);
  assert.equal(loadConfig('/dev/null', []).optim.epochs, 100);
  const load = `import { loadConfig } from ${JSON.stringify(new URL('../../src/config/load.js', import.meta.url))};
    console.log(loadConfig('/dev/stdin', []).optim.epochs);`;
  const pipe = `printf 'optim: {epochs: 30}' | "$0" --input-type=module -e "$1"`;
  const piped = execFileSync('sh', ['-c', pipe, process.execPath, load]);
  assert.equal(piped.toString(), '30\n');
});

test('anchors, aliases and merge keys are followed; a section outweighs what it merges in, the first of several the others', () => {
  const config = loadConfig(
    file(`dino: &head
  head_n_prototypes: 64
  head_nlayers: 2
ibot:
  <<: *head
  head_nlayers: 1
optim: { epochs: &length 15, warmup_epochs: *length }
student: { <<: [{ depth: 5 }, { depth: 6, num_heads: 2, embed_dim: 8 }], arch: vit_custom }
`),
    [],
  );
  const { head_n_prototypes, head_nlayers } = config.ibot;
  assert.deepEqual([head_n_prototypes, head_nlayers], [64, 1]);
  assert.deepEqual([config.optim.epochs, config.optim.warmup_epochs], [15, 15]);
  assert.deepEqual([config.student.depth, config.student.num_heads], [5, 2]);
});

test('what is no YAML of ours is refused with file and line, in a sentence that says what to do', () => {
  const bomb = [
    'a: &a { x: 1 }',
    ...[...'bcdefg'].map(
      (name, i) => `${name}: &${name} {${[...'12345678'].map((n) => `k${n}: *${'abcdef'[i]}`).join(', ')}}`,
    ),
  ].join('\n');
  const cases: [content: string, message: string | RegExp][] = [
    [
      'optim:\n  lr: 1\n---\noptim:\n  lr: 2\n',
      'FILE:3:1: a second document begins here, expected one: take off what is above the line "---", or below it',
    ],
    ['optim:\n\tlr: 1\n', 'FILE:2:1: indented by a tab, expected blanks'],
    [
      'optim:\n  lr: 1\n  lr: 2\n',
      'FILE:3:3: key lr stands here for the second time in its section; leave one of them',
    ],
    ['optim:\n  lr: 1\ndino:\noptim:\n  epochs: 2\n', /^FILE:4:1: key optim stands here for the second time/],
    ['- a\n- b\n', 'FILE:1: a recipe is sections with keys below them, such as "optim:", not a list'],
    ['just text\n', 'FILE:1: a recipe is sections with keys below them, such as "optim:", not text'],
    ['optim: *none\n', 'FILE:1: there is no anchor &none before this'],
    ['optim: &a\n  lr: 1\n  deeper: *a\n', 'FILE:2: an anchor is used within itself'],
    ['optim:\n  <<: 3\n', 'FILE:2: "<<" merges sections into one, expected an alias of a section'],
    ...['['.repeat(100_000), '{a: '.repeat(1000), '- '.repeat(100_000), '? '.repeat(1000)].map(
      (nested): [string, string] => [nested, 'FILE: nested too deeply for a recipe'],
    ),
    [bomb, /^FILE:\d+: more than 10000 keys$/],
  ];
  for (const [content, message] of cases) assertRefused(file(content), 'YAML_SYNTAX', message);
});

test('a file that is no text in UTF-8, too large, a folder or not there is named for what it is', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  const convert = 'it is in UTF-16, expected UTF-8; convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW.yaml';
  const cases: [content: Uint8Array, message: string][] = [
    [utf16('\uFEFFoptim:\n'), `FILE cannot be read: ${convert}`],
    [utf16('\uFEFFoptim:\n').swap16(), `FILE cannot be read: ${convert}`],
    [utf16('optim:\n'), `FILE cannot be read: ${convert}`],
    [
      Buffer.from('# one\n# caf\xe9\noptim:\n', 'latin1'),
      'FILE:2 cannot be read: this line is not in UTF-8; if it is in Latin-1, convert it: iconv -f LATIN1 -t UTF-8 FILE > NEW.yaml',
    ],
    [Buffer.from('PK\x03\x04\0\0\xff', 'latin1'), 'FILE cannot be read: it is binary, expected YAML: text in UTF-8'],
  ];
  for (const [content, message] of cases) assertRefused(file(content), 'CONFIG_UNREADABLE', `configuration ${message}`);

  const large = file('', 'large.yaml');
  truncateSync(large, 2 ** 30);
  for (const path of [large, '/dev/zero'])
    assertRefused(
      path,
      'CONFIG_UNREADABLE',
      /FILE cannot be read: it has more than 1048576 bytes, expected a recipe of some kB/,
    );

  mkdirSync(join(folder, 'run'));
  assertRefused(
    join(folder, 'run'),
    'CONFIG_UNREADABLE',
    'configuration FILE cannot be read: it is a folder, expected a YAML file',
  );
  writeFileSync(join(folder, 'run/config.yaml'), '');
  assertRefused(join(folder, 'run'), 'CONFIG_UNREADABLE', /a YAML file; did you mean FILE\/config\.yaml\?$/);
  assertRefused('quickstart', 'CONFIG_UNREADABLE', /no such file; did you mean configs\/FILE\.yaml\?$/);
});

test('what OmegaConf or a shell would put a value in the place of is named, with what to write instead', () => {
  const cases: [content: string, message: string][] = [
    [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: OmegaConf's
      'train:\n  output_dir: ${oc.env:SCRATCH}/x\n',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: OmegaConf's
      'FILE:2: train.output_dir is \'${oc.env:SCRATCH}/x\', an interpolation of OmegaConf, which is not expanded here; write the value itself, or have the shell expand it: train.output_dir="$SCRATCH"',
    ],
    [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: OmegaConf's
      'optim:\n  lr: ${optim.base_lr}\n',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: OmegaConf's
      "FILE:2: optim.lr is '${optim.base_lr}', an interpolation of OmegaConf, which is not expanded here; write the value itself",
    ],
    [
      'optim:\n  lr: ???\n',
      "FILE:2: optim.lr is '???', OmegaConf's mark for a value that is to be given; give one, by optim.lr=VALUE",
    ],
    [
      'train:\n  output_dir: $HOME/runs\n',
      "FILE:2: train.output_dir is '$HOME/runs', a variable of the shell, which is not expanded here; write the value itself, or give it unquoted as an argument",
    ],
  ];
  for (const [content, message] of cases) assertRefused(file(content), 'BAD_VALUE', message);
});

test("another program's recipe is named for what it is", () => {
  const expected = 'expected keys of DINOv2 in the sections MODEL, ';
  const cases: [content: string, what: string][] = [
    [
      'MODEL:\n  META_ARCHITECTURE: SSLMetaArch\ngram:\n  use_loss: false\ntrain:\n  seed: 0\n',
      'FILE is a recipe of DINOv3, whose network (rotary positions) and losses (Gram anchoring) are others; ',
    ],
    ['{"model_type": "dinov2", "hidden_size": 384}', 'FILE is the config.json of a Hugging Face model; '],
    ['trainer:\n  max_epochs: 3\nmodel:\n  a: 1\n', 'FILE is a configuration of PyTorch Lightning; '],
    ['model:\n  _target_: a.B\n', 'FILE is a configuration of Hydra; '],
    ['foo: 1\nbar: 2\n', 'FILE is no recipe: it has no section of one, but foo, bar; '],
  ];
  for (const [content, what] of cases)
    assertRefused(file(content), 'UNKNOWN_KEY', new RegExp(`^${escaped(what + expected)}`));
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
