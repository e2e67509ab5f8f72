import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nowNs } from '../../src/system/monotonic-clock.js';
import { lent } from './lent.js';
import { together, withMeshGroup } from './mesh-group.js';
import {
  fromBfloat16,
  fromHalf,
  randomBfloats,
  randomFloats,
  randomHalves,
  roundToBfloat16,
  roundToHalf,
  seeded,
  sumInRankOrder,
} from './numbers.js';

// Elements of a rank's slice: none, fewer than a vector, odd, more than one segment of 256 Ki elements.
const SLICES = [0, 1, 7, 1001, 300_001];
// Elements of an all-reduce, on both sides of the 64 KiB at which it changes its way, not divisible by 2, 3 or 4.
const SUMS = [0, 1, 5, 16_385, 32_771, 600_001];
const WORLDS = [1, 2, 3, 4];
const FORMATS = [
  { dtype: 'float16', random: randomHalves, value: fromHalf, round: roundToHalf },
  { dtype: 'bfloat16', random: randomBfloats, value: fromBfloat16, round: roundToBfloat16 },
] as const;

for (const worldSize of WORLDS) {
  test(`allGather among ${worldSize} puts every rank's slice into its place`, () =>
    withMeshGroup(worldSize, (meshes) => {
      for (const n of SLICES) {
        const slices = meshes.map((_, rank) => randomHalves(n, seeded(rank + n)));
        const buffers = slices.map((slice, rank) => {
          const buffer = lent(new Uint16Array(worldSize * n));
          buffer.set(slice, rank * n);
          return buffer;
        });
        together(meshes, (mesh, rank) => mesh.allGather(buffers[rank]!));
        const expected = Buffer.concat(slices.map(bytesOf));
        for (const buffer of buffers) assert.ok(bytesOf(buffer).equals(expected), `n = ${n}`);
      }
    }));

  test(`reduceScatter among ${worldSize} adds float32 in rank order`, () =>
    withMeshGroup(worldSize, (meshes) => {
      for (const n of SLICES) {
        const inputs = meshes.map((_, rank) => lent(randomFloats(worldSize * n, seeded(rank + n))));
        const before = inputs.map(lent);
        const outs = meshes.map(() => lent(new Float32Array(n)));
        together(meshes, (mesh, rank) => mesh.reduceScatter(inputs[rank]!, 'float32', outs[rank]!));
        outs.forEach((out, rank) => {
          assertSums(out, (i) => inputs.map((input) => input[rank * n + i]!));
        });
        assert.deepEqual(inputs, before);
      }
    }));

  for (const { dtype, random, value } of FORMATS)
    test(`reduceScatter among ${worldSize} adds ${dtype} in float32, in rank order`, () =>
      withMeshGroup(worldSize, (meshes) => {
        for (const n of SLICES) {
          const inputs = meshes.map((_, rank) => lent(random(worldSize * n, seeded(rank + n))));
          const outs = meshes.map(() => lent(new Float32Array(n)));
          together(meshes, (mesh, rank) => mesh.reduceScatter(inputs[rank]!, dtype, outs[rank]!));
          outs.forEach((out, rank) => {
            assertSums(out, (i) => inputs.map((input) => value(input[rank * n + i]!)));
          });
        }
      }));

  test(`allReduce among ${worldSize} gives every rank the same bits, summed in rank order`, () =>
    withMeshGroup(worldSize, (meshes) => {
      for (const n of SUMS) {
        const inputs = meshes.map((_, rank) => randomFloats(n, seeded(rank + n)));
        const small = inputs.map(lent);
        const gradients = inputs.map(lent);
        together(meshes, (mesh, rank) => mesh.allReduce(small[rank]!));
        together(meshes, (mesh, rank) => mesh.allReduceGradient(gradients[rank]!, 'float32'));
        assertSums(small[0]!, (i) => inputs.map((input) => input[i]!));
        for (const result of [...small, ...gradients])
          assert.ok(bytesOf(result).equals(bytesOf(small[0]!)), `n = ${n}`);
      }
    }));

  for (const { dtype, random, value, round } of FORMATS)
    test(`allReduceGradient among ${worldSize} rounds the float32 sum of ${dtype} once`, () =>
      withMeshGroup(worldSize, (meshes) => {
        for (const n of SUMS) {
          const inputs = meshes.map((_, rank) => random(n, seeded(rank + n)));
          const results = inputs.map(lent);
          together(meshes, (mesh, rank) => mesh.allReduceGradient(results[rank]!, dtype));
          results[0]!.forEach((bits, i) => {
            const sum = sumInRankOrder(inputs.map((input) => value(input[i]!)));
            assert.equal(value(bits), round(sum), `element ${i} of ${n}`);
          });
          for (const result of results) assert.ok(bytesOf(result).equals(bytesOf(results[0]!)), `n = ${n}`);
        }
      }));

  test(`traffic among ${worldSize} is exactly (W-1)/W of what is gathered and scattered`, () =>
    withMeshGroup(worldSize, (meshes) => {
      const n = 300_001;
      const others = worldSize - 1;
      const moved = (start: Parameters<typeof together>[1]) => {
        const before = meshes.map((mesh) => mesh.traffic());
        together(meshes, start);
        return meshes.map((mesh, rank) => {
          const after = mesh.traffic();
          assert.ok(after.waitSeconds >= before[rank]!.waitSeconds);
          return [after.bytesSent - before[rank]!.bytesSent, after.bytesReceived - before[rank]!.bytesReceived];
        });
      };
      const each = (bytes: number) => meshes.map(() => [bytes, bytes]);
      assert.deepEqual(
        moved((mesh) => mesh.allGather(lent(new Uint16Array(worldSize * n)))),
        each(others * n * 2),
      );
      assert.deepEqual(
        moved((mesh) => mesh.reduceScatter(lent(new Uint16Array(worldSize * n)), 'float16', lent(new Float32Array(n)))),
        each(others * n * 2),
      );
      assert.deepEqual(
        moved((mesh) => mesh.allReduceGradient(lent(new Float32Array(worldSize * n)), 'float32')),
        each(2 * others * n * 4),
      );
      assert.deepEqual(
        moved((mesh) => mesh.allReduce(lent(new Float32Array(100)))),
        each(others * 400),
      );
      assert.deepEqual(
        moved((mesh) => mesh.barrier()),
        each(0),
      );
    }));
}

