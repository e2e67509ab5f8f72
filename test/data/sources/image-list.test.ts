import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { ImageList, ImageListBuilder } from '../../../src/data/sources/image-list.js';

interface Entry {
  path: Buffer;
  size: number;
}

function listOf(entries: readonly Entry[]) {
  const builder = new ImageListBuilder();
  for (const { path, size } of entries) builder.add(path, size);
  return builder.finish();
}

const numbered = (count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => ({
    path: Buffer.from(`folder-${Math.floor(i / 10)}/image-${String(i).padStart(7, '0')}.jpeg`),
    size: i * 37,
  }));

test('every file of a list is found by its number', () => {
  const odd = [
    { path: Buffer.from([0xe9]), size: 2 ** 40 + 3 },
    { path: Buffer.from(`${'x'.repeat(255)}/${'y'.repeat(255)}`), size: 0 },
    { path: Buffer.from('a\nb'), size: 127 },
    { path: Buffer.from('a\0b'), size: 128 },
  ];
  for (const entries of [[], numbered(1), numbered(15), numbered(16), numbered(17), numbered(1000), odd]) {
    const { list } = listOf(entries);
    assert.equal(list.count, entries.length);
    assert.deepEqual(
      entries.map((_, i) => list.at(i)),
      entries,
    );
    assert.deepEqual([...list.files()], entries);
  }
});

test('the hash is that of paths and sizes, each with what ends it', () => {
  const entries = numbered(5000);
  const text = entries.map(({ path, size }) => `${path}\0${size}\n`).join('');
  assert.equal(listOf(entries).hash, createHash('sha256').update(text).digest('hex'));
});

test('another thread reads the same memory, and neighbours that are alike take little of it', () => {
  const { list } = listOf(numbered(10_000));
  const other = new ImageList(structuredClone(list.shared));
  assert.deepEqual(other.at(9_999), list.at(9_999));
  const bytes = list.shared.entries.byteLength + list.shared.starts.byteLength;
  const textBytes = numbered(10_000).reduce((sum, { path }) => sum + path.length, 0);
  assert.ok(bytes < textBytes / 2, `${bytes} bytes for ${textBytes} of text`);
});
