import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AdamWShard, type Backend, OptimizerState, type Tensor } from '../../../src/nn/backend.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import { backends } from './backends.js';
import { assertClose, assertSameBits } from './reference.js';
import { assertRefusesWrongArguments, assertThrowsMessage } from './refusals.js';
import { floats, normals, valuesOf } from './tensors.js';

interface Moments {
  param: Float64Array;
  expAvg: Float64Array;
  expAvgSq: Float64Array;
  teacher: Float64Array;
}

interface Hyper {
  beta1: number;
  beta2: number;
  eps: number;
  momentum: number;
}

/** One step of torch.optim.AdamW (not amsgrad) on element i, in float64. */
function adamW(m: Moments, i: number, g: number, lr: number, decay: number, step: number, h: Hyper): void {
  m.param[i]! *= 1 - lr * decay;
  m.expAvg[i]! += (g - m.expAvg[i]!) * (1 - h.beta1);
  m.expAvgSq[i] = m.expAvgSq[i]! * h.beta2 + g * g * (1 - h.beta2);
  const denominator = Math.sqrt(m.expAvgSq[i]!) / Math.sqrt(1 - h.beta2 ** step) + h.eps;
  m.param[i]! -= (lr / (1 - h.beta1 ** step)) * (m.expAvg[i]! / denominator);
}

function stateOf(backend: Backend, lossScale: number, adamStep = 0) {
  const state = new Float32Array(OptimizerState.size);
  state[OptimizerState.lossScale] = lossScale;
  state[OptimizerState.adamStep] = adamStep;
  return floats(backend, [OptimizerState.size], state);
}

/** Runs whose multipliers are the rates themselves. */
function segmentsOf(backend: Backend, runs: readonly { end: number; lr: number; decay: number; isLast?: boolean }[]) {
  return backend.segments(
    Int32Array.from(runs, ({ end }) => end),
    Float64Array.from(runs, ({ lr }) => lr),
    Float64Array.from(runs, ({ decay }) => decay),
    Uint8Array.from(runs, ({ isLast = false }) => (isLast ? 1 : 0)),
  );
}

function goodShard(backend: Backend, n: number): AdamWShard {
  const zeros = () => backend.zeros([n], 'float32');
  return {
    param: zeros(),
    expAvg: zeros(),
    expAvgSq: zeros(),
    teacher: zeros(),
    grad: zeros(),
    paramCopy: null,
    teacherCopy: null,
    segments: segmentsOf(backend, [{ end: n, lr: 1e-3, decay: 0.04 }]),
    lr: 1,
    lastLayerLr: 1,
    weightDecay: 1,
    beta1: 0.9,
    beta2: 0.999,
    eps: 1e-8,
    momentum: 0.99,
    gradCoefficient: floats(backend, [1], [1]),
    state: stateOf(backend, 1, 1),
  };
}

function bitsOf(backend: Backend, tensor: Tensor): Uint8Array {
  const bits = tensor.dtype === 'float32' ? new Float32Array(tensor.numel) : new Uint16Array(tensor.numel);
  backend.download(tensor, bits);
  return new Uint8Array(bits.buffer);
}

