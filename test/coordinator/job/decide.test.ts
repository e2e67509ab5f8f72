import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../src/coordinator/job/decide.js';
import type { JobOptions } from '../../../src/coordinator/job/job.js';
import type { NodeFacts } from '../../../src/rpc/messages.js';
import { anEnd, aReport } from './a-report.js';
import { killedExit, ScriptedJob } from './scripted-job.js';
import { gpus } from './simulated-fleet.js';

test('ranks follow the order in which nodes join, and share out the cores of their node', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('b', 1);
  assert.deepEqual(script.orders(), [{ kind: 'admit', nodeId: 'b' }]);
  assert.equal(script.job.phase, 'waiting');
  script.join('a', 2);
  assert.deepEqual(script.orders(), [
    { kind: 'admit', nodeId: 'a' },
    { kind: 'findCheckpoint', generation: 1, damaged: [] },
  ]);
  assert.equal(script.job.phase, 'rendezvous');
  script.deliver({
    kind: 'checkpointFound',
    generation: 1,
    checkpoint: { step: 7, directory: '/out/checkpoints/7', globalBatch: 12, computeType: 'float32' },
  });
  assert.deepEqual(script.orders(), [
    { kind: 'spawn', nodeId: 'b', count: 1, threads: 4 },
    { kind: 'spawn', nodeId: 'a', count: 2, threads: 2 },
  ]);
  script.deliver({ kind: 'workersSpawned', nodeId: 'a', workerIds: ['one', 'other'] });
  assert.deepEqual(script.orders(), []);
  script.deliver({ kind: 'workerStarted', workerId: 'other' });
  assert.deepEqual(script.orders(), [
    {
      kind: 'start',
      workerId: 'other',
      generation: 1,
      rank: 1,
      localRank: 0,
      threads: 2,
      device: 'cpu',
      computeType: 'float32',
      worldSize: 3,
      nodeRanks: [1, 2],
      listenHost: '127.0.0.1',
      resumeFrom: '/out/checkpoints/7',
      globalBatch: 12,
    },
  ]);
});

for (const [what, of8, first, second, threads] of [
  ['two agents on one machine share its cores', {}, {}, {}, [2, 2, 2]],
  ['two machines of one name do not', {}, { bootId: 'one' }, { bootId: 'other' }, [8, 4, 4]],
  [
    'agents that are bound to cores of their own use these',
    { coresPresent: 16 },
    { corePool: '0-7' },
    { corePool: '8-15' },
    [5, 4, 4],
  ],
  [
    'agents whose time one group limits share it',
    { cores: 3, coresPresent: 16, corePool: '0-15 77' },
    {},
    {},
    [1, 1, 1],
  ],
  [
    'agents with a quota each use it',
    { cores: 3, coresPresent: 16 },
    { corePool: '0-15 77' },
    { corePool: '0-15 78' },
    [3, 1, 1],
  ],
  [
    'a quota that is more than what is left of the machine',
    { corePool: '0-7 77' },
    { corePool: '0-7 78' },
    {},
    [2, 2, 2],
  ],
] as const)
  test(`cores: ${what}`, () => {
    const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
    const machine = { hostname: 'same', bootId: 'boot', cores: 8, coresPresent: 8, ...of8 };
    script.join('a', 1, { ...machine, ...first });
    script.join('b', 0, { ...machine, ...second });
    assert.deepEqual(
      script.job.ranks.map((rank) => rank.threads),
      threads,
    );
  });

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

const withBf16 = [{ ...gpus(0)[0]!, computeTypes: ['float32', 'bfloat16'] }];

test('the compute type is decided with the checkpoint, for all ranks, and workers are told', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, computeDtype: 'auto' });
  script.join('a', 1, { devices: withBf16 });
  script.join('b', 1, { devices: withBf16 });
  script.orders();
  script.comeUp();
  const told = script.orders().flatMap((order) => (order.kind === 'start' ? [order.computeType] : []));
  assert.deepEqual(told, ['bfloat16', 'bfloat16']);
  assert.equal(script.job.computeType, 'bfloat16');
});

test('a compute type that some ranks lack ends the job before one of them starts, and names them', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, computeDtype: 'bf16' });
  script.join('a', 1, { devices: withBf16 });
  script.join('b', 2);
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  const { exitCode, reason } = script.job.outcome!;
  assert.equal(exitCode, 2);
  assert.match(
    reason,
    /^compute_precision\.compute_dtype is "bf16", but not all ranks compute in bfloat16: ranks 1, 2 of host-of-b \(A CPU: float32\)/,
  );
  assert.ok(script.orders().every(({ kind }) => kind !== 'spawn'));
});

