import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobOptions } from '../../../src/coordinator/job/job.js';
import type { NodeFacts } from '../../../src/rpc/messages.js';
import { cpuWithBf16, gpus } from './a-node.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

const devicesOf = (script: ScriptedJob) => script.job.ranks.map(({ nodeId, device }) => `${nodeId} ${device}`);

test('ranks have the CPU of their node, or a GPU each; a worker is told its own', () => {
  const onCpu = new ScriptedJob({ device: 'cpu' });
  onCpu.join('a', 2, { devices: gpus(2) });
  assert.deepEqual(devicesOf(onCpu), ['a cpu', 'a cpu']);

  const onGpus = new ScriptedJob({ device: 'cuda', minNodes: 2, maxNodes: 2 });
  onGpus.join('a', 2, { devices: gpus(4) });
  onGpus.join('b', 1, { devices: gpus(1) });
  assert.deepEqual(devicesOf(onGpus), ['a cuda:0', 'a cuda:1', 'b cuda:0']);
  onGpus.orders();
  onGpus.comeUp();
  const told = onGpus.orders().flatMap((order) => (order.kind === 'start' ? [order.device] : []));
  assert.deepEqual(told, ['cuda:0', 'cuda:1', 'cuda:0']);
});

test('auto takes the kind of device that the first node has, and a later node must have that', () => {
  const withoutGpu = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  withoutGpu.join('a', 1);
  withoutGpu.join('b', 1, { devices: gpus(1) });
  assert.deepEqual(devicesOf(withoutGpu), ['a cpu', 'b cpu']);

  const withGpu = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  withGpu.join('a', 1, { devices: gpus(1) });
  assert.equal(withGpu.job.deviceKind, 'cuda');
  withGpu.orders();
  withGpu.join('b', 1);
  assert.deepEqual(withGpu.orders(), [
    {
      kind: 'refuse',
      nodeId: 'b',
      reason:
        'host-of-b has no CUDA device: looked for cuda:0, there is cpu (A CPU); for that start the job with --device cpu',
    },
  ]);
});

test('two agents of one machine share out its GPUs; of different machines each has its own', () => {
  const join = (script: ScriptedJob, bootIds: string[]) => {
    for (const [i, bootId] of bootIds.entries()) script.join('abc'[i]!, 1, { bootId, devices: gpus(2) });
  };
  const one = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  join(one, ['same', 'same']);
  assert.deepEqual(devicesOf(one), ['a cuda:0', 'b cuda:1']);
  const two = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  join(two, ['one', 'other']);
  assert.deepEqual(devicesOf(two), ['a cuda:0', 'b cuda:0']);
  // By what a GPU is, not by what a process that sees only some of them calls it.
  const hidden = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  hidden.join('a', 1, { bootId: 'same', devices: gpus(1, 'first') });
  hidden.join('b', 1, { bootId: 'same', devices: gpus(1, 'second') });
  assert.deepEqual(devicesOf(hidden), ['a cuda:0', 'b cuda:0']);
  // The one that it had is free when a node goes.
  one.run();
  one.deliver({ kind: 'nodeLost', nodeId: 'a', reason: 'its stream broke' });
  one.exit(1, killedExit);
  one.join('c', 1, { bootId: 'same', devices: gpus(2) });
  assert.deepEqual(devicesOf(one), ['b cuda:0', 'c cuda:1']);
});

test('a node that cannot give each rank a device of its own is refused, and told what there is', () => {
  const [cpu] = gpus(0);
  const present = gpus(1);
  const cases: [Partial<JobOptions>, ranks: number, Partial<NodeFacts>, reason: string][] = [
    [
      { device: 'cuda' },
      3,
      { devices: gpus(2) },
      'host-of-b has too few CUDA devices for a rank each: 3 ranks, and cuda:0 (A GPU), cuda:1 (A GPU); ' +
        'lower --nproc-per-node to 2, or start the job with --device cpu',
    ],
    [
      {},
      1,
      { bootId: 'of a', devices: gpus(1) },
      'host-of-b has too few CUDA devices for a rank each: 1 rank, and cuda:0 (A GPU), of which ranks of another agent there have 1; ' +
        'leave this agent away, or start the job with --device cpu',
    ],
    [
      {},
      2,
      { bootId: 'of a', devices: gpus(2) },
      'host-of-b has too few CUDA devices for a rank each: 2 ranks, and cuda:0 (A GPU), cuda:1 (A GPU), ' +
        'of which ranks of another agent there have 1; lower --nproc-per-node to 1, or start the job with --device cpu',
    ],
    [
      {},
      1,
      { devices: [...present, present[1]!] },
      'host-of-b tells the device cuda:0 twice: cpu (A CPU), cuda:0 (A GPU), cuda:0 (A GPU)',
    ],
    [
      {},
      1,
      { devices: [...present, { ...present[1]!, device: 'cuda:1' }] },
      'host-of-b tells the device cuda:1 twice: cpu (A CPU), cuda:0 (A GPU), cuda:1 (A GPU)',
    ],
    [{ device: 'cpu' }, 1, { devices: [cpu!, cpu!] }, 'host-of-b tells the device cpu twice: cpu (A CPU), cpu (A CPU)'],
    [
      { device: 'cpu' },
      1,
      { devices: [] },
      'host-of-b cannot compute on its CPU: cpu.node does not load there; "dinofleet doctor" says why',
    ],
  ];
  for (const [options, ranks, facts, reason] of cases) {
    const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, ...options });
    script.join('a', 1, { bootId: 'of a', devices: gpus(1) });
    script.orders();
    script.join('b', ranks, facts);
    assert.deepEqual(script.orders(), [{ kind: 'refuse', nodeId: 'b', reason }]);
    assert.deepEqual(
      script.job.nodes.map(({ id }) => id),
      ['a'],
    );
  }
});

test('a node that cannot compute as the run does is refused while it trains, and the run goes on', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2, computeDtype: 'auto', lastCallMs: 0 });
  script.join('a', 1, { devices: cpuWithBf16() });
  script.pass(100);
  script.run();
  script.orders();
  script.join('b', 1);
  const reason = 'the run computes in bfloat16, and host-of-b does not: it has cpu (A CPU: float32)';
  assert.deepEqual(script.orders(), [{ kind: 'refuse', nodeId: 'b', reason }]);
  assert.equal(script.job.phase, 'running');
});

test('a node that is to be made full use of has a rank for each GPU, or one on its CPU, unless it says another number', () => {
  const ranksOn = (options: Partial<JobOptions>, ...asked: number[]) => {
    const script = new ScriptedJob({ localRanks: 'auto', minNodes: asked.length, maxNodes: asked.length, ...options });
    for (const [i, localRanks] of asked.entries()) script.join(`n${i}`, localRanks, { devices: gpus(4 - i, `n${i}`) });
    return script.job.nodes.map(({ localRanks }) => localRanks);
  };
  assert.deepEqual(ranksOn({ device: 'auto' }, 0, 0, 1), [4, 3, 1]);
  assert.deepEqual(ranksOn({ device: 'cpu' }, 0, 3), [1, 3]);
  assert.deepEqual(ranksOn({ device: 'cuda-emulated' }, 0), [1]);

  const without = new ScriptedJob({ device: 'cuda', localRanks: 'auto' });
  without.join('a', 0);
  assert.match(without.logged('node-refused')[0]!.reason as string, /has no CUDA device/);
});
