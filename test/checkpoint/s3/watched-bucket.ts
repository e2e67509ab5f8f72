import type { Bucket } from '../../../src/objects/bucket.js';

/** An operation, by its name and its key or prefix. */
export type Operate = (operation: string, run: () => Promise<unknown>) => Promise<unknown>;

/** A bucket whose operations all go through `operate`. */
export function watchedBucket(bucket: Bucket, operate: Operate): Bucket {
  return new Proxy(bucket, {
    get(target, name: keyof Bucket) {
      const member = target[name];
      if (typeof member !== 'function') return member;
      return (...args: [unknown, ...unknown[]]) => {
        const [first] = args;
        const key = typeof first === 'string' ? first : ((first as { key?: string }).key ?? '');
        return operate(`${name} ${key}`, () =>
          (member as (...args: unknown[]) => Promise<unknown>).apply(target, args),
        );
      };
    },
  });
}

/** Operations whose n-th waits until `meanwhile` is over, and all later ones with it: the process stands still. */
export function interruptedBucket(
  bucket: Bucket,
  n: number,
  meanwhile: () => Promise<void>,
): { bucket: Bucket; count: () => number } {
  let count = 0;
  let pause: Promise<void> | null = null;
  const interrupted = watchedBucket(bucket, async (_, run) => {
    if (count++ === n) pause = meanwhile();
    await pause;
    return run();
  });
  return { bucket: interrupted, count: () => count };
}

/** How a process dies at a request: before it, or when the store has done it and the answer is on its way. */
export type Death = 'before' | 'after';

export class Killed extends Error {}

/** The process dies at its n-th operation: it asks for nothing any more. */
export function dyingBucket(bucket: Bucket, n: number, death: Death): { bucket: Bucket; done: string[] } {
  const done: string[] = [];
  let count = 0;
  let isDead = false;
  const dying = watchedBucket(bucket, async (operation, run) => {
    if (isDead) throw new Killed();
    const isLast = count++ === n;
    if (isLast) isDead = true;
    if (isLast && death === 'before') throw new Killed();
    const answer = await run();
    done.push(operation);
    if (isLast) throw new Killed();
    return answer;
  });
  return { bucket: dying, done };
}

/** Each request reaches the store twice, as the first answer was lost. */
export function stutteringBucket(bucket: Bucket): Bucket {
  const isRepeatable = /^(?:put|swap|remove|abortUpload|putPart|beginUpload) /;
  return watchedBucket(bucket, async (operation, run) => {
    const answer = await run();
    return isRepeatable.test(operation) ? run() : answer;
  });
}
