import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Communicator } from '../../src/comm/communicator.js';
import { gatherNumbers } from '../../src/comm/gather-numbers.js';
import type { Tensor } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';

const backend = openBackend('cpu', 'float32');

/** Rank 1 of three: what the others have arrives when it joins, and no sooner. */
function between<Numbers extends Float32Array | Int32Array | Uint8Array>(first: Numbers, last: Numbers): Communicator {
  const allGather = (buffer: Tensor) => ({
    done: false,
    join: () => {
      backend.upload(buffer.narrow(0, first.length), first);
      backend.upload(buffer.narrow(2 * first.length, last.length), last);
    },
  });
  return { rank: 1, worldSize: 3, world: { allGather } } as unknown as Communicator;
}

for (const [first, own, last, all] of [
  [Float32Array.of(1, 2), Float32Array.of(Number.NaN, -0), Float32Array.of(5, 6), [1, 2, Number.NaN, -0, 5, 6]],
  [Int32Array.of(-1), Int32Array.of(2 ** 31 - 1), Int32Array.of(3), [-1, 2 ** 31 - 1, 3]],
  [Uint8Array.of(0, 255, 7), Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6), [0, 255, 7, 1, 2, 3, 4, 5, 6]],
] as const)
  test(`every rank's ${own.constructor.name} comes as it was, in rank order`, () => {
    const before = backend.memory().bytesInUse;
    const gathered = gatherNumbers(backend, between(first, last), own);
    assert.equal(gathered.constructor, own.constructor);
    assert.deepEqual([...gathered], all);
    assert.equal(backend.memory().bytesInUse, before);
  });
