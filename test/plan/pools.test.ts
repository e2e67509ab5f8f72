import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MemoryStats, Tensor } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { type Block, DevicePool, HostPool, sizeClass } from '../../src/plan/pools.js';
import { RandomStream } from '../../src/random/random-stream.js';

test('classes are four to a doubling, from the smallest on', () => {
  const classes = (sizes: number[]) => sizes.map((bytes) => sizeClass(bytes, 64));
  assert.deepEqual(classes([0, 1, 64, 65, 512, 513, 1024, 1025]), [64, 64, 64, 128, 512, 640, 1024, 1280]);
  assert.deepEqual(classes([2 ** 33, 2 ** 33 + 1]), [2 ** 33, 1.25 * 2 ** 33]);
  assert.equal(sizeClass(1, 256), 256);
});

/** Tensors come and go, of sizes that change as the rows of steps do. */
function lives(take: (bytes: number) => () => void, stats: () => MemoryStats): MemoryStats[] {
  const random = new RandomStream(3, 'lives');
  const living: (() => void)[] = [];
  return Array.from({ length: 400 }, (_, i) => {
    const scale = i < 200 ? 1 : 0.3;
    if (living.length > 30 || (living.length > 0 && random.uniform() < 0.45))
      living.splice(random.integer(0, living.length), 1)[0]!();
    else living.push(take(Math.ceil(scale * 10 ** random.uniform(1, 6))));
    return stats();
  });
}

test('the pool without memory gives out, keeps and gives back what the native one does', () => {
  // This thread's pool: nothing else in this file takes of it.
  const cpu = openBackend('cpu', 'float32');
  const native = lives(
    (bytes) => {
      const tensor: Tensor = cpu.empty([bytes], 'uint8');
      return () => tensor.release();
    },
    () => cpu.memory(),
  );
  const pool = new HostPool();
  const counted = lives(
    (bytes) => {
      const block: Block = pool.take(bytes);
      return () => pool.giveBack(block);
    },
    () => pool.stats(),
  );
  assert.ok(native.at(-1)!.bytesReturned > 0, 'something goes back');
  assert.deepEqual(counted, native);
});

test('large blocks come in large pages, of which those are counted that were written', () => {
  const pool = new HostPool();
  const mebi = 2 ** 20;
  const block = pool.take(8.5 * mebi);
  assert.equal(block.size, 10 * mebi);
  assert.equal(pool.mostResidentBytes, 10 * mebi);
  pool.giveBack(block);
  assert.equal(pool.take(9.5 * mebi), block);
  assert.equal(pool.mostResidentBytes, 10 * mebi);
  pool.take(100);
  assert.equal(pool.mostResidentBytes, 10 * mebi + 128);
});

test("a GPU's pool keeps every block for its class", () => {
  const pool = new DevicePool();
  const [first, second] = [pool.take(1000), pool.take(1)];
  assert.deepEqual([first.size, second.size], [1024, 256]);
  pool.giveBack(first);
  assert.equal(pool.take(900), first);
  pool.giveBack(first);
  pool.take(3000);
  assert.deepEqual(pool.stats(), { bytesInUse: 256 + 3072, peakBytes: 3328, bytesReserved: 4352, bytesReturned: 0 });
  pool.resetPeak();
  assert.equal(pool.stats().peakBytes, 3328);
});
