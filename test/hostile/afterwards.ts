import { type Argument, type Call, packed } from './call.js';
import { attempt } from './sweep.js';

type AnyBuffer = ArrayBuffer | SharedArrayBuffer;
type Typed = Float32Array | Uint16Array | Int32Array | Uint8Array;

/** Buffers that change their size: Node 20 has them, TypeScript's "es2023" does not. */
interface Resizable extends ArrayBuffer {
  resize(bytes: number): void;
}
interface Growable extends SharedArrayBuffer {
  grow(bytes: number): void;
}
const most = { maxByteLength: 1 << 20 };
const resizable = (bytes: number): Resizable =>
  new (ArrayBuffer as unknown as new (bytes: number, most: object) => Resizable)(bytes, most);
const growable = (bytes: number): Growable =>
  new (SharedArrayBuffer as unknown as new (bytes: number, most: object) => Growable)(bytes, most);

/** What a typed array can be a view of. */
const kinds: [string, (bytes: number) => AnyBuffer][] = [
  ['plain memory', (bytes) => new ArrayBuffer(bytes)],
  ['resizable memory', resizable],
  ['shared memory', (bytes) => new SharedArrayBuffer(bytes)],
  ['growable shared memory', growable],
];

const isResizable = (buffer: AnyBuffer): buffer is Resizable => 'resizable' in buffer && buffer.resizable === true;
const isGrowable = (buffer: AnyBuffer): buffer is Growable => 'growable' in buffer && buffer.growable === true;

/** What JavaScript can do to it. Pages of resizable memory that is made smaller can no longer be touched. */
const fates: [string, (buffer: AnyBuffer) => void][] = [
  ['transferred', (buffer) => buffer instanceof ArrayBuffer && structuredClone(buffer, { transfer: [buffer] })],
  ['resized to nothing', (buffer) => isResizable(buffer) && buffer.resize(0)],
  [
    'made larger',
    (buffer) => {
      if (isResizable(buffer)) buffer.resize(most.maxByteLength);
      if (isGrowable(buffer)) buffer.grow(most.maxByteLength);
    },
  ],
  ['overwritten', (buffer) => new Uint8Array(buffer).fill(0xff)],
  ['collected', () => {}],
];

/** A call that may still be under way when its function has returned, and what brings it to its end. */
export interface LastingCall extends Call {
  finish?(result: unknown): unknown;
}

/**
 * Calls each function with typed arrays in every kind of memory and, as soon as it has returned, takes that memory away and
 * releases its tensors. The function has copied it, holds it, or has refused it by the argument's name.
 */
export async function sweepAfterwards(makers: Record<string, () => LastingCall>): Promise<void> {
  for (const make of Object.values(makers)) {
    for (const [kind, makeBuffer] of kinds)
      for (const [fate, befall] of fates) {
        const lent: AnyBuffer[] = [];
        const call = make();
        const moved = call.arguments.map((argument) => ({
          ...argument,
          value: movedTo(makeBuffer, argument.value, lent),
        }));
        if (lent.length === 0) continue;
        const afterwards = () => {
          for (const buffer of lent.splice(0)) befall(buffer);
        };
        await attempt(lasting(call, moved, afterwards), `${kind} is ${fate} after the call`, 'may pass');
      }
    const call = make();
    const release = () => call.arguments.flatMap(({ value }) => (isReleasable(value) ? [value] : [])).forEach(released);
    if (call.arguments.some(({ value }) => isReleasable(value)))
      await attempt(lasting(call, call.arguments, release), 'its tensors are released after the call', 'may pass');
  }
}

function lasting({ run, finish, ...call }: LastingCall, args: Argument[], afterwards: () => void): Call {
  return {
    ...call,
    arguments: args.map(({ name }) => ({ name, value: undefined })),
    run: async () => {
      // Nothing of JavaScript's may keep what the call was given.
      const result = run(...packed(args.splice(0)));
      afterwards();
      global.gc!();
      Array.from({ length: 20 }, () => new Uint8Array(1 << 16).fill(0xee));
      await result;
      await finish?.(result);
    },
  };
}

interface Releasable {
  release(): void;
}

const isReleasable = (value: unknown): value is Releasable =>
  typeof value === 'object' && value !== null && 'release' in value && typeof value.release === 'function';

function released(tensor: Releasable): void {
  try {
    tensor.release();
  } catch {} // a view, or twice the same
}

/** The value with every typed array in it as a view of such a buffer; adds the buffers to `lent`. */
function movedTo(makeBuffer: (bytes: number) => AnyBuffer, value: unknown, lent: AnyBuffer[]): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const from = value as Typed;
    const buffer = makeBuffer(from.byteLength);
    const array = new (from.constructor as new (buffer: AnyBuffer) => Typed)(buffer);
    array.set(from);
    lent.push(buffer);
    return array;
  }
  if (Array.isArray(value)) return value.map((item) => movedTo(makeBuffer, item, lent));
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, movedTo(makeBuffer, item, lent)]));
  return value;
}