test('a node that cannot compute as the run does is refused while it trains, and the run goes on', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2, computeDtype: 'auto', lastCallMs: 0 });
  script.join('a', 1, { devices: withBf16 });
  script.pass(100);
  script.run();
  script.orders();
  script.join('b', 1);
  const reason = 'the run computes in bfloat16, and host-of-b does not: it has cpu (A CPU: float32)';
  assert.deepEqual(script.orders(), [{ kind: 'refuse', nodeId: 'b', reason }]);
  assert.equal(script.job.phase, 'running');
});

test('a run that goes on in another compute type than its checkpoint says so', () => {
  for (const [computeDtype, before, type, lines] of [
    ['fp32', 'bfloat16', 'float32', ['matrix products go on in float32, as asked; they were in bfloat16']],
    [null, 'bfloat16', 'bfloat16', []],
  ] as const) {
    const script = new ScriptedJob({ computeDtype });
    script.join('a', 2, { devices: withBf16 });
    const checkpoint = { step: 7, directory: '/out/checkpoints/7', globalBatch: 8, computeType: before };
    script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint });
    assert.equal(script.job.computeType, type);
    assert.deepEqual(
      script.logged('compute-type').map(({ reason }) => reason),
      lines,
    );
  }
});

test('a node whose program is another one was sent away: it is spoken of, and changes nothing', () => {
  const script = new ScriptedJob();
  const before = script.job;
  script.deliver({ kind: 'nodeRefused', hostname: 'theirs', reason: 'theirs runs build 2' });
  assert.deepEqual(script.logged('node-refused'), [{ node: 'theirs', reason: 'theirs runs build 2' }]);
  assert.deepEqual(script.job, before);
});

test('more nodes than the least are waited for until the last call is over', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 3, lastCallMs: 500 });
  script.join('a', 1);
  script.pass(400);
  script.join('b', 1);
  assert.equal(script.job.phase, 'waiting');
  script.pass(100);
  assert.equal(script.job.phase, 'rendezvous');
  assert.equal(script.job.ranks.length, 2);
});

test('addresses go out when the last rank listens, and the job runs when the last rank runs', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  for (const workerId of script.spawn()) script.deliver({ kind: 'workerStarted', workerId });
  script.orders();
  script.deliver({ kind: 'workerListening', ...script.from(1), address: Buffer.from('one') });
  assert.deepEqual(script.orders(), []);
  script.deliver({ kind: 'workerListening', ...script.from(0), address: Buffer.from('zero') });
  const addresses = [Buffer.from('zero'), Buffer.from('one')];
  assert.deepEqual(script.orders(), [{ kind: 'connect', workerIds: ['worker-0', 'worker-1'], addresses }]);
  script.deliver({ kind: 'workerRunning', ...script.from(0), startStep: 0, totalSteps: 9, summary: '' });
  assert.deepEqual(script.orders(), [{ kind: 'trainingStarts', startStep: 0, totalSteps: 9 }]);
  assert.equal(script.job.phase, 'rendezvous');
  script.deliver({ kind: 'workerRunning', ...script.from(1), startStep: 0, totalSteps: 9, summary: '' });
  assert.equal(script.job.phase, 'running');
});

test('the job is done when every rank is', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.deliver({ kind: 'workerDone', ...script.from(0), done: anEnd('finished', 100) });
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  script.exit(0);
  assert.equal(script.job.phase, 'running');
  script.deliver({ kind: 'workerDone', ...script.from(1), done: anEnd('finished', 100) });
  assert.deepEqual(script.job.outcome, { exitCode: 0, kind: 'finished', reason: 'finished at step 100', logTail: '' });
});

for (const stage of ['rendezvous', 'running'] as const)
  test(`a worker that dies while ${stage} ends the generation; the next one begins when all of it have ended`, () => {
    const script = new ScriptedJob();
    script.join('a');
    if (stage === 'running') script.run();
    else script.comeUp();
    script.orders();
    script.deliver({ kind: 'workerStreamBroken', ...script.from(1) });
    assert.deepEqual(script.orders(), [{ kind: 'kill', nodeId: 'a' }]);
    script.exit(1, { signal: 'SIGKILL' });
    assert.deepEqual(script.orders(), []);
    assert.equal(script.job.phase, 'waiting');
    script.exit(0, killedExit);
    assert.equal(script.job.generation, 2);
    const [ended] = script.logged('generation-ended');
    assert.equal(ended?.reason, 'rank 1 broke its stream; its process was ended by SIGKILL');
  });

test('a rank that only suffers from its dead peer is not named as the cause', () => {
  const script = new ScriptedJob({ maxRestarts: 0 });
  script.join('a');
  script.run();
  script.deliver({
    kind: 'workerFailed',
    ...script.from(0),
    code: 'COMM_FAILED',
    message: 'rank 1 is gone',
    fatal: false,
    exitCode: 1,
  });
  script.exit(0, { code: 1, logTail: 'of rank 0' });
  script.exit(1, { signal: 'SIGSEGV', logTail: 'of rank 1' });
  assert.equal(script.job.outcome?.reason, 'rank 1 was ended by SIGSEGV; 0 restarts brought no progress');
  assert.equal(script.job.outcome?.logTail, 'of rank 1');
});

