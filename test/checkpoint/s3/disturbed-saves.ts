/** Saves in a store that are killed, or superseded by another launch, at each of their requests. */
import assert from 'node:assert/strict';
import type { CheckpointError } from '../../../src/checkpoint/checkpoint-error.js';
import { S3Store } from '../../../src/checkpoint/s3/s3-store.js';
import { assertAllWhole, begin, keysOf, latestOf, save } from './bucket-saves.js';
import { MemoryBucket } from './memory-bucket.js';
import { type Death, dyingBucket, interruptedBucket, Killed } from './watched-bucket.js';

/** @returns whether there was an n-th operation */
export async function assertSurvives(n: number, death: Death): Promise<boolean> {
  const memory = new MemoryBucket();
  await save(await begin(memory, 'first'), 5, 'first-1');
  const before = memory.objects.get('checkpoints.json');
  const { bucket, done } = dyingBucket(memory, n, death);
  const error = await save(new S3Store(bucket, 'first'), 10, 'first-1').then(
    () => null,
    (thrown) => thrown,
  );
  if (error === null) return false;
  const where = `${death} operation ${n}, after:\n${done.join('\n')}`;
  assert.ok(error instanceof Killed || error.cause instanceof Killed, `${where}\n${error.stack}`);
  const isMade = done.includes('swap checkpoints.json');
  assert.equal(memory.objects.get('checkpoints.json') !== before, isMade, where);

  const store = await begin(memory, 'second');
  assert.deepEqual(await assertAllWhole(store, where), isMade ? [10, 5] : [5], where);
  assert.match(await latestOf(memory), isMade ? /^checkpoints\/(?:5|10)\/first-1\/$/ : /\/5\//, where);
  await save(store, 15, 'second-1');
  assert.deepEqual(memory.keys, keysOf([isMade ? 10 : 5, 'first-1'], [15, 'second-1']), where);
  assert.equal(memory.begunUploads, 0, where);
  return true;
}

/** What a launch that was superseded saves, with the steps of the checkpoints that there are. */
export const OLD_SAVES = [
  ['the step that the new one saves', [5, 10], 20],
  ['a later step', [5, 10], 30],
  ['an earlier step', [5, 25], 30],
] as const;

interface Interleaving {
  base: number[];
  oldStep: number;
  /** The old launch's operation before which the new one begins. */
  at: number;
  /** The new save's operation before which the old launch goes on to its end; null where it goes on after it. */
  pause: number | null;
}

/** A launch that another has superseded goes on with its save. @returns how many operations each had */
export async function interleave({ base, oldStep, at, pause }: Interleaving): Promise<{ old: number; new: number }> {
  const memory = new MemoryBucket();
  const first = await begin(memory, 'first');
  for (const step of base) await save(first, step, 'first-1');
  const where = `old save of ${oldStep}, superseded before its operation ${at}, pause ${pause}`;
  let oldEnded: Promise<unknown> = Promise.resolve();
  let newEnded: Promise<string> | null = null;
  let resumed = 0;
  let newOperations = () => 0;
  const old = interruptedBucket(memory, at, async () => {
    const claimed = await begin(memory, 'second');
    [resumed] = (await assertAllWhole(claimed, where)) as [number];
    await new Promise<void>((goOn) => {
      const fresh = interruptedBucket(memory, pause ?? Number.POSITIVE_INFINITY, async () => {
        goOn();
        await oldEnded;
        await assertAllWhole(claimed, where);
        if (resumed < oldStep) assert.doesNotMatch(await latestOf(memory), new RegExp(`/${oldStep}/first`), where);
      });
      newOperations = fresh.count;
      newEnded = save(new S3Store(fresh.bucket, 'second'), resumed + 10, 'second-1');
      newEnded.then(
        () => goOn(),
        () => goOn(),
      );
    });
  });
  const ended = save(new S3Store(old.bucket, 'first'), oldStep, 'first-1').then(
    () => null,
    (error: CheckpointError) => error,
  );
  oldEnded = ended;
  const error = await ended;
  if (newEnded === null) {
    assert.equal(error, null, `${where}: ${error?.stack}`);
    return { old: old.count(), new: 0 };
  }
  await newEnded;
  // It had published before it was superseded, or did not at all.
  const codes = /^CHECKPOINT_(?:SUPERSEDED|UNWRITABLE)$/;
  if (resumed < oldStep || error !== null) assert.match(error?.code ?? '', codes, `${where}: ${error?.stack}`);
  const store = new S3Store(memory, 'second');
  const steps = await assertAllWhole(store, where);
  assert.equal(steps[0], resumed + 10, where);
  assert.ok(steps.includes(resumed), `${where}: where it went on from is gone`);
  assert.equal(await latestOf(memory), `checkpoints/${resumed + 10}/second-1/`, where);
  await save(store, resumed + 20, 'second-1');
  assert.deepEqual(memory.keys, keysOf([resumed + 10, 'second-1'], [resumed + 20, 'second-1']), where);
  assert.equal(memory.begunUploads, 0, where);
  return { old: old.count(), new: newOperations() };
}
