/** Images in a store, read from a server as S3 answers. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { S3 } from '@aws-sdk/client-s3';
import { changeSince } from '../../../../src/data/sources/change-since.js';
import { cachedImages } from '../../../../src/data/sources/image-cache.js';
import { openImageIndex } from '../../../../src/data/sources/image-index.js';
import { type ImageSource, UnreadableImage } from '../../../../src/data/sources/image-source.js';
import { indexSources } from '../../../../src/data/sources/index-sources.js';
import { openSources } from '../../../../src/data/sources/open-sources.js';
import { Stores } from '../../../../src/data/sources/s3/stores.js';
import { differenceInSample } from '../../../../src/data/sources/sample-check.js';
import { KeptShards } from '../../../../src/data/sources/tar/kept-shards.js';
import { makeBucket, motoServer, useServer } from '../../../fixtures/object-servers.js';
import { type Trouble, troubledProxy } from '../../../fixtures/troubled-proxy.js';
import { until } from '../../../fixtures/until.js';
import { folderOf, noisePngs } from '../../image-files.js';
import { tarOf } from '../tar/archives.js';

const server = await motoServer({ after });
useServer(server);
const s3 = new S3({ endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true });
after(() => s3.destroy());
let buckets = 0;

/** A bucket of its own. */
async function bucketOf(objects: Record<string, string | Uint8Array>): Promise<string> {
  const name = `images-${++buckets}`;
  await makeBucket(server, name);
  await put(name, objects);
  return name;
}

async function put(bucket: string, objects: Record<string, string | Uint8Array>): Promise<void> {
  for (const [Key, Body] of Object.entries(objects)) await s3.putObject({ Bucket: bucket, Key, Body });
}

const impatient = () => new Stores({ patienceMs: 0, onWaiting: (reason) => assert.fail(reason), onAlive: () => {} });

async function indexed(t: TestContext, paths: string[], stores = impatient(), kept?: KeptShards) {
  const path = join(folderOf(t, {}), 'images.index');
  const sources = paths.map((one) => ({ path: one, weight: null }));
  const options = { givenAs: 'train.dataset_path', stores, onFound: () => {}, ...(kept && { kept }) };
  const { listing, findings } = await indexSources(sources, path, '', options);
  const index = openImageIndex(path, null);
  t.after(() => index.close());
  return { path, listing, findings, index };
}

async function readAll(source: ImageSource): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: source.count }, async (_, i) => Buffer.from(await source.read(i))));
}

const pngs = noisePngs(7);
const bytes = Object.values(pngs).map((png) => Buffer.from(png));

test('objects below a prefix are the images of the folder that they are a copy of', async (t) => {
  const files = {
    'a/b.png': bytes[0]!,
    'a.png': bytes[1]!,
    'é/ü (1)+%20.jpg': bytes[2]!,
    '\u{10000}.png': bytes[3]!,
    '\ufb01.png': bytes[4]!,
    'notes.txt': 'x',
    '__MACOSX/a.png': 'x',
  };
  const keys = Object.fromEntries(Object.entries(files).map(([name, body]) => [`data set/train/${name}`, body]));
  const bucket = await bucketOf({ ...keys, 'data set/train-2/other.png': bytes[5]!, 'data set/train/': '' });
  const remote = await indexed(t, [`s3://${bucket}/data set/train`]);
  const local = await indexed(t, [folderOf(t, files)]);
  assert.equal(remote.listing.listingHash, local.listing.listingHash);
  assert.deepEqual(await readAll(await openSources(remote.index)), await readAll(await openSources(local.index)));
  assert.equal(await differenceInSample(remote.index), null);
  assert.match(
    remote.findings[0]?.kind === 'folder' ? [...remote.findings[0].findings.leftOut].join() : '',
    /^\.txt,1$/,
  );
});

test('archives, tables and lists in a store are those of a disk', async (t) => {
  const shards = folderOf(t, {});
  tarOf(t, { 'a.png': bytes[0]!, 'a.txt': 'a caption', 'b.png': bytes[1]! }, { name: 's-0.tar', into: shards });
  tarOf(t, { 'c.png': bytes[2]! }, { name: 's-1.tar', into: shards });
  const bucket = await bucketOf({
    ...Object.fromEntries(readdirSync(shards).map((name) => [`d/${name}`, readFileSync(join(shards, name))])),
    'd/t.parquet': readFileSync('test/fixtures/parquet/nested-zstd.parquet'),
    'd/list.txt': 'x/0.png\ngone.png\nx/1.png\n',
    'd/x/0.png': bytes[3]!,
    'd/x/1.png': bytes[4]!,
  });
  const local = await indexed(t, [join(shards, 's-{0..1}.tar')]);
  for (const pattern of ['s-{0..1}.tar', '*.tar']) {
    const remote = await indexed(t, [`s3://${bucket}/d/${pattern}`]);
    assert.equal(remote.listing.listingHash, local.listing.listingHash);
    assert.deepEqual(await readAll(await openSources(remote.index)), bytes.slice(0, 3));
    assert.equal(await changeSince(remote.path, remote.index), null);
  }
  const table = await openSources((await indexed(t, [`s3://${bucket}/d/t.parquet`])).index);
  assert.deepEqual(Buffer.from(await table.read(11)), readFileSync('test/fixtures/parquet/11.png'));
  const list = await indexed(t, [`s3://${bucket}/d/list.txt`]);
  assert.deepEqual(await readAll(await openSources(list.index)), bytes.slice(3, 5));
  assert.deepEqual(list.findings[0]?.kind === 'files' && list.findings[0].damaged, [
    { path: 'gone.png', reason: 'there is no such object' },
  ]);
  // An index of them, in the store as well.
  await put(bucket, { 'all.idx': readFileSync(list.path) });
  assert.equal((await indexed(t, [`s3://${bucket}/all.idx`])).listing.listingHash, list.listing.listingHash);
});