for (const backend of backends()) {
  test(`squaredNorm adds a sum in double: long, of large and of small numbers, on ${backend.device}`, () => {
    const n = 100_003;
    const x = normals(1, n);
    const out = floats(backend, [1], [2]);
    backend.squaredNorm(floats(backend, [n], x), out);
    assertClose(valuesOf(backend, out), [2 + x.reduce((sum, v) => sum + v * v, 0)], { relative: 1e-7 });
    // 1 beside 1e8: a float sum would lose it.
    const mixed = floats(backend, [1], [0]);
    backend.squaredNorm(floats(backend, [3], [1e4, 3, -4]), mixed);
    assert.equal(valuesOf(backend, mixed)[0], Math.fround(1e8 + 25));
    const empty = floats(backend, [1], [5]);
    backend.squaredNorm(backend.zeros([0], 'float32'), empty);
    assert.equal(valuesOf(backend, empty)[0], 5);
  });

  test(`squaredNorm is finite where the squares are, and not finite where x is not, on ${backend.device}`, () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const out = floats(backend, [1], [0]);
      const x = new Float64Array(20_000);
      x[19_999] = bad;
      backend.squaredNorm(floats(backend, [x.length], x), out);
      assert.ok(!Number.isFinite(valuesOf(backend, out)[0]!), `${bad}`);
    }
    const out = floats(backend, [1], [0]);
    backend.squaredNorm(floats(backend, [2], [1.2e19, 1.2e19]), out);
    assertClose(valuesOf(backend, out), [2.88e38], { relative: 1e-6 });
  });

  test(`optimizerPrepare gives each submodule its clip factor over the loss scale on ${backend.device}`, () => {
    const lossScale = 1024;
    const norms = [1, 6, 0, 3];
    const normsSq = floats(
      backend,
      [4],
      norms.map((v) => (v * lossScale) ** 2),
    );
    for (const clip of [3, 0]) {
      const [gotNorms, coefficients] = [backend.zeros([4], 'float32'), backend.zeros([4], 'float32')];
      backend.optimizerPrepare(stateOf(backend, lossScale), normsSq, gotNorms, coefficients, clip, 2, 0.5, 2000);
      assertClose(valuesOf(backend, gotNorms), norms, { relative: 1e-7 });
      const factor = (norm: number) => (clip === 0 ? 1 : Math.min(1, clip / (norm + 1e-6)));
      const wanted = norms.map((norm) => factor(norm) / lossScale);
      assertClose(valuesOf(backend, coefficients), wanted, { relative: 1e-7 }, `clip ${clip}`);
    }
  });

  test(`the loss scale halves at a gradient that is not finite and doubles after enough good steps on ${backend.device}`, () => {
    const state = stateOf(backend, 8);
    const [norms, coefficients] = [backend.zeros([2], 'float32'), backend.zeros([2], 'float32')];
    const step = (...normsSq: number[]) => {
      backend.optimizerPrepare(state, floats(backend, [2], normsSq), norms, coefficients, 3, 2, 0.5, 3);
      return [...valuesOf(backend, state)];
    };
    // [lossScale, growthTracker, foundInf, adamStep], as torch.amp.GradScaler counts, interval 3.
    assert.deepEqual(step(1, 1), [8, 1, 0, 1]);
    assert.deepEqual(step(1, 1), [8, 2, 0, 2]);
    assert.deepEqual(step(1, Number.POSITIVE_INFINITY), [4, 0, 1, 2]);
    assert.deepEqual(step(Number.NaN, 1), [2, 0, 1, 2]);
    assert.deepEqual(step(1, 1), [2, 1, 0, 3]);
    assert.deepEqual(step(1, 1), [2, 2, 0, 4]);
    assert.deepEqual(step(1, 1), [4, 0, 0, 5]);
    assert.deepEqual(step(1, 1), [4, 1, 0, 6]);
  });

  test(`a fixed loss scale neither grows nor shrinks, and a scale never grows to infinity, on ${backend.device}`, () => {
    const one = () => floats(backend, [1], [1]);
    const fixed = stateOf(backend, 16);
    backend.optimizerPrepare(fixed, one(), one(), one(), 0, 2, 0.5, 0);
    assert.deepEqual([...valuesOf(backend, fixed)], [16, 0, 0, 1]);
    backend.optimizerPrepare(fixed, floats(backend, [1], [Number.NaN]), one(), one(), 0, 2, 0.5, 0);
    assert.deepEqual([...valuesOf(backend, fixed)], [16, 0, 1, 1]);
    const large = stateOf(backend, 2 ** 127);
    backend.optimizerPrepare(large, one(), one(), one(), 0, 2, 0.5, 1);
    assert.deepEqual([...valuesOf(backend, large)], [2 ** 127, 0, 0, 1]);
    const none = () => backend.zeros([0], 'float32');
    backend.optimizerPrepare(fixed, none(), none(), none(), 3, 2, 0.5, 0);
    assert.deepEqual([...valuesOf(backend, fixed)], [16, 0, 0, 2]);
  });

  test(`AdamW and the teacher follow PyTorch's formula over steps, segments and a skipped step on ${backend.device}`, () => {
    const n = 40_000;
    const lossScale = 512;
    const ends = [7, 7, 20_000, n];
    const segments = [
      { lr: 1e-3, decay: 0.04 },
      { lr: 5, decay: 5 },
      { lr: 3e-4, decay: 0 },
      { lr: 0, decay: 0.2 },
    ];
    const hyper = { beta1: 0.9, beta2: 0.999, eps: 1e-8, momentum: 0.994 };
    const wanted: Moments = {
      param: normals(1, n),
      expAvg: new Float64Array(n),
      expAvgSq: new Float64Array(n),
      teacher: normals(2, n),
    };
    const shard: AdamWShard = {
      ...goodShard(backend, n),
      ...hyper,
      param: floats(backend, [n], wanted.param),
      teacher: floats(backend, [n], wanted.teacher),
      segments: segmentsOf(
        backend,
        segments.map((segment, i) => ({ ...segment, end: ends[i]! })),
      ),
      state: stateOf(backend, lossScale),
    };
    const segmentOf = (i: number) => segments[ends.findIndex((end) => i < end)]!;

    let adamStep = 0;
    for (let step = 0; step < 6; step++) {
      const skipped = step === 3;
      const grad = normals(10 + step, n, 0.1);
      const scaled = grad.map((g) => g * lossScale);
      if (skipped) scaled[n - 1] = Number.POSITIVE_INFINITY;
      backend.upload(shard.grad, Float32Array.from(scaled));
      const normSq = backend.zeros([1], 'float32');
      backend.squaredNorm(shard.grad, normSq);
      const norm = backend.zeros([1], 'float32');
      backend.optimizerPrepare(shard.state, normSq, norm, shard.gradCoefficient, 3, 2, 0.5, 0);
      backend.adamwEma(shard);

      const clip = Math.min(1, 3 / (Math.hypot(...grad) + 1e-6));
      if (!skipped) adamStep++;
      for (let i = 0; i < n; i++) {
        const { lr, decay } = segmentOf(i);
        if (!skipped) adamW(wanted, i, grad[i]! * clip, lr, decay, adamStep, hyper);
        wanted.teacher[i] = hyper.momentum * wanted.teacher[i]! + (1 - hyper.momentum) * wanted.param[i]!;
      }
      assert.equal(valuesOf(backend, shard.state)[OptimizerState.adamStep], adamStep);
      for (const key of ['param', 'expAvg', 'expAvgSq', 'teacher'] as const)
        assertClose(valuesOf(backend, shard[key]), wanted[key], { relative: 1e-6 }, `${key} after step ${step}`);
      // A run of rate 0 stands still, decay and all; its moments go on.
      const still = valuesOf(backend, shard.param).subarray(20_000);
      assert.deepEqual(still, Float32Array.from(normals(1, n).subarray(20_000)));
    }
  });

  test(`the bias corrections are exact to float32 after ten million steps on ${backend.device}`, () => {
    for (const adamStep of [1, 2, 1000, 10_000_000]) {
      const shard = { ...goodShard(backend, 1), state: stateOf(backend, 1, adamStep) };
      backend.upload(shard.grad, Float32Array.of(0.5));
      const wanted: Moments = {
        param: new Float64Array(1),
        expAvg: new Float64Array(1),
        expAvgSq: new Float64Array(1),
        teacher: new Float64Array(1),
      };
      adamW(wanted, 0, 0.5, Math.fround(1e-3), 0, adamStep, { beta1: 0.9, beta2: 0.999, eps: 1e-8, momentum: 0 });
      backend.adamwEma(shard);
      assertClose(valuesOf(backend, shard.param), wanted.param, { relative: 3e-7 }, `step ${adamStep}`);
    }
  });

  test(`a skipped step touches neither parameters nor moments, also with NaN gradients, on ${backend.device}`, () => {
    const shard = goodShard(backend, 5);
    for (const key of ['param', 'expAvg', 'expAvgSq', 'teacher'] as const)
      backend.upload(shard[key], Float32Array.of(1, 2, 3, 4, 5));
    backend.upload(shard.grad, new Float32Array(5).fill(Number.NaN));
    backend.upload(shard.gradCoefficient, Float32Array.of(Number.NaN));
    const state = new Float32Array(OptimizerState.size);
    state[OptimizerState.foundInf] = 1;
    backend.upload(shard.state, state);
    backend.adamwEma(shard);
    for (const key of ['param', 'expAvg', 'expAvgSq'] as const)
      assert.deepEqual([...valuesOf(backend, shard[key])], [1, 2, 3, 4, 5]);
    assertClose(valuesOf(backend, shard.teacher), [1, 2, 3, 4, 5], { relative: 1e-7 });
  });

  test(`copies of weights and average are these rounded, also of a skipped step, on ${backend.device}`, () => {
    for (const compute of backend.info.computeTypes) {
      const rounding = openBackend(backend.device, compute);
      const n = 20_001;
      const shard = goodShard(rounding, n);
      rounding.upload(shard.param, Float32Array.from(normals(1, n)));
      rounding.upload(shard.teacher, Float32Array.from(normals(2, n, 1e-6)));
      rounding.upload(shard.grad, Float32Array.from(normals(3, n)));
      for (const foundInf of [0, 1]) {
        const state = Float32Array.from(valuesOf(rounding, shard.state));
        state[OptimizerState.foundInf] = foundInf;
        rounding.upload(shard.state, state);
        const copies = {
          paramCopy: rounding.zeros([n], rounding.activations),
          teacherCopy: rounding.zeros([n], rounding.activations),
        };
        rounding.adamwEma({ ...shard, ...copies });
        for (const [source, copy] of [
          [shard.param, copies.paramCopy],
          [shard.teacher, copies.teacherCopy],
        ] as const) {
          const wanted = rounding.empty([n], rounding.activations);
          rounding.cast(source, wanted);
          assert.deepEqual(bitsOf(rounding, copy), bitsOf(rounding, wanted));
        }
      }
    }
  });

  test(`the update of a shard does not depend on where it is cut, nor on threads, on ${backend.device}`, () => {
    const n = 50_001;
    const run = (cuts: number[]) => {
      const whole = { ...goodShard(backend, n), momentum: 0.9 };
      for (const [i, key] of (['param', 'expAvg', 'teacher', 'grad'] as const).entries())
        backend.upload(whole[key], Float32Array.from(normals(20 + i, n)));
      backend.upload(
        whole.expAvgSq,
        Float32Array.from(normals(30, n), (v) => v * v),
      );
      cuts.forEach((start, i) => {
        const length = (cuts[i + 1] ?? n) - start;
        const part = (t: AdamWShard['param']) => t.narrow(start, length);
        backend.adamwEma({
          ...whole,
          param: part(whole.param),
          expAvg: part(whole.expAvg),
          expAvgSq: part(whole.expAvgSq),
          teacher: part(whole.teacher),
          grad: part(whole.grad),
          segments: segmentsOf(backend, [{ end: length, lr: 1e-3, decay: 0.04 }]),
        });
      });
      return [whole.param, whole.expAvg, whole.expAvgSq, whole.teacher].map((t) => valuesOf(backend, t));
    };
    assertSameBits(backend, () => run([0]));
    assert.deepEqual(run([0, 1, 777, 30_000]), run([0]));
    backend.adamwEma({ ...goodShard(backend, 0), segments: segmentsOf(backend, []) });
  });

  test(`squaredNorm gives the same bits again and on any number of threads on ${backend.device}`, () => {
    const x = floats(backend, [100_003], normals(3, 100_003));
    assertSameBits(backend, () => {
      const out = backend.zeros([1], 'float32');
      backend.squaredNorm(x, out);
      return [valuesOf(backend, out)];
    });
  });

  test(`the optimizer refuses wrong arguments by name on ${backend.device}`, () => {
    const f = (...shape: number[]) => backend.zeros(shape, 'float32');
    assertRefusesWrongArguments(backend, 'squaredNorm', [
      ['x', f(5)],
      ['out', f(1)],
    ]);
    assertRefusesWrongArguments(backend, 'optimizerPrepare', [
      ['state', f(OptimizerState.size)],
      ['normsSq', f(2)],
      ['norms', f(2)],
      ['coefficients', f(2)],
      ['clip', 3],
      ['growth', 2],
      ['backoff', 0.5],
      ['growthInterval', 2000],
    ]);
  });

  test(`a run's rate is the scheduled one, or the last layers', times its multiplier on ${backend.device}`, () => {
    const runs = [
      { end: 1, lr: 0.5, decay: 1 },
      { end: 2, lr: 0.5, decay: 0, isLast: true },
    ];
    const shard = {
      ...goodShard(backend, 2),
      segments: segmentsOf(backend, runs),
      lr: 0.2,
      lastLayerLr: 0.4,
      weightDecay: 0.3,
    };
    backend.upload(shard.param, Float32Array.of(1, 1));
    backend.upload(shard.grad, Float32Array.of(0.5, 0.5));
    backend.adamwEma(shard);
    // The first step of Adam is its rate, whatever the gradient.
    assertClose(valuesOf(backend, shard.param), [1 - 0.1 * 0.3 - 0.1, 1 - 0.2], { relative: 1e-6 });
  });

  test(`segments refuse ends that fall and arrays of other lengths on ${backend.device}`, () => {
    const make = (ends: number[], count = ends.length) =>
      backend.segments(Int32Array.from(ends), new Float64Array(count), new Float64Array(count), new Uint8Array(count));
    assert.equal(make([2, 2, 5]).numel, 5);
    assertThrowsMessage(() => make([5, 4]), 'segments: argument 0 "ends" at 1 is 4, expected ascending ends from 5 on');
    assertThrowsMessage(
      () => make([-1, 5]),
      'segments: argument 0 "ends" at 0 is -1, expected ascending ends from 0 on',
    );
    assertThrowsMessage(
      () => make([1], 2),
      'segments: argument 1 "lrMultipliers" is a Float64Array of 2 elements, expected a Float64Array of 1 elements, as ends has',
    );
  });

  test(`a shard with a wrong part is refused by the part's name on ${backend.device}`, () => {
    const shard = goodShard(backend, 5);
    const refuses = (change: Record<string, unknown>, message: string) =>
      assertThrowsMessage(
        () => backend.adamwEma({ ...shard, ...change } as AdamWShard),
        `adamwEma: argument 0 "shard.${Object.keys(change)[0]}" ${message}`,
      );
    const f = (...shape: number[]) => backend.zeros(shape, 'float32');
    for (const key of ['param', 'expAvg', 'expAvgSq', 'teacher', 'grad', 'gradCoefficient', 'state'])
      refuses({ [key]: undefined }, `is undefined, expected a Tensor on ${backend.device}`);
    for (const key of ['expAvg', 'expAvgSq', 'teacher', 'grad'])
      refuses({ [key]: f(4) }, `is float32 (4) on ${backend.device}, expected shape (5)`);
    refuses({ param: backend.zeros([5], 'float16') }, `is float16 (5) on ${backend.device}, expected float32`);
    refuses({ param: f(5, 1) }, `is float32 (5, 1) on ${backend.device}, expected 1 dimensions`);
    refuses({ state: f(3) }, `is float32 (3) on ${backend.device}, expected shape (4)`);
    refuses({ gradCoefficient: f(2) }, `is float32 (2) on ${backend.device}, expected shape (1)`);
    for (const key of ['paramCopy', 'teacherCopy']) {
      refuses({ [key]: undefined }, `is undefined, expected a Tensor on ${backend.device}`);
      refuses({ [key]: f(4) }, `is float32 (4) on ${backend.device}, expected shape (5)`);
      refuses({ [key]: backend.zeros([5], 'float16') }, `is float16 (5) on ${backend.device}, expected float32`);
    }
    for (const key of ['lr', 'lastLayerLr', 'weightDecay', 'beta1', 'beta2', 'eps', 'momentum'])
      refuses({ [key]: 'x' }, 'is the string "x", expected a number');
    for (const wrong of [undefined, null, {}, [5]])
      assert.throws(
        () => backend.adamwEma({ ...shard, segments: wrong } as unknown as AdamWShard),
        /^TypeError: adamwEma: argument 0 "shard.segments" is .+, expected Segments$/,
      );
    refuses(
      { segments: segmentsOf(backend, [{ end: 4, lr: 1, decay: 1 }]) },
      'end at 4, expected 5, the number of elements',
    );
    for (const wrong of [undefined, null, 3, 'x'])
      assert.throws(
        () => backend.adamwEma(wrong as unknown as AdamWShard),
        /^TypeError: adamwEma: argument 0 "shard" is .+, expected an object$/,
      );
    assertThrowsMessage(
      () => backend.optimizerPrepare(f(4), f(2), f(2), f(3), 3, 2, 0.5, 0),
      `optimizerPrepare: argument 3 "coefficients" is float32 (3) on ${backend.device}, expected shape (2)`,
    );
    assertThrowsMessage(
      () => backend.optimizerPrepare(f(4), f(2), f(2), f(2), -1, 2, 0.5, 0),
      'optimizerPrepare: argument 4 "clip" is the number -1, expected a number, 0 or more',
    );
  });
}
