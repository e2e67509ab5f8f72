import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prune, publishSave } from '../../src/checkpoint/save/publish.js';
import { LAUNCH_AGAIN } from '../../src/checkpoint/save/unwritable.js';
import type { ShardStore } from '../../src/checkpoint/shard-store.js';
import { written } from './numbered-shards.js';

async function save(store: ShardStore, step: number, attempt = 'job-1'): Promise<void> {
  const told = await written(store, { step, attempt });
  await publishSave(store, told, [0, 1], LAUNCH_AGAIN);
  await store.pointLatest(told.draft);
  await prune(store, told.draft, { newest: 2, every: 0 });
}

/** Everything that keeps a store's promises can hold checkpoints, whether it renames or not. */
export function testShardStore(what: string, open: () => ShardStore | Promise<ShardStore>): void {
  test(`${what} has a checkpoint once it is published, and the newest are kept`, async () => {
    const store = await open();
    const told = await written(store, { step: 5, attempt: 'job-1' });
    assert.deepEqual(await store.steps(), []);
    const place = await publishSave(store, told, [0, 1], LAUNCH_AGAIN);
    assert.ok(place.startsWith(store.place) && place.endsWith('5'), place);
    assert.deepEqual(await store.steps(), [5]);
    for (const step of [10, 15, 20]) await save(store, step);
    assert.deepEqual((await store.steps()).sort(), [15, 20]);
  });

  test(`${what} gives back what was written, in ranges`, async () => {
    const store = await open();
    const draft = { step: 5, attempt: 'job-1' };
    assert.equal(await store.bytesOf(draft, 'file'), null);
    const file = await store.create(draft, 'file');
    await file.write(Uint8Array.of(1, 2, 3));
    await file.sync();
    await file.write(Uint8Array.of(4, 5));
    await file.close();
    assert.equal(await store.bytesOf(draft, 'file'), 5);
    assert.equal(await store.draftBytes(draft), 5);
    assert.deepEqual([...(await store.read(draft, 'file', 1, 4))], [2, 3, 4]);
    assert.deepEqual([...(await store.read(draft, 'file', 4, 9))], [5]);
    await store.discard(draft, 'file');
    assert.equal(await store.bytesOf(draft, 'file'), null);
    assert.ok((await store.freeBytes()) > 0);
  });

  test(`${what} clears drafts of others alone, and never a checkpoint`, async () => {
    const store = await open();
    await save(store, 5);
    const stale = await written(store, { step: 20, attempt: 'job-1' });
    const present = await written(store, { step: 10, attempt: 'job-2' });
    await store.clear(({ attempt }) => attempt === 'job-2');
    assert.deepEqual(await store.steps(), [5]);
    await assert.rejects(publishSave(store, stale, [0, 1], LAUNCH_AGAIN), { code: 'CHECKPOINT_UNWRITABLE' });
    await publishSave(store, present, [0, 1], LAUNCH_AGAIN);
    assert.deepEqual((await store.steps()).sort(), [10, 5].sort());
  });

  test(`${what} takes what a generation that is over writes late, and it changes nothing`, async () => {
    const store = await open();
    await save(store, 10, 'job-2');
    await written(store, { step: 10, attempt: 'job-1' });
    await written(store, { step: 20, attempt: 'job-1' });
    assert.deepEqual(await store.steps(), [10]);
    await save(store, 20, 'job-2');
    assert.deepEqual((await store.steps()).sort(), [10, 20]);
    assert.equal(await store.draftBytes({ step: 20, attempt: 'job-1' }), 0);
  });

  test(`${what} replaces a checkpoint of the same step, which can only be a torn one`, async () => {
    const store = await open();
    await save(store, 10, 'job-1');
    await save(store, 10, 'job-2');
    assert.deepEqual(await store.steps(), [10]);
  });
}
