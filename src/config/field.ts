export interface FieldTraits<T> {
  /** May differ from the run that is resumed: it changes nothing that was computed so far. */
  adjustable?: boolean;
  /** `~/` at its beginning is the home directory. */
  isPath?: boolean;
  /** May be a list, as YAML in an argument: `[a, b]`. */
  isList?: boolean;
  /** What is kept of a value that is accepted: itself where left away. */
  kept?: (value: unknown) => T;
}

/** One key of the configuration: default, check and meaning. */
export class Field<T> {
  constructor(
    readonly initial: T,
    /** Completes "expected ..." in an error. */
    readonly wanted: string,
    readonly meaning: string,
    readonly accepts: (value: unknown) => boolean,
    readonly traits: FieldTraits<T> = {},
  ) {}
}

export function keptOf<T>({ traits }: Field<T>, value: unknown): T {
  return traits.kept ? traits.kept(value) : (value as T);
}

/** The same field, for keys of logging, saving, workers and length: these may change when a run is resumed. */
export function adjustable<T>(field: Field<T>): Field<T> {
  return new Field(field.initial, field.wanted, field.meaning, field.accepts, { ...field.traits, adjustable: true });
}

/** The same field, with null as its default. */
export function optional<T>(field: Field<T>): Field<T | null> {
  return new Field<T | null>(
    null,
    `${field.wanted}, or null`,
    field.meaning,
    (value) => value === null || field.accepts(value),
    { ...field.traits, kept: (value) => (value === null ? null : keptOf(field, value)) },
  );
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);

export function positive(initial: number, meaning: string): Field<number> {
  return new Field(initial, 'a number above 0', meaning, (v) => isNumber(v) && v > 0);
}

export function nonNegative(initial: number, meaning: string): Field<number> {
  return new Field(initial, 'a number from 0 up', meaning, (v) => isNumber(v) && v >= 0);
}

export function fraction(initial: number, meaning: string): Field<number> {
  return new Field(initial, 'a number from 0 to 1', meaning, (v) => isNumber(v) && v >= 0 && v <= 1);
}

/** From 0 up to, but not, 1. */
export function belowOne(initial: number, meaning: string): Field<number> {
  return new Field(initial, 'a number from 0 up to, but not, 1', meaning, (v) => isNumber(v) && v >= 0 && v < 1);
}

/** A whole number from 1 up. */
export function count(initial: number, meaning: string): Field<number> {
  return new Field(initial, 'a whole number from 1 up', meaning, (v) => isInteger(v) && v >= 1);
}

/** A whole number from 0 up. */
export function natural(initial: number, meaning: string): Field<number> {
  return new Field(initial, 'a whole number from 0 up', meaning, (v) => isInteger(v) && v >= 0);
}

export function uint32(initial: number, meaning: string): Field<number> {
  const wanted = `a whole number from 0 to ${2 ** 32 - 1}`;
  return new Field(initial, wanted, meaning, (v) => isInteger(v) && v >= 0 && v < 2 ** 32);
}

export function flag(initial: boolean, meaning: string): Field<boolean> {
  return new Field(initial, 'true or false', meaning, (v) => typeof v === 'boolean');
}

const isBlank = (value: string) => value.trim() === '';
const PATH = 'a path, in quotes if it looks like a number';

/** Never empty: the working directory would be taken in its place. */
export function path(initial: string, meaning: string): Field<string> {
  const accepts = (v: unknown) => typeof v === 'string' && !isBlank(v);
  return new Field(initial, PATH, meaning, accepts, { isPath: true });
}

/** One of the places that images come from. */
interface GivenSource {
  path: string;
  /** Of the samples, of the sum of all; null where images count alike. */
  weight: number | null;
}

