import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageProblem } from '../../src/coordinator/message-problem.js';
import type { AgentMessage, Filled, WorkerMessage } from '../../src/rpc/messages.js';
import { coordinatorService } from '../../src/rpc/service.js';
import { aNode } from './job/a-node.js';
import { aReport, aShard } from './job/a-report.js';

const ofWorker = (message: WorkerMessage) => {
  const { requestSerialize, requestDeserialize } = coordinatorService.workerSession;
  return requestDeserialize(requestSerialize(message)) as Filled<WorkerMessage>;
};
const ofAgent = (message: AgentMessage) => {
  const { requestSerialize, requestDeserialize } = coordinatorService.agentSession;
  return requestDeserialize(requestSerialize(message)) as Filled<AgentMessage>;
};
const hello = (change: object = {}) =>
  ofAgent({ kind: 'hello', hello: { nodeId: 'a', ...aNode('host'), localRanks: 8, listenHost: '', ...change } });
const shard = (change: object) => ofWorker({ kind: 'shardWritten', shardWritten: aShard(1, 0, 10, change) });
const megabyte = 'x'.repeat(2 ** 20);

const cases: [string, Filled<AgentMessage> | Filled<WorkerMessage>, string][] = [
  [
    'a node id of a megabyte',
    hello({ nodeId: megabyte }),
    'hello.nodeId has 1048576 characters, expected 4096 at the most',
  ],
  ['ranks without end', hello({ localRanks: 4e9 }), 'hello.localRanks is 4000000000, expected 1024 at the most'],
  [
    'memory that is no number',
    hello({ memoryBytes: Number.NaN }),
    'hello.memoryBytes is NaN, expected a number from 0 up',
  ],
  [
    'more workers than a node has',
    ofAgent({ kind: 'workersSpawned', workersSpawned: { workerIds: Array<string>(1025).fill('w') } }),
    'workersSpawned.workerIds has 1025 entries, expected 1024 at the most',
  ],
  [
    'a save that took less than no time',
    shard({ seconds: -1 }),
    'shardWritten.seconds is -1, expected a number from 0 up',
  ],
  [
    'a save of endless bytes',
    shard({ bytes: Number.POSITIVE_INFINITY }),
    'shardWritten.bytes is Infinity, expected a number from 0 up',
  ],
  [
    'a time of a step that is no number',
    ofWorker({
      kind: 'report',
      report: aReport([1], { phaseSeconds: { data: Number.NaN, compute: 0, communication: 0, save: 0 } }),
    }),
    'report.phaseSeconds.data is NaN, expected a number from 0 up',
  ],
  [
    'an address of a megabyte',
    ofWorker({ kind: 'address', address: { address: Buffer.alloc(2 ** 20) } }),
    'address.address has 1048576 bytes, expected 16384 at the most',
  ],
  [
    'a log line of a megabyte',
    ofWorker({ kind: 'log', log: { message: megabyte } }),
    'log.message has 1048576 characters, expected 65536 at the most',
  ],
];
for (const [what, message, problem] of cases)
  test(`${what} cannot be meant`, () => assert.equal(messageProblem(message), problem));

test('what agents and workers mean passes: a loss that is no number, a code below 0, a plan of 200 kB, ten thousand ranks', () => {
  const snapshot = { step: 1, directory: '/memory', ranks: Array.from({ length: 10_000 }, (_, rank) => rank) };
  for (const message of [
    hello(),
    ofWorker({ kind: 'report', report: aReport([1, 2], { losses: { total_loss: Number.NaN } }) }),
    ofWorker({ kind: 'heartbeat', heartbeat: { progress: -5 } }),
    ofAgent({ kind: 'workerExited', workerExited: { workerId: 'w', code: -1 } }),
    ofAgent({ kind: 'partPublished', partPublished: { parts: [snapshot] } }),
    shard({ head: 'x'.repeat(200_000) }),
    ofWorker({}),
  ])
    assert.equal(messageProblem(message), null);
});
