import assert from 'node:assert/strict';
import { test } from 'node:test';
import { S3Store } from '../../../src/checkpoint/s3/s3-store.js';
import type { Bucket } from '../../../src/objects/bucket.js';
import { assertAllWhole, begin, keysOf, latestOf, save } from './bucket-saves.js';
import { assertSurvives, interleave, OLD_SAVES } from './disturbed-saves.js';
import { MemoryBucket } from './memory-bucket.js';
import { interruptedBucket, watchedBucket } from './watched-bucket.js';

test('a run leaves the files of its newest checkpoints, what says which they are, and nothing else', async () => {
  const bucket = new MemoryBucket();
  const store = await begin(bucket, 'first');
  for (const step of [5, 10, 15]) await save(store, step, 'first-1');
  assert.deepEqual(bucket.keys, keysOf([10, 'first-1'], [15, 'first-1']));
  assert.equal(bucket.begunUploads, 0);
  assert.equal(await latestOf(bucket), 'checkpoints/15/first-1/');
  assert.deepEqual(await assertAllWhole(store, 'undisturbed'), [15, 10]);
});

for (const death of ['before', 'after'] as const)
  test(`a save killed ${death} any of its requests leaves a good checkpoint, and the next one nothing of it`, async () => {
    let n = 0;
    while (await assertSurvives(n, death)) n++;
    assert.ok(n > 40, `${n}`);
  });

for (const [what, base, oldStep] of OLD_SAVES)
  test(`a launch that was superseded and saves ${what} is kept out, wherever the new one begins and saves`, async () => {
    // Some of them; all, and with all that may come between, are in s3-store.soak.ts.
    for (let at = 0; ; at += 3) {
      const operations = await interleave({ base: [...base], oldStep, at, pause: null });
      if (operations.new === 0) break;
    }
  });

test('a launch that was superseded goes on to its end between two requests of the new one, and disturbs nothing', async () => {
  const { new: newOperations } = await interleave({ base: [5, 10], oldStep: 30, at: 0, pause: null });
  for (let at = 0; ; at += 2) {
    const { new: reached } = await interleave({ base: [5, 10], oldStep: 30, at, pause: (7 * at) % newOperations });
    if (reached === 0) break;
  }
});

test('who was superseded is told by whom, and what to do', async () => {
  const bucket = new MemoryBucket();
  const first = await begin(bucket, 'first');
  await begin(bucket, '{"job":"second"}');
  await assert.rejects(first.requireOurs(), {
    code: 'CHECKPOINT_SUPERSEDED',
    exitCode: 1,
    message:
      'another launch has taken over s3://memory/run and saves there by now: {"job":"second"}; stop one of the two',
  });
  await assert.rejects(save(first, 5, 'first-1'), { code: 'CHECKPOINT_SUPERSEDED' });
  assert.deepEqual(await first.steps(), []);
});

test('what the newest launch points at stays, wherever one that was superseded is about to point', async () => {
  for (let at = 0; at <= 2; at++) {
    const bucket = new MemoryBucket();
    const first = await begin(bucket, 'first');
    for (const step of [5, 10]) await save(first, step, 'first-1');
    const { bucket: interrupted, count } = interruptedBucket(bucket, at, async () => {
      await save(await begin(bucket, 'second'), 20, 'second-1');
    });
    await assert.rejects(new S3Store(interrupted, 'first').pointLatest({ step: 5, attempt: 'first-1' }), {
      code: 'CHECKPOINT_SUPERSEDED',
    });
    assert.ok(count() > at);
    assert.equal(await latestOf(bucket), 'checkpoints/20/second-1/', `${at}`);
  }
});

