import assert from 'node:assert/strict';
import type { Backend, DType, Tensor } from '../../../src/nn/backend.js';

type Op = (...args: unknown[]) => unknown;

/** Arguments that an op takes, in order, by name. */
export type GoodArguments = [name: string, value: unknown][];

/**
 * Gives the op each of its arguments wrong in turn: missing, of another type, a tensor that was released, of another dtype
 * or with a dimension more (but for those in `anyShape`). Every time it must throw an error that names the op and the argument.
 */
export function assertRefusesWrongArguments(
  backend: Backend,
  op: keyof Backend,
  good: GoodArguments,
  { anyShape = [] }: { anyShape?: string[] } = {},
): void {
  for (const [index, [name, value]] of good.entries())
    for (const [kind, wrong] of wrongValues(backend, value)) {
      if (kind === 'a dimension more' && anyShape.includes(name)) continue;
      const args = good.map(([, other]) => other);
      args[index] = wrong;
      // Sizes are checked against each other: the error may name the other one.
      const start = kind === 'a dimension more' ? `${op}: argument ` : `${op}: argument ${index} "${name}"`;
      assert.throws(
        () => (backend[op] as Op)(...args),
        (error: Error) => error.message.startsWith(start) && error.message.length > start.length + 10,
        `${op} with ${name} ${kind} must throw "${start} …"`,
      );
    }
  // What was checked would also have run: the good arguments are good.
  (backend[op] as Op)(...good.map(([, value]) => value));
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'dtype' in value && 'numel' in value;
}

function wrongValues(backend: Backend, value: unknown): [kind: string, wrong: unknown][] {
  const always: [string, unknown][] = [
    ['missing', undefined],
    ['a string', 'x'],
    ['a symbol', Symbol('x')],
    ['an empty object', {}],
  ];
  if (typeof value === 'number') return [...always, ['null', null]];
  if (!isTensor(value)) return always;
  const released = backend.zeros([...value.shape], value.dtype);
  released.release();
  const other: DType = value.dtype === 'float32' ? 'int32' : 'float32';
  return [
    ...always,
    ['a number', 3],
    ['another dtype', backend.zeros([...value.shape], other)],
    ['half precision', backend.zeros([...value.shape], 'float16')],
    ['a dimension more', backend.zeros([...value.shape, 1], value.dtype)],
    ['released', released],
  ];
}

/** Asserts that the call throws an error with exactly this message. */
export function assertThrowsMessage(call: () => unknown, message: string): void {
  assert.throws(call, (error: Error) => {
    assert.equal(error.message, message);
    return true;
  });
}