for (const { dtype, bits, most, value } of [
  { dtype: 'float16', bits: [0x7c00, 0x7e00, 0x7bff, 0x3c00], most: 65_504, value: fromHalf },
  // The NaN is all ones: rounded, it would be a zero.
  { dtype: 'bfloat16', bits: [0x7f80, 0x7fff, 0x7f7f, 0x3f80], most: 255 * 2 ** 120, value: fromBfloat16 },
] as const)
  test(`an infinity, a NaN and a sum too large for ${dtype} stay what they are`, () =>
    withMeshGroup(2, (meshes) => {
      // Long enough for whole vectors and for a tail.
      const mine = lent(Uint16Array.from({ length: 20 }, (_, i) => bits[i % 4]!));
      const expected = (sumOfMost: number) => [Number.POSITIVE_INFINITY, Number.NaN, sumOfMost, 2];
      const outs = meshes.map(() => lent(new Float32Array(10)));
      together(meshes, (mesh, rank) => mesh.reduceScatter(mine, dtype, outs[rank]!));
      outs.forEach((out, rank) => {
        out.forEach((sum, i) => {
          assert.equal(sum, expected(Math.fround(2 * most))[(rank * 10 + i) % 4]);
        });
      });
      const sums = meshes.map(() => lent(mine));
      together(meshes, (mesh, rank) => mesh.allReduceGradient(sums[rank]!, dtype));
      for (const sum of sums)
        sum.forEach((each, i) => {
          assert.equal(value(each), expected(Number.POSITIVE_INFINITY)[i % 4]);
        });
    }));

test('a small sum passes a gather that a peer has not joined yet', () =>
  withMeshGroup(2, ([first, second]) => {
    const waiting = lent(new Uint8Array(32 << 20));
    const late = lent(new Uint8Array(32 << 20).fill(1));
    const gather = first!.allGather(waiting);
    const sums = [lent(new Float32Array([1])), lent(new Float32Array([2]))];
    together([first!, second!], (mesh, rank) => mesh.allReduce(sums[rank]!));
    assert.deepEqual(sums, [new Float32Array([3]), new Float32Array([3])]);
    const outs = [lent(new Float32Array(1)), lent(new Float32Array(1))];
    const input = lent(new Float32Array([4, 5]));
    together([first!, second!], (mesh, rank) => mesh.reduceScatter(input, 'float32', outs[rank]!));
    assert.deepEqual(outs, [new Float32Array([8]), new Float32Array([10])]);
    assert.equal(gather.done, false);
    second!.allGather(late).wait();
    gather.wait();
    assert.equal(gather.done, true);
    assert.equal(waiting.at(-1), 1);
  }));

test('an operation says when it ran: not before it is done, and behind those of its queue', () =>
  withMeshGroup(2, (meshes) => {
    const before = nowNs();
    const waiting = meshes[0]!.allGather(lent(new Uint8Array(2)));
    assert.equal(waiting.ran(), null);
    const behind = meshes[0]!.allGather(lent(new Uint8Array(2)));
    for (const _ of [1, 2]) meshes[1]!.allGather(lent(new Uint8Array(2)));
    behind.wait();
    const [one, two] = [waiting.ran()!, behind.ran()!];
    const order = [before, one.startNs, one.endNs, two.startNs, two.endNs, nowNs()];
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
  }));

test('collectives of one queue may be started in a row and waited for later', () =>
  withMeshGroup(3, (meshes) => {
    const buffers = meshes.map((_, rank) =>
      Array.from({ length: 40 }, (_, i) => lent(new Float32Array(500).fill(rank + i))),
    );
    const operations = meshes.map((mesh, rank) => buffers[rank]!.map((buffer) => mesh.allReduce(buffer)));
    for (const operation of operations.flat().reverse()) operation.wait();
    const expected = Array.from({ length: 40 }, (_, i) => new Float32Array(500).fill(3 * i + 3));
    for (const ofRank of buffers) assert.deepEqual(ofRank, expected);
  }));

function bytesOf(array: ArrayBufferView): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

/** Bit for bit the sum in rank order, and near the float64 sum. */
function assertSums(out: Float32Array, terms: (i: number) => number[]): void {
  for (let i = 0; i < out.length; i++) {
    const values = terms(i);
    if (!Object.is(out[i], sumInRankOrder(values)))
      assert.fail(`element ${i} of ${out.length} is ${out[i]}, expected ${sumInRankOrder(values)}`);
    const exact = values.reduce((sum, value) => sum + value, 0);
    const magnitude = values.reduce((sum, value) => sum + Math.abs(value), 0);
    assert.ok(Math.abs(out[i]! - exact) <= values.length * 2 ** -24 * magnitude);
  }
}
