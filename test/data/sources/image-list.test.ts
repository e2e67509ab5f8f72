import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import {
  ImageList,
  ImageListBuilder,
  ImageListWriter,
  type ListedFile,
  type ListedMember,
} from '../../../src/data/sources/image-list.js';

function listOf(entries: readonly ListedFile[]) {
  const builder = new ImageListBuilder();
  for (const entry of entries) builder.add(entry);
  return builder.finish();
}

const numbered = (count: number): ListedFile[] =>
  Array.from({ length: count }, (_, i) => ({
    path: Buffer.from(`folder-${Math.floor(i / 10)}/image-${String(i).padStart(7, '0')}.jpeg`),
    size: i * 37,
    time: 1_700_000_000 + ((i * 7919) % 100_000),
  }));

test('every file of a list is found by its number', () => {
  const odd = [
    { path: Buffer.from([0xe9]), size: 2 ** 40 + 3, time: 0 },
    { path: Buffer.from(`${'x'.repeat(255)}/${'y'.repeat(255)}`), size: 0, time: 2 ** 40 },
    { path: Buffer.from('a\nb'), size: 127, time: -1 },
    { path: Buffer.from('a\0b'), size: 128, time: 1 },
  ];
  for (const entries of [[], numbered(1), numbered(15), numbered(16), numbered(17), numbered(1000), odd]) {
    const { list } = listOf(entries);
    assert.equal(list.count, entries.length);
    assert.deepEqual(
      entries.map((_, i) => list.at(i)),
      entries,
    );
    assert.deepEqual([...list.images()], entries);
  }
});

test('members of archives are found with their place, and what lies beside them', () => {
  const members = Array.from({ length: 100 }, (_, i): ListedMember => {
    const offset = 1024 * i + (i % 10 === 9 ? 2 ** 41 : 0);
    const fields = [
      { name: 'cls', offset: offset + 612, size: 1 },
      { name: 'größe.json', offset: offset - 500, size: 40 },
    ];
    return {
      path: Buffer.from(`${i}.jpg`),
      size: 100,
      shard: 5 - Math.floor(i / 20),
      offset,
      fields: fields.slice(i % 3),
    };
  });
  const parts: Buffer[] = [];
  const writer = new ImageListWriter('members', (bytes) => void parts.push(Buffer.from(bytes)));
  for (const member of members) writer.add(member);
  const { count, starts } = writer.finish();
  const sections = [Buffer.from(starts.buffer), Buffer.concat(parts)].map((bytes) => ({
    length: bytes.length,
    read: (start: number, end: number) => bytes.subarray(start, end),
  }));
  const list = new ImageList('members', count, sections[0]!, sections[1]!);
  assert.deepEqual([...list.images()], members);
  assert.deepEqual(list.at(57), members[57]);
});

test('the hash is that of paths and sizes, each with what ends it', () => {
  const entries = numbered(5000);
  const text = entries.map(({ path, size }) => `${path}\0${size}\n`).join('');
  assert.equal(listOf(entries).hash, createHash('sha256').update(text).digest('hex'));
});

test('when files were changed last is no part of the hash', () => {
  const later = numbered(50).map((entry) => ({ ...entry, time: entry.time + 1 }));
  assert.equal(listOf(later).hash, listOf(numbered(50)).hash);
});

test('neighbours that are alike take little memory', () => {
  const { sections } = listOf(numbered(10_000));
  const bytes = sections.entries.length + sections.starts.length;
  const plain = numbered(10_000).reduce((sum, { path }) => sum + path.length + 16, 0);
  assert.ok(bytes < 0.4 * plain, `${bytes} bytes, ${plain} as text with two numbers`);
});