test('a node that is lost is named as the cause, though the streams of its workers break first', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1);
  script.join('b', 1);
  script.run();
  const symptom = { code: 'COMM_FAILED', message: 'rank 1 is gone', fatal: false, exitCode: 1 } as const;
  script.deliver({ kind: 'workerFailed', ...script.from(0), ...symptom });
  script.deliver({ kind: 'workerStreamBroken', ...script.from(1) });
  script.exit(0, killedExit);
  script.logged('generation-ended');
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  assert.deepEqual(
    script.logged('generation-ended').map(({ reason }) => reason),
    ['node host-of-b is gone: its stream broke'],
  );
});

test('a worker whose stream breaks is the cause, not the node that is lost elsewhere meanwhile', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1);
  script.join('b', 1);
  script.run();
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  script.logged('generation-ended');
  script.exit(0, { signal: 'SIGKILL' });
  assert.deepEqual(
    script.logged('generation-ended').map(({ reason }) => reason),
    ['rank 0 broke its stream; its process was ended by SIGKILL'],
  );
});

test('words of a former generation are void, and workers that the job does not know are told to end', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  const [first, second] = [script.from(0), script.from(1)];
  script.deliver({ kind: 'workerStreamBroken', ...first });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  script.comeUp();
  script.orders();
  const before = script.job;
  script.deliver({ kind: 'workerFailed', ...first, code: '', message: 'late', fatal: true, exitCode: 1 });
  script.deliver({ kind: 'workerStreamBroken', ...second });
  script.deliver({ kind: 'workerDone', ...second, done: anEnd('finished', 1) });
  assert.deepEqual(script.job, before);
  script.deliver({ kind: 'workerStarted', ...first });
  assert.deepEqual(script.orders(), [{ kind: 'endWorker', ...first }]);
  assert.deepEqual(script.job, before);
});

test('how a worker ended is believed of the agent that started it alone', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1);
  script.join('b', 1);
  script.run();
  const before = script.job;
  script.deliver({ kind: 'workerExited', nodeId: 'b', ...script.from(0), exit: killedExit });
  script.deliver({ kind: 'workerExited', nodeId: 'c', ...script.from(1), exit: killedExit });
  // An agent that comes from an earlier coordinator ends that one's workers.
  script.deliver({ kind: 'workerExited', nodeId: 'a', workerId: 'another', exit: killedExit });
  assert.deepEqual(script.job, before);
});

test('a process that was sent away is spoken of, and changes nothing', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  const before = script.job;
  script.logged('node-joined');
  script.deliver({ kind: 'workerRefused', workerId: 'stray', reason: 'it belongs to job theirs' });
  assert.deepEqual(script.job, before);
  assert.deepEqual(script.logged('worker-refused'), [{ worker: 'stray', reason: 'it belongs to job theirs' }]);
});

test('workers get ranks as they come, whatever the order in which they were started', () => {
  const script = new ScriptedJob();
  script.join('a', 3);
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  const [first, second, third] = script.spawn();
  const places = () =>
    script.orders().flatMap((order) => (order.kind === 'start' ? [[order.rank, order.workerId]] : []));
  for (const workerId of [third!, first!]) script.deliver({ kind: 'workerStarted', workerId });
  assert.deepEqual(places(), [
    [0, third],
    [1, first],
  ]);
  script.deliver({ kind: 'workerListening', workerId: first!, address: Buffer.from('of rank 1') });
  assert.equal(script.job.ranks[1]?.stage, 'listening');
  script.deliver({ kind: 'workerStarted', workerId: second! });
  assert.deepEqual(places(), [[2, second]]);
});

