import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { type Backend, DTYPE_BYTES, type Tensor } from '../../../src/nn/backend.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import { backends } from './backends.js';
import { gelu, geluGradient } from './gelu.js';
import { assertClose, differences, dot } from './reference.js';
import { assertRefusesWrongArguments, assertThrowsMessage } from './refusals.js';
import { floats, normals, valuesOf } from './tensors.js';

/** M rows, K wide, to N wide: odd ones, empty ones, more than a tile of rows, a long inner dimension. */
const shapes = [
  [7, 5, 3],
  [1, 1, 1],
  [65, 33, 17],
  [2, 130, 67],
  [700, 24, 40],
  [70, 1030, 9],
  [70, 9, 1030],
  [0, 4, 3],
  [4, 0, 3],
  [4, 3, 0],
] as const;

/** float32 sums of up to a thousand products of normal numbers, of which the largest is a few times their spread. */
const near = { relative: 2e-6, absolute: 1e-6 };

/** x (M, K), w (N, K), b (N) -> (M, N) */
function linear(x: Float64Array, w: Float64Array, b: Float64Array | null, M: number, K: number, N: number) {
  const y = new Float64Array(M * N);
  for (let m = 0; m < M; m++)
    for (let n = 0; n < N; n++)
      y[m * N + n] = (b?.[n] ?? 0) + dot(x.subarray(m * K, (m + 1) * K), w.subarray(n * K, (n + 1) * K));
  return y;
}

/** (rows, columns) -> (columns, rows) */
function transpose(x: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: x.length }, (_, i) => x[(i % rows) * columns + Math.floor(i / rows)]!);
}

function columnSums(x: Float64Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  x.forEach((value, i) => {
    sums[i % columns]! += value;
  });
  return sums;
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]!);
}

/** Numbers as ops of this backend read them. */
function activations(backend: Backend, shape: number[], values: Iterable<number>): Tensor {
  const exact = floats(backend, shape, values);
  if (backend.activations === 'float32') return exact;
  const rounded = backend.empty(shape, backend.activations);
  backend.cast(exact, rounded);
  return rounded;
}

function bytesOf(backend: Backend, tensor: Tensor): string {
  const bytes = tensor.view([tensor.numel * DTYPE_BYTES[tensor.dtype]], 'uint8');
  const out = new Uint8Array(bytes.numel);
  backend.download(bytes, out);
  return Buffer.from(out).toString('hex');
}

/** Every product on the same numbers: what an op returned or added to, by name. */
function runAll(backend: Backend, M: number, K: number, N: number) {
  const x = activations(backend, [M, K], normals(1, M * K));
  const weight = activations(backend, [N, K], normals(2, N * K));
  const bias = activations(backend, [N], normals(3, N));
  const dy = activations(backend, [M, N], normals(4, M * N));
  const pre = activations(backend, [M, K], normals(5, M * K));
  const dWeight = floats(backend, [N, K], normals(6, N * K));
  const dBias = floats(backend, [N], normals(7, N));
  backend.linearBackwardWeight(dy, x, dWeight, dBias);
  const activated = backend.linearGelu(x, weight, bias);
  return {
    linear: backend.linear(x, weight, bias),
    linearWithoutBias: backend.linear(x, weight, null),
    geluWithoutBias: backend.linearGelu(x, weight, null).y,
    y: activated.y,
    pre: activated.pre,
    dx: backend.linearBackwardInput(dy, weight),
    dxGelu: backend.linearBackwardInputGelu(dy, weight, pre),
    dWeight,
    dBias,
  };
}

