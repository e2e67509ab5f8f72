import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SampleGrouping } from '../../../../src/data/sources/tar/tar-samples.js';

/** Image -> names of what belongs to it. */
function grouped(...names: string[]): Record<string, string[]> {
  const samples = new SampleGrouping(3);
  const members = names.map((name, i) => ({ path: Buffer.from(name), offset: 1024 * i, size: i }));
  const images = [...members.flatMap((member) => samples.add(member)), ...samples.end()];
  return Object.fromEntries(
    images.map(({ path, shard, offset, fields }) => {
      assert.equal(shard, 3);
      assert.equal(offset, 1024 * names.indexOf(path.toString()));
      for (const field of fields) assert.equal(field.offset, 1024 * field.size);
      return [path.toString(), fields.map(({ name }) => name)];
    }),
  );
}

test('files of one name up to its first dot are a sample: an image, and its label and caption', () => {
  assert.deepEqual(grouped('0001.cls', '0001.jpg', '0001.json', '0002.jpg', '0002.TXT'), {
    '0001.jpg': ['cls', 'json'],
    '0002.jpg': ['txt'],
  });
});

test('folders are part of the name, and dots in them are none of it', () => {
  assert.deepEqual(grouped('v1.0/a.jpg', 'v1.0/a.txt', 'v2.0/a.jpg'), { 'v1.0/a.jpg': ['txt'], 'v2.0/a.jpg': [] });
});

test('a mask beside an image is none, and names with dots are images where nothing else is', () => {
  assert.deepEqual(grouped('a.jpg', 'a.seg.png', 'my.photo.jpg', 'my.photo.txt'), {
    'a.jpg': ['seg.png'],
    'my.photo.jpg': ['photo.txt'],
  });
});

test('two images of one name are two', () => {
  assert.deepEqual(Object.keys(grouped('a.jpg', 'a.png', 'b.txt', '.jpg', 'c')), ['a.jpg', 'a.png']);
});

test('what systems leave in archives is left out', () => {
  assert.deepEqual(Object.keys(grouped('._a.jpg', 'a.jpg', 'Thumbs.db')), ['a.jpg']);
});
