import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32 } from '../../src/formats/crc32.js';
import { ZipArchive } from '../../src/formats/zip-archive.js';
import { zipDirectory } from '../../src/formats/zip-writer.js';
import { unitFile } from '../golden-units.js';
import { temporaryFolder, zip } from './torch-files.js';

const path = join(temporaryFolder(), 'test.zip');
const sound = zip({ 'a/first': 'hello', 'a/second': 'weights' });
const directoryAt = sound.indexOf('PK\x01\x02', 0, 'latin1');
const endAt = sound.indexOf('PK\x05\x06', 0, 'latin1');

/** The sound archive with some bytes changed. */
function changed(change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(sound);
  change(bytes);
  return bytes;
}

function refused(bytes: Uint8Array, message: string | RegExp, use: (archive: ZipArchive) => void = () => {}): void {
  writeFileSync(path, bytes);
  const open = () => {
    const archive = ZipArchive.open(path);
    try {
      use(archive);
    } finally {
      archive.close();
    }
  };
  const full = typeof message === 'string' ? `${path}: ${message}` : message;
  assert.throws(open, { name: 'FormatError', message: full });
}

test('entries are read whole or in part, and begin at a multiple of 64 bytes', () => {
  writeFileSync(path, sound);
  const archive = ZipArchive.open(path);
  assert.deepEqual(archive.names, ['a/first', 'a/second']);
  assert.equal(archive.sizeOf('a/second'), 7);
  assert.equal(archive.sizeOf('a/third'), null);
  assert.equal(Buffer.from(archive.read('a/second', 2, 5)).toString(), 'igh');
  assert.equal(Buffer.from(archive.read('a/first', 0, 5)).toString(), 'hello');
  assert.throws(() => archive.read('a/first', 0, 6), {
    message: `${path}: entry "a/first" has 5 bytes, asked for 0..6`,
  });
  archive.close();
  assert.equal(sound.indexOf('hello') % 64, 0);
  assert.equal(sound.indexOf('weights') % 64, 0);
});

test('an archive that is cut short anywhere is refused', () => {
  for (let length = 0; length < sound.length; length += 7)
    refused(sound.subarray(0, length), 'has no end of a zip archive: no zip, or cut short; get the file again');
});

test('an entry whose bytes changed is refused, also when a part is read', () => {
  const flipped = changed((bytes) => bytes.write('W', sound.indexOf('weights')));
  const message = /entry "a\/second" has changed: its CRC-32 is [0-9a-f]{8}, expected [0-9a-f]{8}; get the file again/;
  refused(flipped, message, (archive) => archive.read('a/second', 0, 7));
  refused(flipped, message, (archive) => archive.read('a/second', 3, 4));
});

test('compressed, encrypted and doubled entries are refused', () => {
  refused(
    changed((bytes) => bytes.writeUInt16LE(8, directoryAt + 10)),
    'entry "a/first" is compressed (method 8), expected it stored, as torch.save writes it',
  );
  refused(
    changed((bytes) => bytes.writeUInt16LE(1, directoryAt + 8)),
    'entry "a/first" is encrypted, expected plain bytes',
  );
  const twins = zip({ 'a/one': '1', 'a/two': '2' }).toString('latin1').replaceAll('a/two', 'a/one');
  refused(Buffer.from(twins, 'latin1'), 'has two entries "a/one"');
});

test('sizes and places past the end, and entries that overlap, are refused', () => {
  const fileBytes = sound.length;
  refused(
    changed((bytes) => {
      bytes.writeUInt32LE(5000, directoryAt + 20);
      bytes.writeUInt32LE(5000, directoryAt + 24);
    }),
    `entry "a/first" has 5000 bytes from byte 64, past the last one's end at ${directoryAt}`,
  );
  refused(
    changed((bytes) => {
      bytes.writeUInt32LE(10, directoryAt + 20);
      bytes.writeUInt32LE(10, directoryAt + 24);
    }),
    'entries "a/first" and "a/second" overlap',
  );
  refused(
    changed((bytes) => bytes.writeUInt32LE(6, directoryAt + 24)),
    'entry "a/first" has 5 bytes for 6 stored ones',
  );
  refused(
    changed((bytes) => bytes.writeUInt32LE(fileBytes, directoryAt + 42)),
    `entry "a/first" begins at byte ${fileBytes}, past the last one's end at ${directoryAt}`,
  );
  refused(
    changed((bytes) => bytes.writeUInt32LE(3, directoryAt + 42)),
    'entry "a/first" has no header of its own at byte 3',
  );
  refused(
    changed((bytes) => bytes.writeUInt32LE(fileBytes, endAt + 16)),
    new RegExp(`says that its directory is at bytes ${fileBytes}\\.\\.\\d+, past ${endAt}`),
  );
  refused(
    changed((bytes) => bytes.writeUInt16LE(3, endAt + 10)),
    /has no entry at byte \d+ of its directory/,
  );
  refused(
    changed((bytes) => bytes.writeUInt16LE(1, endAt + 10)),
    /\d+ bytes after the 1 entries of its directory, expected none/,
  );
  refused(
    changed((bytes) => bytes.writeUInt16LE(0xffff, directoryAt + 28)),
    'has an entry that goes past the end of its directory',
  );
  refused(
    changed((bytes) => bytes.writeUInt32LE(0xffffffff, directoryAt + 42)),
    'entry "a/first" has no 64-bit sizes in its extra field',
  );
  refused(
    changed((bytes) => bytes.writeUInt32LE(0xffffffff, endAt + 16)),
    'has no zip64 locator before its end',
  );
});

test('an archive of more than 4 GiB is read', () => {
  const far = 5 * 2 ** 30;
  const entry = { name: 'a/second', crc: crc32(Buffer.from('weights')), bytes: 7, headerOffset: far };
  const header = sound.subarray(sound.indexOf('PK\x03\x04', 8, 'latin1'), sound.indexOf('weights') + 7);
  const fd = openSync(path, 'w');
  // The hole before the entry takes no room on the disk.
  ftruncateSync(fd, far);
  writeSync(fd, header, 0, header.length, far);
  const directory = zipDirectory([entry], far + header.length);
  writeSync(fd, directory, 0, directory.length, far + header.length);
  closeSync(fd);
  const archive = ZipArchive.open(path);
  assert.equal(Buffer.from(archive.read('a/second', 0, 7)).toString(), 'weights');
  archive.close();
});

test('the zip64 records that lie are refused', () => {
  const entry = { name: 'a/first', crc: 0, bytes: 5, headerOffset: 2 ** 40 };
  const directory = zipDirectory([entry], 2 ** 40);
  refused(directory, /says that its zip64 end is at byte 10995116\d+, but has \d+ bytes/);
  const locator = directory.indexOf('PK\x06\x07', 0, 'latin1');
  directory.writeBigUInt64LE(BigInt(0), locator + 8);
  refused(directory, 'has no zip64 end at byte 0');
  directory.writeBigUInt64LE(BigInt(locator - 56), locator + 8);
  refused(directory, /says that its directory is at byte 1099511627776, but has \d+ bytes/);
});

test('an archive of PyTorch is read', () => {
  const archive = ZipArchive.open(unitFile('official_backbone.pth'));
  assert.equal(archive.names.length, 55);
  for (const name of archive.names) archive.read(name, 0, archive.sizeOf(name)!);
  archive.close();
});
