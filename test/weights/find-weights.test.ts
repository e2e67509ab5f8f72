import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findWeights, hintOf } from '../../src/weights/find-weights.js';
import { temporaryFolder } from '../formats/torch-files.js';

function folderOf(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names) writeFileSync(join(folder, name), '');
  return folder;
}

function refused(path: string, message: RegExp): void {
  assert.throws(() => findWeights(path), { code: 'WEIGHTS_MISSING', message });
}

test("a folder's model is found as transformers finds it, and a single file of another name", () => {
  const found = (...names: string[]) => {
    const folder = folderOf(...names);
    return findWeights(folder).slice(folder.length + 1);
  };
  const [whole, index, bin] = ['model.safetensors', 'model.safetensors.index.json', 'pytorch_model.bin'];
  assert.equal(found(bin, whole, 'config.json'), whole);
  assert.equal(found(bin, index, 'model-00001-of-00002.safetensors'), index);
  assert.equal(found(bin, 'config.json', 'training_args.bin'), bin);
  assert.equal(
    found('pytorch_model.bin.index.json', 'pytorch_model-00001-of-00002.bin'),
    'pytorch_model.bin.index.json',
  );
  assert.equal(found('dinov2_vits14_pretrain.pth', 'README.md'), 'dinov2_vits14_pretrain.pth');
  assert.equal(found('model.fp16.safetensors', 'other.pth'), 'model.fp16.safetensors');
  assert.equal(found('last.ckpt', 'optimizer.pt', 'rng_state_0.pth'), 'last.ckpt');
});

test('a folder without weights, or with several, is refused with what is there', () => {
  const none = /is no checkpoint, there is no manifest\.json in it, and no model\.safetensors of a Hugging Face model/;
  refused(folderOf(), none);
  refused(folderOf('a.pth', 'b.pth'), /, but 2 files: a\.pth, b\.pth; give one of them$/);
  refused(folderOf('model.onnx'), /\(it has model\.onnx, which are of other formats\); expected a directory/);
  refused(
    folderOf('model-00001-of-00002.safetensors'),
    /, but model-00001-of-00002\.safetensors without their model\.\*\.index\.json; download it, too$/,
  );
  const hub = temporaryFolder();
  mkdirSync(join(hub, 'snapshots/f9e44c8'), { recursive: true });
  refused(hub, /, but a cache of the Hub; give the model's folder in it, \S+\/snapshots\/f9e44c8$/);
});

test('a file that is a part of a model, or describes it, leads to its folder', () => {
  const folder = folderOf('model-00001-of-00002.safetensors', 'config.json', 'model.safetensors');
  refused(join(folder, 'model-00001-of-00002.safetensors'), /one of several files of a model; give their folder, /);
  refused(join(folder, 'config.json'), /it describes a model and has no weights; give its folder, /);
  assert.equal(findWeights(join(folder, 'model.safetensors')), join(folder, 'model.safetensors'));
});

test('a URL, a name of the Hub or of torch.hub, ~ and a broken link get the hint that a person needs', () => {
  const cases: [path: string, hint: RegExp][] = [
    [
      'https://example.org/dinov2.pth',
      /^expected a path; download it first: curl -fLO https:\/\/example\.org\/dinov2\.pth$/,
    ],
    ['s3://bucket/a.pth', /download it first: aws s3 cp s3:\/\/bucket\/a\.pth/],
    [
      'https://huggingface.co/facebook/dinov2-base/tree/main',
      /"hf download facebook\/dinov2-base --local-dir dinov2-base"/,
    ],
    ['hf://facebook/dinov2-base', /"hf download facebook\/dinov2-base/],
    ['file:///data/a.pth', /^expected a path; leave out file:\/\/ and give \/data\/a\.pth$/],
    [
      'facebook/dinov2-base',
      /looks like a model of the Hugging Face Hub: download .* and give the folder, dinov2-base$/,
    ],
    ['dinov2_vitb14_reg', /^it is a name of torch\.hub, expected the file dinov2_vitb14_reg4_pretrain\.pth/],
    ['~/a.pth', /^a shell makes ~ a home directory only where a word begins with it/],
  ];
  for (const [path, hint] of cases) {
    assert.match(hintOf(path)!, hint);
    // As a configuration gives it: made absolute.
    assert.match(hintOf(join(process.cwd(), path))!, hint);
    refused(path, /there is no such file or directory; /);
  }
  const folder = temporaryFolder();
  symlinkSync('gone', join(folder, 'latest'));
  assert.equal(hintOf(join(folder, 'latest')), 'it is a link to gone, which is not there');
  for (const path of ['test/none', 'nowhere', 'weights/a.pth', '/no/where']) assert.equal(hintOf(path), null, path);
});