/** A path, or several, all or none of them with a weight. */
export function sources(initial: string, meaning: string): Field<string | readonly GivenSource[]> {
  const sourceOf = (v: unknown): GivenSource | null => {
    if (typeof v === 'string') return isBlank(v) ? null : { path: v, weight: null };
    if (typeof v !== 'object' || v === null) return null;
    const { path, weight = null, ...others } = v as { path?: unknown; weight?: unknown };
    const isWeight = weight === null || (isNumber(weight) && weight > 0);
    if (typeof path !== 'string' || isBlank(path) || !isWeight || Object.keys(others).length > 0) return null;
    return { path, weight };
  };
  const sourcesOf = (v: unknown) => (Array.isArray(v) ? v.map(sourceOf) : [sourceOf(v)]);
  const areAlike = (given: readonly (GivenSource | null)[]) =>
    given.length > 0 && given.every((one) => one !== null && (one.weight === null) === (given[0]!.weight === null));
  return new Field<string | readonly GivenSource[]>(
    initial,
    `${PATH}, or a list of paths, or of {path, weight} with a weight above 0 each`,
    meaning,
    (v) => areAlike(sourcesOf(v)),
    { isPath: true, isList: true, kept: (v) => (typeof v === 'string' ? v : (sourcesOf(v) as GivenSource[])) },
  );
}

/** A path, or empty for none. */
export function pathOrNone(meaning: string): Field<string> {
  const accepts = (v: unknown) => typeof v === 'string' && (v === '' || !isBlank(v));
  return new Field('', `${PATH}, or empty for none`, meaning, accepts, { isPath: true });
}

export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
  initial: NoInfer<Choice>,
  meaning: string,
): Field<Choice> {
  return new Field<Choice>(initial, `one of ${choices.join(', ')}`, meaning, (v) => choices.some((c) => c === v));
}

/** Where checkpoints lie. */
export function checkpointStore(initial: string, meaning: string): Field<string> {
  const isPlace = (v: string) => v === 'shared' || v === 'nodes' || /^nodes:\//.test(v) || IN_BUCKET.test(v);
  const accepts = (v: unknown) => typeof v === 'string' && isPlace(v);
  return new Field(initial, 'shared, nodes, nodes:/DIR, or s3://BUCKET/PREFIX', meaning, accepts);
}

/** Source: the names of buckets, https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const IN_BUCKET = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/|$)/;

/** Two fractions: from, to. */
export function fractionRange(from: number, to: number, meaning: string): Field<readonly [number, number]> {
  const isFraction = (v: unknown) => isNumber(v) && v >= 0 && v <= 1;
  const accepts = (v: unknown) => Array.isArray(v) && v.length === 2 && v.every(isFraction);
  return new Field([from, to] as const, 'two numbers from 0 to 1, [from, to]', meaning, accepts);
}

/** Red, green, blue. */
type Channels = readonly [number, number, number];

/** A share of full brightness for each channel. */
export function channels(initial: Channels, least: 'from 0' | 'above 0', meaning: string): Field<Channels> {
  const isShare = (v: unknown) => isNumber(v) && (least === 'from 0' ? v >= 0 : v >= LEAST_SHARE) && v <= 1;
  const accepts = (v: unknown) => Array.isArray(v) && v.length === 3 && v.every(isShare);
  const wanted = `three numbers ${least} to 1, [red, green, blue], where 1 is full brightness: of 255 levels, divide by 255`;
  return new Field(initial, wanted, meaning, accepts);
}

/** A deviation below this would leave no finite numbers. */
const LEAST_SHARE = 1e-6;

/** Which samples of more than 8 bits are black and white; kept as text, as a command line gives it. */
export function sampleRange(initial: string, meaning: string): Field<string> {
  const accepts = (v: unknown) => (typeof v === 'string' || typeof v === 'number') && isSampleRange(String(v));
  const wanted = 'auto, 8, 12, 16, or MIN:MAX with 0 <= MIN < MAX <= 65535, such as 0:4095';
  return new Field(initial, wanted, meaning, accepts, { kept: String });
}

function isSampleRange(text: string): boolean {
  if (['auto', '8', '12', '16'].includes(text)) return true;
  const [, least, most] = /^(\d{1,5}):(\d{1,5})$/.exec(text) ?? [];
  return most !== undefined && Number(least) < Number(most) && Number(most) <= 65535;
}
