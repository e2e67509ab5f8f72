import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScriptedJob } from './scripted-job.js';

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
    checkpoint: { step: 7, directory: '/out/checkpoints/7', globalBatch: 12, computeType: 'float32', held: null },
  });
  assert.deepEqual(script.orders(), [
    { kind: 'spawn', nodeId: 'b', outputDir: '/out', count: 1, threads: 4 },
    { kind: 'spawn', nodeId: 'a', outputDir: '/out', count: 2, threads: 2 },
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
      outputDir: '/out',
      snapshotDir: '/memory',
      datasetPaths: [],
      checkpointDir: '/disk',
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
