import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { contentHashOf } from '../../../src/data/sources/content-hash.js';
import { type ImageSource, UnreadableImage } from '../../../src/data/sources/image-source.js';
import { folderOf } from '../image-files.js';

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** Images that are their number, and what was read of them. */
function numbers(count: number, bad = -1) {
  const read: number[] = [];
  const source: ImageSource = {
    count,
    name: (index) => `number ${index}`,
    async read(index) {
      if (index === bad) throw new UnreadableImage('it is gone');
      read.push(index);
      return Buffer.from(String(index));
    },
  };
  return { source, read };
}

function expected(count: number): string {
  const groups: Buffer[] = [];
  for (let at = 0; at < count; at += 4096) {
    const images = Array.from({ length: Math.min(4096, count - at) }, (_, i) => sha(Buffer.from(String(at + i))));
    groups.push(sha(Buffer.concat(images)));
  }
  return sha(Buffer.concat(groups)).toString('hex');
}

test('the hash is that of groups of hashes, and one that was cut off goes on with the group that it was at', async (t) => {
  const kept = join(folderOf(t, {}), 'hashes');
  const { source, read } = numbers(10_000);
  const told: number[] = [];
  assert.equal(await contentHashOf(source, kept, (done) => void told.push(done)), expected(10_000));
  assert.deepEqual(told, [0, 4096, 8192, 10_000]);
  assert.equal(read.length, 10_000);
  truncateSync(kept, 32 + 7);
  read.length = 0;
  assert.equal(await contentHashOf(source, kept), expected(10_000));
  assert.deepEqual([read.length, Math.min(...read)], [10_000 - 4096, 4096]);
  appendFileSync(kept, 'more');
  assert.equal(await contentHashOf(source, kept), expected(10_000));
});

test('an image that cannot be read ends it, by its name', async (t) => {
  const { source } = numbers(10, 7);
  await assert.rejects(contentHashOf(source, join(folderOf(t, {}), 'hashes')), {
    code: 'SHARDS_UNREADABLE',
    message: 'number 7 cannot be read: it is gone; mend it, or list the images without a hash',
  });
});
