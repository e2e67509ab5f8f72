import { writeSync } from 'node:fs';
import { type Argument, type Call, packed } from './call.js';
import { junk, numbers } from './values.js';

/** A value for one argument. `never`: no call takes it; otherwise it may be legal. */
export type Variant = [what: string, value: unknown, verdict: 'never' | 'perhaps'];

/** Values that an addon has objects for: what else to put in the place of a value of its own. */
export type Variants = (value: unknown) => Variant[];

/**
 * Calls each function with each argument wrong in turn, too few, too many, and one for another. Prints each attempt before
 * it is made, so that the last line names what ended the process, and a line FAIL for each that went wrong.
 */
export async function sweep(makers: Record<string, () => Call>, variants: Variants): Promise<void> {
  for (const make of Object.values(makers)) {
    const { arguments: good } = make();
    await attempt(make(), 'a good call', 'must pass');
    for (const [i, argument] of good.entries())
      for (const [what, value, verdict] of [...commonVariants(argument), ...variants(argument.value)]) {
        const call = make();
        call.arguments[i]!.value = value;
        await attempt(call, `${argument.name} is ${what}`, verdict === 'never' ? argument.name : 'may pass');
      }
    for (let count = 0; count < packed(good).length; ++count) {
      const call = make();
      const few = (...values: unknown[]) => call.run(...values.slice(0, count));
      await attempt({ ...call, run: few }, `${count} arguments`, good[count]!.optional ? 'may pass' : 'must throw');
    }
    const more = make();
    await attempt({ ...more, run: (...values) => more.run(...values, {}, 1, null) }, 'too many arguments', 'must pass');
    for (const [i] of good.entries())
      for (const [j] of good.entries()) {
        if (i === j) continue;
        const call = make();
        call.arguments[i]!.value = call.arguments[j]!.value;
        await attempt(call, `${good[i]!.name} is the same as ${good[j]!.name}`, 'may pass');
      }
  }
}

function commonVariants({ value, optional, wrong = [] }: Argument): Variant[] {
  // An array of numbers may be what is wanted, but nothing else there.
  const isList = Array.isArray(value);
  const mayBeOfItsKind = (what: string, v: unknown) =>
    (isList && what === 'an array') || (typeof value === 'function' && typeof v === 'function');
  return [
    ...junk().map(
      ([what, v]): Variant => [what, v, mayBeOfItsKind(what, v) || (optional && v === undefined) ? 'perhaps' : 'never'],
    ),
    ['null', null, 'perhaps'],
    ...numbers.map((n): Variant => [`the number ${n}`, n, typeof value === 'number' ? 'perhaps' : 'never']),
    ...wrong.map(([what, v]): Variant => [what, v, 'perhaps']),
  ];
}

type Want = 'must pass' | 'may pass' | 'must throw' | (string & {});

/** `want` is otherwise the name of the argument that the error must name. */
export async function attempt(call: Call, what: string, want: Want): Promise<void> {
  const attempted = `${call.op}: ${what}`;
  writeSync(1, `${attempted}\n`);
  try {
    await call.run(...packed(call.arguments));
  } catch (error) {
    const complaint = complaintAbout(error, call, want);
    if (complaint !== undefined) writeSync(1, `FAIL ${attempted}: ${complaint}\n`);
    return;
  }
  if (want !== 'must pass' && want !== 'may pass') writeSync(1, `FAIL ${attempted}: did not throw\n`);
}

function complaintAbout(error: unknown, { op, arguments: args, saying }: Call, want: Want): string | undefined {
  if (want === 'must pass') return `threw ${error}`;
  if (!(error instanceof Error)) return `threw what is no Error: ${String(error)}`;
  const { message } = error;
  // The errors of the caller's own getters and proxies pass through.
  if (message === 'a getter that throws' || message.includes('a proxy that has been revoked')) return undefined;
  if (saying?.test(message) || message.startsWith(`${op}: out of memory`)) return undefined;
  const names = args.flatMap(({ name }) => [name, name.split('.')[0]!]);
  const wanted = want === 'may pass' || want === 'must throw' ? names : names.filter((n) => n.startsWith(want));
  if (message.startsWith(`${op}: `) && wanted.some((name) => message.includes(`"${name}`))) return undefined;
  return `threw "${message}", which does not name the function and the argument`;
}
