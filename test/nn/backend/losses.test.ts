import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from './backends.js';
import { assertClose, assertSameBits, differences, dot } from './reference.js';
import { assertRefusesWrongArguments, assertThrowsMessage } from './refusals.js';
import { floats, normals, rowsOf, valuesOf } from './tensors.js';

function row(x: Float64Array, i: number, width: number): Float64Array {
  return x.subarray(i * width, (i + 1) * width);
}

interface CrossEntropy {
  P: number;
  targets: Float64Array;
  /** For each row the rows of targets. */
  targetRows: number[][];
  weights: Float64Array;
  temperature: number;
}

/** Log of the sum of exponentials of z. */
function logSumExp(z: Float64Array): number {
  const most = z.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return most + Math.log(z.reduce((sum, v) => sum + Math.exp(v - most), 0));
}

function crossEntropy(logits: Float64Array, { P, targets, targetRows, weights, temperature }: CrossEntropy): number {
  let loss = 0;
  targetRows.forEach((rows, m) => {
    const z = row(logits, m, P).map((v) => v / temperature);
    const lse = logSumExp(z);
    for (const t of rows)
      if (t !== -1) loss -= weights[m]! * row(targets, t, P).reduce((s, q, p) => s + q * (z[p]! - lse), 0);
  });
  return loss;
}

function crossEntropyGradient(logits: Float64Array, c: CrossEntropy): Float64Array {
  const gradient = new Float64Array(logits.length);
  c.targetRows.forEach((rows, m) => {
    const z = row(logits, m, c.P).map((v) => v / c.temperature);
    const lse = logSumExp(z);
    for (const t of rows) {
      if (t === -1) continue;
      const q = row(c.targets, t, c.P);
      const sum = q.reduce((a, b) => a + b, 0);
      for (let p = 0; p < c.P; p++)
        gradient[m * c.P + p]! += (c.weights[m]! / c.temperature) * (sum * Math.exp(z[p]! - lse) - q[p]!);
    }
  });
  return gradient;
}

/** Rows of probabilities; `sum` is what each adds up to. */
function probabilities(seed: number, rows: number, P: number, sum = 1): Float64Array {
  const out = normals(seed, rows * P, 2).map(Math.exp);
  for (let r = 0; r < rows; r++) {
    const values = row(out, r, P);
    const total = values.reduce((a, b) => a + b, 0);
    values.forEach((v, p) => {
      values[p] = Math.fround((sum * v) / total);
    });
  }
  return out;
}

/** Sinkhorn-Knopp as the released code does it: Q (B, K) to assignments of rows that each sum to 1. */
function sinkhornKnopp(
  logits: Float64Array,
  B: number,
  K: number,
  temperature: number,
  iterations: number,
): Float64Array {
  const Q = logits.map((v) => Math.exp(v / temperature));
  const total = Q.reduce((a, b) => a + b, 0);
  Q.forEach((v, i) => {
    Q[i] = v / total;
  });
  for (let it = 0; it < iterations; it++) {
    for (let k = 0; k < K; k++) {
      let sum = 0;
      for (let b = 0; b < B; b++) sum += Q[b * K + k]!;
      for (let b = 0; b < B; b++) Q[b * K + k]! /= sum * K;
    }
    for (let b = 0; b < B; b++) {
      const values = row(Q, b, K);
      const sum = values.reduce((a, v) => a + v, 0);
      for (let k = 0; k < K; k++) values[k]! /= sum * B;
    }
  }
  return Q.map((v) => v * B);
}

function unitRows(x: Float64Array, B: number, D: number): Float64Array {
  const out = Float64Array.from(x);
  for (let i = 0; i < B; i++) {
    const norm = Math.max(Math.hypot(...row(x, i, D)), 1e-8);
    for (let d = 0; d < D; d++) out[i * D + d]! /= norm;
  }
  return out;
}

