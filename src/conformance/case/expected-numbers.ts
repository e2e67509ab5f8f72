/** expected.json of a step case: read with a check of every field, and written. docs/conformance.md describes it. */

import { readFileSync } from 'node:fs';
import type { SubmoduleName } from '../../model/networks.js';
import { LOSS_NAMES, type LossName } from '../../train/step-record.js';
import { CaseError } from './case-error.js';
import { PRECISIONS, type Precision } from './precision.js';

export type Losses = Partial<Record<LossName, number>>;

export const SCHEDULE_NAMES = ['lr', 'wd', 'last_layer_lr', 'teacher_momentum', 'teacher_temp'] as const;
export type Schedules = Record<(typeof SCHEDULE_NAMES)[number], number>;

export interface ExpectedIteration extends Schedules {
  /** By rank; a loss that the configuration leaves out is missing. */
  ranks: Losses[];
  /** What a log says of them; null: their mean. */
  logged: Losses | null;
  /** Before clipping. */
  gradNorms: Partial<Record<SubmoduleName, number>>;
}

export interface ParamGroup {
  params: string[];
  lr_multiplier: number;
  wd_multiplier: number;
  is_last_layer: boolean;
}

/** Groups of numbers of which a case may say how far its reference is from itself. */
export const SPREAD_GROUPS = [
  'losses',
  'koleo',
  'gradients',
  'gradientNorms',
  'mostWeights',
  'worstWeight',
  'expAvg',
  'expAvgSq',
] as const;
export type Spread = Partial<Record<(typeof SPREAD_GROUPS)[number], number>>;

export interface ExpectedNumbers {
  worldSize: number;
  /** Where shards lay within nodes; null where they did not. */
  ranksPerNode: number | null;
  /** Position in the schedules of the case's first iteration. */
  firstIteration: number;
  /** What the numbers were computed in. */
  precision: Precision;
  /** The numbers are this program's own: the same ranks and threads give the same bits. */
  exact: boolean;
  /** OpenMP threads of each rank; null where it does not matter. */
  threads: number | null;
  /** What the reference differs from itself, in float32; a group that is missing has the usual tolerance. */
  spread: Spread;
  iterations: ExpectedIteration[];
  paramGroups: ParamGroup[];
}

/** @throws CaseError that names the file and the field; the system's error where the file cannot be read */
export function readExpectedNumbers(path: string): ExpectedNumbers {
  const text = readFileSync(path, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CaseError('CASE_INVALID', `${path} cannot be read as JSON: ${(cause as Error).message}`, { cause });
  }
  const root = new JsonField(path, '', json);
  const worldSize = root.get('world_size').wholeNumber(1);
  return {
    worldSize,
    ranksPerNode: root.maybe('ranks_per_node')?.wholeNumber(1) ?? null,
    firstIteration: root.maybe('first_iteration')?.wholeNumber(0) ?? 0,
    precision: root.maybe('precision')?.oneOf(PRECISIONS) ?? 'fp32',
    exact: root.maybe('exact')?.flag() ?? false,
    threads: root.maybe('threads')?.wholeNumber(1) ?? null,
    spread: root.maybe('spread')?.numbers(SPREAD_GROUPS, (field) => field.size()) ?? {},
    iterations: root
      .get('iterations')
      .list()
      .map((iteration) => readIteration(iteration, worldSize)),
    paramGroups: root
      .get('param_groups')
      .list()
      .map((group) => ({
        params: group
          .get('params')
          .list()
          .map((name) => name.text()),
        lr_multiplier: group.get('lr_multiplier').number(),
        wd_multiplier: group.get('wd_multiplier').number(),
        is_last_layer: group.get('is_last_layer').flag(),
      })),
  };
}

