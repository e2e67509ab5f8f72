import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Communicator, Group } from '../../src/comm/communicator.js';
import { planSharding, type ShardingStrategy } from '../../src/fsdp/plan.js';
import { type OnUnit, ShardedModule } from '../../src/fsdp/sharded-module.js';
import { allocateShards } from '../../src/fsdp/sharded-unit.js';
import { type Backend, DTYPE_BYTES, type DType, type Tensor } from '../../src/nn/backend.js';
import { NullBackend } from '../../src/nn/null-backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import type { Units } from '../../src/nn/parameter.js';
import { Tape } from '../../src/nn/tape.js';

const cpu = openBackend('cpu', 'float32');
const NAMES = ['root', 'blocks.0', 'blocks.1'];
const WIDTH = 32;

interface Harness {
  module: ShardedModule;
  /** What happened, in order: collectives by the size of their buffer's unit, bodies by name. */
  events: string[];
  bytes: { gathered: number; reduced: number };
}

/** A module of three units of different sizes on rank 0 of two; the other rank's part of a gather stays zero. */
function harness(
  strategy: ShardingStrategy,
  paramDtype: DType = 'float16',
  reduceDtype: DType = 'float16',
  backend: Backend = cpu,
  onUnit: OnUnit = () => {},
): Harness {
  const events: string[] = [];
  const bytes = { gathered: 0, reduced: 0 };
  const units = NAMES.map((name, i) => ({
    name,
    parameters: [{ name: `${name}.weight`, shape: [i + 1, WIDTH], init: { kind: 'constant', value: 0 } as const }],
  }));
  const plan = planSharding([{ name: 'backbone', strategy, units }], 2);
  const nameOf = (numel: number) =>
    plan.units.find((unit) => unit.numShards * unit.shardNumel === numel)?.name ?? `${numel} elements`;
  const work = (done: string) => ({ join: () => void events.push(done), done: true });
  const world = {
    rank: 0,
    size: 2,
    allGather(buffer: Tensor) {
      events.push(`gather ${nameOf(buffer.numel)}`);
      bytes.gathered += (buffer.numel / 2) * DTYPE_BYTES[buffer.dtype];
      return work(`gathered ${nameOf(buffer.numel)}`);
    },
    reduceScatter(input: Tensor, out: Tensor) {
      events.push(`reduce ${nameOf(input.numel)}`);
      bytes.reduced += (input.numel / 2) * DTYPE_BYTES[input.dtype];
      backend.cast(input.narrow(0, out.numel), out);
      return work(`reduced ${nameOf(input.numel)}`);
    },
  };
  const comm = { rank: 0, worldSize: 2, world: world as unknown as Group, nodes: null } as unknown as Communicator;
  const shards = plan.units.map((unit) => {
    const { student: weights, grad } = allocateShards(backend, unit);
    backend.fill(weights, 1);
    return { weights, grad, rounded: () => null };
  });
  const sharding = { strategy, precision: { paramDtype, reduceDtype } };
  const module = new ShardedModule('student backbone', backend, comm, plan.units, shards, sharding, onUnit);
  return { module, events, bytes };
}

/** As a ViT runs its units: the blocks inside the root. */
function forward(units: Units, tape: Tape, events: string[]): void {
  units.run('root', () => {
    for (const name of NAMES.slice(1))
      units.run(name, () => {
        events.push(`forward ${name}`);
        tape.onBackward(() => events.push(`backward ${name}`));
      });
  });
}

test('the gather of the next unit runs while a unit computes, in both directions', () => {
  const { module, events } = harness('FULL_SHARD');
  const tape = new Tape(true);
  forward(module.on(tape), tape, events);
  assert.deepEqual(events.splice(0), [
    ...['gather root', 'gathered root', 'gather blocks.0'],
    ...['gathered blocks.0', 'gather blocks.1', 'forward blocks.0'],
    ...['gathered blocks.1', 'forward blocks.1'],
  ]);
  tape.backward();
  module.finishReductions();
  assert.deepEqual(events, [
    ...['gather root', 'gathered root', 'gather blocks.1'],
    ...['gathered blocks.1', 'gather blocks.0', 'backward blocks.1', 'reduce blocks.1'],
    ...['gathered blocks.0', 'backward blocks.0', 'reduce blocks.0'],
    ...['reduce root', 'reduced blocks.1', 'reduced root', 'reduced blocks.0'],
  ]);
});

test('each pass of a unit begins and ends once, those of blocks within the root, with all that is waited for', () => {
  const edges: string[] = [];
  const { module } = harness('FULL_SHARD', 'float32', 'float32', cpu, (edge, { module, unit, pass }) =>
    edges.push(`${edge} ${module} ${unit} ${pass}`),
  );
  const tape = new Tape(true);
  forward(module.on(tape), tape, []);
  tape.backward();
  const edgesOf = (pass: string, blocks: readonly number[]) => [
    `begin student backbone root ${pass}`,
    ...blocks.flatMap((i) => ['begin', 'end'].map((edge) => `${edge} student backbone blocks.${i} ${pass}`)),
    `end student backbone root ${pass}`,
  ];
  assert.deepEqual(edges, [...edgesOf('forward', [0, 1]), ...edgesOf('backward', [1, 0])]);
});