test('a worker without a place is a standby: it trains nothing, ends nothing, and takes a place of the next generation', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.deliver({ kind: 'workersSpawned', nodeId: 'a', workerIds: ['standby', 'idle'] });
  script.deliver({ kind: 'workerStarted', workerId: 'standby' });
  script.orders();
  // One process is there, one on its way: none is ordered.
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  const [, start, ...more] = script.orders();
  assert.equal(start?.kind === 'start' && start.workerId, 'standby');
  assert.equal(start?.kind === 'start' && start.rank, 0);
  assert.deepEqual(more, []);
  script.deliver({ kind: 'workerStarted', workerId: 'idle' });
  assert.deepEqual(
    script.job.ranks.map(({ workerId }) => workerId),
    ['standby', 'idle'],
  );

  script.deliver({ kind: 'workersSpawned', nodeId: 'a', workerIds: ['spare', 'another'] });
  script.deliver({ kind: 'workerStarted', workerId: 'spare' });
  const before = script.job;
  script.deliver({ kind: 'workerListening', workerId: 'spare', address: Buffer.from('none') });
  script.deliver({ kind: 'workerHeartbeat', workerId: 'spare', progress: 1 });
  script.deliver({ kind: 'workerFailed', workerId: 'spare', code: '', message: 'no', fatal: true, exitCode: 1 });
  assert.deepEqual(script.job, before);
  const exit = { ...killedExit, killedByAgent: false };
  script.deliver({ kind: 'workerStreamBroken', workerId: 'spare' });
  for (const workerId of ['spare', 'another']) script.deliver({ kind: 'workerExited', nodeId: 'a', workerId, exit });
  assert.equal(script.job.phase, 'rendezvous');
  assert.deepEqual(script.job.failures, []);
});

test('a worker that ends before it has a rank ends the generation, and the outcome has its last words', () => {
  for (const [exit, how] of [
    [{ signal: 'SIGSEGV' }, 'was ended by SIGSEGV'],
    [{ problem: 'its log cannot be written: ENOSPC' }, 'could not be started: its log cannot be written: ENOSPC'],
  ] as const) {
    const script = new ScriptedJob({ maxRestarts: 0 });
    script.join('a');
    script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
    const [first, second] = script.spawn();
    script.deliver({ kind: 'workerStarted', workerId: first! });
    const ends = { ...killedExit, killedByAgent: false, signal: '', ...exit, logTail: 'last words' };
    script.orders();
    script.deliver({ kind: 'workerExited', nodeId: 'a', workerId: second!, exit: ends });
    assert.deepEqual(script.orders(), [{ kind: 'kill', nodeId: 'a' }]);
    script.deliver({ kind: 'workerExited', nodeId: 'a', workerId: first!, exit: killedExit });
    assert.deepEqual(script.job.outcome, {
      exitCode: 1,
      kind: 'failed',
      reason: `a worker of host-of-a that had no rank yet ${how}; 0 restarts brought no progress`,
      logTail: 'last words',
    });
  }
});

test('a generation that ends while an agent still starts its workers waits for their ends', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.join('b');
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  script.orders();
  script.deliver({ kind: 'interrupted' });
  assert.deepEqual(script.orders(), [{ kind: 'kill', nodeId: 'a' }]);
  const ids = script.spawn();
  // It has said hello before the order to kill has reached its agent.
  script.deliver({ kind: 'workerStarted', workerId: ids[0]! });
  assert.deepEqual(script.orders(), []);
  for (const workerId of ids) {
    assert.equal(script.job.phase, 'waiting');
    script.deliver({ kind: 'workerExited', nodeId: 'a', workerId, exit: killedExit });
  }
  assert.equal(script.job.outcome?.kind, 'stopped');
});

function dieWithoutProgress(script: ScriptedJob): void {
  script.run();
  script.deliver({ kind: 'workerStreamBroken', ...script.from(1) });
  script.exit(0, killedExit);
  script.exit(1, { signal: 'SIGKILL', logTail: 'its last words' });
}

test('restarts without progress are counted, and the last one names rank, exit and the end of its log', () => {
  const script = new ScriptedJob({ maxRestarts: 3 });
  script.join('a');
  for (let i = 0; i < 3; i++) dieWithoutProgress(script);
  assert.equal(script.job.phase, 'rendezvous');
  assert.equal(script.job.restarts, 3);
  dieWithoutProgress(script);
  assert.deepEqual(script.job.outcome, {
    exitCode: 1,
    kind: 'failed',
    reason: 'rank 1 broke its stream; its process was ended by SIGKILL; 3 restarts brought no progress',
    logTail: 'its last words',
  });
});

test('a step further than ever before begins the count of restarts anew; repeating old steps does not', () => {
  const script = new ScriptedJob({ maxRestarts: 2 });
  script.join('a');
  const dieAfterStep = (step: number) => {
    script.run();
    script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([step]) });
    script.deliver({ kind: 'workerStreamBroken', ...script.from(1) });
    for (const rank of [0, 1]) script.exit(rank, killedExit);
  };
  for (const step of [5, 6, 7, 8]) dieAfterStep(step);
  assert.equal(script.job.phase, 'rendezvous');
  dieAfterStep(8);
  assert.equal(script.job.phase, 'rendezvous');
  dieAfterStep(8);
  assert.equal(script.job.outcome?.kind, 'failed');
});

