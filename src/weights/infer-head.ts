import { type DinoHeadShape, dinoHeadUnits } from '../model/dino-head.js';
import type { HeadName, NamedWeights } from './backbone-weights.js';
import { shapeDifferences, shapesOf } from './fit-weights.js';
import { WeightsError } from './weights-error.js';

/**
 * The head that weights are of, by their shapes.
 * @param source begins an error's message
 * @param inDim width of the backbone below it
 * @throws WeightsError where they are of no such head: says what differs, name by name
 */
export function inferHead(source: string, name: HeadName, { shapes }: NamedWeights, inDim: number): DinoHeadShape {
  const sizesOf = (parameter: string): readonly [number, number] => {
    const shape = shapes.get(parameter);
    if (shape?.length === 2) return shape as [number, number];
    const got = shape === undefined ? 'there is none' : `it is (${shape.join(', ')})`;
    throw new WeightsError(
      'WEIGHTS_INVALID',
      `${source}: ${name} is no head of DINOv2: expected ${parameter} of 2 dimensions, ${got}`,
    );
  };
  const numLayers = shapes.has('mlp.weight')
    ? 1
    : [...shapes.keys()].filter((key) => /^mlp\.\d+\.weight$/.test(key)).length;
  const [numPrototypes, bottleneckDim] = sizesOf('last_layer.weight_v');
  const hiddenDim = numLayers === 1 ? bottleneckDim : sizesOf('mlp.0.weight')[0];
  const head = { inDim, hiddenDim, bottleneckDim, numPrototypes, numLayers };
  const differences = shapeDifferences(shapes, shapesOf(dinoHeadUnits(head)));
  if (differences === null) return head;
  throw new WeightsError(
    'WEIGHTS_INVALID',
    `${source}: ${name} is no head of DINOv2 on a width of ${inDim}:${differences}`,
  );
}
