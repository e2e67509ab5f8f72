import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type CaseOptions, CaseTensors, openStepCase, readDraw } from '../../../src/conformance/case/step-case.js';
import { SafetensorsFile } from '../../../src/formats/safetensors.js';
import { writeSafetensors } from '../../formats/write-safetensors.js';
import { caseCopy, changeNumbers, changeTensors, goldenCase } from './case-folder.js';

const AS_IT_IS: CaseOptions = { strategy: null, ranks: null, ranksPerNode: null, precision: null };

/** Opening the case after `spoil` fails with a code and words. */
function assertRefused(
  context: TestContext,
  name: string,
  spoil: (folder: string) => void,
  code: string,
  message: RegExp,
  options = AS_IT_IS,
): void {
  const folder = caseCopy(context, name);
  spoil(folder);
  assert.throws(
    () => openStepCase(folder, options),
    (error: Error & { code?: string }) => {
      assert.match(error.message, message);
      assert.equal(error.code, code);
      return true;
    },
  );
}

test('a case of one rank may be computed on several, another only on its own', () => {
  assert.equal(openStepCase(goldenCase('step-centering'), { ...AS_IT_IS, ranks: 3 }).ranks, 3);
  assert.throws(() => openStepCase(goldenCase('step-two-ranks'), { ...AS_IT_IS, ranks: 3 }), {
    code: 'CASE_RANKS',
    message: /^--ranks is 3, but .*step-two-ranks is a case of 2 ranks/,
  });
});

test('a folder that is missing, or without one of its files, is named with what is expected', (t) => {
  assert.throws(() => openStepCase('no/such/case', AS_IT_IS), {
    code: 'CASE_INVALID',
    message: /^no\/such\/case is no folder, expected one with config.yaml, weights.safetensors, /,
  });
  for (const file of [
    'config.yaml',
    'weights.safetensors',
    'inputs.safetensors',
    'expected.json',
    'expected.safetensors',
  ])
    assertRefused(
      t,
      'step-batch-one',
      (folder) => rmSync(join(folder, file)),
      'CASE_INVALID',
      new RegExp(`has no ${file}`),
    );
});

test('a tensor that is missing is named with its file', (t) => {
  for (const [file, name] of [
    ['weights.safetensors', 'student.backbone.norm.weight'],
    ['inputs.safetensors', 'iter1.rank1.masks'],
    ['inputs.safetensors', 'iter2.rank0.local_crops'],
    ['expected.safetensors', 'iter0.grad.dino_head.mlp.bias'],
    ['expected.safetensors', 'final.exp_avg_sq.backbone.blocks.1.ls2.gamma'],
  ] as const) {
    const without = (folder: string) => changeTensors(folder, file, (tensor) => (tensor.name === name ? null : tensor));
    const message = new RegExp(`${file}: has no tensor "${name}"$`);
    assertRefused(t, 'step-batch-one', without, 'CASE_INVALID', message);
  }
});

test('a tensor of another shape or dtype is named with both', (t) => {
  const reshaped = (folder: string) =>
    changeTensors(folder, 'weights.safetensors', (tensor) =>
      tensor.name === 'student.backbone.mask_token' ? { ...tensor, shape: [24] } : tensor,
    );
  const shape = /tensor "student.backbone.mask_token" is F32 \[24\], expected F32 \[1,24\]$/;
  assertRefused(t, 'step-batch-one', reshaped, 'CASE_INVALID', shape);
  const asInt = (folder: string) =>
    changeTensors(folder, 'inputs.safetensors', (tensor) =>
      tensor.name === 'iter0.rank1.global_crops' ? { ...tensor, dtype: 'I32' } : tensor,
    );
  const dtype = /tensor "iter0.rank1.global_crops" is I32 \[2,3,16,16\], expected F32 \[2,3,16,16\]$/;
  assertRefused(t, 'step-batch-one', asInt, 'CASE_INVALID', dtype);
  const otherGlobals = (folder: string) =>
    changeTensors(folder, 'inputs.safetensors', (tensor) =>
      tensor.name === 'iter0.rank0.global_crops' ? { ...tensor, shape: [1, 6, 16, 16] } : tensor,
    );
  const crops = /"iter0.rank0.global_crops" has 1 crops, expected two of each image$/;
  assertRefused(t, 'step-batch-one', otherGlobals, 'CASE_INVALID', crops);
});

