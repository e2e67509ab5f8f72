import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortNames } from '../../src/weights/released-names.js';

const backbone = [
  'cls_token',
  'patch_embed.proj.weight',
  'blocks.0.norm1.weight',
  'blocks.1.norm1.weight',
  'norm.bias',
];
const below = (prefix: string) => backbone.map((name) => prefix + name);

test('whatever a backbone is wrapped in is taken off, and told', () => {
  const cases: [prefix: string, wrappers: string][] = [
    ['', ''],
    ['state_dict.', 'state_dict.'],
    ['module.', 'module.'],
    ['_orig_mod.', '_orig_mod.'],
    ['backbone.', 'backbone.'],
    ['encoder.', 'encoder.'],
    ['net.', 'net.'],
    ['model_state_dict.module.model.', 'module. model_state_dict.model.'],
    ['state_dict._orig_mod.module.backbone.', '_orig_mod. module. state_dict.backbone.'],
    ['teacher.backbone.', 'teacher.backbone.'],
    ['pretrained.', 'pretrained.'],
  ];
  for (const [prefix, wrappers] of cases) {
    const sorted = sortNames('a.pth', below(prefix));
    assert.deepEqual([...sorted.backbone.keys()], backbone, prefix);
    assert.deepEqual([...sorted.backbone.values()], below(prefix), prefix);
    assert.equal(sorted.wrappers, wrappers);
    assert.deepEqual(sorted.others, []);
  }
});

test('wrappers within a name are taken off, too', () => {
  const { backbone: found, wrappers } = sortNames('a.pth', [
    'patch_embed.proj.weight',
    'blocks.0._fsdp_wrapped_module._checkpoint_wrapped_module.norm1.weight',
    'blocks.1.3.mlp.fc1.bias',
  ]);
  assert.deepEqual([...found.keys()], ['patch_embed.proj.weight', 'blocks.0.norm1.weight', 'blocks.3.mlp.fc1.bias']);
  assert.equal(wrappers, '_fsdp_wrapped_module. _checkpoint_wrapped_module.');
});

test("transformers' names are known below wrappers, too", () => {
  const names = ['embeddings.cls_token', 'embeddings.patch_embeddings.projection.weight', 'encoder.layer.0.norm1.bias'];
  const { backbone: found, others } = sortNames('a', [...names.map((name) => `dinov2.${name}`), 'classifier.weight']);
  assert.deepEqual([...found.keys()], names);
  assert.deepEqual(others, ['classifier.weight']);
});

test("of several backbones a teacher's is taken, then an average, then one that is not a student's", () => {
  const chosen = (...prefixes: string[]) => sortNames('a.pth', prefixes.flatMap(below)).prefix;
  assert.equal(chosen('student.backbone.', 'teacher.backbone.'), 'teacher.backbone.');
  assert.equal(chosen('model.student.backbone.', 'model.teacher.backbone.'), 'model.teacher.backbone.');
  assert.equal(chosen('state_dict.', 'state_dict_ema.'), 'state_dict_ema.');
  assert.equal(chosen('model.', 'model_ema.'), 'model_ema.');
  assert.equal(chosen('student.', 'model.'), 'model.');
  assert.equal(chosen('student.backbone.'), 'student.backbone.');
  assert.throws(() => chosen('left.', 'right.'), {
    code: 'WEIGHTS_DIFFER',
    message: 'a.pth holds 2 backbones, below "left." and "right."; save the one that is meant in a file of its own',
  });
});

test('heads are those of the network that was chosen', () => {
  const { heads, others } = sortNames('a.pth', [
    ...['student.', 'teacher.'].flatMap((network) => [
      ...below(`${network}backbone.`),
      `${network}dino_head.mlp.weight`,
    ]),
    'teacher.ibot_head.last_layer.weight_v',
  ]);
  assert.deepEqual([...heads.dino_head!], [['mlp.weight', 'teacher.dino_head.mlp.weight']]);
  assert.deepEqual([...heads.ibot_head!.keys()], ['last_layer.weight_v']);
  assert.ok(others.includes('student.dino_head.mlp.weight'));
});

test('what computes something else within a backbone is part of it; a classifier is not', () => {
  const more = ['blocks.0.attn.q_norm.weight', 'rope_embed.periods', 'head.weight', 'fc_norm.bias', 'linear_head.bias'];
  const { backbone: found, others } = sortNames('a.pth', [...below('model.'), ...more.map((name) => `model.${name}`)]);
  assert.deepEqual([...found.keys()].slice(backbone.length), more.slice(0, 2));
  assert.deepEqual(
    others,
    more.slice(2).map((name) => `model.${name}`),
  );
});

test('two tensors that are the same parameter are refused', () => {
  assert.throws(() => sortNames('a.pth', ['module.norm.bias', 'norm.bias']), {
    code: 'WEIGHTS_INVALID',
    message: 'a.pth: two tensors are norm.bias: module.norm.bias and norm.bias',
  });
});

test('a name out of all proportion costs nothing', () => {
  const long = 'a.'.repeat(1e6);
  assert.equal(sortNames('a.pth', [...backbone, long]).others.length, 1);
});