test('an archive that was looked through is not fetched again, until it is another', async (t) => {
  const bucket = await bucketOf({ 'a.tar': readFileSync(tarOf(t, pngs)) });
  const kept = new KeptShards(join(folderOf(t, {}), 'parts'));
  const first = await indexed(t, [`s3://${bucket}/a.tar`], impatient(), kept);
  const { shards } = first.index.sources[0]!;
  assert.equal(kept.take(shards[0]!.path, shards[0]!, 0, () => {})?.images, 7);
  await put(bucket, { 'a.tar': readFileSync(tarOf(t, { 'a.png': bytes[0]! })) });
  assert.match((await changeSince(first.path, first.index)) ?? '', /a\.tar has changed$/);
  assert.equal((await indexed(t, [`s3://${bucket}/a.tar`], impatient(), kept)).listing.count, 1);
  const source = await openSources(first.index);
  await assert.rejects(
    source.read(3),
    (error) => error instanceof UnreadableImage && /has changed since/.test(error.message),
  );
  await s3.deleteObject({ Bucket: bucket, Key: 'a.tar' });
  await assert.rejects(
    source.read(3),
    (error) => error instanceof UnreadableImage && /there is no object s3:/.test(error.message),
  );
});

test('what is not there, or not to be had, is said in a sentence', async (t) => {
  const bucket = await bucketOf({ 'd/notes.txt': 'x' });
  const refused = (path: string, code: string, message: RegExp) =>
    assert.rejects(indexed(t, [path]), { code, message }, path);
  await refused(
    `s3://${bucket}/d`,
    'SHARDS_UNREADABLE',
    /train\.dataset_path is s3:\S+: no image can be read; it holds no image$/,
  );
  await refused(`s3://${bucket}/*.tar`, 'SHARDS_MISSING', /no file is called so/);
  await refused(`s3://${bucket}/a.tar`, 'SHARDS_UNREADABLE', /a\.tar: there is no such object/);
  await refused(`s3://${bucket}/a.idx`, 'SHARDS_MISSING', /a\.idx: there is no such object/);
  await refused('s3://nobodys-bucket/d', 'STORE_REFUSED', /there is no bucket nobodys-bucket in the store; create it/);
  await refused('s3://B/d', 'STORE_REFUSED', /names the bucket "B"; a bucket's name has 3 to 63/);
});

test('a store that is away is waited for, which is said once, and each image comes', async (t) => {
  const bucket = await bucketOf(Object.fromEntries(Object.entries(pngs).map(([name, png]) => [`d/${name}`, png])));
  const trouble: Trouble = { refusals: 0, cuts: 0, cutAfterBytes: 0, delayMs: 0 };
  useServer({ ...server, endpoint: await troubledProxy(t, server.endpoint, trouble) });
  t.after(() => useServer(server));
  const said: string[] = [];
  const stores = new Stores({ onWaiting: (reason) => void said.push(reason), onAlive: () => {} });
  const { index } = await indexed(t, [`s3://${bucket}/d`], stores);
  const source = await openSources(index, [], stores);
  trouble.refusals = 60;
  assert.deepEqual(await readAll(source), bytes);
  assert.equal(said.length, 1, said.join('\n'));
  assert.match(said[0]!, /^s3:\/\/images-\d+ does not answer as it should: /);
  Object.assign(trouble, { cuts: 10, cutAfterBytes: 500 });
  assert.deepEqual(await readAll(source), bytes);
});

test('images of a store are kept as long as there is room, and what is torn in the folder is none of them', async (t) => {
  const requests: number[] = [];
  const source: ImageSource = {
    count: 7,
    isRemote: true,
    name: String,
    async read(index) {
      requests.push(index);
      return bytes[index]!;
    },
  };
  const folder = join(folderOf(t, {}), 'cache');
  const room = bytes.slice(0, 4).reduce((sum, { length }) => sum + length + 4, 0);
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.name.length === 38,
    );
  const open = async (identity: string) => {
    const cached = cachedImages(source, identity, { folder, bytes: room, share: 1 });
    await new Promise((wake) => setTimeout(wake, 50));
    return cached;
  };
  const cached = await open('a');
  for (let round = 0; round < 2; round++) {
    requests.length = 0;
    for (let i = 0; i < 7; i++) assert.deepEqual(Buffer.from(await cached.read(i)), bytes[i]);
    await until('what is kept to be written', () => files().length === 4 || undefined);
  }
  assert.equal(requests.length, 3, 'four of seven were kept');
  // Another process, and another data set.
  requests.length = 0;
  for (let i = 0; i < 7; i++) await (await open('a')).read(i);
  assert.equal(requests.length, 3);
  for (let i = 0; i < 7; i++) assert.deepEqual(Buffer.from(await (await open('b')).read(i)), bytes[i]);
  assert.equal(requests.length, 10);
  // As a machine leaves them whose power has failed.
  for (const { parentPath, name } of files()) truncateSync(join(parentPath, name), name < '8' ? 0 : 50);
  requests.length = 0;
  for (let i = 0; i < 7; i++) assert.deepEqual(Buffer.from(await (await open('a')).read(i)), bytes[i]);
  assert.equal(requests.length, 7);
});
