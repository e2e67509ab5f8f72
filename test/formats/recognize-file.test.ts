import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { recognizeFile } from '../../src/formats/recognize-file.js';
import { units } from '../golden-units.js';
import { pickle, temporaryFolder, zip } from './torch-files.js';

const folder = temporaryFolder();

function kindOf(content: Uint8Array | string, name = 'a.pth') {
  writeFileSync(join(folder, name), content);
  return recognizeFile(join(folder, name));
}

function what(content: Uint8Array | string, name?: string): string {
  const file = kindOf(content, name);
  return file.kind === 'other' ? `${file.what}; ${file.todo}` : file.kind;
}

test('the formats that are read are known whatever their names', () => {
  assert.deepEqual(recognizeFile(`${units}/hf-dinov2/model.safetensors`), { kind: 'safetensors' });
  assert.deepEqual(recognizeFile(`${units}/official_backbone.pth`), { kind: 'torch' });
  assert.deepEqual(kindOf(zip({ 'a/data.pkl': pickle.whole('}') }), 'a.safetensors'), { kind: 'torch' });
  assert.deepEqual(kindOf(zip({ 'a/data.pkl': pickle.whole('}') }).subarray(0, 50)), { kind: 'torch' });
  assert.deepEqual(kindOf(Buffer.of(1, 2, 3)), { kind: 'unknown' });
});

test('what lies in the place of weights by mistake is named, with what to do', () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12345\n';
  assert.match(what(pointer), /^a pointer of git-lfs, not the file itself; fetch it, .* git lfs pull$/);
  assert.match(what('<!DOCTYPE html>\n<html>'), /^a web page \(HTML\)/);
  assert.match(
    what('<?xml version="1.0"?><Error><Code>AccessDenied'),
    /^XML, perhaps .*AccessDenied; get the file again$/,
  );
  assert.match(what('{"error": "Repository not found"}'), /^JSON text: \{"error": "Repository not found"\}; give/);
  assert.match(
    what('Access to model is restricted'),
    /^a text file that begins with "Access to model is restricted"; give/,
  );
  assert.equal(what(''), 'empty; get the file again');
  assert.match(
    what(Buffer.alloc(600)),
    /^nothing but zeros in its first 512 bytes, as of a download that was not finished/,
  );
  assert.match(what(`ä${'x'.repeat(509)}é`), /^a text file/, 'cut within a letter');
});

test('weights of other formats and archives are named, with what to do', () => {
  const cases: [content: Uint8Array | string, expected: RegExp, name?: string][] = [
    [Buffer.from('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.', 'latin1'), /^of the format before PyTorch 1\.6/],
    [Buffer.from('\x80\x04\x95\x0a', 'latin1'), /^a pickle of Python objects, which only Python can load; save its/],
    [zip({ 'm/data.pkl': '', 'm/constants.pkl': '', 'm/code/__torch__.py': '' }), /^a TorchScript archive/],
    [zip({ 'm/archive_format': 'pt2', 'm/models/model.json': '{}' }), /^a program of torch\.export \(\.pt2\)/],
    [zip({ 'a.npy': '', 'b.npy': '' }), /^a NumPy archive \(\.npz\)/],
    [zip({ 'config.json': '', 'model.weights.h5': '' }), /^a Keras model/],
    [
      zip({ 'x/a.pth': '', b: '', c: '', d: '' }),
      /^a zip archive of "x\/a\.pth", "b", "c", \.\.\.; unpack it and give/,
    ],
    [Buffer.from('\x93NUMPY\x01\0', 'latin1'), /^a NumPy array/],
    [Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), /^an HDF5 file/],
    [Buffer.from('GGUF\x03\0\0\0', 'latin1'), /^a GGUF file/],
    [Buffer.from('\x08\x08\x12\x07pytorch', 'latin1'), /^an ONNX model; save its state_dict/, 'a.onnx'],
    [Buffer.from('\xde\x00\x11', 'latin1'), /^a Flax model/, 'a.msgpack'],
    [gzipSync('x'), /^compressed by gzip; unpack it and give the file that is in it$/],
    [Buffer.concat([Buffer.alloc(257, 1), Buffer.from('ustar')]), /^a tar archive; unpack it/],
    [Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /^a PNG image; give the weights, not an image$/],
  ];
  for (const [content, expected, name] of cases) assert.match(what(content, name), expected);
});
