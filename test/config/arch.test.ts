import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveArch } from '../../src/config/arch.js';
import { configFromObject } from '../../src/config/load.js';

const arch = (student: object) => resolveArch(configFromObject({ student }));

test('named networks have the sizes of the released code', () => {
  assert.deepEqual(arch({ arch: 'vit_small' }), {
    embedDim: 384,
    depth: 12,
    numHeads: 6,
    headDim: 64,
    mlpRatio: 4,
    ffnHidden: 1536,
  });
  assert.equal(arch({ arch: 'vit_giant2', ffn_layer: 'swiglufused' }).ffnHidden, 4096);
});

test("vit_custom takes the section's sizes", () => {
  const custom = { arch: 'vit_custom', embed_dim: 48, depth: 3, num_heads: 3 };
  assert.equal(arch({ ...custom, mlp_ratio: 2.5 }).ffnHidden, 120);
  // The released code's golden case has 128 columns in each gate.
  assert.equal(arch({ ...custom, ffn_layer: 'swiglu' }).ffnHidden, 128);
});

test('sizes that do not make a network are refused', () => {
  const refused = (student: object, code: string, message: RegExp) =>
    assert.throws(() => arch(student), { code, message });
  refused({ arch: 'vit_custom', embed_dim: 8 }, 'ARCH_MISMATCH', /needs student.depth, student.num_heads as well/);
  refused({ arch: 'vit_small', depth: 8 }, 'ARCH_MISMATCH', /student.depth is 8, but student.arch is vit_small/);
  refused({ arch: 'vit_small', mlp_ratio: 3 }, 'ARCH_MISMATCH', /student.mlp_ratio is 3/);
  refused(
    { arch: 'vit_custom', embed_dim: 50, depth: 1, num_heads: 4 },
    'HEADS_DO_NOT_DIVIDE',
    /student.embed_dim is 50, expected a multiple of student.num_heads \(4\)/,
  );
});
