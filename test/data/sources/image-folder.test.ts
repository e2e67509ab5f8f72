import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DataError, type DataErrorCode } from '../../../src/data/data-error.js';
import { fileNameBytes, fileNameText, pathBelow } from '../../../src/data/sources/file-name.js';
import { listImages } from '../../../src/data/sources/image-folder.js';
import type { ImageList } from '../../../src/data/sources/image-list.js';
import { IMAGE_TYPES_SHOWN } from '../../../src/data/sources/image-type.js';
import { describeLeftOut, describeUnreachable } from '../../../src/data/sources/walk-findings.js';
import { folderOf } from '../image-files.js';

const pathsOf = ({ images }: { images: ImageList }) => [...images.images()].map(({ path }) => fileNameText(path));

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
  assert.deepEqual(pathsOf(await listImages(root)), ['B.JPG', 'a-b.png', 'a.webp', 'a/deep/er.jpeg', 'b.png', 'é.png']);
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
  assert.deepEqual(pathsOf(await listImages(root)), ['a/near.png', 'elsewhere/far.png', 'linked.png']);
});

test('a folder that is missing or without images is refused by name', async (t) => {
  const root = folderOf(t, { 'notes.txt': 'x', 'sub/readme.md': 'x', 'sub/notes': 'x' });
  const missing = join(root, 'missing');
  await assert.rejects(
    listImages(missing),
    dataError('FOLDER_MISSING', `train.dataset_path is ${missing}: there is no such folder`),
  );
  await assert.rejects(
    listImages(root),
    dataError(
      'FOLDER_EMPTY',
      `train.dataset_path is ${root}: no image in it or below it, expected ${IMAGE_TYPES_SHOWN} files; it holds 1 .md, 1 .txt, ` +
        '1 without an ending',
    ),
  );
});

test('a folder named like an image is searched, not listed', async (t) => {
  const root = folderOf(t, { 'album.png/a.png': 'x' });
  writeFileSync(join(root, 'z.jpeg'), 'x');
  assert.deepEqual(pathsOf(await listImages(root)), ['album.png/a.png', 'z.jpeg']);
});

const TAR = Buffer.from(`${'x'.repeat(257)}ustar`);
const PNG_START = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1');
const JPEG_START = Buffer.from('\xff\xd8\xff\xe0 and more', 'latin1');
const BMP_START = Buffer.from('BM\x99\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0', 'latin1');
const WEBP_START = Buffer.from('RIFF\x10\x00\x00\x00WEBPVP8L', 'latin1');

test('the hash and the order of a folder are those of runs that were begun before', async (t) => {
  // What earlier builds gave for this folder.
  const names = ['b/a.png', 'b-c.png', 'b.png', 'b.JPG', 'ü/1.webp', '\ue000.png', '😀.png', 'z/z/z.jpeg'];
  const listing = await listImages(folderOf(t, Object.fromEntries(names.map((name, i) => [name, 'x'.repeat(i)]))));
  assert.deepEqual(pathsOf(listing), [...names].sort());
  assert.equal(listing.listingHash, '2a5a236e1cd3923a60daed83d9f4a76b85dd8188efa76815f8359fedd8d90df9');
});

test('names are bytes: those that are no UTF-8 are listed, each as itself', async (t) => {
  const root = folderOf(t, { 'plain/a.png': 'x' });
  const names = [
    'b\udce9b\udce9',
    'b\udceab\udcea',
    'e\u0301',
    'é',
    'two\nlines',
    'a"b',
    'back\\slash',
    ' ',
    'x'.repeat(255),
  ];
  for (const name of names) {
    mkdirSync(pathBelow(root, fileNameBytes(name)));
    writeFileSync(pathBelow(root, fileNameBytes(`${name}/\udcff.png`)), 'xy');
  }
  const expected = ['plain/a.png', ...names.map((name) => `${name}/\udcff.png`)];
  assert.deepEqual(new Set(pathsOf(await listImages(root))), new Set(expected));
  const again = pathsOf(await listImages(root));
  assert.deepEqual(again, pathsOf(await listImages(root)));
  assert.equal(again.length, expected.length);
});

test('where the ending says nothing, the first bytes decide', async (t) => {
  const root = folderOf(t, {
    'a/9f86d081884c7d65': JPEG_START,
    'a/README': 'a text',
    'b/photo.dat': PNG_START,
    'b/other.dat': 'no image',
    'c/scan.tif': WEBP_START,
    'c/real.tif': 'II*\0',
    'c/notes.TXT': 'x',
    'd/frame.0001': PNG_START,
    'd/gif': 'GIF89a and more of it',
    'd/bmp': BMP_START,
    'd/BMW': 'BMW is a maker of cars.',
    'd/jpeg-ls': Buffer.from('\xff\xd8\xff\xf7 and more', 'latin1'),
    'e/photo.JPE': 'x',
    'e/photo.jfif': 'x',
    'e/.hidden': PNG_START,
    'f/empty': '',
  });
  const listing = await listImages(root);
  const images = [
    'a/9f86d081884c7d65',
    'b/photo.dat',
    'c/scan.tif',
    'd/bmp',
    'd/frame.0001',
    'd/gif',
    'e/.hidden',
    'e/photo.JPE',
    'e/photo.jfif',
  ];
  assert.deepEqual(pathsOf(listing), images);
  assert.equal(describeLeftOut(listing.findings), '4 without an ending, 1 .dat, 1 .tif, 1 .txt');
});

