import type { Ops } from '../nn/ops.js';
import type { Init, ParameterSpec, UnitSpec, Units } from '../nn/parameter.js';
import type { Value } from '../nn/tape.js';

const NORMALIZE_EPS = 1e-12;

export interface DinoHeadShape {
  inDim: number;
  hiddenDim: number;
  bottleneckDim: number;
  numPrototypes: number;
  numLayers: number;
}

/** Widths and names of the MLP's linear layers, as torch's Sequential of Linear and GELU numbers them. */
function mlpLayers(shape: DinoHeadShape): { name: string; inDim: number; outDim: number }[] {
  const layers = Math.max(shape.numLayers, 1);
  return Array.from({ length: layers }, (_, i) => ({
    name: layers === 1 ? 'mlp' : `mlp.${2 * i}`,
    inDim: i === 0 ? shape.inDim : shape.hiddenDim,
    outDim: i === layers - 1 ? shape.bottleneckDim : shape.hiddenDim,
  }));
}

export function dinoHeadUnits(shape: DinoHeadShape): UnitSpec[] {
  const zeros: Init = { kind: 'constant', value: 0 };
  const parameters: ParameterSpec[] = mlpLayers(shape).flatMap(({ name, inDim, outDim }) => [
    { name: `${name}.weight`, shape: [outDim, inDim], init: { kind: 'normal', std: 0.02 } as const },
    { name: `${name}.bias`, shape: [outDim], init: zeros },
  ]);
  parameters.push(
    { name: 'last_layer.weight_g', shape: [shape.numPrototypes, 1], init: { kind: 'constant', value: 1 } },
    {
      name: 'last_layer.weight_v',
      shape: [shape.numPrototypes, shape.bottleneckDim],
      // PyTorch's default of a linear layer.
      init: { kind: 'uniform', bound: 1 / Math.sqrt(shape.bottleneckDim) },
    },
  );
  return [{ name: 'head', parameters }];
}

/**
 * MLP, rows to unit length, weight-normalised prototypes.
 * @param x (M, D)
 * @returns (M, P) logits
 * Source: DINOv2 layers/dino_head.py
 */
export function dinoHead(ops: Ops, units: Units, shape: DinoHeadShape, x: Value): Value {
  return units.run('head', () =>
    ops.tape.scope(() => {
      let h = x;
      const layers = mlpLayers(shape);
      layers.forEach(({ name }, i) => {
        const weight = units.parameter(`${name}.weight`);
        const bias = units.parameter(`${name}.bias`);
        h = i < layers.length - 1 ? ops.linearGelu(h, weight, bias) : ops.linear(h, weight, bias);
      });
      const unit = ops.l2Normalize(h, NORMALIZE_EPS);
      const g = units.parameter('last_layer.weight_g');
      const v = units.parameter('last_layer.weight_v');
      return ops.weightNormLinear(unit, v, g);
    }),
  );
}
