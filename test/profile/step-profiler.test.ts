import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import type { Backend } from '../../src/nn/backend.js';
import type { CudaBackend, KernelTime } from '../../src/nn/cuda-backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { DeviceClock } from '../../src/profile/device-clock.js';
import type { KernelLog } from '../../src/profile/kernel-log.js';
import { profiledBackend } from '../../src/profile/profiled-backend.js';
import { profiledCommunicator } from '../../src/profile/profiled-communicator.js';
import type { Slice } from '../../src/profile/slice.js';
import { StepProfiler } from '../../src/profile/step-profiler.js';
import { nowNs } from '../../src/system/monotonic-clock.js';

const unit = { module: 'student backbone', unit: 'blocks.0', pass: 'forward' } as const;

/** Three steps of two ops, the second of which is profiled. @param inside called within each */
function profileOn(backend: Backend, kernels: KernelLog | null = null, inside: (step: number) => void = () => {}) {
  const profiler = new StepProfiler(1, DeviceClock.of(backend), kernels);
  const profiled = profiledBackend(backend, profiler);
  const [x, weight] = [profiled.zeros([30, 20], 'float32'), profiled.zeros([10, 20], 'float32')];
  const began = nowNs();
  for (let step = 0; step < 3; step++) {
    profiler.beginStep(step);
    profiler.onUnit('begin', unit);
    const y = profiled.linear(x, weight, null);
    profiler.onUnit('end', unit);
    inside(step);
    profiled.add(y, y);
    y.release();
  }
  const slices = profiler.slices();
  for (const tensor of [x, weight]) tensor.release();
  return { profiler, slices, began, ended: nowNs() };
}

const named = (slices: readonly Slice[], track: string) =>
  slices.filter((slice) => slice.track === track).map(({ kind, name }) => `${kind} ${name}`);

for (const device of ['cpu', 'cuda-emulated:0'])
  test(`on ${device} the ops of one step are kept, within their unit and it within the step, when they ran on the device`, () => {
    const { slices, began, ended } = profileOn(openBackend(device, 'float32'));
    const compute = slices.filter(({ track }) => track === 'compute');
    assert.deepEqual(named(slices, 'compute'), [
      'op linear',
      'unit student backbone blocks.0 forward',
      'op add',
      'step step 1',
    ]);
    const [linear, body, add, step] = compute as [Slice, Slice, Slice, Slice];
    const order = [began, step.startNs, body.startNs, linear.startNs, linear.endNs, body.endNs, add.startNs];
    const whole = [...order, add.endNs, step.endNs, ended];
    assert.deepEqual(
      whole,
      [...whole].sort((a, b) => a - b),
    );
    const { 'GFLOP/s': rate, 'GB/s': moved, ...args } = linear.args;
    assert.deepEqual(args, {
      'Input Dims': [[30, 20], [10, 20], []],
      'Input type': ['float32', 'float32', ''],
      'multiply-adds': 30 * 20 * 10,
      bytes: 4 * (600 + 200 + 300),
    });
    assert.ok(Math.abs((rate as number) * (linear.endNs - linear.startNs) - 12_000) < 60);
    assert.ok((moved as number) > 0);
    assert.equal('GFLOP/s' in add.args, false);
  });

test('of a device whose work is enqueued the host is a thread of its own', () => {
  const { slices } = profileOn(openBackend('cuda-emulated:0', 'float32'));
  assert.deepEqual(named(slices, 'host'), named(slices, 'compute'));
});

test('kernels are those of the step alone, each in the thread of its stream', () => {
  let isStarted = false;
  const times: KernelTime[] = [];
  const log: KernelLog = {
    start: () => {
      isStarted = true;
    },
    take: () => times,
  };
  // The device is behind the host, and comes to the steps around as well while kernels are kept.
  const run = (step: number) => {
    for (const stream of [7, 9]) times.push({ name: `gemm of step ${step}`, stream, start: nowNs() / 1e9, seconds: 0 });
  };
  const { slices, profiler } = profileOn(openBackend('cuda-emulated:0', 'float32'), log, run);
  assert.ok(isStarted);
  const kernels = slices.filter(({ kind }) => kind === 'kernel');
  assert.deepEqual(
    kernels.map(({ track, name }) => [track, name]),
    [
      ['stream 7', 'gemm of step 1'],
      ['stream 9', 'gemm of step 1'],
    ],
  );
  assert.equal(profiler.problem, null);
});

test('where kernels cannot be seen the profile is without them, and says so', () => {
  const log: KernelLog = {
    start: () => {
      throw new Error('CUPTI: the start failed with status 35');
    },
    take: () => assert.fail('nothing was started'),
  };
  const { slices, profiler } = profileOn(openBackend('cpu', 'float32'), log);
  assert.equal(slices.length, 4);
  assert.equal(profiler.problem, 'kernels are not in it: CUPTI: the start failed with status 35');
});

test('a collective of a device runs on its lane from when the ops and its lane had come so far', () => {
  const backend = openBackend('cuda-emulated:0', 'float32') as CudaBackend;
  const profiler = new StepProfiler(0, DeviceClock.of(backend), null);
  const buffer = backend.zeros([64], 'float32');
  const comm = new LocalCommunicator(backend);
  const onLane = {
    ...comm,
    rank: 0,
    size: 2,
    allGather: () => {
      backend.follow('gather');
      const end = backend.end('gather', 'allGather', [buffer], [buffer]);
      return { join: () => backend.join(end), done: true };
    },
    reduceScatter: () => assert.fail('nothing is reduced'),
    allReduceGradient: () => assert.fail('nothing is summed'),
  };
  const profiled = profiledCommunicator(
    {
      rank: 0,
      worldSize: 2,
      world: onLane,
      nodes: null,
      allReduce: (b) => comm.allReduce(b),
      barrier() {},
      traffic: () => comm.traffic(),
      close() {},
    },
    profiler,
  );
  const began = nowNs();
  profiler.beginStep(0);
  const works = [profiled.world.allGather(buffer), profiled.world.allGather(buffer)];
  for (const work of works) work.join();
  profiler.beginStep(1);
  const gathers = profiler.slices().filter(({ track }) => track === 'gathers');
  assert.equal(gathers.length, 2);
  const [first, second] = gathers as [Slice, Slice];
  assert.ok(began <= first.startNs && first.startNs < first.endNs && first.endNs <= second.startNs);
  assert.deepEqual(first.args, { ranks: 2, bytes: 256, dtype: 'float32' });
  buffer.release();
});

test('before and after its step nothing is kept, and what an op makes is the same', () => {
  const backend = openBackend('cpu', 'float32');
  const profiler = new StepProfiler(5, null, null);
  const profiled = profiledBackend(backend, profiler);
  profiler.beginStep(4);
  const made = profiled.zeros([3], 'float32');
  assert.deepEqual(profiler.slices(), []);
  assert.deepEqual(made.shape, [3]);
  assert.equal(profiler.hasBegun, false);
  made.release();
});
