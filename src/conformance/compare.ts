/** How far a replay is from what a case expects, by group, and how far it may be. Plain numbers: no device, no files. */
import { LOSS_NAMES } from '../train/step-record.js';
import { SCHEDULE_NAMES } from './case/expected-numbers.js';
import type { ExpectedGroup } from './case/step-case.js';
import type { Tolerances } from './tolerances.js';

export interface GroupResult {
  group: string;
  /** Which tensor or number is off most. */
  worst: string;
  error: number;
  tolerance: number;
  ok: boolean;
}

/** The worst of one group. */
class Group {
  worst = '';
  error = -1;

  constructor(
    readonly name: string,
    readonly tolerance: number,
  ) {}

  add(what: string, error: number): void {
    if (error > this.error) [this.worst, this.error] = [what, error];
  }

  /** null where nothing was added. */
  get result(): GroupResult | null {
    if (this.error < 0) return null;
    const { name: group, worst, error, tolerance } = this;
    return { group, worst, error, tolerance, ok: error <= tolerance };
  }
}

/** The error that 99.9 % of a group's elements stay within, by counting them in bins 0.4 % wide. */
class MostElements {
  private readonly all = new Float64Array(BINS);
  private worst = '';
  private worstOwn = -1;

  constructor(
    private readonly name: string,
    private readonly tolerance: number,
  ) {}

  add(what: string, errors: Float32Array): void {
    const own = new Float64Array(BINS);
    const bits = new Uint32Array(errors.buffer, errors.byteOffset, errors.length);
    for (const each of bits) own[each >>> BIN_SHIFT]!++;
    own.forEach((count, bin) => {
      this.all[bin]! += count;
    });
    const error = mostOf(own);
    if (error > this.worstOwn) [this.worst, this.worstOwn] = [what, error];
  }

  get result(): GroupResult | null {
    if (this.worstOwn < 0) return null;
    const error = mostOf(this.all);
    return { group: this.name, worst: this.worst, error, tolerance: this.tolerance, ok: error <= this.tolerance };
  }
}

/** A bin holds the positive float32 numbers that share sign, exponent and 8 bits of their fraction. */
const BIN_SHIFT = 15;
const BINS = 1 << (32 - BIN_SHIFT);

function mostOf(counts: Float64Array): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  const bin = counts.findIndex((count) => {
    below += count;
    return below >= 0.999 * total;
  });
  return new Float32Array(Uint32Array.of(bin << BIN_SHIFT).buffer)[0]!;
}

/** Small beside any tolerance but 0, and still a float32 number in parts of a large one. */
const SMALLEST = 2 ** -120;

/** NaN is NaN, and -0 is not 0: numbers that differ in a bit that counts have a difference. */
function difference(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0;
  const distance = Math.abs(actual - expected);
  return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(distance, SMALLEST);
}

/** Of a tensor that is zero everywhere a hundred-billionth counts as everything. */
const SMALLEST_LARGEST = 1e-30;

/** Differences in parts of the tensor's largest finite value. */
function relativeErrors(actual: Float32Array, expected: Float32Array): Float32Array {
  let largest = SMALLEST_LARGEST;
  for (const value of expected) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return expected.map((value, i) => difference(actual[i]!, value) / largest);
}

function largestOf(errors: Float32Array): number {
  return errors.reduce((worst, error) => Math.max(worst, error), 0);
}

type NumbersOf<Name extends string> = Readonly<Partial<Record<Name, number>>>;

export interface Multipliers {
  lr_multiplier: number;
  wd_multiplier: number;
  is_last_layer: boolean;
}

/** Collects what a replay gives, and says how far it is off. */
export class Comparison {
  private readonly losses: Group;
  private readonly koleo: Group;
  private readonly gradients: Group;
  private readonly norms: Group;
  private readonly schedules = new Group('schedules', 0);
  private readonly paramGroups = new Group('param_groups', 0);
  private readonly weights: Record<'final.student' | 'final.teacher', { most: MostElements; worst: Group }>;
  private readonly expAvg: Group;
  private readonly expAvgSq: Group;
  private readonly keyBias: Group;

