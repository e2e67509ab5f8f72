import type { Backend, DType, Tensor } from '../../../src/nn/backend.js';
import type { NativeCopies } from '../../../src/nn/cpu-backend.js';
import type { NativeLanes } from '../../../src/nn/cuda-backend.js';
import type { Argument, Call } from '../../hostile/call.js';
import type { EmulatedDevice } from '../device-log.js';
import { bytes, floats, rowsOf } from './tensors.js';

type Op = (...values: unknown[]) => unknown;

/** Shapes that no memory can hold, or that are none. */
const shapes: [string, unknown][] = [
  [1e15],
  [2 ** 53 - 1],
  [2 ** 53],
  [2 ** 31, 2 ** 31],
  [2 ** 32, 2 ** 32],
  [2 ** 53, 2 ** 53, 2 ** 53],
  [0, 2 ** 53],
  [2 ** 62, 0],
  [0, 1e300],
  [0, 2 ** 53, 2 ** 53],
  [-1],
  [-1, -1],
  [0.5],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  ['a'],
  [[1]],
  [undefined],
  [2, null],
  new Array(3),
  Array(5000).fill(1),
  new Proxy([2, 3], {}),
  Object.defineProperty([2, 3], 0, { get: () => Number.NaN }),
  new Int32Array([2, 3]),
].map((shape, i) => [`shape ${i}: ${String(shape).slice(0, 40)}`, shape]);

const keys: [string, unknown][] = [[], [1], [1, 2, 3], [-1, 0], [0, 2 ** 32], [0.5, 1], ['1', 2], new Array(2)].map(
  (key, i) => [`key ${i}`, key],
);

const part = { start: 0, length: 1, from: 0, count: 2, scale: 1 };
const wrongParts = [
  [],
  [part, part],
  [null],
  [1],
  [{}],
  [{ ...part, from: 1 }],
  [{ ...part, count: 2 ** 53 }],
  [{ ...part, start: 2 ** 31 }],
  [{ ...part, length: 2 ** 31 }],
  [{ ...part, length: 3, count: 1 }],
  [{ ...part, scale: 'x' }],
  new Array(2),
  new Proxy([part], {}),
  Array(5000).fill(part),
].map((parts, i): [string, unknown] => [`parts ${i}`, parts]);

const wrongSequences = [
  [],
  [{ count: 5, length: 1 }],
  [{ count: 1, length: 4 }],
  [{ count: 2 ** 31 - 1, length: 2 ** 31 - 1 }],
  [{ count: -1, length: 5 }],
  [{ count: 0.5, length: 10 }],
  [
    { count: 0, length: 9 },
    { count: 1, length: 5 },
  ],
  [null],
  [5],
  new Array(2),
  new Proxy([{ count: 1, length: 5 }], {}),
].map((sequences, i): [string, unknown] => [`sequences ${i}`, sequences]);

const wrongAlgorithms = [
  [null],
  [{}],
  [{ name: 1, bytes: new Uint8Array(1) }],
  [{ name: 'a', bytes: [1] }],
  [{ name: 'a', bytes: new Float32Array(1) }],
  new Array(2),
].map((algorithms, i): [string, unknown] => [`algorithms ${i}`, algorithms]);

/** All that addons of devices export. */
export type NativeBackend = Backend & NativeCopies & NativeLanes & EmulatedDevice;