test('a tensor of another network is named', (t) => {
  const config = (folder: string) => writeFileSync(join(folder, 'config.yaml'), 'student: {arch: vit_tiny}\n');
  const shape = /tensor "student.backbone.cls_token" is F32 \[1,1,24\], expected F32 \[1,1,192\]$/;
  assertRefused(t, 'step-batch-one', config, 'CASE_INVALID', shape);
  const more = (folder: string) => {
    const path = join(folder, 'expected.safetensors');
    const source = SafetensorsFile.open(path);
    const tensors = [...source.tensors].map(([name, { shape }]) => {
      const data = source.read(name, 'F32');
      return { name, dtype: 'F32' as const, shape, data };
    });
    source.close();
    writeSafetensors(path, [
      ...tensors,
      { name: 'final.student.more', dtype: 'F32', shape: [1], data: Float32Array.of(1) },
    ]);
  };
  const unknown =
    /expected.safetensors: has a tensor "final.student.more" that the network of config.yaml does not have$/;
  assertRefused(t, 'step-batch-one', more, 'CASE_INVALID', unknown);
});

test('kept rows that are missing, repeated, out of range or too many are named', (t) => {
  const name = 'iter1.rank0.block2.ffn.local_subset';
  const rows = (values: number[] | null) => (folder: string) =>
    changeTensors(folder, 'inputs.safetensors', (tensor) => {
      if (tensor.name !== name) return tensor;
      return values && { ...tensor, shape: [values.length], data: BigInt64Array.from(values, BigInt) };
    });
  assertRefused(t, 'step-chunks', rows(null), 'CASE_INVALID', /has no tensor "iter1.rank0.block2.ffn.local_subset"$/);
  assertRefused(t, 'step-chunks', rows([1, 2, 1]), 'CASE_INVALID', /local_subset" has a sample twice$/);
  assertRefused(t, 'step-chunks', rows([0, 6]), 'CASE_INVALID', /local_subset" has sample 6, expected 0 to 5$/);
  assertRefused(t, 'step-chunks', rows([-1]), 'CASE_INVALID', /local_subset" has sample -1, expected 0 to 5$/);
  assertRefused(
    t,
    'step-chunks',
    rows([]),
    'CASE_INVALID',
    /local_subset" is \[0\], expected one dimension with 1 to 6/,
  );
});

test('a rank without kept rows of its own keeps those of rank 0', () => {
  const { config } = openStepCase(goldenCase('step-chunks'), AS_IT_IS);
  const inputs = CaseTensors.open({ folder: goldenCase('step-chunks') }, 'inputs.safetensors');
  const draw = readDraw(inputs, 1, 0, config, 3)!;
  assert.deepEqual(readDraw(inputs, 1, 4, config, 3), draw);
  assert.deepEqual(
    draw.ffn.map((lists) => lists!.map((kept) => kept.length)),
    [0, 1, 2].map(() => [4, 4]),
  );
  inputs.close();
});

test('a configuration that is wrong is named with its line', (t) => {
  const write = (text: string) => (folder: string) => writeFileSync(join(folder, 'config.yaml'), text);
  assertRefused(
    t,
    'step-batch-one',
    write('student:\n  archh: vit_tiny\n'),
    'UNKNOWN_KEY',
    /config.yaml:2: unknown key/,
  );
  assertRefused(t, 'step-batch-one', write('student: [\n'), 'YAML_SYNTAX', /config.yaml:/);
  assertRefused(
    t,
    'step-batch-one',
    write('compute_precision:\n  student:\n    backbone:\n      mixed_precision: {buffer_dtype: fp16}\n'),
    'NOT_SUPPORTED',
    /compute_precision.student.backbone.mixed_precision.buffer_dtype is "fp16"/,
  );
});

test('numbers that are missing or of another kind are named with their place', (t) => {
  // biome-ignore lint/suspicious/noExplicitAny: a test spoils any field.
  const cases: [(json: any) => void, RegExp][] = [
    [(json) => delete json.world_size, /expected.json: world_size is missing, expected a whole number from 1 up$/],
    [(json) => (json.world_size = 1), /iterations\[0\]\.ranks is \[.*, expected one entry for each of 1 ranks$/],
    [(json) => (json.iterations = []), /iterations is empty, expected one at least$/],
    [(json) => (json.iterations = {}), /iterations is \{\}, expected a list$/],
    [(json) => (json.iterations[1].lr = '1e-3'), /iterations\[1\]\.lr is "1e-3", expected a number, or "NaN"/],
    [(json) => (json.iterations[2].ranks[1] = 5), /iterations\[2\]\.ranks\[1\] is 5, expected an object of numbers$/],
    [
      (json) => (json.iterations[0].ranks[0].kolio = 5),
      /ranks\[0\]\.kolio is 5, expected no other keys than dino_local/,
    ],
    [
      (json) => delete json.iterations[1].grad_norm.dino_head,
      /iterations\[1\]\.grad_norm has backbone, expected backbone/,
    ],
    [
      (json) => (json.param_groups[0].is_last_layer = 0),
      /param_groups\[0\]\.is_last_layer is 0, expected true or false$/,
    ],
    [(json) => (json.spread = 1e-5), /spread is 0\.00001, expected an object of numbers$/],
    [(json) => (json.spread = null), /spread is null, expected an object of numbers$/],
    [(json) => (json.spread = { losses: -1e-5 }), /spread\.losses is -0\.00001, expected a finite number from 0 up$/],
    [(json) => (json.spread = { koleo: 'NaN' }), /spread\.koleo is "NaN", expected a finite number from 0 up$/],
    [(json) => (json.spread = { gradients: null }), /spread\.gradients is null, expected a finite number from 0 up$/],
    [
      (json) => (json.spread = { worst_weight: 1e-3 }),
      /spread\.worst_weight is 0\.001, expected no other keys than losses, koleo, gradients, gradientNorms, mostWeights, worstWeight, expAvg, expAvgSq$/,
    ],
    [(json) => (json.precision = 'fp8'), /precision is "fp8", expected one of fp32, fp16, bf16$/],
  ];
  for (const [change, message] of cases)
    assertRefused(t, 'step-batch-one', (folder) => changeNumbers(folder, change), 'CASE_INVALID', message);
  const cut = (folder: string) => writeFileSync(join(folder, 'expected.json'), '{"world_size": 1,');
  assertRefused(t, 'step-batch-one', cut, 'CASE_INVALID', /expected.json cannot be read as JSON: /);
  const list = (folder: string) => writeFileSync(join(folder, 'expected.json'), '[]');
  assertRefused(t, 'step-batch-one', list, 'CASE_INVALID', /expected.json: the file is \[\], expected an object$/);
});

test('a safetensors header that lies is refused before a process is started', (t) => {
  const lie = (folder: string) => {
    const header = Buffer.from(
      '{"student.backbone.cls_token":{"dtype":"F32","shape":[1,1,24],"data_offsets":[0,960]}}',
    );
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(join(folder, 'weights.safetensors'), Buffer.concat([length, header, Buffer.alloc(960)]));
  };
  const message = /weights.safetensors: tensor "student.backbone.cls_token" has 960 bytes by its offsets, expected 96/;
  assertRefused(t, 'step-batch-one', lie, 'CASE_INVALID', message);
});
