/**
 * Ops with 16-bit activations, of GPUs and of CPUs that multiply bfloat16, beside the CPU's in float32, on the same numbers: what they return may differ by a few roundings. That
 * the CPU's are right, and these in float32, is for the other files to show.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBackend } from '../../../src/nn/open-backend.js';
import { gpus } from './backends.js';
import { assertNear, exact, type Results, Side } from './side.js';
import { bytes, floats, normals, valuesOf } from './tensors.js';

const [T, D] = [37, 64];
const picked = [3, 0, 36, 17, 8];

/** M rows, K wide, to N wide: as in matmul.test.ts, and such as are cut into tiles of columns or multiplied at once. */
const products: readonly [number, number, number][] = [
  [7, 5, 3],
  [1, 1, 1],
  [65, 33, 17],
  [700, 24, 40],
  [70, 1030, 9],
  [70, 9, 1030],
  [300, 1030, 1040],
  [600, 40, 2100],
];

const ops: Record<string, (side: Side) => Results> = {
  ...Object.fromEntries(
    products.map(([M, K, N]) => [`products at M ${M}, K ${K}, N ${N}`, (s: Side) => product(s, M, K, N)]),
  ),
  linear: (s) => {
    const { y: activated, pre } = s.backend.linearGelu(s.act(1, [T, D]), s.act(2, [48, D], 0.1), null);
    return { y: s.backend.linear(s.act(1, [T, D]), s.act(2, [48, D], 0.1), s.act(3, [48])), activated, pre };
  },
  linearBackward: (s) => {
    const [dy, weight] = [s.act(1, [T, 48]), s.act(2, [48, D], 0.1)];
    const [dWeight, dBias] = [s.float(3, [48, D]), s.float(4, [48])];
    s.backend.linearBackwardWeight(dy, s.act(5, [T, D]), dWeight, dBias);
    return {
      dx: s.backend.linearBackwardInput(dy, weight),
      dxGelu: s.backend.linearBackwardInputGelu(dy, weight, s.act(6, [T, D])),
      dWeight,
      dBias,
    };
  },
  interpolatePositions: (s) => {
    const dPositions = s.float(3, [10, D]);
    s.backend.interpolatePositionsBackward(s.float(4, [5, D]), s.float(1, [4, 9], 0.3), dPositions);
    return { out: s.backend.interpolatePositions(s.float(1, [4, 9], 0.3), s.act(2, [10, D])), dPositions };
  },
  swiglu: (s) => ({
    y: s.backend.swiglu(s.act(1, [T, 2 * D])),
    dx: s.backend.swigluBackward(s.act(2, [T, D]), s.act(1, [T, 2 * D])),
  }),
  layerNorm: (s) => {
    const [x, weight, rows] = [s.stream(1, [T, D], 2, 0.5), s.act(2, [D], 0.3, 1), s.rows(T, picked)];
    const forward = s.backend.layerNorm(x, weight, s.act(3, [D]), 1e-6, rows);
    const [dx, dWeight, dBias] = [s.stream(4, [T, D]), s.float(5, [D]), s.float(6, [D])];
    const dy = s.act(7, [picked.length, D]);
    s.backend.layerNormBackward(dy, x, weight, forward.mean, forward.rstd, rows, dx, dWeight, dBias);
    return { ...forward, dx, dWeight, dBias };
  },
  addResidual: (s) => {
    const [branch, gamma, rows] = [s.act(2, [picked.length, D]), s.act(3, [D]), s.rows(T, picked, 1.4)];
    const dGamma = s.float(5, [D]);
    return {
      out: s.backend.addResidual(s.stream(1, [T, D]), branch, gamma, rows),
      dBranch: s.backend.addResidualBackward(s.stream(4, [T, D]), branch, gamma, rows, dGamma),
      dGamma,
    };
  },
  rows: (s) => {
    const out = s.stream(2, [T, D]);
    s.backend.scatterAddRows(s.stream(3, [picked.length, D]), s.rows(T, picked), out);
    const sum = s.act(4, [T, D]);
    s.backend.add(sum, s.act(5, [T, D]));
    return { gathered: s.backend.gatherRows(s.act(1, [T, D]), s.rows(T, [4, -1, 0])), out, sum };
  },
  'attention on tensor cores': (s) => attention(s, 64, 2),
  'attention of another head dimension': (s) => attention(s, 24, 3),
  embedding: (s) => {
    const patches = s.zeros([8, 48], s.backend.activations);
    const pixels = Array.from({ length: 2 * 3 * 8 * 8 }, (_, i) => (i * 37) % 256);
    s.backend.patchify(bytes(s.backend, [2, 3, 8, 8], pixels), s.float(1, [3, 256]), 4, patches);
    const tokens = s.zeros([2 * 7, D], s.backend.residual);
    const masks = () => bytes(s.backend, [2, 4], [0, 1, 0, 0, 1, 1, 0, 0]);
    const [registers, mask] = [s.act(5, [2, D]), s.act(6, [D])];
    s.backend.assembleTokens(s.act(2, [8, D]), s.act(3, [D]), s.act(4, [5, D]), registers, mask, masks(), tokens);
    const dPatches = s.zeros([8, D], s.backend.activations);
    const [dClass, dPosition, dRegisters, dMask] = [
      s.float(8, [D]),
      s.float(9, [5, D]),
      s.float(10, [2, D]),
      s.float(11, [D]),
    ];
    const dOut = s.stream(7, [2 * 7, D]);
    s.backend.assembleTokensBackward(dOut, masks(), dPatches, dClass, dPosition, dRegisters, dMask);
    return { patches, tokens, dPatches, dClass, dPosition, dRegisters, dMask };
  },
  normalisations: (s) => {
    const unit = s.backend.l2Normalize(s.act(1, [T, D]), 1e-12);
    const normed = s.backend.weightNorm(s.act(2, [T, D]), s.act(3, [T, 1], 0.1, 1));
    const [dV, dG] = [s.float(4, [T, D]), s.float(5, [T, 1])];
    s.backend.weightNormBackward(s.float(6, [T, D]), s.act(2, [T, D]), s.act(3, [T, 1], 0.1, 1), normed.norm, dV, dG);
    const dx = s.backend.l2NormalizeBackward(s.act(7, [T, D]), unit.y, unit.norm);
    return { y: unit.y, norm: unit.norm, dx, weight: normed.weight, weightNorm: normed.norm, dV, dG };
  },
  losses: (s) => {
    const logits = s.act(1, [3, 40], 0.1);
    const targets = floats(s.backend, [4, 40], normals(2, 160, 0.01, 1 / 40).map(Math.abs));
    const [loss, koleoLoss] = [s.zeros([1], 'float32'), s.zeros([1], 'float32')];
    const [weights, scale] = [floats(s.backend, [3], [0.3, 0.5, 0.2]), floats(s.backend, [1], [16])];
    s.backend.softmaxCrossEntropy(logits, targets, s.rows(4, [0, 1, 2, 3, -1, -1]), weights, 0.1, 1, scale, loss);
    const dx = s.act(3, [8, D], 0.01);
    s.backend.koleo(s.act(4, [8, D]), 0.1, 1, scale, dx, koleoLoss);
    return { logits, loss, dx, koleoLoss };
  },
};