  /** @param lrSum of all iterations */
  constructor(tolerances: Tolerances, lrSum: number) {
    this.losses = new Group('losses', tolerances.losses);
    this.koleo = new Group('koleo_loss (absolute)', tolerances.koleo);
    this.gradients = new Group('gradients', tolerances.gradients);
    this.norms = new Group('gradient norms', tolerances.gradientNorms);
    const weights = (name: string) => ({
      most: new MostElements(`${name}, 99.9 % of all`, tolerances.mostWeights),
      worst: new Group(`${name}, the worst`, tolerances.worstWeight),
    });
    this.weights = { 'final.student': weights('final.student'), 'final.teacher': weights('final.teacher') };
    this.expAvg = new Group('final.exp_avg', tolerances.expAvg);
    this.expAvgSq = new Group('final.exp_avg_sq', tolerances.expAvgSq);
    this.keyBias = new Group('key third of qkv.bias (absolute)', tolerances.keyBias * lrSum);
  }

  /** @param where of which iteration and rank */
  addLosses(where: string, actual: NumbersOf<string>, expected: NumbersOf<(typeof LOSS_NAMES)[number]>): void {
    for (const name of LOSS_NAMES) {
      const [got, wanted] = [actual[name]!, expected[name]];
      if (wanted === undefined) continue;
      if (name === 'koleo_loss') this.koleo.add(where, difference(got, wanted));
      else this.losses.add(`${where}: ${name}`, relative(got, wanted));
    }
  }

  addGradNorms(where: string, actual: NumbersOf<string>, expected: NumbersOf<string>): void {
    for (const [name, wanted] of Object.entries(expected))
      this.norms.add(`${where}: ${name}`, relative(actual[name]!, wanted!));
  }

  addSchedules(where: string, actual: NumbersOf<string>, expected: NumbersOf<string>): void {
    for (const name of SCHEDULE_NAMES)
      this.schedules.add(`${where}: ${name}`, difference(actual[name]!, expected[name]!));
  }

  /** null where the network has no such parameter, or where not one group of the case has it */
  addMultipliers(parameter: string, actual: Multipliers | null, expected: Multipliers | null): void {
    const same =
      actual !== null &&
      expected !== null &&
      actual.lr_multiplier === expected.lr_multiplier &&
      actual.wd_multiplier === expected.wd_multiplier &&
      actual.is_last_layer === expected.is_last_layer;
    this.paramGroups.add(parameter, same ? 0 : 1);
  }

  addTensor(group: ExpectedGroup, name: string, actual: Float32Array, expected: Float32Array): void {
    if (group === 'iter0.grad') this.gradients.add(name, largestOf(relativeErrors(actual, expected)));
    else if (group === 'final.exp_avg') this.expAvg.add(name, largestOf(relativeErrors(actual, expected)));
    else if (group === 'final.exp_avg_sq') this.expAvgSq.add(name, largestOf(relativeErrors(actual, expected)));
    else if (name.endsWith('attn.qkv.bias')) this.addQkvBias(group, name, actual, expected);
    else this.addWeights(group, name, actual, expected);
  }

  /** In the order of a table; groups of which the case has nothing are left out. */
  get results(): GroupResult[] {
    const { 'final.student': student, 'final.teacher': teacher } = this.weights;
    return [
      this.losses.result,
      this.koleo.result,
      this.gradients.result,
      this.norms.result,
      this.schedules.result,
      this.paramGroups.result,
      ...[student, teacher].flatMap(({ most, worst }) => [most.result, worst.result]),
      this.expAvg.result,
      this.expAvgSq.result,
      this.keyBias.result,
    ].filter((result) => result !== null);
  }

  private addQkvBias(
    group: 'final.student' | 'final.teacher',
    name: string,
    actual: Float32Array,
    expected: Float32Array,
  ): void {
    const third = expected.length / 3;
    const part = (values: Float32Array, i: number) => values.subarray(i * third, (i + 1) * third);
    this.addWeights(group, `${name}, query third`, part(actual, 0), part(expected, 0));
    this.addWeights(group, `${name}, value third`, part(actual, 2), part(expected, 2));
    const differences = part(expected, 1).map((value, i) => difference(part(actual, 1)[i]!, value));
    this.keyBias.add(`${group}.${name}`, largestOf(differences));
  }

  private addWeights(
    group: 'final.student' | 'final.teacher',
    name: string,
    actual: Float32Array,
    expected: Float32Array,
  ): void {
    const errors = relativeErrors(actual, expected);
    this.weights[group].most.add(name, errors);
    this.weights[group].worst.add(name, largestOf(errors));
  }
}

function relative(actual: number, expected: number): number {
  const size = Number.isFinite(expected) ? Math.abs(expected) : 0;
  return difference(actual, expected) / Math.max(size, SMALLEST_LARGEST);
}