test('a fatal failure ends the job at once, with the exit code that the worker gives', () => {
  for (const exitCode of [1, 2] as const) {
    const script = new ScriptedJob();
    script.join('a');
    script.run();
    script.deliver({ kind: 'workerFailed', ...script.from(1), code: 'ANY', message: 'no way', fatal: true, exitCode });
    for (const rank of [0, 1]) script.exit(rank, killedExit);
    const outcome = { exitCode, kind: 'failed', reason: 'rank 1 failed: no way', logTail: '' };
    assert.deepEqual(script.job.outcome, outcome);
  }
});

test('a silent worker and a stalled one end the generation, the first that stood still is named', () => {
  const silent = new ScriptedJob({ heartbeatTimeoutMs: 1000, stallTimeoutMs: 5000 });
  silent.join('a');
  silent.run();
  silent.orders();
  silent.pass(1000, { ranks: [1] });
  assert.deepEqual(silent.orders(), []);
  silent.pass(100, { ranks: [1] });
  assert.deepEqual(silent.orders(), [{ kind: 'kill', nodeId: 'a' }]);
  assert.equal(silent.job.failures[0]?.reason, 'rank 1 gave no heartbeat for 1 s');

  const stalled = new ScriptedJob({ maxRestarts: 0, stallTimeoutMs: 5000 });
  stalled.join('a');
  stalled.run();
  stalled.pass(1000, { stalled: [1] });
  stalled.pass(5000, { stalled: [0, 1] });
  for (const rank of [0, 1]) stalled.exit(rank, killedExit);
  assert.match(stalled.job.outcome!.reason, /^rank 1 made no progress for 5 s \(train.stall_timeout_s\); 0 restarts/);
});

test('a rendezvous that takes too long names the rank that is behind', () => {
  const script = new ScriptedJob({ rendezvousTimeoutMs: 3000 });
  script.join('a');
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  script.deliver({ kind: 'workerStarted', workerId: script.spawn()[0]! });
  script.pass(3100);
  assert.equal(script.job.failures[0]?.reason, 'rank 1 was still spawned when the rendezvous had taken 3 s');
});

test('what a job waits for is named, each time that it has waited twice as long', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, rendezvousTimeoutMs: 300_000 });
  script.join('a', 1);
  script.pass(45_000);
  const missing = '1 more of 2 nodes to join';
  assert.deepEqual(
    script.logged('waiting'),
    [10, 20, 40].map((seconds) => ({ for: missing, seconds })),
  );
  script.join('b', 1);
  script.pass(11_000);
  assert.deepEqual(script.logged('waiting'), [
    { for: 'rank 0 and 1 more of 2 to be started, once the newest checkpoint is found', seconds: 10 },
  ]);
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  const [first, second] = script.spawn();
  script.deliver({ kind: 'workerStarted', workerId: first! });
  script.pass(10_000);
  assert.deepEqual(script.logged('waiting'), [{ for: 'rank 1 of 2 to load its program', seconds: 20 }]);
  script.deliver({ kind: 'workerStarted', workerId: second! });
  script.pass(20_000);
  assert.deepEqual(script.logged('waiting'), [
    { for: 'rank 0 and 1 more of 2 to read the list of images and listen for its peers', seconds: 40 },
  ]);
  for (const rank of [0, 1]) {
    script.deliver({ kind: 'workerListening', ...script.from(rank), address: Buffer.from('address') });
    script.deliver({ kind: 'workerRunning', ...script.from(rank), startStep: 0, totalSteps: 9, summary: '' });
  }
  script.pass(60_000);
  assert.deepEqual(script.logged('waiting'), []);
});

test('a lost node ends the generation, and the job waits until there are enough nodes again', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1);
  script.join('b', 1);
  script.run();
  script.orders();
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  script.exit(0, killedExit);
  const [ended] = script.logged('generation-ended');
  assert.equal(ended?.reason, 'node host-of-b is gone: its stream broke');
  assert.equal(script.job.phase, 'waiting');
  script.pass(5000);
  assert.equal(script.job.phase, 'waiting');
  script.join('c', 1);
  assert.equal(script.job.phase, 'rendezvous');
  assert.deepEqual(
    script.job.ranks.map(({ nodeId }) => nodeId),
    ['a', 'c'],
  );
});

test('a node without heartbeats is dropped, and its workers are told to end', () => {
  const script = new ScriptedJob({ heartbeatTimeoutMs: 1000 });
  script.join('a');
  script.run();
  script.orders();
  script.pass(1100, { nodes: ['a'] });
  assert.deepEqual(script.orders(), [
    { kind: 'endWorker', workerId: 'worker-0' },
    { kind: 'endWorker', workerId: 'worker-1' },
    { kind: 'dropNode', nodeId: 'a' },
  ]);
  assert.deepEqual(script.job.nodes, []);
});