test('SHARD_GRAD_OP keeps the weights of the forward pass for the backward', () => {
  const { module, events } = harness('SHARD_GRAD_OP');
  const tape = new Tape(true);
  forward(module.on(tape), tape, events);
  const gathers = () => events.filter((event) => event.startsWith('gather ')).length;
  assert.equal(gathers(), 3);
  tape.backward();
  module.finishReductions();
  assert.equal(gathers(), 3);
});

test('an inference gathers each unit once and keeps none', () => {
  const { module, events } = harness('SHARD_GRAD_OP');
  const tape = new Tape(false);
  const units = module.on(tape);
  forward(units, tape, events);
  assert.equal(events.filter((event) => event.startsWith('gather ')).length, 3);
  assert.throws(() => units.parameter('blocks.1.weight').data, {
    message: 'the weights of backbone.blocks.1.weight are read while unit "blocks.1" is released',
  });
});

for (const [dtype, size] of [
  ['float16', 2],
  ['float32', 4],
] as const)
  test(`weights and gradients travel in ${dtype}: the bytes are those of the plan`, () => {
    const { module, events, bytes } = harness('FULL_SHARD', dtype, dtype);
    const tape = new Tape(true);
    forward(module.on(tape), tape, events);
    tape.backward();
    module.finishReductions();
    const elements = (1 + 2 + 3) * WIDTH;
    assert.deepEqual(bytes, { gathered: 2 * (elements / 2) * size, reduced: (elements / 2) * size });
  });

test('a unit whose elements no op touched still takes part in its collectives', () => {
  const { module, events } = harness('FULL_SHARD');
  const tape = new Tape(true);
  module.on(tape).run('root', () => {});
  tape.backward();
  module.finishReductions();
  assert.deepEqual(
    events.filter((event) => event.startsWith('reduce')),
    ['reduce root', 'reduced root'],
  );
});

/** Bytes of one unit's gathered weights while its body runs, and what its ops read. */
function gatheredBytes(paramDtype: DType, backend: NullBackend, strategy: ShardingStrategy = 'FULL_SHARD') {
  const { module } = harness(strategy, paramDtype, 'float32', backend);
  const before = backend.memory().bytesInUse;
  const units = module.on(new Tape(false));
  return units.run('blocks.1', () => {
    const { data } = units.parameter('blocks.1.weight');
    return { dtype: data.dtype, bytes: backend.memory().bytesInUse - before };
  });
}

test('what travels in the dtype of activations is the weight itself; else one more buffer is', () => {
  const elements = 3 * WIDTH;
  assert.deepEqual(gatheredBytes('float16', new NullBackend('float16')), { dtype: 'float16', bytes: 2 * elements });
  assert.deepEqual(gatheredBytes('float32', new NullBackend('float32')), { dtype: 'float32', bytes: 4 * elements });
  assert.deepEqual(gatheredBytes('float16', new NullBackend('bfloat16')), { dtype: 'bfloat16', bytes: 2 * elements });
  assert.deepEqual(gatheredBytes('float16', new NullBackend('float32')), { dtype: 'float32', bytes: 4 * elements });
});

test('a rank that holds all of a unit reads it where it lies, or one copy in the dtype of activations', () => {
  const [float32, bfloat16] = [new NullBackend('float32'), new NullBackend('bfloat16')];
  assert.deepEqual(gatheredBytes('float16', float32, 'NO_SHARD'), { dtype: 'float32', bytes: 0 });
  const before = bfloat16.memory().bytesInUse;
  assert.deepEqual(gatheredBytes('float16', bfloat16, 'NO_SHARD'), { dtype: 'bfloat16', bytes: 2 * 3 * WIDTH });
  // The five float32 ranges of three units remain, the copy does not.
  assert.equal(bfloat16.memory().bytesInUse - before, 5 * 4 * (1 + 2 + 3) * WIDTH);
});

test('a parameter is one tensor from its gather to its release, and the next gather has another', () => {
  const { module } = harness('FULL_SHARD');
  const tape = new Tape(true);
  const units = module.on(tape);
  const weight = units.parameter('root.weight');
  let first: Tensor | undefined;
  units.run('root', () => {
    first = weight.data;
    assert.equal(weight.data, first);
    tape.onBackward(() => {
      assert.equal(weight.grad, weight.grad);
      assert.notEqual(weight.data, first);
    });
  });
  assert.throws(() => first!.view([WIDTH]), /was released/);
  tape.backward();
});
