import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partBytes, UploadWriter } from '../../../src/checkpoint/s3/upload-writer.js';
import { MemoryBucket } from './memory-bucket.js';
import { watchedBucket } from './watched-bucket.js';

const counted = (length: number) => Uint8Array.from({ length }, (_, i) => i * 7 + (i >> 8));

test('an object is the bytes that were written, however they were cut, in parts or at once', async () => {
  for (const length of [0, 1, 4095, 4096, 4097, 8192, 50_000])
    for (const piece of [1000, 4096, 50_000]) {
      const bucket = new MemoryBucket();
      const requests: string[] = [];
      const watched = watchedBucket(bucket, (operation, run) => {
        requests.push(operation.split(' ')[0]!);
        return run();
      });
      const bytes = counted(length);
      const writer = new UploadWriter(watched, 'file');
      for (let at = 0; at < length; at += piece) {
        // The caller's bytes are its own again when the call is over.
        const lent = bytes.slice(at, at + piece);
        await writer.write(lent);
        lent.fill(0);
      }
      await writer.sync();
      assert.equal(bucket.objects.size, 0);
      await writer.close();
      assert.deepEqual(bucket.objects.get('file')?.body, bytes, `${length} by ${piece}`);
      const parts = Math.ceil(length / bucket.partBytes);
      const expected = parts <= 1 ? ['put'] : ['beginUpload', ...Array(parts).fill('putPart'), 'completeUpload'];
      assert.deepEqual(requests, expected);
      assert.equal(bucket.begunUploads, 0);
    }
});

test('a few parts are on their way at once, and a store that is slow holds the writer up', async () => {
  let sending = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const slow = watchedBucket(new MemoryBucket(), async (operation, run) => {
    if (!operation.startsWith('putPart')) return run();
    most = Math.max(most, ++sending);
    await new Promise<void>((resolve) => waiting.push(resolve));
    sending--;
    return run();
  });
  const writer = new UploadWriter(slow, 'file');
  let isWritten = false;
  const written = writer.write(new Uint8Array(20 * 4096)).then(() => {
    isWritten = true;
  });
  while (waiting.length < 3) await new Promise(setImmediate);
  assert.ok(!isWritten);
  const let1 = setInterval(() => waiting.shift()?.(), 0);
  await written;
  await writer.close();
  clearInterval(let1);
  assert.equal(most, 3);
});

test('a part that cannot be sent fails the write, the object is never there, and its upload is aborted', async () => {
  for (const failing of [1, 2, 5]) {
    const bucket = new MemoryBucket();
    const broken = watchedBucket(bucket, async (operation, run) => {
      if (operation === 'putPart file' && --left === 0) throw new Error('no room');
      return run();
    });
    let left = failing;
    const writer = new UploadWriter(broken, 'file');
    await assert.rejects(
      async () => {
        for (let i = 0; i < 40; i++) await writer.write(new Uint8Array(1000));
        await writer.sync();
        await writer.write(new Uint8Array(1));
        assert.fail('it went on');
      },
      { message: 'no room' },
    );
    await assert.rejects(writer.write(new Uint8Array(1)), { message: 'no room' });
    await assert.rejects(writer.close(), { message: 'no room' });
    assert.equal(bucket.objects.size + bucket.begunUploads, 0);
  }
});

test('parts grow so that 10,000 of them hold the largest object there is, and stay below 5 GiB within the first TiB', () => {
  const MiB = 2 ** 20;
  const total = (parts: number) =>
    Array.from({ length: parts }, (_, i) => partBytes(16 * MiB, i + 1)).reduce((sum, bytes) => sum + bytes, 0);
  assert.equal(partBytes(16 * MiB, 1), 16 * MiB);
  assert.equal(partBytes(16 * MiB, 1000), 16 * MiB);
  assert.equal(partBytes(16 * MiB, 1001), 32 * MiB);
  assert.ok(total(10_000) >= 5 * 2 ** 40);
  let parts = 1;
  while (total(parts) < 2 ** 40) parts += 100;
  assert.ok(partBytes(16 * MiB, parts) < 5 * 2 ** 30);
});