test('a node that cannot end its processes is dropped, and the job goes on without it', () => {
  const script = new ScriptedJob({ killTimeoutMs: 1000 });
  script.join('a');
  script.run();
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  script.exit(0, killedExit);
  script.orders();
  script.pass(1100);
  assert.deepEqual(script.orders(), [
    { kind: 'endWorker', workerId: 'worker-1' },
    { kind: 'dropNode', nodeId: 'a' },
  ]);
  assert.equal(script.job.endingSinceMs, null);
});

test('a spare node takes the place of one that is lost', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 1 });
  script.join('a', 1);
  script.run();
  script.join('b', 1);
  assert.equal(script.job.generation, 1);
  script.deliver({ kind: 'nodeLost', nodeId: 'a', reason: 'its stream broke' });
  assert.equal(script.job.generation, 2);
  assert.equal(script.job.ranks[0]?.nodeId, 'b');
});

test('a node that sees other directories is refused, and told what it sees and what is needed', () => {
  const refusals: [Parameters<ScriptedJob['join']>[2], string][] = [
    [
      { token: '', problem: 'ENOENT: no such file' },
      "host-of-a does not see this run's output directory /out: ENOENT: no such file; " +
        'every node needs the same directory under the same path',
    ],
    [
      { token: 'of another run' },
      "host-of-a does not see this run's output directory /out: its token file is that of another run; " +
        'every node needs the same directory under the same path',
    ],
    [
      { listingHash: 'other', images: 99 },
      "host-of-a does not see this run's images in /images: it sees 99 other images, the coordinator 100; " +
        'every node needs the same files under the same path',
    ],
  ];
  for (const [change, reason] of refusals) {
    const script = new ScriptedJob();
    script.join('a', 2, change);
    assert.deepEqual(script.orders(), [{ kind: 'refuse', nodeId: 'a', reason }]);
    assert.deepEqual(script.job.nodes, []);
  }
});

test('a first interruption saves and stops', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.orders();
  script.deliver({ kind: 'interrupted' });
  assert.deepEqual(script.orders(), [{ kind: 'saveAndStop', workerIds: ['worker-0', 'worker-1'] }]);
  for (const rank of [0, 1]) script.deliver({ kind: 'workerDone', ...script.from(rank), done: anEnd('stopped', 12) });
  assert.deepEqual(script.job.outcome, {
    exitCode: 0,
    kind: 'stopped',
    reason: 'stopped at step 12, saved',
    logTail: '',
  });
});

test('a second interruption kills', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.deliver({ kind: 'interrupted' });
  script.orders();
  script.deliver({ kind: 'interrupted' });
  assert.deepEqual(script.orders(), [{ kind: 'kill', nodeId: 'a' }]);
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  const reason = 'stopped without a save, nothing is saved';
  assert.deepEqual(script.job.outcome, { exitCode: 1, kind: 'stopped', reason, logTail: '' });
});

test('an interruption while nothing trains ends the job without restarts', () => {
  const waiting = new ScriptedJob();
  waiting.deliver({ kind: 'interrupted' });
  assert.equal(waiting.job.outcome?.exitCode, 0);

  const meeting = new ScriptedJob();
  meeting.join('a');
  meeting.comeUp(30);
  meeting.deliver({ kind: 'interrupted' });
  for (const rank of [0, 1]) meeting.exit(rank, killedExit);
  const reason = 'stopped before training, the last checkpoint is of step 30';
  assert.deepEqual(meeting.job.outcome, { exitCode: 0, kind: 'stopped', reason, logTail: '' });
});

test('a worker that dies while saving to stop is not restarted: the user wants an end', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.deliver({ kind: 'interrupted' });
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.equal(script.job.outcome?.exitCode, 1);
  assert.equal(script.job.outcome?.reason, 'could not save and stop: rank 0 broke its stream');
});

test('a request for a checkpoint goes to the first rank, and the job goes on', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.orders();
  script.deliver({ kind: 'saveRequested' });
  assert.deepEqual(script.orders(), [{ kind: 'saveNow', workerId: 'worker-0' }]);
  script.deliver({ kind: 'saveRequested' });
  assert.deepEqual(script.orders(), [{ kind: 'saveNow', workerId: 'worker-0' }]);
  assert.equal(script.job.stop, 'no');
  script.deliver({ kind: 'interrupted' });
  script.orders();
  script.deliver({ kind: 'saveRequested' });
  assert.deepEqual(script.orders(), []);
});

test('a request for a checkpoint while nothing trains says what is saved', () => {
  for (const [step, saved] of [
    [undefined, 'nothing is saved yet'],
    [30, 'the last checkpoint is of step 30'],
  ] as const) {
    const script = new ScriptedJob();
    script.join('a');
    script.comeUp(step);
    const { actions, job } = decide(script.job, { kind: 'saveRequested' }, script.nowMs);
    const reason = `no training is running now that could be saved; ${saved}`;
    assert.deepEqual(actions, [{ kind: 'log', level: 'info', event: 'save-requested', fields: { reason } }]);
    assert.equal(job.phase, 'rendezvous');
  }
});

