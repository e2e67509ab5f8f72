/** One rank of a replay: the training's own step, with a case's inputs in place of crops and its kept rows of drawn ones. */
import type { Communicator } from '../comm/communicator.js';
import type { Config } from '../config/schema.js';
import type { Backend } from '../nn/backend.js';
import { Objective } from '../train/objective.js';
import { Optimizer } from '../train/optimizer.js';
import { gatherLosses } from '../train/rank-losses.js';
import { buildSchedules, peakLearningRate, type ScheduledValues } from '../train/schedules.js';
import { openFrozenTeacher } from '../train/start/frozen-teacher.js';
import { type LossName, type StepNumbers, StepRecords } from '../train/step-record.js';
import { TrainingState } from '../train/training-state.js';
import { unchunked } from '../weights/released-names.js';
import type { ParamGroup } from './case/expected-numbers.js';
import { loadStart, uploadInputs } from './case/load-case.js';
import { paramGroupsOf } from './case/param-groups.js';
import { scheduleNumbers } from './case/schedule-numbers.js';
import {
  CaseFile,
  CaseTensors,
  EXPECTED_GROUPS,
  type ExpectedGroup,
  REPLICA_OF,
  type StepCase,
} from './case/step-case.js';
import { type WholeParameter, wholeGradients, wholeParameters } from './case/whole-parameters.js';
import { Comparison, type GroupResult } from './compare.js';
import {
  BFLOAT16_TOLERANCES,
  EXACT_TOLERANCES,
  FLOAT16_TOLERANCES,
  float32Tolerances,
  type Tolerances,
} from './tolerances.js';

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
export async function replayAndCompare(
  stepCase: StepCase,
  backend: Backend,
  comm: Communicator,
): Promise<GroupResult[]> {
  const { expected } = stepCase;
  const lrSum = expected.iterations.reduce((sum, { lr }) => sum + lr, 0);
  const comparison = new Comparison(tolerancesOf(stepCase), lrSum);
  const tensors = CaseTensors.open(stepCase, CaseFile.tensors);
  const iterations = await replay(stepCase, backend, comm, (group, { name, shape, values }) =>
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
async function replay(
  stepCase: StepCase,
  backend: Backend,
  comm: Communicator,
  onParameter: (group: ExpectedGroup, parameter: WholeParameter) => void,
): Promise<ReplayedIteration[]> {
  const { config, expected, batchSizes } = stepCase;
  const frozenTeacher = await openFrozenTeacher(config, backend, comm, () => {});
  const state = new TrainingState(config, backend, comm, () => {}, frozenTeacher);
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
    const batch = uploadInputs(state, inputs, stepCase, iteration, rank, globalBatch);
    objective.forwardBackward(batch, at.teacherTemp, record);
    if (iteration === 0)
      for (const parameter of wholeGradients(state, scaleOf(state))) onParameter('iter0.grad', parameter);
    optimizer.sumOverRanks(record);
    optimizer.update(at, record);
    batch.release();
    const numbers = records.read(iteration, iteration + 1)[0]!;
    return { at, losses: gatherLosses(backend, comm, numbers.ownLosses, shares), numbers };
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

function scaleOf({ backend, lossScale }: TrainingState): number {
  const host = new Float32Array(1);
  backend.download(lossScale, host);
  return host[0]!;
}

function tolerancesOf({ toTheBit, precision, config, expected }: StepCase): Tolerances {
  if (toTheBit) return EXACT_TOLERANCES;
  if (precision === 'bf16' || config.compute_precision.compute_dtype === 'bf16' || travelsInBf16(config))
    return BFLOAT16_TOLERANCES;
  return precision === 'fp32' && expected.precision === 'fp32'
    ? float32Tolerances(expected.spread)
    : FLOAT16_TOLERANCES;
}

function travelsInBf16({ compute_precision: { student, teacher } }: Config): boolean {
  const modules = [...Object.values(student), ...Object.values(teacher)];
  return modules.some(({ mixed_precision: { param_dtype, reduce_dtype } }) =>
    [param_dtype, reduce_dtype].includes('bf16'),
  );
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
    comparison.addSchedules(where, scheduleNumbers(at), rest);
  });
}

function meanOf(ranks: readonly Partial<Record<LossName, number>>[]): Partial<Record<LossName, number>> {
  const names = Object.keys(ranks[0]!) as LossName[];
  return Object.fromEntries(
    names.map((name) => [name, ranks.reduce((sum, losses) => sum + losses[name]!, 0) / ranks.length]),
  );
}

/** Every parameter must be in one group of the case, with the multipliers that it has here. */
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
