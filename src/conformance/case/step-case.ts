import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { resolveArch } from '../../config/arch.js';
import { loadConfig } from '../../config/load.js';
import type { Config } from '../../config/schema.js';
import { refuseUnsupported } from '../../config/unsupported.js';
import { type DepthDraw, dropPathRates } from '../../data/step-plan/kept-samples.js';
import type { Dtype } from '../../formats/dtype.js';
import { FormatError } from '../../formats/format-error.js';
import { SafetensorsFile } from '../../formats/safetensors.js';
import { planSharding, type ShardingPlan } from '../../fsdp/plan.js';
import type { UnitShards } from '../../fsdp/sharded-unit.js';
import { networksOf } from '../../model/networks.js';
import { submodulesOf } from '../../train/sharded-network.js';
import { unchunked } from '../../weights/released-names.js';
import { CaseError } from './case-error.js';
import { type ExpectedNumbers, readExpectedNumbers } from './expected-numbers.js';
import { type Precision, precisionOverrides, type Strategy, strategyOverrides } from './precision.js';

/** The files of a case. */
export const CaseFile = {
  config: 'config.yaml',
  weights: 'weights.safetensors',
  inputs: 'inputs.safetensors',
  numbers: 'expected.json',
  tensors: 'expected.safetensors',
} as const;

/** Groups of a case's tensors that hold one for each parameter. */
export const START_GROUPS = ['student', 'teacher', 'exp_avg', 'exp_avg_sq'] as const;
export const EXPECTED_GROUPS = [
  'iter0.grad',
  'final.student',
  'final.teacher',
  'final.exp_avg',
  'final.exp_avg_sq',
] as const;
export type ExpectedGroup = (typeof EXPECTED_GROUPS)[number];

/** Which of a rank's ranges each group is of. */
export const REPLICA_OF: Record<(typeof START_GROUPS)[number] | ExpectedGroup, keyof UnitShards> = {
  student: 'student',
  teacher: 'teacher',
  exp_avg: 'expAvg',
  exp_avg_sq: 'expAvgSq',
  'iter0.grad': 'grad',
  'final.student': 'student',
  'final.teacher': 'teacher',
  'final.exp_avg': 'expAvg',
  'final.exp_avg_sq': 'expAvgSq',
};

/** Names of tensors that a recorded case has besides its weights. */
export const StateTensor = {
  /** (3) loss scale, steps since it grew, Adam's count. */
  optimizer: 'state.optimizer',
  dinoCenter: 'state.center.dino',
  ibotCenter: 'state.center.ibot',
} as const;

export interface CaseOptions {
  /** null: the case's own. */
  strategy: Strategy | null;
  /** null: as many as the case has. */
  ranks: number | null;
  /** Where shards lie within nodes: how many of the ranks are to count as one. null: as the case was computed. */
  ranksPerNode: number | null;
  /** null: what the case's numbers were computed in. */
  precision: Precision | null;
}

/** What a replay needs to know; the tensors stay in their files. */
export interface StepCase {
  folder: string;
  /** As it is replayed: strategy and precision are in it. */
  config: Config;
  expected: ExpectedNumbers;
  precision: Precision;
  /** Ranks of the replay, and how many of them each node has. */
  ranks: number;
  nodeRanks: number[];
  /** Images of each rank of the case, in every iteration. */
  batchSizes: number[];
  /** Replayed as it was recorded: every bit must be the same. */
  toTheBit: boolean;
}

/** One safetensors file of a case, in which blocks may be named in chunks, as the released code does it. */
export class CaseTensors {
  private readonly storedNames: ReadonlyMap<string, string>;

  private constructor(private readonly file: SafetensorsFile) {
    this.storedNames = new Map([...file.tensors.keys()].map((name) => [unchunked(name), name]));
  }

  /** @throws CaseError where the file is not what its header says */
  static open({ folder }: { folder: string }, name: string): CaseTensors {
    return new CaseTensors(inCase(() => SafetensorsFile.open(join(folder, name))));
  }

  get names(): Iterable<string> {
    return this.storedNames.keys();
  }

  has(name: string): boolean {
    return this.storedNames.has(name);
  }

  shape(name: string): readonly number[] {
    return inCase(() => this.file.info(this.stored(name))).shape;
  }

  read<D extends Dtype>(name: string, dtype: D, shape: readonly number[]) {
    return inCase(() => this.file.read(this.stored(name), dtype, shape));
  }

  /** Reads no values. @throws CaseError where the tensor is missing or of another dtype or shape */
  check(name: string, dtype: Dtype, shape: readonly number[]): void {
    inCase(() => this.file.check(this.stored(name), dtype, shape));
  }

