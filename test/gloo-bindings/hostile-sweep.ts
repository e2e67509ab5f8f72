// Run by hostile-arguments.test.ts in a process of its own.
import { writeSync } from 'node:fs';
import { Mesh, type MeshOptions, type Operation } from 'gloo-bindings';
import { openBackend } from '../../src/nn/open-backend.js';
import { type LastingCall, sweepAfterwards } from '../hostile/afterwards.js';
import type { Call } from '../hostile/call.js';
import { sweep, type Variant } from '../hostile/sweep.js';
import { junk } from '../hostile/values.js';
import { foreignDevice } from '../native/foreign-device/foreign-device.js';
import { lent } from './lent.js';
import { meshGroup, prove } from './mesh-group.js';

type Method = (...values: unknown[]) => unknown;

const backend = openBackend('cpu', 'float32');
// A world of one: every collective that is taken comes to its end.
const [mesh] = await meshGroup(1);
const operation = mesh!.barrier();
operation.wait();

function variants(good: unknown): Variant[] {
  const some = backend.zeros([2], 'float32');
  const released = backend.zeros([2], 'float32');
  released.release();
  const detached = new Float32Array(2);
  structuredClone(detached, { transfer: [detached.buffer] });
  const memory = good instanceof Float32Array;
  return [
    ['a dtype of half the width', 'bfloat16', good === 'float32' ? 'perhaps' : 'never'],
    ['a mesh', mesh, good instanceof Mesh ? 'perhaps' : 'never'],
    ['an operation', operation, 'constructor' in Object(good) && good === operation ? 'perhaps' : 'never'],
    ['a tensor', some, memory ? 'perhaps' : 'never'],
    ['a tensor of another device', foreignDevice.empty([2], 'float32'), 'never'],
    ['a tensor of bytes', backend.zeros([8], 'uint8'), memory ? 'perhaps' : 'never'],
    ['a tensor without elements', backend.zeros([0], 'float32'), memory ? 'perhaps' : 'never'],
    ['a proxy of a tensor', new Proxy(some, {}), 'never'],
    ['an heir of a tensor', Object.create(some), 'never'],
    ['a released tensor', released, 'never'],
    ['a proxy of an array', new Proxy(new Float32Array(2), {}), 'never'],
    ['a detached array', detached, 'never'],
    ['an array in memory of its own', new Float32Array(2), 'never'],
    ['an array in shared memory', lent(new Float32Array(2)), memory ? 'perhaps' : 'never'],
    ['an array off its alignment', new Uint8Array(new SharedArrayBuffer(9), 1), memory ? 'perhaps' : 'never'],
  ];
}

/** A collective, and its end. */
const collective = (op: keyof Mesh, makeArguments: () => [string, unknown][]): [string, () => Call] => [
  op,
  () => ({
    op,
    saying: /^\w+: "\w+" and "\w+" share memory/,
    arguments: makeArguments().map(([name, value]) => ({ name, value })),
    run: (...values) => ((mesh![op] as Method)(...values) as Operation).wait(),
  }),
];
const floats = () => lent(new Float32Array(2));
const methods = [
  collective('allGather', () => [['buffer', floats()]]),
  collective('reduceScatter', () => [
    ['input', floats()],
    ['dtype', 'float32'],
    ['out', floats()],
  ]),
  collective('allReduce', () => [['buffer', floats()]]),
  collective('allReduceGradient', () => [
    ['buffer', floats()],
    ['dtype', 'float32'],
  ]),
  collective('barrier', () => []),
];
await sweep(Object.fromEntries(methods), variants);