test('a coordinator that was itself suspended does not take everyone else for dead', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.pass(200);
  script.orders();
  script.nowMs += 60_000;
  script.deliver({ kind: 'tick' });
  assert.equal(script.job.phase, 'running');
  assert.equal(script.logged('suspended').length, 1);
  script.pass(4000);
  assert.equal(script.job.phase, 'running');
});

test('where to resume from, answered to a generation that is over, starts nothing', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  for (const id of ['a', 'b', 'c']) script.join(id, 1);
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  assert.equal(script.job.generation, 2);
  script.orders();
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  assert.deepEqual(script.orders(), []);
  script.deliver({ kind: 'checkpointFound', generation: 2, checkpoint: null });
  script.deliver({ kind: 'checkpointFound', generation: 2, checkpoint: null });
  assert.deepEqual(
    script.orders().map(({ kind }) => kind),
    ['keepGlobalBatch', 'spawn', 'spawn'],
  );
});

test('a checkpoint that a rank finds damaged is passed over by the next generation, and costs none of the restarts', () => {
  const script = new ScriptedJob({ maxRestarts: 0 });
  script.join('a');
  for (const step of [30, 20]) {
    script.comeUp(step);
    script.orders();
    const message = 'block 3 has another checksum';
    script.deliver({
      kind: 'workerFailed',
      ...script.from(1),
      code: 'CHECKPOINT_TORN',
      message,
      fatal: false,
      exitCode: 1,
    });
    script.deliver({
      kind: 'workerFailed',
      ...script.from(0),
      code: 'COMM_FAILED',
      message: 'lost rank 1',
      fatal: false,
      exitCode: 1,
    });
    for (const rank of [0, 1]) script.exit(rank, killedExit);
  }
  assert.deepEqual(script.orders().at(-1), {
    kind: 'findCheckpoint',
    generation: 3,
    damaged: ['/out/checkpoints/30', '/out/checkpoints/20'],
  });
  script.run(10);
  assert.equal(script.job.phase, 'running');
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.equal(script.job.outcome?.reason, 'rank 0 broke its stream; 0 restarts brought no progress');
});

test('checkpoints that cannot be read end the job', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.deliver({ kind: 'checkpointUnreadable', generation: 1, reason: 'the manifest is of version 9' });
  assert.equal(script.job.outcome?.reason, 'the manifest is of version 9');
  assert.equal(script.job.outcome?.exitCode, 1);
});

test('the global batch is decided by the workers that begin, kept, and stays when a node is lost before the first save', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2, batchSizePerGpu: 4 });
  script.join('a', 1);
  script.join('b', 2);
  assert.equal(script.job.globalBatch, null);
  const batches: number[] = [];
  const noteStarts = () => {
    for (const order of script.orders()) if (order.kind === 'start') batches.push(order.globalBatch);
  };
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  assert.deepEqual(
    script.orders().find(({ kind }) => kind === 'keepGlobalBatch'),
    { kind: 'keepGlobalBatch', globalBatch: { images: 12, batchSizePerGpu: 4 } },
  );
  for (const workerId of script.spawn()) script.deliver({ kind: 'workerStarted', workerId });
  noteStarts();
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  script.exit(0, killedExit);
  script.pass(500);
  assert.equal(script.job.generation, 2);
  script.comeUp();
  noteStarts();
  assert.deepEqual(batches, [12, 12, 12, 12]);
  assert.equal(script.job.globalBatch, 12);
});

for (const [what, earlier, checkpoint, images, origin] of [
  ['nothing else', null, null, 8, 'train.batch_size_per_gpu 4 x 2 workers'],
  ['a checkpoint', null, 40, 20, 'the checkpoint of step 40'],
  [
    'a checkpoint, whatever an earlier launch decided',
    { images: 12, batchSizePerGpu: 4 },
    40,
    20,
    'the checkpoint of step 40',
  ],
  [
    'an earlier launch without a checkpoint',
    { images: 12, batchSizePerGpu: 4 },
    null,
    12,
    'an earlier launch of this run (run.json), not train.batch_size_per_gpu 4 x 2 workers; to decide it anew remove that file',
  ],
  [
    'an earlier launch with as many workers',
    { images: 8, batchSizePerGpu: 4 },
    null,
    8,
    'an earlier launch of this run (run.json)',
  ],
  [
    'nothing else, where train.batch_size_per_gpu has been changed',
    { images: 12, batchSizePerGpu: 6 },
    null,
    8,
    'train.batch_size_per_gpu 4 x 2 workers; an earlier launch had 12, with train.batch_size_per_gpu 6',
  ],
] as const)
  test(`the global batch comes from ${what}, and the log says so`, () => {
    const script = new ScriptedJob({ batchSizePerGpu: 4, earlierGlobalBatch: earlier });
    script.join('a', 2);
    const found =
      checkpoint === null
        ? null
        : { step: checkpoint, directory: '/out/40', globalBatch: 20, computeType: 'float32' as const };
    script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: found });
    assert.equal(script.job.globalBatch, images);
    assert.deepEqual(script.logged('global-batch'), [{ images, origin }]);
  });

