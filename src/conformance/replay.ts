/** One rank of a replay: the training's own step, with a case's inputs in place of crops and its kept rows of drawn ones. */
import { unchunked } from '../checkpoint/released-names.js';
import type { Communicator } from '../comm/communicator.js';
import type { Config } from '../config/schema.js';
import { ownedRuns } from '../fsdp/plan.js';
import { type Backend, OptimizerState, type Tensor } from '../nn/backend.js';
import { networksOf, submodulesOf } from '../train/networks.js';
import { Objective } from '../train/objective.js';
import { Optimizer } from '../train/optimizer.js';
import { multipliersOf } from '../train/parameter-groups.js';
import { buildSchedules, peakLearningRate, type ScheduledValues } from '../train/schedules.js';
import type { DeviceBatch } from '../train/step-inputs.js';
import { type LossName, type StepNumbers, StepRecords } from '../train/step-record.js';
import { TrainingState } from '../train/training-state.js';
import { Comparison, type GroupResult } from './compare.js';
import type { ParamGroup, Schedules } from './expected-numbers.js';
import { gatherLosses } from './rank-losses.js';
import {
  CaseFile,
  CaseTensors,
  EXPECTED_GROUPS,
  type ExpectedGroup,
  hasGroup,
  REPLICA_OF,
  readDraw,
  START_GROUPS,
  StateTensor,
  type StepCase,
} from './step-case.js';
import { EXACT_TOLERANCES, FLOAT16_TOLERANCES, FLOAT32_TOLERANCES, type Tolerances } from './tolerances.js';
import { type WholeParameter, wholeGradients, wholeParameters } from './whole-parameters.js';

/** What `replay` computed in an iteration. */
interface ReplayedIteration {
  at: ScheduledValues;
  /** By rank of the replay. */
  losses: Record<LossName, number>[];
  numbers: StepNumbers;
}

/**
 * Collective.
 * @returns how far all ranks together are from what the case expects: the same on every rank
 */
export function replayAndCompare(stepCase: StepCase, backend: Backend, comm: Communicator): GroupResult[] {
  const { expected } = stepCase;
  const lrSum = expected.iterations.reduce((sum, { lr }) => sum + lr, 0);
  const comparison = new Comparison(tolerancesOf(stepCase), lrSum);
  const tensors = CaseTensors.open(stepCase, CaseFile.tensors);
  const iterations = replay(stepCase, backend, comm, (group, { name, shape, values }) =>
    comparison.addTensor(group, name, values, tensors.read(`${group}.${name}`, 'F32', shape)),
  );
  tensors.close();
  compareNumbers(stepCase, iterations, comparison);
  compareMultipliers(stepCase, comparison);
  return comparison.results;
}

/**
 * Computes a case on this rank.
 * @param onParameter gets every parameter whole, once in each group
 */
function replay(
  stepCase: StepCase,
  backend: Backend,
  comm: Communicator,
  onParameter: (group: ExpectedGroup, parameter: WholeParameter) => void,
): ReplayedIteration[] {
  const { config, expected, batchSizes } = stepCase;
  const state = new TrainingState(config, backend, comm, () => {});
  loadStart(state, stepCase);
  const inputs = CaseTensors.open(stepCase, CaseFile.inputs);
  // A case of one rank on several: each computes it whole, and gradients are averaged.
  const caseRanks = Array.from({ length: comm.worldSize }, (_, rank) => (batchSizes.length === 1 ? 0 : rank));
  const images = caseRanks.map((rank) => batchSizes[rank]!);
  const globalBatch = images.reduce((sum, count) => sum + count, 0);
  const shares = images.map((count) => count / globalBatch);
  const peak = peakLearningRate(
    config.optim,
    batchSizes.reduce((sum, count) => sum + count, 0),
  );
  const schedules = buildSchedules(config, peak);
  const objective = new Objective(state);
  const optimizer = new Optimizer(state);
  const records = new StepRecords(backend, state.submodules, expected.iterations.length);

  const iterations = expected.iterations.map((_, iteration): ReplayedIteration => {
    const at = schedules(expected.firstIteration + iteration);
    const record = records.begin(iteration);
    const rank = caseRanks[comm.rank]!;
    const batch = upload(backend, inputs, stepCase, iteration, rank, globalBatch);
    objective.forwardBackward(batch, at.teacherTemp, record);
    if (iteration === 0)
      for (const parameter of wholeGradients(state, scaleOf(state))) onParameter('iter0.grad', parameter);
    optimizer.sumOverRanks(record);
    const losses = gatherLosses(backend, comm, record, shares);
    optimizer.update(at, record);
    batch.release();
    return { at, losses, numbers: records.read(iteration, iteration + 1)[0]! };
  });
  for (const group of EXPECTED_GROUPS)
    if (group !== 'iter0.grad')
      for (const parameter of wholeParameters(state, REPLICA_OF[group])) onParameter(group, parameter);
  objective.close();
  optimizer.close();
  records.close();
  state.close();
  inputs.close();
  return iterations;
}

