/** One argument of a call: its name in errors ("shard.param" is a property of the argument "shard"), and a good value. */
export interface Argument {
  name: string;
  value: unknown;
  /** May be left out. */
  optional?: boolean;
  /** Other values than the good one that are as wrong as a value can be, for this argument alone. */
  wrong?: [what: string, value: unknown][];
}

/** A valid call of a native function, made anew for every use. */
export interface Call {
  op: string;
  arguments: Argument[];
  /** Other words than an argument's name in quotes that tell a reader which one is meant. */
  saying?: RegExp;
  run(...values: unknown[]): unknown;
}

/** The values as the function takes them: properties of one argument become an object again. */
export function packed(args: readonly Argument[]): unknown[] {
  const values: unknown[] = [];
  const objects = new Map<string, Record<string, unknown>>();
  for (const { name, value } of args) {
    const [owner, property] = name.split('.') as [string, string | undefined];
    if (property === undefined) {
      values.push(value);
      continue;
    }
    if (!objects.has(owner)) {
      objects.set(owner, {});
      values.push(objects.get(owner));
    }
    objects.get(owner)![property] = value;
  }
  return values;
}