  fail(what: string): never {
    throw new CaseError('CASE_INVALID', `${this.file.path}: ${what}`);
  }

  close(): void {
    this.file.close();
  }

  private stored(name: string): string {
    return this.storedNames.get(name) ?? name;
  }
}

/** What a file of the case turns out to be is the case's fault. */
function inCase<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof FormatError ? new CaseError('CASE_INVALID', cause.message, { cause }) : cause;
  }
}

/**
 * Everything of a case but the values of its tensors is read and checked.
 * @throws CaseError, ConfigError, CaseError
 */
export function openStepCase(folder: string, options: CaseOptions): StepCase {
  checkFiles(folder);
  const expected = readExpectedNumbers(join(folder, CaseFile.numbers));
  const precision = options.precision ?? expected.precision;
  const overrides = [...precisionOverrides(precision), ...strategyOverrides(options.strategy)];
  const config = loadConfig(join(folder, CaseFile.config), overrides);
  refuseUnsupported(config);
  const ranks = options.ranks ?? expected.worldSize;
  if (ranks !== expected.worldSize && expected.worldSize !== 1)
    throw new CaseError(
      'CASE_RANKS',
      `--ranks is ${ranks}, but ${folder} is a case of ${expected.worldSize} ranks, each with images of its own; ` +
        'leave --ranks away. Only a case of one rank can be computed on another number',
    );
  const nodeRanks = nodesOf(ranks, options.ranksPerNode ?? expected.ranksPerNode);
  const { worldSize, ranksPerNode } = expected;
  const asRecorded =
    isDeepStrictEqual(nodeRanks, nodesOf(worldSize, ranksPerNode)) &&
    precision === expected.precision &&
    options.strategy === null;
  const stepCase = { folder, config, expected, precision, ranks, nodeRanks, toTheBit: expected.exact && asRecorded };
  checkNumbers(stepCase);
  const plan = planSharding(submodulesOf(config, networksOf(config)), 1);
  checkWeights(stepCase, plan);
  checkExpectedTensors(stepCase, plan);
  return { ...stepCase, batchSizes: checkInputs(stepCase) };
}

/** @param ranksPerNode null: one node */
function nodesOf(ranks: number, ranksPerNode: number | null): number[] {
  const each = ranksPerNode ?? ranks;
  if (ranks % each !== 0)
    throw new CaseError(
      'CASE_RANKS',
      `${ranks} ranks do not make whole nodes of ${each}; give --ranks-per-node a divisor of ${ranks}`,
    );
  return new Array<number>(ranks / each).fill(each);
}

type UncheckedCase = Omit<StepCase, 'batchSizes'>;

function checkFiles(folder: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new CaseError(
      'CASE_INVALID',
      `${folder} is no folder, expected one with ${Object.values(CaseFile).join(', ')}`,
    );
  for (const file of Object.values(CaseFile))
    if (!existsSync(join(folder, file)))
      throw new CaseError(
        'CASE_INVALID',
        `${folder} has no ${file}, expected ${Object.values(CaseFile).join(', ')}: see docs/conformance.md`,
      );
}

function checkNumbers({ folder, config, expected }: UncheckedCase): void {
  const path = join(folder, CaseFile.numbers);
  const fail = (what: string): never => {
    throw new CaseError('CASE_INVALID', `${path}: ${what}`);
  };
  if (expected.iterations.length === 0) fail('iterations is empty, expected one at least');
  const submodules = submodulesOf(config, networksOf(config)).map(({ name }) => name);
  expected.iterations.forEach(({ gradNorms }, i) => {
    if (Object.keys(gradNorms).sort().join() !== [...submodules].sort().join())
      fail(`iterations[${i}].grad_norm has ${Object.keys(gradNorms).join(', ')}, expected ${submodules.join(', ')}`);
  });
}

function checkWeights(stepCase: UncheckedCase, plan: ShardingPlan): void {
  const weights = CaseTensors.open(stepCase, CaseFile.weights);
  try {
    const groups = START_GROUPS.filter((group) => group === 'student' || hasGroup(weights, group));
    checkParameters(weights, groups, plan, Object.values(StateTensor));
    const { dinoHead, ibotHead } = networksOf(stepCase.config);
    const sizes = {
      [StateTensor.optimizer]: 3,
      [StateTensor.dinoCenter]: dinoHead.numPrototypes,
      [StateTensor.ibotCenter]: (ibotHead ?? dinoHead).numPrototypes,
    };
    for (const [name, size] of Object.entries(sizes)) if (weights.has(name)) weights.check(name, 'F32', [size]);
  } finally {
    weights.close();
  }
}

export function hasGroup(tensors: CaseTensors, group: string): boolean {
  return [...tensors.names].some((name) => name.startsWith(`${group}.`));
}