export function scaleOf({ backend, lossScale }: TrainingState): number {
  const host = new Float32Array(1);
  backend.download(lossScale, host);
  return host[0]!;
}

/** A fresh start but for what the case has of it. */
function loadStart(state: TrainingState, stepCase: StepCase): void {
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

function upload(
  backend: Backend,
  inputs: CaseTensors,
  { config }: StepCase,
  iteration: number,
  rank: number,
  globalBatch: number,
): DeviceBatch {
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
  return {
    globalCrops,
    localCrops,
    masks,
    hostMasks,
    globalBatch,
    draw: readDraw(inputs, prefix, config, globalCrops.shape[0]! / 2),
    release: () => {
      for (const tensor of [globalCrops, localCrops, masks]) tensor?.release();
    },
  };
}

function tolerancesOf({ toTheBit, precision, expected }: StepCase): Tolerances {
  if (toTheBit) return EXACT_TOLERANCES;
  return precision === 'fp32' && expected.precision === 'fp32' ? FLOAT32_TOLERANCES : FLOAT16_TOLERANCES;
}

/** Schedules by the names that they have in expected.json. */
export function schedulesOf(at: ScheduledValues): Schedules {
  return {
    lr: at.lr,
    wd: at.weightDecay,
    last_layer_lr: at.lastLayerLr,
    teacher_momentum: at.teacherMomentum,
    teacher_temp: at.teacherTemp,
  };
}

function compareNumbers({ expected }: StepCase, iterations: ReplayedIteration[], comparison: Comparison): void {
  iterations.forEach(({ at, losses, numbers }, i) => {
    const { ranks, logged, gradNorms, ...rest } = expected.iterations[i]!;
    const where = `iteration ${i}`;
    losses.forEach((own, rank) => {
      comparison.addLosses(`${where}, rank ${rank}`, own, ranks[ranks.length === 1 ? 0 : rank]!);
    });
    comparison.addLosses(`${where}, all ranks`, numbers.losses, logged ?? meanOf(ranks));
    comparison.addGradNorms(where, numbers.gradNorms, gradNorms);
    comparison.addSchedules(where, schedulesOf(at), rest);
  });
}

function meanOf(ranks: readonly Partial<Record<LossName, number>>[]): Partial<Record<LossName, number>> {
  const names = Object.keys(ranks[0]!) as LossName[];
  return Object.fromEntries(
    names.map((name) => [name, ranks.reduce((sum, losses) => sum + losses[name]!, 0) / ranks.length]),
  );
}

function compareMultipliers({ config, expected }: StepCase, comparison: Comparison): void {
  const groupsOf = new Map<string, ParamGroup[]>();
  for (const group of expected.paramGroups)
    for (const name of group.params.map(unchunked)) groupsOf.set(name, [...(groupsOf.get(name) ?? []), group]);
  for (const group of paramGroupsOf(config)) {
    const [name] = group.params as [string];
    const groups = groupsOf.get(name) ?? [];
    comparison.addMultipliers(name, group, groups.length === 1 ? groups[0]! : null);
    groupsOf.delete(name);
  }
  for (const name of groupsOf.keys()) comparison.addMultipliers(name, null, null);
}

/** What the optimizer multiplies rate and decay by: a group for every parameter. */
export function paramGroupsOf(config: Config): ParamGroup[] {
  const networks = networksOf(config);
  const options = {
    layerwiseDecay: config.optim.layerwise_decay,
    patchEmbedLrMult: config.optim.patch_embed_lr_mult,
    depth: networks.vit.depth,
  };
  const names = submodulesOf(config, networks).flatMap(({ name, units }) =>
    units.flatMap(({ parameters }) => parameters.map((parameter) => `${name}.${parameter.name}`)),
  );
  return names.map((name) => {
    const { lrMultiplier, wdMultiplier, isLastLayer } = multipliersOf(name, options);
    return { params: [name], lr_multiplier: lrMultiplier, wd_multiplier: wdMultiplier, is_last_layer: isLastLayer };
  });
}
