import assert from 'node:assert/strict';
import { test } from 'node:test';
import { group, type NcclDType, type ReduceOp } from 'nccl-bindings';
import { backend, bytesOf, fakeTeam, floatsOf, readBytes, stream, tensorOf } from './fake-team.js';

const WORLD = 3;
const ranks = await fakeTeam(WORLD);
const floats = (...values: number[]) => tensorOf(Float32Array.from(values));
const empty = (n: number) => backend.zeros([n], 'float32');

test('a communicator knows its rank, its size and its device', () => {
  assert.deepEqual(
    ranks.map(({ rank, size, device }) => [rank, size, device]),
    [0, 1, 2].map((rank) => [rank, 3, 0]),
  );
});

test('allReduce does each of the reductions, in place as well', () => {
  const expected: Record<ReduceOp, number[]> = {
    sum: [6, -3],
    prod: [6, 8],
    max: [3, 2],
    min: [1, -4],
    avg: [2, -1],
  };
  for (const [op, want] of Object.entries(expected) as [ReduceOp, number[]][]) {
    const inputs = [floats(1, 2), floats(2, -1), floats(3, -4)];
    const outputs = inputs.map((input, rank) => (rank === 0 ? input : empty(2)));
    group(() => {
      for (const [rank, each] of ranks.entries()) each.allReduce(inputs[rank]!, outputs[rank]!, 'float32', op, stream);
    });
    assert.deepEqual(outputs.map(floatsOf), [want, want, want], op);
  }
});

test('every dtype is summed as what it is', () => {
  // Bits of 1 and of 2 in each, and of their sum over three ranks, 3 and 6.
  const numbers: [NcclDType, ArrayBufferView, ArrayBufferView][] = [
    ['int8', Int8Array.of(-1, 2), Int8Array.of(-3, 6)],
    ['uint8', Uint8Array.of(60, 2), Uint8Array.of(180, 6)],
    ['int32', Int32Array.of(-1, 1 << 20), Int32Array.of(-3, 3 << 20)],
    ['uint32', Uint32Array.of(1e9, 2), Uint32Array.of(3e9, 6)],
    ['int64', BigInt64Array.of(-1n, 1n << 40n), BigInt64Array.of(-3n, 3n << 40n)],
    ['uint64', BigUint64Array.of(1n << 62n, 2n), BigUint64Array.of(3n << 62n, 6n)],
    ['float16', Uint16Array.of(0x3c00, 0x4000), Uint16Array.of(0x4200, 0x4600)],
    ['float32', Float32Array.of(0.5, 2), Float32Array.of(1.5, 6)],
    ['float64', Float64Array.of(1e300, 2), Float64Array.of(3e300, 6)],
    ['bfloat16', Uint16Array.of(0x3f80, 0x4000), Uint16Array.of(0x4040, 0x40c0)],
  ];
  for (const [dtype, one, sum] of numbers) {
    const tensors = ranks.map(() => bytesOf(one));
    group(() => {
      for (const [rank, each] of ranks.entries()) each.allReduce(tensors[rank]!, tensors[rank]!, dtype, 'sum', stream);
    });
    const want = new Uint8Array(sum.buffer as ArrayBuffer);
    for (const tensor of tensors) assert.deepEqual(readBytes(tensor), want, dtype);
  }
});

test('float8 numbers are gathered as they are', () => {
  for (const dtype of ['float8e4m3', 'float8e5m2'] as const) {
    const outputs = ranks.map(() => backend.zeros([6], 'uint8'));
    group(() => {
      for (const [rank, each] of ranks.entries())
        each.allGather(tensorOf(Uint8Array.of(rank, 9)), outputs[rank]!, dtype, stream);
    });
    for (const output of outputs) assert.deepEqual(readBytes(output), Uint8Array.of(0, 9, 1, 9, 2, 9));
  }
});

test('broadcast, reduce, allGather and reduceScatter move what they say', () => {
  const each = (action: (rank: number) => void) =>
    group(() => {
      for (const rank of ranks.keys()) action(rank);
    });
  const inputs = ranks.map((_, rank) => floats(rank, 10 * rank, 100 * rank));
  const outputs = ranks.map(() => empty(3));
  each((rank) => ranks[rank]!.broadcast(inputs[rank]!, outputs[rank]!, 'float32', 2, stream));
  assert.deepEqual(outputs.map(floatsOf), new Array(3).fill([2, 20, 200]));

  each((rank) => ranks[rank]!.reduce(inputs[rank]!, outputs[rank]!, 'float32', 'max', 1, stream));
  assert.deepEqual(outputs.map(floatsOf)[1], [2, 20, 200]);

  const scattered = ranks.map(() => empty(1));
  each((rank) => ranks[rank]!.reduceScatter(inputs[rank]!, scattered[rank]!, 'float32', 'sum', stream));
  assert.deepEqual(scattered.map(floatsOf), [[3], [30], [300]]);

  const gathered = ranks.map(() => empty(3));
  each((rank) => ranks[rank]!.allGather(scattered[rank]!, gathered[rank]!, 'float32', stream));
  assert.deepEqual(gathered.map(floatsOf), new Array(3).fill([3, 30, 300]));

  // In place: a rank's own part of what it gathers, or of what it sums.
  const whole = ranks.map((_, rank) => floats(rank, rank, rank));
  each((rank) => ranks[rank]!.allGather(whole[rank]!.narrow(rank, 1), whole[rank]!, 'float32', stream));
  assert.deepEqual(whole.map(floatsOf), new Array(3).fill([0, 1, 2]));
  each((rank) => ranks[rank]!.reduceScatter(whole[rank]!, whole[rank]!.narrow(rank, 1), 'float32', 'sum', stream));
  assert.deepEqual(
    whole.map((tensor, rank) => floatsOf(tensor)[rank]),
    [0, 3, 6],
  );
});

test('in a group sends and receives between all ranks go together', () => {
  const inputs = ranks.map((_, rank) => floats(rank * 10, rank * 10 + 1, rank * 10 + 2));
  const outputs = ranks.map(() => empty(3));
  group(() => {
    for (const [rank, each] of ranks.entries())
      for (const peer of ranks.keys()) {
        each.send(inputs[rank]!.narrow(peer, 1), 'float32', peer, stream);
        each.receive(outputs[rank]!.narrow(peer, 1), 'float32', peer, stream);
      }
  });
  assert.deepEqual(outputs.map(floatsOf), [
    [0, 10, 20],
    [1, 11, 21],
    [2, 12, 22],
  ]);
});

test('an exception in a group is thrown once what was called before it is done', () => {
  const inputs = ranks.map((_, rank) => floats(rank));
  assert.throws(
    () =>
      group(() => {
        for (const [rank, each] of ranks.entries())
          each.allReduce(inputs[rank]!, inputs[rank]!, 'float32', 'sum', stream);
        throw new Error('no more');
      }),
    /^Error: no more$/,
  );
  assert.deepEqual(inputs.map(floatsOf), [[3], [3], [3]]);
  assert.throws(() => group(() => group(() => {})), /^RangeError: group: is called within a group/);
});

test('ranks that call different things are told so', async () => {
  const [first, second] = await fakeTeam(2);
  assert.throws(
    () =>
      group(() => {
        first!.allReduce(floats(1), empty(1), 'float32', 'sum', stream);
        second!.broadcast(floats(1), empty(1), 'float32', 0, stream);
      }),
    { code: 'NCCL_MISUSE', message: 'group: NCCL says: invalid usage; ranks call allReduce and broadcast' },
  );
});
