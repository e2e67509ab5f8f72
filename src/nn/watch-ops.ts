import type { Backend } from './backend.js';
import { isOp } from './op-work.js';

/** Runs an op, and may look at the clock before and after. */
export type Around = (op: string, args: readonly unknown[], run: () => unknown) => unknown;

/**
 * The same backend, each of whose ops is run by `around`.
 * @param isWatched of a function's name; unless given, those whose work is known
 */
export function watchOps<B extends Backend>(
  backend: B,
  around: Around,
  isWatched: (name: string) => boolean = isOp,
): B {
  const watched = new Map<PropertyKey, unknown>();
  return new Proxy(backend, {
    get(target, name) {
      if (!watched.has(name)) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function' || !isWatched(String(name))) return value;
        const op = (...args: unknown[]) => around(String(name), args, () => Reflect.apply(value, target, args));
        watched.set(name, op);
      }
      return watched.get(name);
    },
  });
}