test('of two launches that claim a place at once the last one has it, and each is told who was before', async () => {
  const bucket = new MemoryBucket();
  const second = new S3Store(bucket, 'second');
  let found: string | null = null;
  // Between what the first has read and what it swaps.
  const between = interruptedBucket(bucket, 1, async () => {
    assert.equal(await second.claim(), null);
  });
  const first = new S3Store(between.bucket, 'first');
  found = await first.claim();
  assert.equal(found, 'second');
  await assert.rejects(second.requireOurs(), { code: 'CHECKPOINT_SUPERSEDED' });
  await first.requireOurs();
  assert.equal(await first.claim(), null, 'its own claim is nobody else');
});

test('a torn checkpoint is replaced by the same step of another attempt, whose files alone stay', async () => {
  const bucket = new MemoryBucket();
  const store = await begin(bucket, 'first');
  await save(store, 5, 'first-1');
  await save(store, 10, 'first-1');
  bucket.objects.delete('checkpoints/10/first-1/rank-00001-of-00002.safetensors');
  await assert.rejects(assertAllWhole(store, 'torn'), { code: 'CHECKPOINT_MISSING' });
  await save(await begin(bucket, 'second'), 10, 'second-1');
  assert.deepEqual(await assertAllWhole(store, 'replaced'), [10, 5]);
  assert.deepEqual(bucket.keys, keysOf([5, 'first-1'], [10, 'second-1']));
});

test('a store that does not compare before it swaps is refused when it is claimed', async () => {
  const memory = new MemoryBucket();
  const careless = new Proxy<Bucket>(memory, {
    get(target, name: keyof Bucket) {
      if (name !== 'swap') return typeof target[name] === 'function' ? target[name].bind(target) : target[name];
      return async (key: string, body: Uint8Array) => {
        await memory.put(key, body);
        return true;
      };
    },
  });
  await assert.rejects(new S3Store(careless, 'first').claim(), {
    code: 'CHECKPOINT_STORE',
    exitCode: 2,
    message:
      'the store of s3://memory/run has written an object over another in spite of If-None-Match; two launches could overwrite ' +
      'each other there. Use a store with conditional writes',
  });
  const stubborn = watchedBucket(memory, async (operation, run) => (operation.startsWith('swap') ? false : run()));
  await assert.rejects(new S3Store(stubborn, 'second').claim(), {
    code: 'CHECKPOINT_STORE',
    message: /^s3:\/\/memory\/run\/checkpoints.json was another one at each of 20 conditional writes; use a store/,
  });
});

test('what others have put beside the checkpoints stays, and an index of a newer format is not touched', async () => {
  const bucket = new MemoryBucket();
  await bucket.put('notes.txt', Buffer.from('mine'));
  await bucket.put('checkpoints/README', Buffer.from('mine'));
  const store = await begin(bucket, 'first');
  await save(store, 5, 'first-1');
  assert.deepEqual(bucket.keys, [...keysOf([5, 'first-1']), 'checkpoints/README', 'notes.txt'].sort());
  for (const [content, message] of [
    ['{"format":"dinofleet-checkpoints","version":2}', /has format version 2, this Dinofleet reads 1; use the version/],
    ['{"format":"else"}', /is no dinofleet-checkpoints: its "format" is "else"; choose another place$/],
    ['{', /cannot be read as JSON: .*; choose another place$/],
  ] as const) {
    await bucket.put('checkpoints.json', Buffer.from(content));
    await assert.rejects(new S3Store(bucket, 'second').claim(), { code: 'CHECKPOINT_INCOMPATIBLE', message });
    await assert.rejects(store.steps(), { code: 'CHECKPOINT_INCOMPATIBLE' });
    assert.equal(Buffer.from((await bucket.get('checkpoints.json'))!.body).toString(), content);
  }
});

test('ranks, which have no token, write and do not publish', async () => {
  const bucket = new MemoryBucket();
  await begin(bucket, 'first');
  const rank = new S3Store(bucket, null);
  await assert.rejects(save(rank, 5, 'first-1'), { message: /was opened without a token: nothing is published there/ });
  assert.deepEqual(await rank.steps(), []);
});