function product(s: Side, M: number, K: number, N: number): Results {
  const [x, weight, bias, dy] = [s.act(1, [M, K]), s.act(2, [N, K], K ** -0.5), s.act(3, [N]), s.act(4, [M, N])];
  const [pre, dWeight, dBias] = [s.act(5, [M, K]), s.float(6, [N, K]), s.float(7, [N])];
  s.backend.linearBackwardWeight(dy, x, dWeight, dBias);
  return {
    withBias: s.backend.linear(x, weight, bias),
    withoutBias: s.backend.linear(x, weight, null),
    ...s.backend.linearGelu(x, weight, bias),
    dx: s.backend.linearBackwardInput(dy, weight),
    dxGelu: s.backend.linearBackwardInputGelu(dy, weight, pre),
    dWeight,
    dBias,
  };
}

function attention(s: Side, headDim: number, heads: number): Results {
  const sequences = [
    { count: 2, length: 17 },
    { count: 1, length: 65 },
  ];
  const [tokens, width] = [99, heads * headDim];
  const qkv = s.act(1, [tokens, 3 * width]);
  const { out, saved } = s.backend.attention(qkv, sequences, heads);
  const dQkv = s.backend.attentionBackward(s.act(2, [tokens, width]), qkv, out, saved, sequences, heads);
  return { out, dQkv };
}

const cpuHasBfloat16 = exact.info.computeTypes.includes('bfloat16');

for (const [device, compute] of [
  ...gpus().flatMap((gpu) => [[gpu, 'float16'] as const, [gpu, 'bfloat16'] as const]),
  ...(cpuHasBfloat16 ? [['cpu', 'bfloat16'] as const] : []),
]) {
  const backend = openBackend(device, compute);
  for (const [name, run] of Object.entries(ops))
    test(`${name} in ${compute} on ${backend.device} is the CPU's in float32, but for rounding`, () => {
      assertNear(backend, run);
    });
}

for (const kernels of ['auto', 'cudnn', 'own'] as const)
  for (const compute of ['float16', 'bfloat16'] as const)
    test(`lists of which each has kernels of its own do not meet, in ${compute}: ${kernels}`, () => {
      const backend = openBackend(gpus()[0]!, compute, kernels);
      for (const [heads, headDim] of [
        [2, 64],
        [3, 24],
        [2, 12],
      ] as const)
        assertNear(backend, (side) => {
          const sequences = [
            { count: 1, length: 300 },
            { count: 2, length: 17 },
            { count: 3, length: 1 },
          ];
          const [tokens, width] = [337, heads * headDim];
          const qkv = side.act(1, [tokens, 3 * width]);
          const { out, saved } = side.backend.attention(qkv, sequences, heads);
          const dQkv = side.backend.attentionBackward(side.act(2, [tokens, width]), qkv, out, saved, sequences, heads);
          return { out, dQkv };
        });
    });

test('attention on tensor cores stays finite and right where scores are very negative', () => {
  const backend = openBackend(gpus()[0]!, 'float16');
  for (const length of [1, 15, 16, 37, 50, 64, 65]) {
    const sequences = [{ count: 2, length }];
    const shifted = (s: Side) => {
      const qkv = s.act(1, [2 * length, 192], 1, 3);
      const { out, saved } = s.backend.attention(qkv, sequences, 1);
      const dQkv = s.backend.attentionBackward(s.act(2, [2 * length, 64]), qkv, out, saved, sequences, 1);
      return { out, dQkv };
    };
    const [wanted, got] = [shifted(new Side(exact, backend)), shifted(new Side(backend, backend))];
    for (const part of ['out', 'dQkv'] as const) {
      const expected = valuesOf(exact, wanted[part]);
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [i, value] of new Side(backend, backend).values(got[part]).entries())
        assert.ok(Math.abs(value - expected[i]!) <= 0.01 * largest, `${length} tokens: ${part}[${i}] is ${value}`);
    }
  }
});