// Collectives that are under way when their memory is taken: their peer comes later.
const pair = await meshGroup(2);
const begun = (op: keyof Mesh, makeArguments: () => [string, unknown][]): [string, () => LastingCall] => [
  op,
  () => ({
    op,
    arguments: makeArguments().map(([name, value]) => ({ name, value })),
    run: (...values) => (pair[0]![op] as Method)(...values),
    finish: (operation) => {
      const peer = (pair[1]![op] as Method)(...makeArguments().map(([, value]) => value)) as Operation;
      peer.wait();
      (operation as Operation).wait();
    },
  }),
];
const tensor = (...shape: number[]) => backend.zeros(shape, 'float32');
for (const memory of [(length: number) => lent(new Float32Array(length)), tensor])
  await sweepAfterwards(
    Object.fromEntries([
      begun('allGather', () => [['buffer', memory(20_000)]]),
      begun('reduceScatter', () => [
        ['input', memory(20_000)],
        ['dtype', 'float32'],
        ['out', memory(10_000)],
      ]),
      begun('allReduce', () => [['buffer', memory(20_000)]]),
      begun('allReduceGradient', () => [
        ['buffer', memory(20_000)],
        ['dtype', 'float32'],
      ]),
    ]),
  );
for (const each of pair) each.close();

const addresses = (address: unknown) => [[], [1], [undefined], [floats()], [address, address], new Array(1)];
const others: Record<string, () => Call> = {
  Mesh: () => ({
    op: 'Mesh',
    saying: /^Mesh: rank 0: .+ options.host/,
    arguments: Object.entries({ rank: 0, worldSize: 1, host: '127.0.0.1' }).map(([key, value]) => ({
      name: `options.${key}`,
      value,
      wrong: ['', '127.0.0.1\0', '256.0.0.1', '::1', '0.0.0.0'].map((host): [string, unknown] => [
        `host ${host}`,
        host,
      ]),
    })),
    run: (options) => new Mesh(options as MeshOptions).close(),
  }),
  connect: () => {
    const own = new Mesh({ rank: 0, worldSize: 1, host: '127.0.0.1' });
    const address = own.address();
    return {
      op: 'connect',
      arguments: [
        {
          name: 'addresses',
          value: [address],
          wrong: addresses(address).map((list, i): [string, unknown] => [`list ${i}`, list]),
        },
        { name: 'prove', value: prove },
        { name: 'timeoutMs', value: 1000, optional: true },
      ],
      run: async (...values) => {
        try {
          await (own.connect as Method)(...values);
        } finally {
          own.close();
        }
      },
    };
  },
  done: () => ({
    op: 'done',
    arguments: [{ name: 'this', value: operation }],
    run: (self) => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(operation), 'done')!.get!.call(self),
  }),
};
await sweep(others, variants);
await sweepAfterwards(others);

// What a connection is proven by runs JavaScript.
const closing = (mesh: Mesh) => () => {
  mesh.close();
  return new Uint8Array(64);
};
for (const [what, value] of [...junk(), ['the mesh closed', closing] as const]) {
  writeSync(1, `a proof is ${what}\n`);
  const meshes = [0, 1].map((rank) => new Mesh({ rank, worldSize: 2, host: '127.0.0.1' }));
  const own = meshes.map((each) => each.address());
  const returning = (each: Mesh) => (value === closing ? closing(each) : () => value) as typeof prove;
  const made = await Promise.allSettled(meshes.map((each) => each.connect(own, returning(each), 1000)));
  if (made.some(({ status }) => status === 'fulfilled')) writeSync(1, `FAIL a proof that is ${what} was taken\n`);
  for (const each of meshes) each.close();
}

const prototype = Mesh.prototype as unknown as Record<string, Method>;
for (const name of Object.getOwnPropertyNames(prototype)) {
  if (name === 'constructor') continue;
  for (const self of [
    undefined,
    null,
    {},
    operation,
    backend.zeros([1], 'float32'),
    Object.create(mesh!),
    new Proxy(mesh!, {}),
  ]) {
    writeSync(1, `${name} on another object\n`);
    try {
      prototype[name]!.call(self, floats(), 'float32', floats());
      writeSync(1, `FAIL ${name} ran on ${self}\n`);
    } catch {}
  }
}
for (const made of [operation, mesh!])
  try {
    Reflect.construct(made.constructor as new () => unknown, []);
    writeSync(1, 'FAIL a constructor took nothing\n');
  } catch {}
mesh!.close();
writeSync(1, 'all attempts made\n');
