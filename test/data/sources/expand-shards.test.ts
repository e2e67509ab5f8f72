import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { expandShards } from '../../../src/data/sources/expand-shards.js';
import { folderOf } from '../image-files.js';

test('a range in braces means its files in their order, there or not', async () => {
  assert.deepEqual(await expandShards('/d/s-{008..011}.tar', 'it'), [
    '/d/s-008.tar',
    '/d/s-009.tar',
    '/d/s-010.tar',
    '/d/s-011.tar',
  ]);
  assert.deepEqual(await expandShards('/d/{b,a}-{0..1}.tar', 'it'), [
    '/d/b-0.tar',
    '/d/b-1.tar',
    '/d/a-0.tar',
    '/d/a-1.tar',
  ]);
  assert.deepEqual(await expandShards('/d/plain.tar', 'it'), ['/d/plain.tar']);
});

test('a star means the files that are there, sorted', async (t) => {
  const folder = folderOf(t, { 'b.tar': '', 'a.tar': '', 'a.txt': '', 'c/d.tar': '', '.e.tar': '' });
  assert.deepEqual(await expandShards(join(folder, '*.tar'), 'it'), [join(folder, 'a.tar'), join(folder, 'b.tar')]);
  assert.deepEqual(await expandShards(join(folder, '?.t[ax][rt]'), 'it'), [
    join(folder, 'a.tar'),
    join(folder, 'a.txt'),
    join(folder, 'b.tar'),
  ]);
});

test('a file that is called like a pattern is that file', async (t) => {
  const path = join(folderOf(t, { 'a{1,2}*.tar': '', 'a1x.tar': '' }), 'a{1,2}*.tar');
  assert.deepEqual(await expandShards(path, 'it'), [path]);
});

test('a pattern that means nothing, or too much, is refused', async (t) => {
  const folder = folderOf(t, {});
  const refused = (path: string, message: RegExp) =>
    assert.rejects(expandShards(path, 'train.dataset_path'), { code: 'SHARDS_MISSING', exitCode: 2, message });
  await refused(join(folder, '*.tar'), /^train\.dataset_path is .*\*\.tar: no file is called so; mend the pattern$/);
  await refused(join(folder, 'no/*.tar'), /no\/ cannot be read: ENOENT/);
  await refused(join(folder, '*/a.tar'), /may stand in the name of a file, not of a folder/);
  await refused('/d/{0..2000000}.tar', /more than 100000 files are meant; mend the range in braces/);
});