/** A valid call of every function that a backend exports, by its name. */
export function validCalls(backend: Backend): Record<string, () => Call> {
  const call = (
    op: keyof NativeBackend,
    makeArguments: () => [string, unknown, [string, unknown][]?][],
  ): [string, () => Call] => [
    op,
    () => ({
      op,
      arguments: makeArguments().map(([name, value, wrong]): Argument => ({ name, value, ...(wrong && { wrong }) })),
      run: (...values) => ((backend as NativeBackend)[op] as Op)(...values),
    }),
  ];
  const f = (...shape: number[]): Tensor => {
    const tensor = backend.empty(shape, 'float32');
    backend.fill(tensor, 0.5);
    return tensor;
  };
  const rows = () => rowsOf(backend, 3, [2, 0]);
  const sequences = () => [
    { count: 1, length: 2 },
    { count: 1, length: 3 },
  ];
  const masks = () => bytes(backend, [2, 4], [0, 1, 0, 0, 1, 0, 0, 1]);
  const segments = () =>
    [Int32Array.of(2, 6), Float64Array.of(1, 2), Float64Array.of(0, 1), Uint8Array.of(0, 1)] as const;
  const native = backend as NativeBackend;
  const sharedFloats = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));
  const all = Object.fromEntries([
    call('record', () => []),
    call('recordTimed', () => [['lane', 'reduce']]),
    call('secondsBetween', () => [
      ['from', native.recordTimed('compute')],
      ['to', native.recordTimed('compute')],
    ]),
    call('stream', () => [['lane', 'gather']]),
    call('follow', () => [['lane', 'reduce']]),
    call('end', () => [
      ['lane', 'reduce'],
      ['op', 'allReduce'],
      ['reads', [f(2)]],
      ['writes', [f(3)]],
    ]),
    call('sumParts', () => [
      ['lane', 'reduce'],
      ['parts', f(6)],
      ['out', f(3)],
    ]),
    call('reached', () => [['event', native.record()]]),
    call('wait', () => [['event', native.record()]]),
    call('join', () => [['event', native.record()]]),
    call('startUpload', () => [
      ['dst', f(2, 3)],
      ['src', sharedFloats(6), unsharedNumbers(6)],
    ]),
    call('startCopyOut', () => [
      ['src', f(2, 3)],
      ['dst', new Uint8Array(new SharedArrayBuffer(24)), unshared(24)],
    ]),
    call('startRead', () => [
      ['src', f(2, 3)],
      ['dst', sharedFloats(6), unsharedNumbers(6)],
    ]),
    call('pin', () => [['memory', sharedFloats(6), unsharedNumbers(0)]]),
    call('unpin', () => [['memory', sharedFloats(6), unsharedNumbers(0)]]),
    call('takeLog', () => []),
    call('callFastest', () => [['algorithm', 1]]),
    call('algorithms', () => []),
    call('adoptAlgorithms', () => [
      ['algorithms', [{ name: 'emulated-1-1-1', bytes: Uint8Array.of(1) }], wrongAlgorithms],
    ]),
    call('empty', () => [
      ['shape', [2, 3], shapes],
      ['dtype', 'float32'],
    ]),
    call('zeros', () => [
      ['shape', [2, 3], shapes],
      ['dtype', 'float32'],
    ]),
    call('upload', () => [
      ['dst', f(2, 3)],
      ['src', new Float32Array(6), arrays(6)],
    ]),
    call('download', () => [
      ['src', f(2, 3)],
      ['dst', new Float32Array(6), arrays(6)],
    ]),
    call('startCopy', () => [
      ['src', f(2, 3)],
      ['dst', new Uint8Array(new SharedArrayBuffer(24)), unshared(24)],
    ]),
    call('finishCopies', () => []),
    call('fill', () => [
      ['dst', f(2, 3)],
      ['value', 2],
    ]),
    call('cast', () => [
      ['src', f(2, 3)],
      ['dst', backend.empty([6], 'float16')],
    ]),
    call('indexTable', () => [['values', Int32Array.of(2, 0), arrays(2)]]),
    call('rows', () => [
      ['table', backend.indexTable(Int32Array.of(2, 0))],
      ['parts', [{ start: 0, length: 1, from: 0, count: 2, scale: 1 }], wrongParts],
      ['total', 3],
    ]),
    call('memory', () => []),
    call('resetPeak', () => []),
    call('setThreads', () => [['count', 1]]),

    call('linear', () => [
      ['x', f(3, 4)],
      ['weight', f(5, 4)],
      ['bias', f(5)],
    ]),
    call('linearGelu', () => [
      ['x', f(3, 4)],
      ['weight', f(5, 4)],
      ['bias', f(5)],
    ]),
    call('swiglu', () => [['x', f(3, 4)]]),
    call('swigluBackward', () => [
      ['dy', f(3, 2)],
      ['x', f(3, 4)],
    ]),
    call('linearBackwardInput', () => [
      ['dy', f(3, 5)],
      ['weight', f(5, 4)],
    ]),
    call('linearBackwardInputGelu', () => [
      ['dy', f(3, 5)],
      ['weight', f(5, 4)],
      ['pre', f(3, 4)],
    ]),
    call('linearBackwardWeight', () => [
      ['dy', f(3, 5)],
      ['x', f(3, 4)],
      ['dWeight', f(5, 4)],
      ['dBias', f(5)],
    ]),
    call('interpolatePositions', () => [
      ['matrix', f(6, 4)],
      ['positions', f(5, 3)],
    ]),
    call('interpolatePositionsBackward', () => [
      ['dOut', f(7, 3)],
      ['matrix', f(6, 4)],
      ['dPositions', f(5, 3)],
    ]),

    call('layerNorm', () => [
      ['x', f(3, 4)],
      ['weight', f(4)],
      ['bias', f(4)],
      ['eps', 1e-6],
      ['rows', rows()],
    ]),
    call('layerNormBackward', () => [
      ['dy', f(2, 4)],
      ['x', f(3, 4)],
      ['weight', f(4)],
      ['mean', f(2)],
      ['rstd', f(2)],
      ['rows', rows()],
      ['dx', f(3, 4)],
      ['dWeight', f(4)],
      ['dBias', f(4)],
    ]),
    call('addResidual', () => [
      ['x', f(3, 4)],
      ['branch', f(2, 4)],
      ['gamma', f(4)],
      ['rows', rows()],
    ]),
    call('addResidualBackward', () => [
      ['dOut', f(3, 4)],
      ['branch', f(2, 4)],
      ['gamma', f(4)],
      ['rows', rows()],
      ['dGamma', f(4)],
    ]),
    call('gatherRows', () => [
      ['x', f(3, 4)],
      ['rows', rows()],
    ]),
    call('scatterAddRows', () => [
      ['x', f(2, 4)],
      ['rows', rows()],
      ['out', f(3, 4)],
    ]),
    call('add', () => [
      ['dst', f(3, 4)],
      ['src', f(3, 4)],
    ]),

    call('attention', () => [
      ['qkv', f(5, 24)],
      ['sequences', sequences(), wrongSequences],
      ['numHeads', 2],
    ]),
    call('attentionBackward', () => [
      ['dOut', f(5, 8)],
      ['qkv', f(5, 24)],
      ['out', f(5, 8)],
      [
        'saved',
        [f(2, 5)],
        [
          ['nothing', []],
          ['too much', [f(2, 5), f(2, 5)]],
          ['another shape', [f(5, 2)]],
          ['numbers', [1]],
        ],
      ],
      ['sequences', sequences(), wrongSequences],
      ['numHeads', 2],
    ]),

    call('patchify', () => [
      ['images', bytes(backend, [2, 3, 4, 4], Array(96).fill(255))],
      ['table', f(3, 256)],
      ['patchSize', 2],
      ['out', f(8, 12)],
    ]),
    call('assembleTokens', () => [
      ['patches', f(8, 3)],
      ['clsToken', f(3)],
      ['posEmbed', f(5, 3)],
      ['registers', f(2, 3)],
      ['maskToken', f(3)],
      ['masks', masks()],
      ['out', f(14, 3)],
    ]),
    call('assembleTokensBackward', () => [
      ['dOut', f(14, 3)],
      ['masks', masks()],
      ['dPatches', f(8, 3)],
      ['dClsToken', f(3)],
      ['dPosEmbed', f(5, 3)],
      ['dRegisters', f(2, 3)],
      ['dMaskToken', f(3)],
    ]),

    call('l2Normalize', () => [
      ['x', f(3, 4)],
      ['eps', 1e-6],
    ]),
    call('l2NormalizeBackward', () => [
      ['dy', f(3, 4)],
      ['y', f(3, 4)],
      ['norm', f(3)],
    ]),
    call('weightNorm', () => [
      ['v', f(3, 4)],
      ['g', f(3, 1)],
    ]),
    call('weightNormBackward', () => [
      ['dWeight', f(3, 4)],
      ['v', f(3, 4)],
      ['g', f(3, 1)],
      ['norm', f(3)],
      ['dV', f(3, 4)],
      ['dG', f(3, 1)],
    ]),

    call('softmaxCrossEntropy', () => [
      ['logits', f(3, 4)],
      ['targets', f(2, 4)],
      ['targetRows', rowsOf(backend, 2, [0, 1, -1, 1, -1, -1])],
      ['weights', f(3)],
      ['temperature', 0.1],
      ['gradFactor', 1],
      ['gradScale', f(1)],
      ['loss', f(1)],
    ]),
    call('centeredSoftmax', () => [
      ['logits', f(3, 4)],
      ['center', f(4)],
      ['temperature', 0.1],
    ]),
    call('centerSums', () => [
      ['logits', f(3, 4)],
      ['weight', 1],
      ['sums', f(5)],
    ]),
    call('moveCenter', () => [
      ['center', f(4)],
      ['sums', f(5)],
      ['momentum', 0.9],
    ]),
    call('sinkhornStart', () => [
      ['logits', f(3, 4)],
      ['temperature', 0.1],
      ['sums', f(4)],
    ]),
    call('sinkhornIterate', () => [
      ['q', f(3, 4)],
      ['sums', f(4)],
      ['nextSums', f(4)],
    ]),
    call('sinkhornFinish', () => [
      ['q', f(3, 4)],
      ['sums', f(4)],
    ]),
    call('koleo', () => [
      ['x', floats(backend, [3, 2], [1, 0, 0, 1, 1, 1])],
      ['weight', 0.1],
      ['gradFactor', 1],
      ['gradScale', f(1)],
      ['dx', f(3, 2)],
      ['loss', f(1)],
    ]),

    call('squaredNorm', () => [
      ['x', f(6)],
      ['out', f(1)],
    ]),
    call('optimizerPrepare', () => [
      ['state', f(4)],
      ['normsSq', f(3)],
      ['norms', f(3)],
      ['coefficients', f(3)],
      ['clip', 3],
      ['growth', 2],
      ['backoff', 0.5],
      ['growthInterval', 10],
    ]),
    call('segments', () => {
      const [all, lr, decay, isLast] = segments();
      return [
        ['ends', all, ends()],
        ['lrMultipliers', lr, arrays(2)],
        ['weightDecayMultipliers', decay, arrays(2)],
        ['isLastLayer', isLast, arrays(2)],
      ];
    }),
    call('adamwEma', () => [
      ['shard.param', f(6)],
      ['shard.expAvg', f(6)],
      ['shard.expAvgSq', f(6)],
      ['shard.teacher', f(6)],
      ['shard.grad', f(6)],
      ['shard.paramCopy', f(6)],
      ['shard.teacherCopy', f(6)],
      ['shard.segments', backend.segments(...segments())],
      ['shard.lr', 0.1],
      ['shard.lastLayerLr', 0.2],
      ['shard.weightDecay', 0.1],
      ['shard.beta1', 0.9],
      ['shard.beta2', 0.99],
      ['shard.eps', 1e-8],
      ['shard.momentum', 0.99],
      ['shard.gradCoefficient', f(1)],
      ['shard.state', f(4)],
    ]),

    call('randomNormal', () => [
      ['out', f(6)],
      ['key', [1, 2], keys],
      ['offset', 3],
      ['std', 1],
    ]),
    call('randomUniform', () => [
      ['out', f(6)],
      ['key', [1, 2], keys],
      ['offset', 3],
      ['low', 0],
      ['high', 1],
    ]),

    call('topK', () => [
      ['queries', f(3, 4)],
      ['gallery', f(5, 4)],
      ['k', 2],
    ]),
  ]);
  return Object.fromEntries(Object.entries(all).filter(([op]) => op in backend));
}

