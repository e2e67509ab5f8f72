// Run by hostile-arguments.test.ts in a process of its own.
import { writeSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Tensor } from '../../../src/nn/backend.js';
import { type LastingCall, sweepAfterwards } from '../../hostile/afterwards.js';
import type { Call } from '../../hostile/call.js';
import { attempt, sweep, type Variant } from '../../hostile/sweep.js';
import { hostileTensors } from './hostile-tensors.js';
import { nativeAddon } from './native-addon.js';
import { validCalls } from './valid-calls.js';

type Method = (...values: unknown[]) => unknown;

const [device] = process.argv.slice(2) as [string];
const addon = nativeAddon(device);
const backend = addon.open('float32');
const twin = nativeAddon(device).open('float32');

const AFTER_WHICH_NOTHING_WORKS = 'breakDevice';
const variants = (good: unknown) => hostileTensors(backend, twin, good);
const calls = validCalls(backend);
for (const [name, value] of Object.entries(backend))
  if (typeof value === 'function' && !(name in calls) && name !== AFTER_WHICH_NOTHING_WORKS)
    writeSync(1, `FAIL ${name} is exported but not in valid-calls.ts\n`);
await sweep(calls, variants);
await sweep(addon.calls, variants);

// A copy that is still under way when its memory is taken.
const long = 1 << 20;
const startCopy = (): LastingCall => ({
  op: 'startCopy',
  arguments: [
    { name: 'src', value: backend.zeros([long], 'uint8') },
    { name: 'dst', value: new Uint8Array(new SharedArrayBuffer(long)) },
  ],
  run: (...values) => {
    for (let other = 0; other < 8; ++other)
      backend.startCopy(backend.zeros([8 * long], 'uint8'), new Uint8Array(new SharedArrayBuffer(8 * long)));
    return (backend.startCopy as Method)(...values);
  },
  finish: () => backend.finishCopies(),
});
await sweepAfterwards(device === 'cpu' ? { ...calls, startCopy } : calls);

/** Variants of which those whose name has `part` may be good. */
const allowing = (part: string, given: typeof variants) => (good: unknown) =>
  given(good).map(([what, value, verdict]): Variant => [what, value, what.includes(part) ? 'perhaps' : verdict]);

// A tensor's own methods touch no memory.
const onAnyDevice = allowing('another device', variants);

const prototype = Object.getPrototypeOf(backend.zeros([], 'uint8')) as Tensor;
const method = (op: 'view' | 'narrow' | 'release', args: [string, unknown, boolean?][]): [string, () => Call] => [
  op,
  () => ({
    op,
    saying: /the tensor/,
    arguments: [
      { name: 'this', value: backend.zeros([2, 3], 'float32') },
      ...args.map(([name, value, optional = false]) => ({ name, value, optional })),
    ],
    run: (self, ...values) => (prototype[op] as Method).apply(self, values),
  }),
];
const accessor = (op: 'shape' | 'dtype' | 'device' | 'numel'): [string, () => Call] => [
  op,
  () => ({
    op,
    arguments: [{ name: 'this', value: backend.zeros([2, 3], 'float32') }],
    run: (self) => Object.getOwnPropertyDescriptor(prototype, op)!.get!.call(self),
  }),
];
await sweep(
  Object.fromEntries([
    method('view', [
      ['shape', [3, 2]],
      ['dtype', 'float32', true],
    ]),
    method('narrow', [
      ['start', 0],
      ['length', 1],
    ]),
    method('release', []),
  ]),
  onAnyDevice,
);
await sweep(
  Object.fromEntries((['shape', 'dtype', 'device', 'numel'] as const).map(accessor)),
  // A released tensor still says what it was.
  allowing('released', onAnyDevice),
);

// What is wrong only together with another value, or with what JavaScript does meanwhile.
type Attempted = [what: string, op: string, args: Call['arguments'], run: () => unknown];
const wide = 2 ** 24;
const moving = () => {
  const counts = new Int32Array(1 << 20).fill(2);
  const getter = { get: () => structuredClone(new Float32Array(1 << 20), { transfer: [counts.buffer] }) };
  const part = Object.defineProperty({ start: 0, length: 1, from: 0, count: 2 }, 'scale', getter);
  return backend.rows(backend.indexTable(counts), [part as never], 3);
};
const socket = createServer().listen(0);
const external = (socket as unknown as { _handle: { _externalStream: unknown } })._handle._externalStream;
const together: Attempted[] = [
  [
    'sizes that overflow',
    'linearBackwardInput',
    [],
    () => backend.linearBackwardInput(backend.empty([wide, 0], 'float32'), backend.empty([0, wide], 'float32')),
  ],
  ['an array that a getter moves', 'rows', [{ name: 'parts', value: 0 }], moving],
  ['a constructor with nothing', 'Tensor', [], () => Reflect.construct(prototype.constructor, [])],
  ['a constructor with an external', 'Tensor', [], () => Reflect.construct(prototype.constructor, [external])],
  ['a constructor without new', 'Tensor', [], () => (prototype.constructor as unknown as Method)()],
];
for (const [what, op, args, run] of together)
  await attempt({ op, saying: /^Tensor: make one|invoked without 'new'/, arguments: args, run }, what, 'must throw');
socket.close();

// Until the stack is full and Node-API itself fails.
const some = backend.zeros([4], 'float32');
const onFullStack: (() => unknown)[] = [
  () => backend.zeros([2], 'float32').narrow(0, 1),
  () => backend.add(some, some),
  () => backend.add(some, {} as Tensor),
  () => some.view([2, 2]).shape,
  () => Reflect.construct(prototype.constructor, []),
];
for (const [i, run] of onFullStack.entries()) {
  writeSync(1, `call ${i} on a full stack\n`);
  const deeper = () => {
    try {
      run();
    } catch {}
    deeper();
  };
  try {
    deeper();
  } catch {}
}
global.gc!();
writeSync(1, 'all attempts made\n');