function readIteration(field: JsonField, worldSize: number): ExpectedIteration {
  const schedules = Object.fromEntries(SCHEDULE_NAMES.map((name) => [name, field.get(name).number()])) as Schedules;
  const ranks = field.get('ranks');
  if (ranks.list().length !== worldSize) ranks.fail(`one entry for each of ${worldSize} ranks`);
  return {
    ...schedules,
    ranks: ranks.list().map(readLosses),
    logged: field.has('logged') ? readLosses(field.get('logged')) : null,
    gradNorms: field.get('grad_norm').numbers(['backbone', 'dino_head', 'ibot_head']),
  };
}

function readLosses(field: JsonField): Losses {
  return field.numbers(LOSS_NAMES);
}

/** One value of a JSON file, which knows where it stands. */
class JsonField {
  constructor(
    private readonly file: string,
    private readonly path: string,
    private readonly value: unknown,
  ) {}

  fail(wanted: string): never {
    const got = JSON.stringify(this.value)?.slice(0, 80) ?? 'missing';
    throw new CaseError('CASE_INVALID', `${this.file}: ${this.path || 'the file'} is ${got}, expected ${wanted}`);
  }

  has(key: string): boolean {
    return typeof this.value === 'object' && this.value !== null && Object.hasOwn(this.value, key);
  }

  get(key: string): JsonField {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) this.fail('an object');
    const path = this.path === '' ? key : `${this.path}.${key}`;
    return new JsonField(this.file, path, (this.value as Record<string, unknown>)[key]);
  }

  maybe(key: string): JsonField | null {
    return this.has(key) ? this.get(key) : null;
  }

  list(): JsonField[] {
    const { value } = this;
    if (!Array.isArray(value)) return this.fail('a list');
    return value.map((item, i) => new JsonField(this.file, `${this.path}[${i}]`, item));
  }

  /** An object of numbers with no other keys than these. */
  numbers<Key extends string>(
    keys: readonly Key[],
    read = (field: JsonField) => field.number(),
  ): Partial<Record<Key, number>> {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.fail('an object of numbers');
    const unknown = Object.keys(value).find((key) => !keys.includes(key as Key));
    if (unknown !== undefined) this.get(unknown).fail(`no other keys than ${keys.join(', ')}`);
    return Object.fromEntries(Object.keys(value).map((key) => [key, read(this.get(key))])) as Partial<
      Record<Key, number>
    >;
  }

  number(): number {
    if (typeof this.value === 'number') return this.value;
    const special = NOT_FINITE.find((number) => String(number) === this.value);
    return special ?? this.fail('a number, or "NaN", "Infinity" or "-Infinity"');
  }

  /** How large something is: never below zero, and no text. */
  size(): number {
    const { value } = this;
    return typeof value === 'number' && Number.isFinite(value) && value >= 0
      ? value
      : this.fail('a finite number from 0 up');
  }

  wholeNumber(from: number): number {
    return Number.isSafeInteger(this.value) && (this.value as number) >= from
      ? (this.value as number)
      : this.fail(`a whole number from ${from} up`);
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.fail('true or false');
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.fail('text');
  }

  oneOf<Choice extends string>(choices: readonly Choice[]): Choice {
    return choices.find((choice) => choice === this.value) ?? this.fail(`one of ${choices.join(', ')}`);
  }
}

/** JSON has no words for these: they are written as text. */
const NOT_FINITE = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

export function encodeExpectedNumbers(expected: ExpectedNumbers): string {
  const { worldSize, ranksPerNode, firstIteration, precision, exact, threads, spread, iterations, paramGroups } =
    expected;
  const json = {
    world_size: worldSize,
    ...(ranksPerNode === null ? {} : { ranks_per_node: ranksPerNode }),
    first_iteration: firstIteration,
    precision,
    exact,
    ...(threads === null ? {} : { threads }),
    ...(Object.keys(spread).length === 0 ? {} : { spread }),
    iterations: iterations.map(({ gradNorms, logged, ...same }) => ({
      ...same,
      ...(logged === null ? {} : { logged }),
      grad_norm: gradNorms,
    })),
    param_groups: paramGroups,
  };
  const spell = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return `${JSON.stringify(json, spell, 1)}\n`;
}
