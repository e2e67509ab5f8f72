import { ownedRuns } from '../../fsdp/plan.js';
import { OptimizerState, type Tensor } from '../../nn/backend.js';
import type { DeviceBatch } from '../../train/step-inputs.js';
import { rowsOf } from '../../train/step-rows.js';
import type { TrainingState } from '../../train/training-state.js';
import {
  CaseFile,
  CaseTensors,
  hasGroup,
  REPLICA_OF,
  readDraw,
  START_GROUPS,
  StateTensor,
  type StepCase,
} from './step-case.js';

/** A fresh start but for what the case has of it. */
export function loadStart(state: TrainingState, stepCase: StepCase): void {
  const { backend, comm } = state;
  const weights = CaseTensors.open(stepCase, CaseFile.weights);
  for (const group of START_GROUPS) {
    if (!hasGroup(weights, group)) continue;
    state.plan.units.forEach((unit, i) => {
      const shard = state.shards[i]![REPLICA_OF[group]];
      for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, comm.rank)) {
        const values = weights.read(`${group}.${unit.submodule}.${parameter.name}`, 'F32', parameter.shape);
        backend.upload(shard.narrow(shardStart, numel), values.subarray(parameterStart, parameterStart + numel));
      }
    });
    if (group === 'student') state.copyStudentToTeacher();
  }
  const centers = { [StateTensor.dinoCenter]: state.centers.dino, [StateTensor.ibotCenter]: state.centers.ibot };
  for (const [name, center] of Object.entries(centers))
    if (weights.has(name)) backend.upload(center, weights.read(name, 'F32', center.shape));
  if (weights.has(StateTensor.optimizer)) {
    const [lossScale, growthTracker, adamStep] = weights.read(StateTensor.optimizer, 'F32', [3]);
    const scalars = new Float32Array(OptimizerState.size);
    // In float32 without a scaler the scale is 1, whatever it was in the recorded run.
    scalars[OptimizerState.lossScale] = state.config.compute_precision.grad_scaler ? lossScale! : 1;
    scalars[OptimizerState.growthTracker] = growthTracker!;
    scalars[OptimizerState.adamStep] = adamStep!;
    backend.upload(state.optimizer, scalars);
  }
  weights.close();
}

/** A rank's inputs of an iteration on the device. */
export function uploadInputs(
  state: TrainingState,
  inputs: CaseTensors,
  { config }: StepCase,
  iteration: number,
  rank: number,
  globalBatch: number,
): DeviceBatch {
  const { backend } = state;
  const prefix = `iter${iteration}.rank${rank}`;
  const crops = (list: 'global' | 'local'): Tensor => {
    const name = `${prefix}.${list}_crops`;
    const tensor = backend.empty(inputs.shape(name), 'float32');
    backend.upload(tensor, inputs.read(name, 'F32', tensor.shape));
    return tensor;
  };
  const globalCrops = crops('global');
  const localCrops = config.crops.local_crops_number > 0 ? crops('local') : null;
  const masks = backend.empty(inputs.shape(`${prefix}.masks`), 'uint8');
  const hostMasks = inputs.read(`${prefix}.masks`, 'U8', masks.shape);
  backend.upload(masks, hostMasks);
  const images = globalCrops.shape[0]! / 2;
  const draw = readDraw(inputs, iteration, rank, config, images);
  const rows = rowsOf(state, images, hostMasks, draw, globalBatch);
  return {
    globalCrops,
    localCrops,
    masks,
    globalBatch,
    rows,
    release: () => {
      for (const tensor of [globalCrops, localCrops, masks, rows]) tensor?.release();
    },
  };
}
