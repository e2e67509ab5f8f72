// Run by hostile-arguments.test.ts in a process of its own.
import { writeSync } from 'node:fs';
import { Communicator, type CommunicatorOptions, group, load, uniqueId } from 'nccl-bindings';
import type { Call } from '../hostile/call.js';
import { sweep, type Variant } from '../hostile/sweep.js';
import { fakeNccl } from '../native/fake-nccl/fake-nccl.js';
import { foreignDevice } from '../native/foreign-device/foreign-device.js';
import { backend, fakeTeam, stream } from './fake-team.js';

type Method = (...values: unknown[]) => unknown;

// A world of one: every call that is taken comes to its end.
const [communicator] = await fakeTeam(1);
const tensor = (n = 2) => backend.zeros([n], 'float32');
const kept = tensor();
const [another] = await fakeTeam(1);
const registration = another!.register(kept);

function variants(good: unknown): Variant[] {
  const released = tensor();
  released.release();
  const memory = typeof good === 'object' && good !== null && 'numel' in good;
  return [
    ['a dtype of half the width', 'bfloat16', good === 'float32' ? 'perhaps' : 'never'],
    ['a communicator', communicator, 'never'],
    ['a stream', stream, good === stream ? 'perhaps' : 'never'],
    ['a registration of another', registration, 'never'],
    ['a tensor', tensor(), memory ? 'perhaps' : 'never'],
    ['a tensor of another device', foreignDevice.empty([2], 'float32'), 'never'],
    ['a tensor of bytes', backend.zeros([8], 'uint8'), memory ? 'perhaps' : 'never'],
    ['a tensor without elements', tensor(0), memory ? 'perhaps' : 'never'],
    ['a proxy of a tensor', new Proxy(tensor(), {}), 'never'],
    ['a released tensor', released, 'never'],
    ['a typed array', new Float32Array(2), 'never'],
  ];
}

const method = (op: keyof Communicator, makeArguments: () => [string, unknown][]): [string, () => Call] => [
  op,
  () => ({
    op,
    saying: /options|"color"|"key"|"registration"/,
    arguments: makeArguments().map(([name, value]) => ({ name, value })),
    run: (...values) => (communicator![op] as Method)(...values),
  }),
];
const rest = (): [string, unknown][] => [
  ['dtype', 'float32'],
  ['op', 'sum'],
  ['stream', stream],
];
const calls = Object.fromEntries([
  method('allReduce', () => [['input', tensor()], ['output', tensor()], ...rest()]),
  method('reduceScatter', () => [['input', tensor()], ['output', tensor()], ...rest()]),
  method('allGather', () => [
    ['input', tensor()],
    ['output', tensor()],
    ['dtype', 'float32'],
    ['stream', stream],
  ]),
  method('broadcast', () => [
    ['input', tensor()],
    ['output', tensor()],
    ['dtype', 'float32'],
    ['root', 0],
    ['stream', stream],
  ]),
  method('reduce', () => [
    ['input', tensor()],
    ['output', tensor()],
    ['dtype', 'float32'],
    ['op', 'sum'],
    ['root', 0],
    ['stream', stream],
  ]),
]);
await sweep(calls, variants);

// Both ends of a message, of which one is swept.
const message = (op: 'send' | 'receive'): Call => ({
  op,
  arguments: [
    { name: op === 'send' ? 'input' : 'output', value: tensor() },
    { name: 'dtype', value: 'float32' },
    { name: 'peer', value: 0 },
    { name: 'stream', value: stream },
  ],
  run: (...values) =>
    group(() => {
      (communicator![op] as Method)(...values);
      const [memory, dtype] = values as [ReturnType<typeof tensor>, 'float32'];
      if (op === 'send') communicator!.receive(backend.zeros([memory.numel], memory.dtype), dtype, 0, stream);
      else communicator!.send(backend.zeros([memory.numel], memory.dtype), dtype, 0, stream);
    }),
});
const others: Record<string, () => Call> = {
  send: () => message('send'),
  receive: () => message('receive'),
  register: () => ({
    op: 'register',
    arguments: [{ name: 'memory', value: tensor() }],
    run: (memory) => communicator!.deregister(communicator!.register(memory as never)),
  }),
  deregister: () => ({
    op: 'deregister',
    arguments: [{ name: 'registration', value: communicator!.register(kept) }],
    run: (registered) => communicator!.deregister(registered as never),
  }),
  split: () => ({
    op: 'split',
    arguments: [
      { name: 'color', value: 0 },
      { name: 'key', value: 0 },
    ],
    run: (color, key) => communicator!.split(color as never, key as never)?.ready(),
  }),
  load: () => ({
    op: 'load',
    saying: /^load: (NCCL does not load|.+ is bound already)/,
    arguments: [{ name: 'path', value: fakeNccl(22809) }],
    run: (path) => load(path as never),
  }),
  Communicator: () => ({
    op: 'Communicator',
    arguments: Object.entries({ id: uniqueId(), rank: 0, size: 1 }).map(([key, value]) => ({
      name: `options.${key}`,
      value,
    })),
    run: (options) => new Communicator(options as CommunicatorOptions).abort(),
  }),
};
await sweep(others, variants);

for (const config of [
  { commName: 1 },
  { minCTAs: 0 },
  { maxCTAs: 'all' },
  { splitShare: 1 },
  { ctaPolicy: 'none' },
  { netName: '' },
  null,
]) {
  writeSync(1, `a config of ${JSON.stringify(config)}\n`);
  try {
    new Communicator({ id: uniqueId(), rank: 0, size: 1, config: config as never });
    writeSync(1, 'FAIL it was taken\n');
  } catch (error) {
    if (!/argument 0 "options.config"|options.config\./.test((error as Error).message))
      writeSync(1, `FAIL it was not named: ${(error as Error).message}\n`);
  }
}

for (const calls of [undefined, null, 1, 'calls', {}]) {
  writeSync(1, `a group of ${calls}\n`);
  try {
    group(calls as never);
    writeSync(1, 'FAIL it was taken\n');
  } catch {}
}

const prototype = Communicator.prototype as unknown as Record<string, Method>;
for (const name of Object.getOwnPropertyNames(prototype)) {
  if (name === 'constructor' || name === 'ready') continue;
  const { get, value } = Object.getOwnPropertyDescriptor(prototype, name)!;
  for (const self of [undefined, null, {}, stream, kept, Object.create(communicator!), new Proxy(communicator!, {})]) {
    writeSync(1, `${name} on another object\n`);
    try {
      (get ?? value).call(self, kept, kept, 'float32', 'sum', stream);
      writeSync(1, `FAIL ${name} ran on ${self}\n`);
    } catch {}
  }
}
writeSync(1, 'all attempts made\n');
