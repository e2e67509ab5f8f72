import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openImageIndex } from '../../../src/data/sources/image-index.js';
import { KeptShards } from '../../../src/data/sources/tar/kept-shards.js';
import { folderOf, noisePngs } from '../../data/image-files.js';
import { tarOf } from '../../data/sources/tar/archives.js';
import { commandHost } from '../../fixtures/command-host.js';

const dinofleet = commandHost({ after });

async function index(...args: string[]) {
  const { status, stdout, stderr } = await dinofleet('index', ...args, '--json');
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

test('folders and archives are listed in one file', async (t) => {
  const out = join(folderOf(t, {}), 'all.idx');
  const [folder, archive] = [folderOf(t, noisePngs(3)), tarOf(t, noisePngs(5))];
  const { count, contentHash } = await index(folder, archive, '--out', out);
  assert.deepEqual([count, contentHash], [8, null]);
  const { sources, close } = openImageIndex(out, null);
  close();
  assert.deepEqual(
    sources.map(({ kind, location, count: images }) => [kind, location, images]),
    [
      ['folder', folder, 3],
      ['tar', archive, 5],
    ],
  );
  assert.deepEqual(readdirSync(join(out, '..')), ['all.idx']);
});

test('the hash is that of what the images are, wherever they lie', async (t) => {
  const images = noisePngs(6);
  const hashOf = async (path: string) =>
    (await index(path, '--out', join(folderOf(t, {}), 'all.idx'), '--hash')).contentHash;
  const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const group = sha(Buffer.concat(Object.values(images).map(sha)));
  assert.equal(await hashOf(folderOf(t, images)), sha(group).toString('hex'));
  assert.equal(await hashOf(tarOf(t, images)), sha(group).toString('hex'));
});

test('a listing that was killed goes on with the archives that are left', async (t) => {
  const folder = folderOf(t, {});
  const out = join(folderOf(t, {}), 'all.idx');
  const [a, b] = ['a.tar', 'b.tar'].map((name) => tarOf(t, noisePngs(4), { name, into: folder }));
  const plain = await index(join(folder, '*.tar'), '--out', out);
  rmSync(out);
  // As one that was killed after the first: that one is not looked into again, so that what it says counts.
  const bytes = spawnSync('stat', ['-c', '%s %Y', a!], { encoding: 'utf8' }).stdout.trim().split(' ').map(Number);
  const member = { path: Buffer.from('made-up.png'), size: 7, shard: 0, offset: 512, fields: [] };
  new KeptShards(`${out}.parts`).keep({ path: a!, bytes: bytes[0]!, time: bytes[1]!, images: 1, others: 0 }, [member]);
  const resumed = await index(join(folder, '*.tar'), '--out', out);
  assert.deepEqual([plain.count, resumed.count], [8, 5]);
  assert.ok(!existsSync(`${out}.parts`));
  // One that has changed meanwhile is.
  rmSync(out);
  new KeptShards(`${out}.parts`).keep({ path: b!, bytes: 1, time: 1, images: 1, others: 0 }, [member]);
  assert.equal((await index(join(folder, '*.tar'), '--out', out)).listingHash, plain.listingHash);
});

test('wrong uses are said', async (t) => {
  const folder = folderOf(t, noisePngs(2));
  const refused = async (message: RegExp, ...args: string[]) => {
    const { status, stderr } = await dinofleet('index', ...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
  };
  await refused(/required option '--out <FILE>'/, folder);
  await refused(/missing required argument 'source'/, '--out', 'a.idx');
  await refused(/--out is .*a\.txt, expected a name that ends in \.idx/, folder, '--out', join(folder, 'a.txt'));
  await refused(/the source is .*none: there is no such folder/, join(folder, 'none'), '--out', join(folder, 'a.idx'));
  const empty = folderOf(t, {});
  await refused(/no image in it or below it/, empty, '--out', join(empty, 'a.idx'));
  assert.deepEqual(readdirSync(empty), []);
  mkdirSync(join(folder, 'b.idx'));
  await refused(/--out is .*b\.idx, which cannot be written: it is a folder/, folder, '--out', join(folder, 'b.idx'));
  writeFileSync(join(folder, 'c.idx'), 'x');
  const { status, stderr } = await dinofleet('index', folder, '--out', join(folder, 'c.idx'), '--hash');
  assert.equal(status, 0, stderr);
});
