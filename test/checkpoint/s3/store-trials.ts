/** What must hold of a real server of objects, whichever it is. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkpointBucket } from '../../../src/checkpoint/s3/checkpoint-bucket.js';
import { S3Store } from '../../../src/checkpoint/s3/s3-store.js';
import type { Patience } from '../../../src/objects/waiting.js';
import { makeBucket, type ObjectServer, useServer } from '../../fixtures/object-servers.js';
import { type Trouble, troubledProxy } from '../../fixtures/troubled-proxy.js';
import { testShardStore } from '../store-contract.js';
import { assertAllWhole, begin, fetched, keysOf, latestOf, save } from './bucket-saves.js';
import { type Death, dyingBucket, Killed } from './watched-bucket.js';

const MiB = 2 ** 20;
/** All that a key may hold and some server could take for something else. */
export const ODD_PREFIX = "a b+c%20é&=?#'()!*~@:,;$/%2F/1";

/** Who waits for nothing. */
export function impatient(change: Partial<Patience> = {}): Patience {
  return { patienceMs: 0, onWaiting: (reason) => assert.fail(reason), onAlive: () => {}, ...change };
}

/** @param name of the server */
export function testObjectServer(name: string, server: ObjectServer): void {
  let buckets = 0;
  /** A bucket of its own for each. */
  const fresh = async (prefix = ODD_PREFIX, patience = impatient(), endpoint = server.endpoint) => {
    const bucket = `bucket-${++buckets}`;
    await makeBucket(server, bucket);
    useServer({ ...server, endpoint });
    return checkpointBucket({ bucket, prefix: prefix && `${prefix}/` }, patience);
  };

  testShardStore(`${name}, below a prefix`, async () => begin(await fresh(), 'job'));
  testShardStore(`${name}, in all of a bucket`, async () => begin(await fresh(''), 'job'));

  test(`${name}: an object is compared before it is swapped`, async () => {
    const bucket = await fresh();
    const body = (text: string) => Buffer.from(text);
    assert.equal(await bucket.get('key'), null);
    assert.equal(await bucket.swap('key', body('none'), '"0123456789abcdef0123456789abcdef"'), false);
    assert.equal(await bucket.swap('key', body('first'), null), true);
    assert.equal(await bucket.swap('key', body('second'), null), false);
    const first = (await bucket.get('key'))!;
    assert.equal(Buffer.from(first.body).toString(), 'first');
    assert.equal(await bucket.swap('key', body('third'), first.etag), true);
    assert.equal(await bucket.swap('key', body('fourth'), first.etag), false);
    const racing = (await bucket.get('key'))!.etag;
    const won = await Promise.all(['a', 'b', 'c', 'd'].map((text) => bucket.swap('key', body(text), racing)));
    assert.equal(won.filter(Boolean).length, 1, `${won}`);
  });

  test(`${name}: a large file goes up in parts and comes back in ranges, to the byte`, async () => {
    const bucket = await fresh();
    const store = new S3Store(bucket, null);
    const draft = { step: 5, attempt: 'job-1' };
    const bytes = Buffer.alloc(40 * MiB + 3);
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at, Math.min(at, bytes.length - 4));
    const file = await store.create(draft, 'file');
    for (let at = 0; at < bytes.length; at += 32 * MiB) await file.write(bytes.subarray(at, at + 32 * MiB));
    await file.sync();
    assert.equal(await store.bytesOf(draft, 'file'), null);
    assert.equal((await bucket.uploads('')).length, 1);
    await file.close();
    assert.equal(await store.bytesOf(draft, 'file'), bytes.length);
    assert.deepEqual(await bucket.uploads(''), []);
    const [start, end] = [15 * MiB - 1, 33 * MiB];
    assert.ok(bytes.subarray(start, end).equals(await store.read(draft, 'file', start, end)));
    assert.equal((await store.read(draft, 'file', bytes.length, bytes.length + 9)).length, 0);
    assert.equal((await store.read(draft, 'file', 9, 9)).length, 0);
    await assert.rejects(store.read(draft, 'other', 0, 9), { message: 'there is no object checkpoints/5/job-1/other' });
    const path = join(mkdtempSync(join(tmpdir(), 'dinofleet-fetched-')), 'file');
    const ranges = [{ start: 0, end: bytes.length }];
    await store.fetchFile(draft, 'file', { bytes: bytes.length, ranges, path, onProgress: () => {} });
    assert.ok(readFileSync(path).equals(bytes));
    rmSync(join(path, '..'), { recursive: true });
  });

  test(`${name}: an upload of who has died is aborted when its draft is cleared or its file discarded`, async () => {
    const bucket = await fresh();
    const store = await begin(bucket, 'first');
    const key = 'checkpoints/5/first-1/file';
    const upload = { key, id: await bucket.beginUpload(key) };
    await bucket.putPart(upload, 1, new Uint8Array(5 * MiB));
    await store.clear(({ attempt }) => attempt === 'first-1');
    assert.deepEqual(await bucket.uploads('checkpoints/'), [upload]);
    await begin(bucket, 'second');
    assert.deepEqual(await bucket.uploads(''), []);
    await bucket.abortUpload(upload); // as another process may have done

    const draft = { step: 5, attempt: 'second-1' };
    for (const file of ['file', 'file-2']) await (await store.create(draft, file)).write(new Uint8Array(20 * MiB));
    await store.discard(draft, 'file');
    assert.deepEqual(
      (await bucket.uploads('')).map((left) => left.key),
      ['checkpoints/5/second-1/file-2'],
    );
    assert.equal(await store.draftBytes(draft), 0);
  });

  test(`${name}: an upload whose completion is heard of only when it is asked for again has been completed`, async () => {
    const bucket = await fresh();
    const upload = { key: 'file', id: await bucket.beginUpload('file') };
    const parts = [
      await bucket.putPart(upload, 1, new Uint8Array(5 * MiB)),
      await bucket.putPart(upload, 2, Uint8Array.of(1)),
    ];
    for (let i = 0; i < 2; i++) await bucket.completeUpload(upload, parts, 5 * MiB + 1);
    assert.equal(await bucket.bytesOf('file'), 5 * MiB + 1);
  });

  test(`${name}: of two launches the one that was superseded publishes nothing`, async () => {
    const bucket = await fresh();
    const first = await begin(bucket, 'first');
    await save(first, 5, 'first-1');
    const second = await begin(bucket, 'second');
    const ended = await Promise.allSettled([save(first, 10, 'first-1'), save(second, 10, 'second-1')]);
    assert.deepEqual(
      ended.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
    assert.match((ended[0] as PromiseRejectedResult).reason.code, /^CHECKPOINT_(?:SUPERSEDED|UNWRITABLE)$/);
    assert.deepEqual(await assertAllWhole(second, 'after both'), [10, 5]);
    assert.equal(await latestOf(bucket), 'checkpoints/10/second-1/');
  });

  test(`${name}: more is removed at once than a request takes, whether it is there or not`, async () => {
    const bucket = await fresh();
    const keys = Array.from({ length: 1100 }, (_, i) => `checkpoints/5/job-1/<${i}>&"`);
    for (const i of [0, 3, 998, 1001, 1099]) await bucket.put(keys[i]!, Uint8Array.of(1));
    assert.equal((await bucket.list('checkpoints/5/')).length, 5);
    await bucket.remove(keys);
    assert.deepEqual(await bucket.list(''), []);
  });

  test(`${name}: a server that is away, cuts connections and is slow costs time, and is spoken of`, async (t) => {
    const trouble: Trouble = { refusals: 0, cuts: 0, cutAfterBytes: 0, delayMs: 0 };
    const endpoint = await troubledProxy(t, server.endpoint, trouble);
    const said: string[] = [];
    let alive = 0;
    const patience = impatient({
      patienceMs: 600_000,
      onWaiting: (reason) => said.push(reason),
      onAlive: () => {
        alive++;
      },
    });
    const bucket = await fresh('run', patience, endpoint);
    // More than the SDK's own attempts.
    trouble.refusals = 10;
    const store = await begin(bucket, 'first');
    assert.equal(said.length, 1, said.join('\n'));
    assert.match(said[0]!, /^s3:\/\/bucket-\d+\/run does not answer as it should: \S/);
    assert.ok(alive > 4);

    Object.assign(trouble, { cuts: 6, cutAfterBytes: 3000 });
    await save(store, 5, 'first-1');
    Object.assign(trouble, { cuts: 0, delayMs: 2 });
    await save(store, 10, 'first-1');
    Object.assign(trouble, { cuts: 6, delayMs: 0 });
    await fetched(store, { step: 10, attempt: 'first-1' });
    trouble.cuts = 0;
    assert.deepEqual(await assertAllWhole(store, 'after all trouble'), [10, 5]);
    assert.deepEqual((await bucket.list('')).map(({ key }) => key).sort(), keysOf([5, 'first-1'], [10, 'first-1']));
  });
}

