import type { Batch } from '../data/batch.js';
import { keptCount } from '../data/step-plan/kept-samples.js';
import type { Networks } from '../model/networks.js';
import type { TrainingState } from './training-state.js';

/** A step's work in matrix products and attention, in multiply-adds; elementwise work is not counted. */
export interface StepShape {
  networks: Networks;
  /** Which makes the targets: of the same networks, but in distillation. */
  teacher: Networks;
  batch: number;
  localCrops: number;
  localSize: number;
  dropPath: number;
  /** Of all images: in distillation, where every patch is a target, all of the global crops. */
  maskedPatches: number;
}

interface Pass {
  /** Sequences and tokens of each, by crop list. */
  lists: { count: number; length: number }[];
  /** Rows that go on after the last attention. */
  outputRows: number;
  dropPath: number;
}

function backbone({ vit }: Networks, { lists, outputRows, dropPath }: Pass): number {
  const { embedDim: d, depth, ffnHidden, patchSize } = vit;
  const kept = lists.map(({ count, length }) => ({ count: dropPath > 0 ? keptCount(count, dropPath) : count, length }));
  const rows = kept.reduce((sum, { count, length }) => sum + count * length, 0);
  const pairs = kept.reduce((sum, { count, length }) => sum + count * length * length, 0);
  const patches = lists.reduce((sum, { count, length }) => sum + count * (length - 1 - vit.numRegisters), 0);
  const attention = rows * 4 * d * d + 2 * pairs * d;
  const ffn = 2 * d * ffnHidden;
  const keptOutputRows = outputRows * (1 - dropPath);
  return patches * 3 * patchSize ** 2 * d + depth * attention + ((depth - 1) * rows + keptOutputRows) * ffn;
}

function head(shape: Networks['dinoHead'], rows: number): number {
  const widths = Array.from({ length: shape.numLayers + 1 }, (_, i) =>
    i === 0 ? shape.inDim : i === shape.numLayers ? shape.bottleneckDim : shape.hiddenDim,
  );
  const mlp = widths.slice(1).reduce((sum, width, i) => sum + width * widths[i]!, 0);
  return rows * (mlp + shape.bottleneckDim * shape.numPrototypes);
}

export function stepMultiplyAdds(shape: StepShape): number {
  const { networks, batch, localCrops, maskedPatches } = shape;
  const tokens = ({ vit }: Networks, size: number) => 1 + vit.numRegisters + (size / vit.patchSize) ** 2;
  const globalsOf = (of: Networks) => ({ count: 2 * batch, length: tokens(of, networks.vit.imageSize) });
  const globals = globalsOf(networks);
  const locals = { count: localCrops * batch, length: tokens(networks, shape.localSize) };
  const heads = ({ dinoHead, ibotHead }: Networks, classRows: number) =>
    head(dinoHead, classRows) + head(ibotHead ?? dinoHead, maskedPatches);

  const teacher =
    backbone(shape.teacher, {
      lists: [globalsOf(shape.teacher)],
      outputRows: globals.count + maskedPatches,
      dropPath: 0,
    }) + heads(shape.teacher, globals.count);
  const classRows = globals.count + locals.count;
  const student =
    backbone(networks, {
      lists: [globals, locals],
      outputRows: classRows + maskedPatches,
      dropPath: shape.dropPath,
    }) + heads(networks, classRows);
  return teacher + 3 * student;
}

/** Operations of a batch's step, two for each multiply-add. What stochastic depth leaves out and rows that nothing reads are not among them. */
export function stepFlops({ config, networks, targetSource, frozenTeacher }: TrainingState): (batch: Batch) => number {
  const { crops, student } = config;
  return ({ positions, masks }) => {
    const maskedPatches = frozenTeacher ? masks.length : masks.reduce((sum, masked) => sum + masked, 0);
    const shape = {
      networks,
      teacher: targetSource.networks,
      batch: positions.length,
      localCrops: crops.local_crops_number,
      localSize: crops.local_crops_size,
      dropPath: student.drop_path_rate,
      maskedPatches,
    };
    return 2 * stepMultiplyAdds(shape);
  };
}
