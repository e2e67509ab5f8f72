import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { DataError, type DataErrorCode } from '../../../src/data/data-error.js';
import { checkEnoughImages, listImages } from '../../../src/data/sources/image-folder.js';
import { folderOf } from '../image-files.js';

const dataError = (code: DataErrorCode, message: string) => (error: unknown) => {
  assert.ok(error instanceof DataError);
  assert.equal(error.code, code);
  assert.equal(error.message, message);
  return true;
};

test('images are found at any depth, by their extension in any case, and sorted by code units', async (t) => {
  const root = folderOf(t, {
    'b.png': 'x',
    'B.JPG': 'x',
    'a/deep/er.jpeg': 'x',
    'a.webp': 'x',
    'a-b.png': 'x',
    'é.png': 'x',
    'notes.txt': 'x',
    png: 'x',
    'empty/.keep': '',
  });
  const { files } = await listImages(root);
  assert.deepEqual(files, ['B.JPG', 'a-b.png', 'a.webp', 'a/deep/er.jpeg', 'b.png', 'é.png']);
});

test('the hash tells other names and other sizes apart, and not another place', async (t) => {
  const listing = await listImages(folderOf(t, { 'a.png': '1', 'b/c.png': '22' }));
  const hashOf = async (files: Record<string, string>) => (await listImages(folderOf(t, files))).listingHash;
  assert.match(listing.listingHash, /^[0-9a-f]{64}$/);
  assert.equal(await hashOf({ 'b/c.png': '33', 'a.png': '2' }), listing.listingHash);
  assert.notEqual(await hashOf({ 'a.png': '1', 'b/d.png': '22' }), listing.listingHash);
  assert.notEqual(await hashOf({ 'a.png': '1', 'b/c.png': '2' }), listing.listingHash);
});

test('links are followed, loops end, and a link to nothing is left out', async (t) => {
  const elsewhere = folderOf(t, { 'far.png': 'x' });
  const root = folderOf(t, { 'a/near.png': 'x' });
  symlinkSync('..', join(root, 'a', 'up'));
  symlinkSync(root, join(root, 'self'));
  symlinkSync('a', join(root, 'again'));
  symlinkSync(elsewhere, join(root, 'elsewhere'));
  symlinkSync('a/near.png', join(root, 'linked.png'));
  symlinkSync('gone.png', join(root, 'dangling.png'));
  assert.deepEqual((await listImages(root)).files, ['a/near.png', 'elsewhere/far.png', 'linked.png']);
});

test('a folder that is missing, a file or without images is refused by name', async (t) => {
  const root = folderOf(t, { 'notes.txt': 'x', 'sub/readme.md': 'x' });
  const missing = join(root, 'missing');
  await assert.rejects(
    listImages(missing),
    dataError('FOLDER_MISSING', `train.dataset_path is ${missing}: there is no such folder`),
  );
  const file = join(root, 'notes.txt');
  await assert.rejects(
    listImages(file),
    dataError('FOLDER_NOT_A_FOLDER', `train.dataset_path is ${file}: it is not a folder`),
  );
  await assert.rejects(
    listImages(root),
    dataError(
      'FOLDER_EMPTY',
      `train.dataset_path is ${root}: no image in it or below it, expected files that end in .png, .jpg, .jpeg, .webp`,
    ),
  );
});

test("the released code's names of data sets are refused with what to give instead", async () => {
  const message = (name: string) =>
    `train.dataset_path is "${name}": named data sets are not supported yet, expected the path of a folder of images; ` +
    'for ImageNet give its train folder, which is searched recursively';
  const names = ['ImageNet22k', 'ImageNet:split=TRAIN', 'ImageNet:split=TRAIN:root=/data/in1k:extra=/data/extra'];
  // As a job is given it, and as it looks once it is made absolute.
  for (const path of names.flatMap((name) => [name, resolve(name)])) {
    const name = names.find((name) => path.endsWith(name))!;
    await assert.rejects(listImages(path), dataError('DATASET_UNSUPPORTED', message(name)));
  }
});

test('a folder that is called like a data set is a folder', async (t) => {
  const root = folderOf(t, { 'ImageNet/a.png': 'x' });
  assert.deepEqual((await listImages(join(root, 'ImageNet'))).files, ['a.png']);
});

test('fewer images than a global batch are refused', async (t) => {
  const root = folderOf(t, { 'a.png': 'x', 'b.png': 'x' });
  const listing = await listImages(root);
  checkEnoughImages(listing, 2);
  assert.throws(
    () => checkEnoughImages(listing, 3),
    dataError(
      'TOO_FEW_IMAGES',
      `${root} holds 2 images, fewer than the global batch of 3; add images or lower train.batch_size_per_gpu or the ` +
        'number of workers',
    ),
  );
});

test('a folder named like an image is searched, not listed', async (t) => {
  const root = folderOf(t, { 'album.png/a.png': 'x' });
  writeFileSync(join(root, 'z.jpeg'), 'x');
  assert.deepEqual((await listImages(root)).files, ['album.png/a.png', 'z.jpeg']);
});