for (const backend of backends()) {
  const computeTypes = backend.device === 'cpu' ? backend.info.computeTypes : ['float32' as const];
  // What has 16-bit activations is compared in sixteen-bit.test.ts.
  for (const [[M, K, N], threads] of shapes.flatMap((shape) => [1, 2].map((threads) => [shape, threads] as const)))
    test(`matrix products agree with float64 at M ${M}, K ${K}, N ${N} on ${backend.device}, ${threads} threads`, () => {
      backend.setThreads(threads);
      const [x, w, b] = [normals(1, M * K), normals(2, N * K), normals(3, N)];
      const [dy, pre] = [normals(4, M * N), normals(5, M * K)];
      const out = runAll(backend, M, K, N);
      const close = (name: keyof typeof out, shape: number[], wanted: Float64Array) => {
        assert.deepEqual(out[name].shape, shape, name);
        assertClose(valuesOf(backend, out[name]), wanted, near, name);
      };
      close('linear', [M, N], linear(x, w, b, M, K, N));
      close('linearWithoutBias', [M, N], linear(x, w, null, M, K, N));
      close('geluWithoutBias', [M, N], linear(x, w, null, M, K, N).map(gelu));
      close('pre', [M, N], linear(x, w, b, M, K, N));
      close('y', [M, N], linear(x, w, b, M, K, N).map(gelu));
      const dx = linear(dy, transpose(w, N, K), null, M, N, K);
      close('dx', [M, K], dx);
      const dxGelu = dx.map((value, i) => value * geluGradient(pre[i]!));
      close('dxGelu', [M, K], dxGelu);
      const dw = linear(transpose(dy, M, N), transpose(x, M, K), null, N, M, K);
      close('dWeight', [N, K], sum(normals(6, N * K), dw));
      close('dBias', [N], sum(normals(7, N), columnSums(normals(4, M * N), N)));
    });

  test(`gradients of products agree with finite differences on ${backend.device}`, () => {
    const [M, K, N] = [5, 7, 3];
    const [x, w, b, dy] = [normals(1, M * K), normals(2, N * K), normals(3, N), normals(4, M * N)];
    const loss = (x: Float64Array, w: Float64Array, b: Float64Array) => dot(linear(x, w, b, M, K, N), dy);
    const [dyt, wt] = [floats(backend, [M, N], dy), floats(backend, [N, K], w)];
    const dx = backend.linearBackwardInput(dyt, wt);
    assertClose(
      valuesOf(backend, dx),
      differences((v) => loss(v, w, b), x),
      near,
      'dx',
    );
    const beforeGelu = backend.linearBackwardInputGelu(dyt, wt, floats(backend, [M, K], x));
    const dPre = differences((v) => loss(v.map(gelu), w, b), x);
    assertClose(valuesOf(backend, beforeGelu), dPre, near, 'dx before GELU');
    const [dw, db] = [backend.zeros([N, K], 'float32'), backend.zeros([N], 'float32')];
    backend.linearBackwardWeight(dyt, floats(backend, [M, K], x), dw, db);
    assertClose(
      valuesOf(backend, dw),
      differences((v) => loss(x, v, b), w),
      near,
      'dWeight',
    );
    assertClose(
      valuesOf(backend, db),
      differences((v) => loss(x, w, v), b),
      near,
      'dBias',
    );
  });

  test(`GELU and its gradient are exact to 1e-6 everywhere on ${backend.device}`, () => {
    const count = 60_001;
    const x = Float32Array.from({ length: count }, (_, i) => -15 + (30 * i) / (count - 1));
    const one = floats(backend, [1, 1], [1]);
    const xt = floats(backend, [count, 1], x);
    const { y, pre } = backend.linearGelu(xt, one, floats(backend, [1], [0]));
    assert.deepEqual(valuesOf(backend, pre), x);
    const gradient = backend.linearBackwardInputGelu(
      floats(backend, [count, 1], new Float32Array(count).fill(1)),
      one,
      xt,
    );
    // An error of Φ up to 1e-7 (that is 2e-7 of erf), and half a unit in the last place of the result.
    const ys = valuesOf(backend, y);
    const gradients = valuesOf(backend, gradient);
    x.forEach((value, i) => {
      const error = Math.abs(ys[i]! - gelu(value));
      assert.ok(error <= Math.min(1e-6, 1e-7 * Math.max(1, Math.abs(value))), `gelu(${value}) is off by ${error}`);
      const errorOfGradient = Math.abs(gradients[i]! - geluGradient(value));
      assert.ok(errorOfGradient <= 3e-7, `gelu'(${value}) is off by ${errorOfGradient}`);
    });
  });

  for (const precision of computeTypes)
    test(`GELU is there again, to the bit, when its gradient has been computed in ${precision} on ${backend.device}`, () => {
      const rounding = openBackend(backend.device, precision);
      const [M, K, N] = [300, 40, 1030];
      const weight = activations(rounding, [N, K], normals(2, N * K));
      const { y, pre } = rounding.linearGelu(activations(rounding, [M, K], normals(1, M * K)), weight, null);
      const forward = bytesOf(rounding, y);
      const [dy, next] = [
        activations(rounding, [M, 7], normals(3, M * 7)),
        activations(rounding, [7, N], normals(4, 7 * N)),
      ];
      rounding.linearBackwardInputGelu(dy, next, pre);
      assert.equal(bytesOf(rounding, pre), forward);
    });

  test(`GELU of huge numbers stays finite and NaN stays NaN on ${backend.device}`, () => {
    const x = [-1e30, -1e5, 1e5, 1e30, Number.NaN];
    const { y } = backend.linearGelu(
      floats(backend, [5, 1], x),
      floats(backend, [1, 1], [1]),
      floats(backend, [1], [0]),
    );
    assertClose(valuesOf(backend, y).subarray(0, 4), [0, 0, 1e5, 1e30], { relative: 1e-7 });
    assert.ok(Number.isNaN(valuesOf(backend, y)[4]));
    const one = floats(backend, [1, 1], [1]);
    const dy = floats(backend, [5, 1], [1, 1, 1, 1, 1]);
    const gradient = valuesOf(backend, backend.linearBackwardInputGelu(dy, one, floats(backend, [5, 1], x)));
    assertClose(gradient.subarray(0, 4), [0, 0, 1, 1], { relative: 1e-7 });
    assert.ok(Number.isNaN(gradient[4]));
  });

  test(`no rows leave a weight's gradient as it is on ${backend.device}`, () => {
    const [dw, db] = [floats(backend, [2, 3], [1, 2, 3, 4, 5, 6]), floats(backend, [2], [7, 8])];
    backend.linearBackwardWeight(backend.empty([0, 2], 'float32'), backend.empty([0, 3], 'float32'), dw, db);
    assert.deepEqual([...valuesOf(backend, dw)], [1, 2, 3, 4, 5, 6]);
    assert.deepEqual([...valuesOf(backend, db)], [7, 8]);
  });

  for (const [precision, threads] of computeTypes.flatMap((p) => [1, 2].map((threads) => [p, threads] as const)))
    test(`products give the same bits again in ${precision} on ${backend.device}, ${threads} threads`, () => {
      backend.setThreads(threads);
      const rounding = openBackend(backend.device, precision);
      const bits = () => Object.values(runAll(rounding, 1111, 96, 130)).map((tensor) => bytesOf(rounding, tensor));
      const first = bits();
      for (let again = 0; again < 3; again++) assert.ok(bits().every((b, i) => b === first[i]));
    });

  test(`infinity and NaN go through a product in every precision on ${backend.device}`, () => {
    for (const precision of computeTypes) {
      const rounding = openBackend(backend.device, precision);
      const x = activations(rounding, [2, 1], [Number.POSITIVE_INFINITY, Number.NaN]);
      const y = rounding.linear(x, activations(rounding, [1, 1], [2]), null);
      const exact = rounding.empty(y.shape, 'float32');
      rounding.cast(y, exact);
      assert.deepEqual([...valuesOf(rounding, exact)], [Number.POSITIVE_INFINITY, Number.NaN]);
    }
  });

  test(`products refuse wrong arguments by name on ${backend.device}`, () => {
    const [M, K, N] = [4, 5, 3];
    const x = floats(backend, [M, K], normals(1, M * K));
    const weight = floats(backend, [N, K], normals(2, N * K));
    const bias = floats(backend, [N], normals(3, N));
    const dy = floats(backend, [M, N], normals(4, M * N));
    const xwb: [string, unknown][] = [
      ['x', x],
      ['weight', weight],
      ['bias', bias],
    ];
    const dyw: [string, unknown][] = [
      ['dy', dy],
      ['weight', weight],
    ];
    assertRefusesWrongArguments(backend, 'linear', xwb);
    assertRefusesWrongArguments(backend, 'linearGelu', xwb);
    assertRefusesWrongArguments(backend, 'linearBackwardInput', dyw);
    assertRefusesWrongArguments(backend, 'linearBackwardInputGelu', [...dyw, ['pre', x]]);
    assertRefusesWrongArguments(backend, 'linearBackwardWeight', [
      ['dy', dy],
      ['x', x],
      ['dWeight', weight],
      ['dBias', bias],
    ]);
    assertThrowsMessage(
      () => backend.linear(x, floats(backend, [N, 4], normals(1, 12)), null),
      `linear: argument 1 "weight" is float32 (3, 4) on ${backend.device}, expected shape (any, 5)`,
    );
  });
}

test('bfloat16 is refused where oneDNN does not make use of it', () => {
  const script = `
    import { listDevices } from './dist/src/nn/device.js';
    import { openBackend } from './dist/src/nn/open-backend.js';
    console.log(listDevices()[0].computeTypes.join(' '));
    try { openBackend('cpu', 'bfloat16'); } catch (error) { console.log(error.code, error.message); }`;
  // oneDNN's own limit: what a CPU with AVX2 alone has.
  const env = { ...process.env, DNNL_MAX_CPU_ISA: 'AVX2', ONEDNN_MAX_CPU_ISA: 'AVX2' };
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' });
  assert.match(
    stdout,
    /^float32\nCOMPUTE_TYPE_UNAVAILABLE cpu \(.+\) does not compute in bfloat16; it has float32: bfloat16 wants AVX512-BF16\n$/,
  );
});