/** The nearest other row by dot product, the first of equals. */
function nearestRows(x: Float64Array, B: number, D: number): number[] {
  const unit = unitRows(x, B, D);
  return Array.from({ length: B }, (_, i) => {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < B; j++) {
      const product = dot(row(unit, i, D), row(unit, j, D));
      if (j !== i && product > most) [best, most] = [j, product];
    }
    return best;
  });
}

function koleo(x: Float64Array, B: number, D: number, nearest: number[]): number {
  const unit = unitRows(x, B, D);
  let loss = 0;
  for (let i = 0; i < B; i++) {
    const other = row(unit, nearest[i]!, D);
    const distance = Math.hypot(...row(unit, i, D).map((v, d) => v - other[d]! + 1e-8));
    loss -= Math.log(distance + 1e-8) / B;
  }
  return loss;
}

for (const backend of backends()) {
  const scalar = (value: number) => floats(backend, [1], [value]);
  const only = (tensor: Parameters<typeof valuesOf>[1]) => valuesOf(backend, tensor)[0]!;

  for (const { M, P, R, J, temperature } of [
    { M: 4, P: 5, R: 3, J: 1, temperature: 0.1 },
    { M: 6, P: 97, R: 4, J: 2, temperature: 0.1 },
    { M: 3, P: 97, R: 5, J: 4, temperature: 1 },
    { M: 3, P: 4096, R: 2, J: 2, temperature: 0.1 },
    { M: 2, P: 5000, R: 2, J: 1, temperature: 0.07 },
    { M: 0, P: 5, R: 3, J: 2, temperature: 0.1 },
    { M: 2, P: 5, R: 0, J: 1, temperature: 0.1 },
  ])
    test(`softmaxCrossEntropy agrees with a float64 reference at (${M}, ${P}), ${J} of ${R} targets a row, on ${backend.device}`, () => {
      const logits = normals(1, M * P, 0.6);
      const targetRows = Array.from({ length: M }, (_, m) =>
        Array.from({ length: J }, (_, j) => (R === 0 || (m + 2 * j) % 5 === 4 ? -1 : (m + j) % R)),
      );
      const weights = normals(3, M, 0.2, 1);
      const c: CrossEntropy = { P, targets: probabilities(2, R, P, 1.25), targetRows, weights, temperature };
      const [gradFactor, gradScale] = [0.75, 1024];
      const logitsTensor = floats(backend, [M, P], logits);
      const loss = scalar(10);
      backend.softmaxCrossEntropy(
        logitsTensor,
        floats(backend, [R, P], c.targets),
        rowsOf(backend, R, targetRows.flat()),
        floats(backend, [M], weights),
        temperature,
        gradFactor,
        scalar(gradScale),
        loss,
      );
      assertClose([only(loss)], [10 + crossEntropy(logits, c)], { relative: 3e-7 }, 'loss');
      const gradient = crossEntropyGradient(logits, c);
      if (P <= 97) {
        const differenced = differences((v) => crossEntropy(v, c), logits, 1e-6);
        assertClose(gradient, differenced, { relative: 1e-7 }, 'the reference itself');
      }
      const wanted = gradient.map((v) => v * gradFactor * gradScale);
      assertClose(valuesOf(backend, logitsTensor), wanted, { relative: 1e-6 }, 'gradient');
    });

  test(`softmaxCrossEntropy keeps float32's precision over 65536 prototypes and far logits on ${backend.device}`, () => {
    const P = 65536;
    const logits = normals(4, P, 1, -300);
    const c = { P, targets: probabilities(5, 1, P), targetRows: [[0]], weights: Float64Array.of(1), temperature: 0.1 };
    const logitsTensor = floats(backend, [1, P], logits);
    const loss = scalar(0);
    const rows = rowsOf(backend, 1, [0]);
    const targets = floats(backend, [1, P], c.targets);
    backend.softmaxCrossEntropy(logitsTensor, targets, rows, scalar(1), 0.1, 1, scalar(1), loss);
    assertClose([only(loss)], [crossEntropy(logits, c)], { relative: 3e-7 });
    assertClose(valuesOf(backend, logitsTensor), crossEntropyGradient(logits, c), { relative: 1e-6 });
  });

  test(`a row without a target gets a zero gradient and adds no loss, even from NaN logits, on ${backend.device}`, () => {
    const logits = floats(backend, [2, 3], [Number.NaN, 1, 2, 0, 0, 0]);
    const loss = scalar(0);
    const targets = floats(backend, [1, 3], [1, 0, 0]);
    const rows = rowsOf(backend, 1, [-1, -1, -1, 0]);
    backend.softmaxCrossEntropy(logits, targets, rows, floats(backend, [2], [1, 1]), 1, 1, scalar(1), loss);
    assertClose([only(loss)], [Math.log(3)], { relative: 1e-7 });
    assertClose(valuesOf(backend, logits), [0, 0, 0, -2 / 3, 1 / 3, 1 / 3], { relative: 1e-7 });
  });

  test(`a logit that is not finite makes its row's gradient and the loss NaN, no other row's, on ${backend.device}`, () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const logits = floats(backend, [2, 3], [bad, 1, 2, 0, 0, 0]);
      const loss = scalar(0);
      const targets = floats(backend, [1, 3], [0.2, 0.3, 0.5]);
      backend.softmaxCrossEntropy(
        logits,
        targets,
        rowsOf(backend, 1, [0, 0]),
        floats(backend, [2], [1, 1]),
        1,
        1,
        scalar(1),
        loss,
      );
      assert.ok(Number.isNaN(only(loss)));
      assert.ok(valuesOf(backend, logits).subarray(0, 3).every(Number.isNaN));
      assert.ok(valuesOf(backend, logits).subarray(3).every(Number.isFinite));
    }
  });

  for (const [M, P, temperature] of [
    [4, 5, 0.07],
    [150, 97, 0.04],
    [7, 4096, 0.07],
    [1, 1, 1],
  ] as const)
    test(`Sinkhorn-Knopp agrees with the released algorithm in float64 at (${M}, ${P}) on ${backend.device}`, () => {
      const logits = normals(6, M * P, 0.25);
      const q = floats(backend, [M, P], logits);
      const [sums, next] = [backend.empty([P], 'float32'), backend.empty([P], 'float32')];
      backend.sinkhornStart(q, temperature, sums);
      const exponentials = logits.map((v) => Math.exp(v / temperature));
      const started = valuesOf(backend, q);
      started.forEach((v, i) => {
        const wanted = exponentials[i]!;
        assert.ok(Math.abs(v - wanted) <= 1.5e-7 * wanted, `q[${i}] is ${v}, expected ${wanted}`);
      });
      const columnSums = (values: Float64Array) =>
        Float64Array.from({ length: P }, (_, p) => {
          let sum = 0;
          for (let m = 0; m < M; m++) sum += values[m * P + p]!;
          return sum;
        });
      assertClose(valuesOf(backend, sums), columnSums(exponentials), { relative: 2e-7 }, 'sums');

      backend.sinkhornIterate(q, sums, next);
      const r = columnSums(exponentials).map((v) => 1 / v);
      const scaled = exponentials.map((v, i) => v / dot(row(exponentials, Math.floor(i / P), P), r));
      assertClose(valuesOf(backend, next), columnSums(scaled), { relative: 5e-7 }, 'nextSums');
      assert.deepEqual(valuesOf(backend, q), started, 'q is not changed');

      backend.sinkhornIterate(q, next, sums);
      backend.sinkhornFinish(q, sums);
      assertClose(valuesOf(backend, q), sinkhornKnopp(logits, M, P, temperature, 3), { relative: 1e-6 }, 'assignment');
    });

  test(`Sinkhorn-Knopp over two ranks' rows with added sums is that over all rows, also where a rank has none, on ${backend.device}`, () => {
    const [M, P, temperature] = [9, 33, 0.07];
    const logits = normals(7, M * P, 0.25);
    for (const split of [4, 0]) {
      const ranks = [
        floats(backend, [split, P], logits.subarray(0, split * P)),
        floats(backend, [M - split, P], logits.subarray(split * P)),
      ];
      const vectors = () => ranks.map(() => floats(backend, [P], new Float64Array(P).fill(9)));
      const allReduce = (sums: ReturnType<typeof vectors>) => {
        backend.add(sums[0]!, sums[1]!);
        return sums[0]!;
      };
      const started = vectors();
      ranks.forEach((q, i) => {
        backend.sinkhornStart(q, temperature, started[i]!);
      });
      let sums = allReduce(started);
      for (let it = 1; it < 3; it++) {
        const next = vectors();
        ranks.forEach((q, i) => {
          backend.sinkhornIterate(q, sums, next[i]!);
        });
        sums = allReduce(next);
      }
      for (const q of ranks) backend.sinkhornFinish(q, sums);
      const all = ranks.flatMap((q) => [...valuesOf(backend, q)]);
      assertClose(all, sinkhornKnopp(logits, M, P, temperature, 3), { relative: 1e-6 });
    }
  });

  test(`the exponential is 0 far below, infinite far above and NaN for NaN on ${backend.device}`, () => {
    const values = [Number.NEGATIVE_INFINITY, -200, 0, 88, 200, Number.POSITIVE_INFINITY, Number.NaN];
    const q = floats(backend, [1, 7], values);
    backend.sinkhornStart(q, 1, backend.empty([7], 'float32'));
    const out = valuesOf(backend, q);
    assertClose([out[3]!], [Math.exp(88)], { relative: 2e-7 });
    const infinity = Number.POSITIVE_INFINITY;
    assert.deepEqual([...out.subarray(0, 3), ...out.subarray(4)], [0, 0, 1, infinity, infinity, Number.NaN]);
  });

  for (const [B, D] of [
    [2, 7],
    [5, 33],
    [70, 7],
    [9, 384],
  ] as const)
    test(`koleo and its gradient agree with a float64 reference at (${B}, ${D}) on ${backend.device}`, () => {
      const x = normals(8, B * D, 2);
      const [weight, gradFactor, gradScale] = [0.1, 0.5, 256];
      const dx = floats(backend, [B, D], normals(9, B * D));
      const loss = scalar(3);
      backend.koleo(floats(backend, [B, D], x), weight, gradFactor, scalar(gradScale), dx, loss);
      const nearest = nearestRows(x, B, D);
      assertClose([only(loss)], [3 + weight * koleo(x, B, D, nearest)], { relative: 2e-7 }, 'loss');
      const factor = weight * gradFactor * gradScale;
      const gradient = differences((v) => koleo(v, B, D, nearest), x).map((v) => v * factor);
      const got = valuesOf(backend, dx).map((v, i) => v - normals(9, B * D)[i]!);
      assertClose(got, gradient, { relative: 2e-6, absolute: 1e-6 }, 'dx');
    });

  test(`of equally near rows koleo takes the first on ${backend.device}`, () => {
    // Row 0 is as near to 1, 2, 3, 4 and 5: four at once, and one of the rest.
    const [B, D] = [6, 6];
    const x = Float64Array.from({ length: B * D }, (_, i) => (i % (D + 1) === 0 ? 1 : 0));
    assert.deepEqual(nearestRows(x, B, D), [1, 0, 0, 0, 0, 0]);
    const dx = backend.zeros([B, D], 'float32');
    backend.koleo(floats(backend, [B, D], x), 1, 1, scalar(1), dx, scalar(0));
    assertClose(
      valuesOf(backend, dx),
      differences((v) => koleo(v, B, D, [1, 0, 0, 0, 0, 0]), x),
      { relative: 1e-6 },
    );
  });

  test(`koleo is finite for equal rows, rows of zeros and opposite rows, and a single row is its own neighbour on ${backend.device}`, () => {
    for (const rows of [
      [1, 2, 1, 2, 1, 2],
      [0, 0, 0, 0, 1, 0],
      [0, 0, 0, 0, 0, 0],
      [1, 0, -1, 0, 1, 0],
    ]) {
      const [dx, loss] = [backend.zeros([3, 2], 'float32'), scalar(0)];
      backend.koleo(floats(backend, [3, 2], rows), 1, 1, scalar(65536), dx, loss);
      const x = Float64Array.from(rows);
      assertClose([only(loss)], [koleo(x, 3, 2, nearestRows(x, 3, 2))], { relative: 1e-6 }, `loss of ${rows}`);
      assert.ok(valuesOf(backend, dx).every(Number.isFinite), `gradient of ${rows}`);
    }
    for (const B of [0, 1]) {
      const [dx, loss] = [floats(backend, [B, 2], [5, 6].slice(0, 2 * B)), scalar(7)];
      backend.koleo(floats(backend, [B, 2], [1, 2].slice(0, 2 * B)), 1, 1, scalar(1), dx, loss);
      assert.deepEqual([...valuesOf(backend, dx)], [5, 6].slice(0, 2 * B));
      const own = -Math.log(Math.SQRT2 * 1e-8 + 1e-8);
      assertClose([only(loss)], [7 + B * own], { relative: 2e-7 }, `loss of ${B} rows`);
    }
    const loss = scalar(0);
    const bad = floats(backend, [3, 1], [Number.NaN, Number.POSITIVE_INFINITY, 1]);
    backend.koleo(bad, 1, 1, scalar(1), backend.zeros([3, 1], 'float32'), loss);
    assert.ok(Number.isNaN(only(loss)));
  });

  test(`koleo of rows that came through float16 is that of the rounded rows, finite also where they became equal, on ${backend.device}`, () => {
    const [B, D] = [8, 24];
    const base = normals(13, D);
    // Pairs that differ by less than float16 tells apart, rows that it takes for zero, and some further ones.
    const x = Float64Array.from({ length: B * D }, (_, i) => {
      const [row, value] = [Math.floor(i / D), base[i % D]!];
      if (row < 3) return value * (1 + row * 1e-5);
      return row < 5 ? value * 1e-9 : normals(row, D)[i % D]!;
    });
    const half = backend.empty([B, D], 'float16');
    backend.cast(floats(backend, [B, D], x), half);
    const rows = backend.empty([B, D], 'float32');
    backend.cast(half, rows);
    const rounded = Float64Array.from(valuesOf(backend, rows));
    assert.deepEqual(rounded.subarray(D, 2 * D), rounded.subarray(0, D));
    assert.ok(rounded.subarray(3 * D, 5 * D).every((value) => value === 0));

    const [dx, loss] = [backend.zeros([B, D], 'float32'), scalar(0)];
    backend.koleo(rows, 1, 1, scalar(65536), dx, loss);
    assertClose([only(loss)], [koleo(rounded, B, D, nearestRows(rounded, B, D))], { relative: 1e-6 });
    assert.ok(valuesOf(backend, dx).every(Number.isFinite));
  });

  test(`the losses give the same bits again and on any number of threads on ${backend.device}`, () => {
    const [M, P] = [133, 1500];
    const logits = normals(10, M * P);
    const targets = floats(backend, [M, P], probabilities(11, M, P));
    const rows = rowsOf(
      backend,
      M,
      Array.from({ length: 2 * M }, (_, i) => (i * 5) % M),
    );
    const weights = floats(backend, [M], normals(12, M));
    assertSameBits(backend, () => {
      const [loss, z, q, dx] = [
        scalar(0),
        floats(backend, [M, P], logits),
        floats(backend, [M, P], logits),
        backend.zeros([M, P], 'float32'),
      ];
      backend.softmaxCrossEntropy(z, targets, rows, weights, 0.1, 1, scalar(1), loss);
      const [sums, next] = [backend.empty([P], 'float32'), backend.empty([P], 'float32')];
      backend.sinkhornStart(q, 0.07, sums);
      backend.sinkhornIterate(q, sums, next);
      backend.sinkhornFinish(q, next);
      backend.koleo(targets, 1, 1, scalar(1), dx, loss);
      return [loss, z, sums, next, q, dx].map((t) => valuesOf(backend, t));
    });
  });

  test(`sums over no rows are zero on ${backend.device}`, () => {
    const [q, sums] = [backend.zeros([0, 3], 'float32'), floats(backend, [3], [1, 2, 3])];
    const next = floats(backend, [3], [4, 5, 6]);
    backend.sinkhornIterate(q, sums, next);
    backend.sinkhornFinish(q, sums);
    backend.sinkhornStart(q, 1, sums);
    assert.deepEqual([...valuesOf(backend, sums), ...valuesOf(backend, next)], [0, 0, 0, 0, 0, 0]);
  });

  test(`the losses refuse wrong arguments by name on ${backend.device}`, () => {
    const f = (...shape: number[]) => backend.zeros(shape, 'float32');
    assertRefusesWrongArguments(backend, 'softmaxCrossEntropy', [
      ['logits', f(4, 3)],
      ['targets', f(2, 3)],
      ['targetRows', rowsOf(backend, 2, [0, 1, -1, 0])],
      ['weights', f(4)],
      ['temperature', 0.1],
      ['gradFactor', 1],
      ['gradScale', f(1)],
      ['loss', f(1)],
    ]);
    assertRefusesWrongArguments(backend, 'sinkhornStart', [
      ['logits', f(4, 3)],
      ['temperature', 0.1],
      ['sums', f(3)],
    ]);
    assertRefusesWrongArguments(backend, 'sinkhornIterate', [
      ['q', f(4, 3)],
      ['sums', f(3)],
      ['nextSums', f(3)],
    ]);
    assertRefusesWrongArguments(backend, 'sinkhornFinish', [
      ['q', f(4, 3)],
      ['sums', f(3)],
    ]);
    assertRefusesWrongArguments(backend, 'koleo', [
      ['x', f(4, 3)],
      ['weight', 0.1],
      ['gradFactor', 1],
      ['gradScale', f(1)],
      ['dx', f(4, 3)],
      ['loss', f(1)],
    ]);
    const crossEntropyWith = (targetRows: number[], temperature: number) => () =>
      backend.softmaxCrossEntropy(f(2, 3), f(2, 3), rowsOf(backend, 2, targetRows), f(2), temperature, 1, f(1), f(1));
    assertThrowsMessage(
      crossEntropyWith([0, 1, -1], 0.1),
      'softmaxCrossEntropy: argument 2 "targetRows" are 3 rows, expected a multiple of the 2 rows of "logits"',
    );
    assertThrowsMessage(
      crossEntropyWith([0, 0, 0, 0], 0),
      'softmaxCrossEntropy: argument 4 "temperature" is the number 0, expected a number above 0',
    );
    assertThrowsMessage(
      () => backend.sinkhornStart(f(2, 3), Number.NaN, f(3)),
      'sinkhornStart: argument 1 "temperature" is the number NaN, expected a number above 0',
    );
    assertThrowsMessage(
      () => backend.sinkhornIterate(f(2, 3), f(3), f(2)),
      `sinkhornIterate: argument 2 "nextSums" is float32 (2) on ${backend.device}, expected shape (3)`,
    );
    assertThrowsMessage(
      () => backend.koleo(f(2, 3), 1, 1, f(1), f(3, 2), f(1)),
      `koleo: argument 4 "dx" is float32 (3, 2) on ${backend.device}, expected shape (2, 3)`,
    );
  });
}