test('of very many files of one ending a sample says whether any is looked into', async (t) => {
  const texts = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`texts/${i}.json`, '{}']));
  const mixed = Object.fromEntries(
    Array.from({ length: 1000 }, (_, i) => [`mixed/${i}.raw`, i % 2 === 0 ? JPEG_START : 'no image']),
  );
  const listing = await listImages(folderOf(t, { ...texts, ...mixed }));
  assert.equal(listing.images.count, 500);
  assert.equal(describeLeftOut(listing.findings), '1000 .json, 500 .raw');
});

test('what systems and tools leave behind is left out, folders with all that is in them', async (t) => {
  const junk = [
    '__MACOSX/a/._1.png',
    'a/._1.png',
    'a/.DS_Store',
    'a/Thumbs.db',
    'a/desktop.ini',
    'a/@eaDir/1.png/SYNOPHOTO_THUMB_M.jpg',
    '.thumbnails/large/1.png',
    '.git/objects/1.png',
    '.Trash-1000/files/1.png',
  ];
  const listing = await listImages(
    folderOf(t, { 'a/1.png': 'x', ...Object.fromEntries(junk.map((name) => [name, 'x'])) }),
  );
  assert.deepEqual(pathsOf(listing), ['a/1.png']);
  assert.equal(describeLeftOut(listing.findings), '9 of systems and tools (such as .Trash-1000)');
});

test('what cannot be reached is counted by its reason, with an example', async (t) => {
  const root = folderOf(t, { 'a/1.png': 'x', 'a/2.png': 'x' });
  symlinkSync('nowhere', join(root, 'a', 'gone.png'));
  symlinkSync('nowhere', join(root, 'a', 'folder'));
  symlinkSync('nowhere', join(root, 'a', 'notes.txt'));
  symlinkSync('circle.png', join(root, 'circle.png'));
  const socket = createServer().listen(join(root, 'socket.png'));
  t.after(() => socket.close());
  await once(socket, 'listening');
  const listing = await listImages(root);
  assert.equal(listing.images.count, 2);
  assert.equal(
    describeUnreachable(listing.findings),
    '1 that are links in a circle (such as circle.png); 2 that are links to nothing (such as a/folder); ' +
      '1 that are sockets, pipes or devices (such as socket.png)',
  );
  assert.equal(describeLeftOut(listing.findings), '1 .txt');
});

test('a folder whose path is longer than the system takes is named, and the rest is listed', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'dinofleet-long-'));
  t.after(() => spawnSync('rm', ['-rf', root])); // which knows how to go that deep
  writeFileSync(join(root, 'a.png'), 'x');
  const name = 'd'.repeat(250);
  const start = process.cwd();
  t.after(() => process.chdir(start));
  process.chdir(root);
  for (let depth = 0; depth < 20; depth++) {
    mkdirSync(name);
    process.chdir(name);
  }
  writeFileSync('deep.png', 'x');
  process.chdir(start);
  const listing = await listImages(root);
  assert.deepEqual(pathsOf(listing), ['a.png']);
  assert.match(describeUnreachable(listing.findings)!, /^folder [d/]+…[d/]+ \(its path is too long\)$/);
});

test('a folder without an image that can be reached says why', async (t) => {
  const root = folderOf(t, {});
  symlinkSync('nowhere', join(root, 'a.png'));
  await assert.rejects(
    listImages(root),
    dataError(
      'FOLDER_UNREACHABLE',
      `train.dataset_path is ${root}: no image in it or below it, expected ${IMAGE_TYPES_SHOWN} files; cannot be reached: ` +
        '1 that are links to nothing (such as a.png)',
    ),
  );
});

test('a folder of archives is told to be unpacked', async (t) => {
  const root = folderOf(t, { 'a.tar': TAR, 'b.tar': TAR, 'c.parquet': 'PAR1', 'index.json': '{}' });
  await assert.rejects(
    listImages(root),
    dataError(
      'FOLDER_EMPTY',
      `train.dataset_path is ${root}: no image in it or below it, expected ${IMAGE_TYPES_SHOWN} files; it holds 2 .tar, ` +
        '1 .json, 1 .parquet; .tar files are read where they are given as such: ' +
        `${root}/*.tar; .parquet files are read where they are given as such: ${root}/*.parquet`,
    ),
  );
});

test('a large folder is examined in parts, in the order of one', async (t) => {
  const files = Array.from({ length: 2600 }, (_, i) => `many/${String(i).padStart(5, '0')}.png`);
  const root = folderOf(t, { ...Object.fromEntries(files.map((name) => [name, 'x'])), 'many/01500/inner.png': 'x' });
  let told = 0;
  const listing = await listImages(root, '<folder>', (found) => {
    assert.ok(found >= told);
    told = found;
  });
  assert.deepEqual(pathsOf(listing), [...files, 'many/01500/inner.png'].sort());
  assert.equal(told, files.length + 1);
});

test('files that come and go while they are listed do no harm', async (t) => {
  const steady = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`steady/${i}.png`, 'x']));
  const root = folderOf(t, { ...steady, 'fleeting/0.png': 'x' });
  for (let round = 0; round < 10; round++) {
    const listed = listImages(root);
    let isOver = false;
    const over = listed.finally(() => {
      isOver = true;
    });
    for (let i = 0; !isOver; i = (i + 1) % 50) {
      const folder = join(root, 'fleeting', String(i));
      mkdirSync(folder);
      writeFileSync(join(folder, 'a.png'), 'x');
      rmSync(folder, { recursive: true });
      await new Promise((resolve) => setImmediate(resolve));
    }
    const paths = pathsOf(await over);
    assert.equal(paths.filter((path) => path.startsWith('steady/')).length, 300);
  }
});
