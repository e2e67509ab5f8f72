import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fetchFile } from '../../../src/checkpoint/s3/fetch-file.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { MemoryBucket } from './memory-bucket.js';
import { watchedBucket } from './watched-bucket.js';

const MiB = 2 ** 20;
const bytes = 100 * MiB + 77;
const source = Buffer.alloc(bytes);
for (let at = 0; at < bytes; at += 1009) source[at] = 1 + (at % 251);
const memory = new MemoryBucket();
await memory.put('file', source);

test('ranges are copied to a file of the whole length, the rest of which takes no room', async () => {
  const path = join(temporaryFolder(), 'file');
  const ranges = [
    { start: 90 * MiB, end: bytes },
    { start: 3, end: 10 },
    { start: 20 * MiB + 1, end: 45 * MiB },
    { start: 30 * MiB, end: 31 * MiB },
  ];
  let copied = 0;
  let sending = 0;
  let most = 0;
  const watched = watchedBucket(memory, async (_, run) => {
    most = Math.max(most, ++sending);
    const answer = await run();
    await new Promise(setImmediate);
    sending--;
    return answer;
  });
  await fetchFile(watched, 'file', {
    bytes,
    ranges,
    path,
    onProgress: (piece) => {
      copied += piece;
    },
  });
  const found = readFileSync(path);
  assert.equal(found.length, bytes);
  for (const { start, end } of ranges)
    assert.ok(found.subarray(start, end).equals(source.subarray(start, end)), `${start}`);
  for (const [start, end] of [
    [10, 20 * MiB],
    [45 * MiB, 90 * MiB],
  ])
    assert.ok(found.subarray(start, end).every((byte) => byte === 0));
  // Each byte once, also where ranges overlap.
  assert.equal(copied, bytes - 90 * MiB + 7 + 25 * MiB - 1);
  assert.ok(statSync(path).blocks * 512 < 40 * MiB);
  assert.ok(most > 1 && most <= 6, `${most}`);
});

test('what a file has already outside the ranges stays', async () => {
  const path = join(temporaryFolder(), 'file');
  const onProgress = () => {};
  await fetchFile(memory, 'file', { bytes, ranges: [{ start: 0, end: MiB }], path, onProgress });
  await fetchFile(memory, 'file', { bytes, ranges: [{ start: MiB, end: bytes + 5 }], path, onProgress });
  assert.ok(readFileSync(path).equals(source));
});

test('an object of another length, one that is gone, and a disk that refuses are told', async () => {
  const folder = temporaryFolder();
  const onProgress = () => {};
  const order = { bytes: 100, ranges: [{ start: 0, end: 100 }], path: join(folder, 'file'), onProgress };
  await memory.put('short', new Uint8Array(99));
  await assert.rejects(fetchFile(memory, 'short', order), {
    code: 'CHECKPOINT_TORN',
    message: 's3://memory/run/short has 99 bytes, expected 100 by its manifest; use an older checkpoint',
  });
  await assert.rejects(fetchFile(memory, 'gone', order), {
    code: 'CHECKPOINT_MISSING',
    message: 'there is no object s3://memory/run/gone, which may have been removed just now; use a newer checkpoint',
  });
  writeFileSync(join(folder, 'no-folder'), '');
  await assert.rejects(fetchFile(memory, 'short', { ...order, path: join(folder, 'no-folder/file') }), {
    code: 'ENOTDIR',
  });
});