test('more workers than there are images for end the job before one of them starts', () => {
  const script = new ScriptedJob({ batchSizePerGpu: 60 });
  script.join('a', 2);
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  assert.deepEqual(script.job.outcome, {
    exitCode: 2,
    kind: 'failed',
    reason:
      '/images holds 100 images, fewer than the global batch of 120; add images or lower train.batch_size_per_gpu ' +
      'or the number of workers',
    logTail: '',
  });
  assert.deepEqual(
    script.orders().map(({ kind }) => kind),
    ['admit', 'findCheckpoint', 'finish'],
  );
});

test('a checkpoint of another global batch, which somebody has put there, is not gone on from', () => {
  const script = new ScriptedJob({ batchSizePerGpu: 4 });
  script.join('a', 2);
  script.run();
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  const checkpoint = { step: 7, directory: '/out/checkpoints/7', globalBatch: 64, computeType: 'float32' } as const;
  script.deliver({ kind: 'checkpointFound', generation: 2, checkpoint });
  const reason =
    '/out/checkpoints/7 has a global batch of 64, but the run trains with 8: it is of another run; move it away and launch again';
  assert.deepEqual(script.job.outcome, { exitCode: 1, kind: 'failed', reason, logTail: '' });
});

test('steps are recorded once and in order, of the first rank while it trains', () => {
  const script = new ScriptedJob();
  script.join('a');
  const report = (rank: number, ...steps: number[]) =>
    script.deliver({ kind: 'workerReported', ...script.from(rank), report: aReport(steps) });
  const recorded = () =>
    script
      .orders()
      .flatMap((order) =>
        order.kind === 'recordReport' ? [[order.rank, order.report.steps.map(({ step }) => step)]] : [],
      );
  script.comeUp(5);
  report(0, 5);
  assert.deepEqual(recorded(), [], 'it has not said that it trains');
  script.run(5);
  report(0, 5, 6);
  report(1);
  assert.deepEqual(recorded(), [
    [0, [5, 6]],
    [1, []],
  ]);
  report(0, 4, 6, 7, 7);
  assert.deepEqual(script.logged('steps-left-out'), [{ rank: 0, steps: 3, reason: 'out of order: step 7 is next' }]);
  assert.equal(script.job.nextStep, 8);
  report(1, 8, 9);
  assert.deepEqual(recorded(), [[1, []]], "steps are the first rank's to report");
  assert.equal(script.job.stepsReached, 8);
  report(0, 8);
  assert.deepEqual(recorded(), [[0, [8]]]);
  script.deliver({ kind: 'workerStreamBroken', ...script.from(1) });
  report(0, 9);
  assert.deepEqual(recorded(), [], 'its generation is over');
});

test('updates that were skipped are counted at the end', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  script.logged('running');
  for (const rank of [0, 1])
    script.deliver({ kind: 'workerDone', ...script.from(rank), done: anEnd('finished', 100, { skipped: 3 }) });
  assert.deepEqual(script.logged('updates-skipped'), [{ skipped: 3, of: 100 }]);
  assert.equal(script.job.outcome?.exitCode, 0);
});

for (const reason of ['finished', 'stopped'] as const)
  test(`a training that ${reason} with a state of no use has failed, and says why`, () => {
    const script = new ScriptedJob();
    script.join('a');
    script.run();
    const done = anEnd(reason, 100, { skipped: 60, problem: 'its weights are not finite. Begin again' });
    for (const rank of [0, 1]) script.deliver({ kind: 'workerDone', ...script.from(rank), done });
    const saved = reason === 'stopped' ? ', saved' : '';
    assert.deepEqual(script.job.outcome, {
      exitCode: 1,
      kind: 'failed',
      reason: `${reason} at step 100${saved}, but its weights are not finite. Begin again`,
      logTail: '',
    });
  });

test('a done job decides nothing more', () => {
  const script = new ScriptedJob();
  script.deliver({ kind: 'hopeless', reason: 'the agent was refused', exitCode: 2 });
  const { outcome } = script.job;
  assert.deepEqual(outcome, { exitCode: 2, kind: 'failed', reason: 'the agent was refused', logTail: '' });
  script.orders();
  script.join('a');
  assert.deepEqual(script.orders(), []);
});