function checkExpectedTensors(stepCase: UncheckedCase, plan: ShardingPlan): void {
  const tensors = CaseTensors.open(stepCase, CaseFile.tensors);
  try {
    checkParameters(tensors, EXPECTED_GROUPS, plan, []);
  } finally {
    tensors.close();
  }
}

/** Every parameter once in every group, and nothing else. */
function checkParameters(
  tensors: CaseTensors,
  groups: readonly string[],
  plan: ShardingPlan,
  others: readonly string[],
): void {
  const known = new Set(others);
  for (const group of groups)
    for (const { submodule, parameters } of plan.units)
      for (const { name, shape } of parameters) {
        const full = `${group}.${submodule}.${name}`;
        tensors.check(full, 'F32', shape);
        known.add(full);
      }
  for (const name of tensors.names)
    if (!known.has(name)) tensors.fail(`has a tensor "${name}" that the network of ${CaseFile.config} does not have`);
}

/** @returns images of each rank of the case */
function checkInputs(stepCase: UncheckedCase): number[] {
  const { config, expected } = stepCase;
  const { crops, student } = config;
  const inputs = CaseTensors.open(stepCase, CaseFile.inputs);
  try {
    const batchSizes = expected.iterations[0]!.ranks.map((_, rank) => {
      const name = `iter0.rank${rank}.global_crops`;
      const [rows = 0] = inputs.shape(name);
      if (rows < 2 || rows % 2 !== 0) inputs.fail(`"${name}" has ${rows} crops, expected two of each image`);
      return rows / 2;
    });
    const patches = (crops.global_crops_size / student.patch_size) ** 2;
    expected.iterations.forEach((_, iteration) => {
      batchSizes.forEach((images, rank) => {
        const prefix = `iter${iteration}.rank${rank}`;
        const square = (count: number, size: number) => [count, 3, size, size];
        inputs.check(`${prefix}.global_crops`, 'F32', square(2 * images, crops.global_crops_size));
        inputs.check(`${prefix}.masks`, 'U8', [2 * images, patches]);
        const locals = crops.local_crops_number * images;
        if (locals > 0) inputs.check(`${prefix}.local_crops`, 'F32', square(locals, crops.local_crops_size));
        readDraw(inputs, iteration, rank, config, images);
      });
    });
    return batchSizes;
  } finally {
    inputs.close();
  }
}

/** Samples in each crop list of a rank with so many images. */
export function cropCounts(config: Config, images: number): { list: 'global' | 'local'; count: number }[] {
  const locals = config.crops.local_crops_number * images;
  return [
    { list: 'global' as const, count: 2 * images },
    ...(locals > 0 ? [{ list: 'local' as const, count: locals }] : []),
  ];
}

export function subsetName(prefix: string, block: number, branch: 'attn' | 'ffn', list: 'global' | 'local'): string {
  return `${prefix}.block${block}.${branch}.${list}_subset`;
}

/**
 * The samples that stochastic depth keeps in a rank's iteration, those of rank 0 where it has none of its own; null where it
 * is off.
 * @throws CaseError, CaseError where they are missing, repeated or out of range
 */
export function readDraw(
  inputs: CaseTensors,
  iteration: number,
  rank: number,
  config: Config,
  images: number,
): DepthDraw | null {
  const { drop_path_rate: rate, drop_path_uniform: uniform } = config.student;
  const rates = dropPathRates(rate, resolveArch(config).depth, uniform);
  if (rates.every((each) => each === 0)) return null;
  const own = `iter${iteration}.rank${rank}`;
  const prefix = [...inputs.names].some((name) => name.startsWith(`${own}.block`)) ? own : `iter${iteration}.rank0`;
  const lists = cropCounts(config, images);
  const branch = (name: 'attn' | 'ffn') =>
    rates.map((each, block) =>
      each === 0
        ? null
        : lists.map(({ list, count }) => readSubset(inputs, subsetName(prefix, block, name, list), count)),
    );
  return { attention: branch('attn'), ffn: branch('ffn') };
}

function readSubset(inputs: CaseTensors, name: string, count: number): Int32Array {
  const shape = inputs.shape(name);
  const kept = shape[0] ?? 0;
  if (shape.length !== 1 || kept < 1 || kept > count)
    inputs.fail(`"${name}" is [${shape}], expected one dimension with 1 to ${count} samples`);
  const samples = Int32Array.from(inputs.read(name, 'I64', shape), Number);
  const wrong = samples.find((sample) => sample < 0 || sample >= count);
  if (wrong !== undefined) inputs.fail(`"${name}" has sample ${wrong}, expected 0 to ${count - 1}`);
  if (new Set(samples).size < kept) inputs.fail(`"${name}" has a sample twice`);
  return samples;
}
