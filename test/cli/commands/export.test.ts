import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readFeatures } from '../../../src/eval/features.js';
import { commandHost } from '../../fixtures/command-host.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { units } from '../../golden-units.js';
import { worstDifference } from '../../train/worst-difference.js';

const folder = temporaryFolder();
const released = `${units}/official_backbone.pth`;
const images = join(folder, 'images');
mkdirSync(images);
for (const name of ['rgba.png', 'grey.jpg']) copyFileSync(join('test/fixtures/images', name), join(images, name));

const dinofleet = commandHost({ after });

test('released weights are exported to each format, and embed the same after it', async () => {
  const features = async (weights: string, ...overrides: string[]) => {
    const out = join(folder, 'features.safetensors');
    const { status, stderr } = await dinofleet('embed', weights, images, ...overrides, '--out', out);
    assert.equal(status, 0, stderr);
    return readFeatures(out).rows;
  };
  const heads = 'student.num_heads=3';
  const expected = await features(released, heads);
  const written: Record<string, [files: string[], opened: string]> = {
    hf: [['config.json', 'preprocessor_config.json', 'model.safetensors'], ''],
    official: [['backbone.pth'], 'backbone.pth'],
    safetensors: [['backbone.safetensors'], 'backbone.safetensors'],
  };
  for (const [format, [files, opened]] of Object.entries(written)) {
    const out = join(folder, 'a/new', format);
    const { status, stdout, stderr } = await dinofleet('export', released, heads, '--to', format, '--out', out);
    assert.equal(status, 0, stderr);
    assert.deepEqual(
      stdout.trim().split('\n'),
      files.map((file) => join(out, file)),
    );
    assert.deepEqual(readdirSync(out).sort(), [...files].sort());
    const again = await features(join(out, opened), ...(format === 'official' ? [heads] : []));
    if (format !== 'hf') assert.deepEqual(again, expected);
    // transformers interpolates position embeddings by another scale; at the size that they are for, it is the same.
    else assert.ok(worstDifference(again, expected) <= 1e-5);
  }
});

test('wrong uses end with exit code 2 and say what to mend', async () => {
  const out = ['--out', join(folder, 'out')];
  const cases: [string[], string][] = [
    [
      ['export', released, '--to', 'onnx', ...out],
      "argument 'onnx' is invalid. Allowed choices are hf, official, safetensors.",
    ],
    [['export', released, ...out], "required option '--to <format>' not specified"],
    [['export', released, '--to', 'hf', ...out], '[ARCH_MISMATCH] '],
    [
      ['export', released, 'student.num_heads=5', '--to', 'hf', ...out],
      '[HEADS_DO_NOT_DIVIDE] student.embed_dim is 48',
    ],
    [['export', join(folder, 'none'), '--to', 'hf', ...out], '[WEIGHTS_MISSING] '],
    [
      ['export', released, 'student.num_heads=3', 'student.depth=4', '--to', 'hf', ...out],
      'missing blocks.3.norm1.weight (48)',
    ],
  ];
  for (const [args, message] of cases) {
    const { status, stderr } = await dinofleet(...args);
    assert.equal(status, 2, stderr);
    assert.ok(stderr.includes(message), stderr);
  }
  assert.ok(!readdirSync(folder).includes('out'));
});

test('one file is written where it is named, and what is read is not written over', async () => {
  const without = 'test/fixtures/weights/under-state_dict.pth';
  const out = join(folder, 'one.pth');
  const first = await dinofleet('export', without, 'student.num_heads=2', '--to', 'official', '--out', out);
  assert.deepEqual([first.status, first.stdout], [0, `${out}\n`], first.stderr);
  const cases: [string[], string][] = [
    [[out, 'student.num_heads=2', '--to', 'official', '--out', out], `--out would write ${out}, which is read`],
    [[out, '--to', 'hf', '--out', out], `[EXPORT_NAME] ${out} is named as a file of another format than hf`],
    [[out, '--to', 'official', '--out', 'README.md'], '--out is README.md, which is a file, expected a folder'],
    [[out, '--to', 'official', '--out', '/proc/x'], '--out is /proc/x, which cannot be written'],
    [[out, '--to', 'official', '--out', 'README.md/x'], 'which cannot be made: '],
    [[units, '--to', 'official', '--out', units], `--out is ${units}, which is read by this command`],
    [['https://example.org/a.pth', '--to', 'hf', '--out', join(folder, 'x')], 'curl -fLO https://example.org/a.pth'],
  ];
  for (const [args, message] of cases) {
    const { status, stderr } = await dinofleet('export', ...args);
    assert.equal(status, 2, stderr);
    assert.ok(stderr.includes(message), stderr);
  }
});
