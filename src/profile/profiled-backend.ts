import type { Backend, Mark, Reading, Tensor } from '../nn/backend.js';
import { workOf } from '../nn/op-work.js';
import { watchOps } from '../nn/watch-ops.js';
import type { SliceArgs } from './slice.js';
import type { StepProfiler } from './step-profiler.js';

/** The same backend: while its step is under way the profiler keeps each call of an op, and each time that the host waits for the device. */
export function profiledBackend<B extends Backend>(backend: B, profiler: StepProfiler): B {
  return watchOps(
    backend,
    (op, args, run) => {
      if (!profiler.isActive) return run();
      if (op === 'mark') return profiledMark(run() as Mark, profiler);
      if (op === 'readLater') return profiledReading(run() as Reading, profiler);
      return profiler.during('op', op, run, (made) => ({ args: inputs(args), work: workOf(op, args, made) }));
    },
    (name) => !NO_OPS.has(name),
  );
}

/** What the device has no part in. */
const NO_OPS: ReadonlySet<string> = new Set([
  'memory',
  'resetPeak',
  'setThreads',
  'algorithms',
  'adoptAlgorithms',
  'hostMemory',
] satisfies (keyof Backend)[]);

function profiledMark(mark: Mark, profiler: StepProfiler): Mark {
  return {
    get reached() {
      return mark.reached;
    },
    wait: () => waitFor(mark, 'wait for the device', profiler, () => mark.wait()),
  };
}

function profiledReading(reading: Reading, profiler: StepProfiler): Reading {
  const { wait } = profiledMark(reading, profiler);
  return {
    get reached() {
      return reading.reached;
    },
    wait,
    take: () => waitFor(reading, 'wait for numbers', profiler, () => reading.take()),
  };
}

function waitFor<T>(mark: Mark, name: string, profiler: StepProfiler, wait: () => T): T {
  return mark.reached ? wait() : profiler.during('wait', name, wait);
}

/** By the names that PyTorch's profiler has for them. */
function inputs(args: readonly unknown[]): SliceArgs {
  return { 'Input Dims': args.map(dims), 'Input type': args.map(typeOf) };
}

function dims(arg: unknown): unknown {
  if (isTensor(arg)) return [...arg.shape];
  if (Array.isArray(arg)) return arg.map(dims);
  // Rows of a batch, or a list of sequences.
  if (isObject(arg) && 'count' in arg) return 'length' in arg ? [arg.count, arg.length] : [arg.count];
  return isObject(arg) && 'param' in arg ? dims(arg.param) : [];
}

function typeOf(arg: unknown): string {
  if (isTensor(arg)) return arg.dtype;
  if (isObject(arg) && 'param' in arg) return typeOf(arg.param);
  return typeof arg === 'number' ? 'Scalar' : '';
}

function isTensor(arg: unknown): arg is Tensor {
  return isObject(arg) && 'shape' in arg && 'dtype' in arg;
}

const isObject = (arg: unknown): arg is object => arg !== null && typeof arg === 'object';