/** Numbers that are not so many in shared memory. */
function unsharedNumbers(length: number): [string, unknown][] {
  return [
    ['numbers in memory of its own', new Float32Array(length)],
    ...(length === 0 ? [] : ([['too few', new Float32Array(new SharedArrayBuffer(4))]] as [string, unknown][])),
    ['shared memory', new SharedArrayBuffer(4 * length)],
  ];
}

/** Typed arrays that are not a Float32Array of so many elements in plain memory. */
/** What memory may not be copied to behind JavaScript's back: it could go away meanwhile. */
function unshared(length: number): [string, unknown][] {
  return [
    ['bytes in memory of its own', new Uint8Array(length)],
    ['shared numbers that are no bytes', new Int8Array(new SharedArrayBuffer(length))],
    ['a part of shared memory', new Uint8Array(new SharedArrayBuffer(length + 2), 1, length)],
    ['too little shared memory', new Uint8Array(new SharedArrayBuffer(length - 1))],
    ['shared memory', new SharedArrayBuffer(length)],
    ...arrays(length),
  ];
}

function arrays(length: number): [string, unknown][] {
  const detached = new Float32Array(length);
  structuredClone(detached, { transfer: [detached.buffer] });
  return [
    ['a detached array', detached],
    ['an array in shared memory', new Float32Array(new SharedArrayBuffer(length * 4))],
    ['a shrunk array', shrunk(length)],
    ['a longer array', new Float32Array(length + 1)],
    ['an empty array', new Float32Array(0)],
    ['an array of doubles', new Float64Array(length)],
    ['an array of bigints', new BigInt64Array(length)],
    ['a part of an array', new Float32Array(length + 2).subarray(1, length + 1)],
  ];
}

/** A view whose resizable buffer has become too short for it. */
function shrunk(length: number): Float32Array {
  const buffer = new (
    ArrayBuffer as unknown as new (
      n: number,
      o: object,
    ) => ArrayBuffer & { resize(n: number): void }
  )(length * 4, { maxByteLength: length * 8 });
  const array = new Float32Array(buffer, 0, length);
  buffer.resize(4);
  return array;
}

function ends(): [string, unknown][] {
  const lists = [[], [6], [6, 6], [6, 2], [2, 7], [-1, 6], [0, 6], [-(2 ** 31), 2 ** 31 - 1]];
  return [...lists.map((list): [string, unknown] => [`ends ${list}`, Int32Array.from(list)]), ...arrays(2)];
}

export const dtypes: DType[] = ['float32', 'float16', 'bfloat16', 'int32', 'uint8'];
