import assert from 'node:assert/strict';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { indexSources } from '../../../src/data/sources/index-sources.js';
import { checkReachable } from '../../../src/data/sources/walk-findings.js';
import { folderOf, noisePngs } from '../image-files.js';
import { openedIndex } from '../indexed-images.js';
import { tarOf } from './tar/archives.js';

const indexed = (t: TestContext, ...paths: string[]) =>
  indexSources(
    paths.map((path) => ({ path, weight: null })),
    join(folderOf(t, {}), 'images.index'),
    '',
    { givenAs: 'train.dataset_path', onFound: () => {} },
  );

test('what belongs to an image of an archive is listed with it', async (t) => {
  const path = tarOf(t, { 'a.png': 'image', 'a.cls': '7', 'a.json': '{}', 'b.png': 'other' });
  const { sources } = await openedIndex(t, path);
  const { images, shards } = sources[0]!;
  const member = images!.at(0);
  assert.ok('fields' in member);
  const bytes = readFileSync(path);
  assert.deepEqual(
    member.fields.map(({ name, offset, size }) => [name, bytes.toString('utf8', offset, offset + size)]),
    [
      ['cls', '7'],
      ['json', '{}'],
    ],
  );
  assert.deepEqual(
    shards.map((shard) => [shard.path, shard.bytes, shard.images]),
    [[path, bytes.length, 2]],
  );
});

test('the same archives elsewhere are the same images, and others are others', async (t) => {
  const files = { 'a.png': 'image', 'b.png': 'other' };
  const hashOf = async (path: string) => (await indexed(t, path)).listing.listingHash;
  assert.equal(await hashOf(tarOf(t, files)), await hashOf(tarOf(t, files)));
  assert.notEqual(await hashOf(tarOf(t, files)), await hashOf(tarOf(t, { ...files, 'b.png': 'others' })));
  assert.notEqual(await hashOf(tarOf(t, files)), await hashOf(tarOf(t, files, { name: 'another.tar' })));
});

test('an archive that is cut off counts up to there, and its loss as what others hold', async (t) => {
  const folder = folderOf(t, {});
  for (const name of ['0.tar', '1.tar', '2.tar']) tarOf(t, noisePngs(10), { name, into: folder });
  truncateSync(join(folder, '1.tar'), 5000);
  const { listing, findings } = await indexed(t, join(folder, '{0..3}.tar'));
  const [found] = findings;
  assert.ok(found?.kind === 'files');
  assert.ok(listing.count > 20 && listing.count < 30, String(listing.count));
  assert.match(found.damaged[0]!.reason, /^it ends at byte 5000, within image-\d+\.png/);
  assert.match(found.damaged[1]!.reason, /^ENOENT/);
  checkReachable(findings, 0.5);
  assert.throws(() => checkReachable(findings, 0.1), {
    code: 'FOLDER_UNREACHABLE',
    message: /about 1\d of \d+ images in .* cannot be reached, .*1\.tar: it ends at byte 5000.*3\.tar: ENOENT/,
  });
});

test('sources without an image are refused with the reason', async (t) => {
  const refused = async (path: string, code: string, message: RegExp) =>
    assert.rejects(indexed(t, path), { code, message }, path);
  const folder = folderOf(t, {
    'no.tar': 'x'.repeat(2000),
    'empty.txt': '\n',
    'gone.lst': 'a.png\nb.png',
    'x.zip': 'PK',
  });
  await refused(join(folder, 'no.tar'), 'SHARDS_UNREADABLE', /no image can be read; .*no\.tar: at byte 0 is no header/);
  await refused(join(folder, 'away.tar'), 'SHARDS_UNREADABLE', /no image can be read; .*away\.tar: ENOENT/);
  await refused(tarOf(t, { 'a.txt': 'x' }), 'SHARDS_UNREADABLE', /no image can be read; it holds no image$/);
  await refused(join(folder, 'empty.txt'), 'SHARDS_UNREADABLE', /it holds no image$/);
  await refused(join(folder, 'gone.lst'), 'SHARDS_UNREADABLE', /a\.png: ENOENT.*, and 1 more are as bad$/);
  await refused(join(folder, 'x.zip'), 'FOLDER_NOT_A_FOLDER', /not a folder but/);
  await refused(join(folder, 'none'), 'FOLDER_MISSING', /there is no such folder/);
});

test('a list of which some files are gone says which', async (t) => {
  const folder = folderOf(t, noisePngs(3));
  writeFileSync(join(folder, 'a.txt'), 'image-000.png\nimage-999.png\nimage-002.png\n');
  const { listing, findings } = await indexed(t, join(folder, 'a.txt'));
  assert.equal(listing.count, 2);
  assert.deepEqual(findings[0]?.kind === 'files' && findings[0].damaged, [
    { path: 'image-999.png', reason: 'ENOENT: no such file or directory' },
  ]);
});

test('an index that cannot be put in its place says why, and leaves nothing beside', async (t) => {
  const folder = folderOf(t, { 'images.index/in-the-way': '' });
  const source = { path: folderOf(t, noisePngs(2)), weight: null };
  await assert.rejects(indexSources([source], join(folder, 'images.index'), '', { givenAs: 'it', onFound: () => {} }), {
    code: 'INDEX_UNWRITABLE',
    message: /images\.index, of which 0\.0 MiB are: (EISDIR|ENOTEMPTY)/,
  });
  assert.deepEqual(readdirSync(folder), ['images.index']);
});
