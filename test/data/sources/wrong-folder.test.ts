import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { DataError, type DataErrorCode } from '../../../src/data/data-error.js';
import { checkFolder } from '../../../src/data/sources/wrong-folder.js';
import { folderOf } from '../image-files.js';

function assertRefused(folder: string, code: DataErrorCode, message: string): void {
  assert.throws(
    () => checkFolder(folder, 'train.dataset_path'),
    (error) => {
      assert.ok(error instanceof DataError, String(error));
      assert.equal(error.code, code);
      assert.equal(error.exitCode, 2);
      assert.equal(error.message, message);
      return true;
    },
  );
}

test('a folder passes', (t) => {
  checkFolder(folderOf(t, {}), 'train.dataset_path');
});

test('nothing in the place of a folder is refused, and not taken for the working directory', () => {
  for (const nothing of ['', ' ', '\t'])
    assertRefused(
      nothing,
      'FOLDER_MISSING',
      'train.dataset_path is empty, expected the path of a folder of images; is a shell variable in it not set?',
    );
});

test('a folder that is not there is refused', (t) => {
  const missing = join(folderOf(t, {}), 'missing');
  assertRefused(missing, 'FOLDER_MISSING', `train.dataset_path is ${missing}: there is no such folder`);
  assertRefused(
    `${missing}\ufffd`,
    'FOLDER_MISSING',
    `train.dataset_path is ${missing}\ufffd: there is no such folder; its name seems to hold bytes that are no UTF-8, which an ` +
      'argument cannot: give the folder above it, or a link to it',
  );
});

test('a file is named for what it is', (t) => {
  const latin1 = (text: string) => Buffer.from(text, 'latin1');
  const unpack = 'unpack it and give the folder';
  const files: [name: string, content: Buffer, is: string, instead: string][] = [
    ['photos.zip', latin1('PK\x03\x04...'), 'a zip archive', unpack],
    ['train.tar', latin1(`${'x'.repeat(257)}ustar`), 'a tar archive', unpack],
    ['train.tgz', latin1('\x1f\x8b\x08'), 'a gzip archive', unpack],
    // By its content, whatever it is called.
    ['photos', latin1('7z\xbc\xaf\x27\x1c'), 'a 7z archive', unpack],
    ['0.parquet', latin1('PAR1'), 'a Parquet table', 'write its images to files and give their folder'],
    ['one.jpg', latin1('\xff\xd8\xff\xe0'), 'a single image', 'give the folder that it lies in'],
    ['list.txt', latin1('a.png\nb.png\n'), 'a file', 'give the folder that the images lie in'],
    ['empty', latin1(''), 'a file', 'give the folder that the images lie in'],
  ];
  const folder = folderOf(t, {});
  for (const [name, content, is, instead] of files) {
    const path = join(folder, name);
    writeFileSync(path, content);
    assertRefused(
      path,
      'FOLDER_NOT_A_FOLDER',
      `train.dataset_path is ${path}: it is not a folder but ${is}, expected a folder of images; ${instead}`,
    );
  }
  assertRefused(
    '/dev/null',
    'FOLDER_NOT_A_FOLDER',
    'train.dataset_path is /dev/null: it is not a folder but a socket, pipe or device, expected a folder of images; give a folder',
  );
});

test('an address is refused as one, as it is given and once it is made absolute', () => {
  for (const address of [
    'https://example.org/images.tar',
    's3://bucket/train',
    'hf://datasets/cats',
    'gs://b/c',
    'file:///a',
  ])
    for (const given of [address, resolve(address)])
      assertRefused(
        given,
        'DATASET_UNSUPPORTED',
        `train.dataset_path is an address, ${address.replace(':///', '://')}: ` +
          'images are read from folders only; download or mount them, and give the folder',
      );
});

test("the released code's names of data sets are refused with what to give instead", () => {
  const names = ['ImageNet22k', 'ImageNet:split=TRAIN', 'ImageNet:split=TRAIN:root=/data/in1k:extra=/data/extra'];
  for (const name of names)
    for (const given of [name, resolve(name)])
      assertRefused(
        given,
        'DATASET_UNSUPPORTED',
        `train.dataset_path is "${name}": named data sets are not supported yet, expected the path of a folder of images; ` +
          'for ImageNet give its train folder, which is searched recursively',
      );
});

test('a folder that is called like a data set is a folder', (t) => {
  checkFolder(join(folderOf(t, { 'ImageNet/a.png': 'x' }), 'ImageNet'), 'train.dataset_path');
});
