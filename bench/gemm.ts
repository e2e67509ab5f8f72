/**
 * The rate at which this machine multiplies matrices through `linear`, on the shapes of a ViT's step: what the step's own
 * rate is held against. Each product is checked against float64 before it is timed.
 */
import { parseArgs } from 'node:util';
import type { Backend, Tensor } from '../src/nn/backend.js';
import { openBackend } from '../src/nn/open-backend.js';
import { weightsForOps } from '../src/nn/parameter.js';
import type { ComputeType } from '../src/precision/compute-type.js';
import { usableCores } from '../src/system/cores.js';
import { computeTypeOf } from './compute-type.js';
import { wholeNumber } from './whole-number.js';

/** x (M, K) times weight (N, K) transposed. */
export interface GemmShape {
  name: string;
  M: number;
  K: number;
  N: number;
}

export interface GemmRate {
  precision: ComputeType;
  /** Multiplications and additions per second over all shapes together, in 10^9: the sum of work over the sum of times. */
  gflops: number;
  threads: number;
  shapes: (GemmShape & { gflops: number; milliseconds: number })[];
}

/** ViT-Ti/8 on 32 images: two global crops of 65 tokens and four local ones of 17, half of each kept; and its heads. */
const shapes: GemmShape[] = [
  { name: 'qkv', M: 3800, K: 192, N: 576 },
  { name: 'proj', M: 3800, K: 192, N: 192 },
  { name: 'fc1', M: 3800, K: 192, N: 768 },
  { name: 'fc2', M: 3800, K: 768, N: 192 },
  { name: 'head hidden', M: 512, K: 2048, N: 2048 },
  { name: 'prototypes', M: 512, K: 256, N: 4096 },
];

/** Of a sum of up to 2048 products of numbers below 1, in float32. */
const LARGEST_ERROR = 1e-3;
/** Of a result that is rounded to the type, in proportion. */
const ROUNDING = { float32: 0, bfloat16: 2 ** -8, float16: 2 ** -11 };
const SECONDS_PER_SHAPE = 0.2;
const LEAST_RUNS = 5;

/** Best of the runs that fit into a moment, shape by shape; takes about two seconds. */
export function measureGemmRate(backend: Backend, threads: number): GemmRate {
  backend.setThreads(threads);
  const measured = shapes.map((shape) => {
    const milliseconds = measureShape(backend, shape);
    return { ...shape, milliseconds, gflops: operations(shape) / milliseconds / 1e6 };
  });
  const work = shapes.reduce((sum, shape) => sum + operations(shape), 0);
  const time = measured.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return { precision: backend.compute, gflops: work / time / 1e6, threads, shapes: measured };
}

function operations({ M, K, N }: GemmShape): number {
  return 2 * M * K * N;
}

function measureShape(backend: Backend, { M, K, N }: GemmShape): number {
  const x = pattern(backend, M, K);
  const weight = pattern(backend, N, K);
  const once = () => backend.linear(x, weight, null);
  const y = once();
  checkCorner(backend, x, weight, y);
  y.release();
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + SECONDS_PER_SHAPE * 1000;
  for (let run = 0; run < LEAST_RUNS || performance.now() < end; run++) {
    const start = performance.now();
    const out = once();
    best = Math.min(best, performance.now() - start);
    out.release();
  }
  x.release();
  weight.release();
  return best;
}

/** Numbers between -1 and 1 with no pattern that a product could profit from. */
function pattern(backend: Backend, rows: number, columns: number): Tensor {
  const exact = backend.empty([rows, columns], 'float32');
  backend.upload(
    exact,
    Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i * 12.9898)),
  );
  const out = weightsForOps(backend, exact);
  if (out !== exact) exact.release();
  return out;
}

/** The last row's last element: wrong where any part of the operands was read wrongly. */
function checkCorner(backend: Backend, x: Tensor, weight: Tensor, y: Tensor): void {
  const last = (t: Tensor) => {
    const [rows, columns] = t.shape as [number, number];
    const exact = backend.empty([1, columns], 'float32');
    backend.cast(t.narrow(rows - 1, 1), exact);
    const row = new Float32Array(columns);
    backend.download(exact, row);
    exact.release();
    return row;
  };
  const [a, b] = [last(x), last(weight)];
  const wanted = a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  const got = last(y).at(-1)!;
  if (!(Math.abs(got - wanted) <= LARGEST_ERROR + ROUNDING[backend.compute] * Math.abs(wanted)))
    throw new Error(`linear ${x.shape} by ${weight.shape} gives ${got} in its last element, expected ${wanted}`);
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      precision: { type: 'string', default: 'fp32' },
      threads: { type: 'string', default: String(usableCores().usable) },
      json: { type: 'boolean', default: false },
    },
  });
  const backend = openBackend('cpu', computeTypeOf(values.precision));
  const rate = measureGemmRate(backend, wholeNumber('threads', values.threads));
  const { details } = backend.info;
  if (details.kind !== 'cpu') throw new Error(`got ${details.kind}, expected a CPU`);
  const { isa, dnnlVersion, dnnlIsa } = details;
  if (values.json) {
    console.log(JSON.stringify({ ...rate, isa, dnnlVersion, dnnlIsa }));
    return;
  }
  for (const { name, M, K, N, milliseconds, gflops } of rate.shapes) {
    const shape = `(${M} x ${K}) (${K} x ${N})`;
    console.log(
      `${name.padEnd(12)} ${shape.padEnd(26)} ${milliseconds.toFixed(2).padStart(8)} ms ${gflops.toFixed(0).padStart(6)} GF/s`,
    );
  }
  console.log(
    `${rate.gflops.toFixed(0)} GF/s over all, ${rate.precision}, ${rate.threads} threads, oneDNN ${dnnlVersion} (${dnnlIsa}), own kernels ${isa}`,
  );
}
