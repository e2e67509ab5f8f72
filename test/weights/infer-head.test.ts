import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DinoHeadShape, dinoHeadUnits } from '../../src/model/dino-head.js';
import type { NamedWeights } from '../../src/weights/backbone-weights.js';
import { inferHead } from '../../src/weights/infer-head.js';

/** Weights of a head, of which only the shapes are known. */
function weightsOf(head: DinoHeadShape, change: Record<string, readonly number[]> = {}): NamedWeights {
  const specs = dinoHeadUnits(head).flatMap((unit) => unit.parameters);
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  for (const [name, shape] of Object.entries(change)) shapes.set(name, shape);
  return { shapes, read: () => new Float32Array() };
}

const released: DinoHeadShape = {
  inDim: 1536,
  hiddenDim: 2048,
  bottleneckDim: 384,
  numPrototypes: 131072,
  numLayers: 3,
};

test('heads of one, two and three layers are recognised by their shapes', () => {
  for (const head of [released, { ...released, numLayers: 2 }, { ...released, numLayers: 1, hiddenDim: 384 }])
    assert.deepEqual(inferHead('a.pth', 'dino_head', weightsOf(head), 1536), head);
});

test('what is no head is refused, name by name', () => {
  const refused = (weights: NamedWeights, inDim: number, message: string) =>
    assert.throws(() => inferHead('a.pth', 'ibot_head', weights, inDim), { code: 'WEIGHTS_INVALID', message });
  refused(
    weightsOf(released),
    1024,
    'a.pth: ibot_head is no head of DINOv2 on a width of 1024:\n  mlp.0.weight is (2048, 1536), expected (2048, 1024)',
  );
  refused(
    weightsOf(released, { 'last_layer.weight_v': [384] }),
    1536,
    'a.pth: ibot_head is no head of DINOv2: expected last_layer.weight_v of 2 dimensions, it is (384)',
  );
  refused(
    { shapes: new Map(), read: () => new Float32Array() },
    1536,
    'a.pth: ibot_head is no head of DINOv2: expected last_layer.weight_v of 2 dimensions, there is none',
  );
});