/** Kills a save before or after its n-th request. @returns whether there was one */
export async function assertServerSurvives(
  server: ObjectServer,
  bucketName: string,
  n: number,
  death: Death,
): Promise<boolean> {
  useServer(server);
  const bucket = checkpointBucket({ bucket: bucketName, prefix: `${death}-${n}/` }, impatient());
  await save(await begin(bucket, 'first'), 5, 'first-1');
  const { bucket: dying, done } = dyingBucket(bucket, n, death);
  const error = await save(new S3Store(dying, 'first'), 10, 'first-1').then(
    () => null,
    (thrown) => thrown,
  );
  if (error === null) return false;
  const where = `${death} operation ${n}, after:\n${done.join('\n')}`;
  assert.ok(error instanceof Killed || error.cause instanceof Killed, `${where}\n${error.stack}`);
  const isMade = done.includes('swap checkpoints.json');
  const store = await begin(bucket, 'second');
  assert.deepEqual(await assertAllWhole(store, where), isMade ? [10, 5] : [5], where);
  await save(store, 15, 'second-1');
  const keys = (await bucket.list('')).map(({ key }) => key).sort();
  assert.deepEqual(keys, keysOf([isMade ? 10 : 5, 'first-1'], [15, 'second-1']), where);
  assert.deepEqual(await bucket.uploads(''), [], where);
  return true;
}
