import type { AgentMessage, WorkerMessage } from '../../src/rpc/messages.js';
import { aNode } from '../coordinator/job/a-node.js';
import { aReport, aShard } from '../coordinator/job/a-report.js';

const snapshot = { step: 4, directory: '/memory/4', identity: 'i', globalBatch: 8, worldSize: 2, ranks: [0, 1] };

/** One of each kind. */
export const agentMessages: AgentMessage[] = [
  { kind: 'hello', hello: { nodeId: 'a', ...aNode('host'), localRanks: 2, listenHost: '127.0.0.1' } },
  {
    kind: 'survey',
    survey: { token: 't', listingHash: 'h', imageCount: 8, checkpointSteps: [1, 300], parts: [snapshot] },
  },
  { kind: 'probed', probed: { unreached: [{ nodeId: 'b', reason: 'no answer' }] }, number: 4 },
  { kind: 'heartbeat', heartbeat: {} },
  { kind: 'workerExited', workerExited: { workerId: 'w', code: -1, signal: 'SIGKILL', logTail: 'tail' }, number: 2 },
  { kind: 'workersSpawned', workersSpawned: { workerIds: ['v', 'w'] }, number: 1 },
  { kind: 'partPublished', partPublished: { generation: 1, step: 4, parts: [snapshot] }, number: 3 },
  { kind: 'leaving', leaving: {} },
];

export const workerMessages: WorkerMessage[] = [
  { kind: 'hello', hello: { jobId: 'job', workerId: 'w', returns: true, trainsIn: 1 } },
  { kind: 'heartbeat', heartbeat: { progress: -5 } },
  { kind: 'address', address: { address: Buffer.from('address') }, number: 1 },
  { kind: 'running', running: { startStep: 0, totalSteps: 9, summary: 's' }, number: 2 },
  { kind: 'log', log: { level: 'warn', message: 'm' }, number: 3 },
  { kind: 'done', done: { reason: 'finished', step: 9, steps: 9 }, number: 4 },
  { kind: 'failed', failed: { code: 'C', message: 'm', fatal: true, exitCode: 2 }, number: 5 },
  { kind: 'report', report: aReport([0, 1]), number: 6 },
  { kind: 'shardWritten', shardWritten: aShard(1, 0, 4), number: 7 },
];

const HUGE_VARINTS = [
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
];

/** Some mistakes in a message's bytes, drawn by chance: flipped bits, other lengths and wire types, parts cut off, twice, or of others. */
export function mutated(bytes: Buffer, others: readonly Buffer[], random: () => number): Buffer {
  let result = Buffer.from(bytes);
  const below = (n: number) => Math.floor(random() * n);
  for (let left = 1 + below(4); left > 0; left--) {
    const at = below(result.length + 1);
    const piece = others[below(others.length)]!;
    switch (below(7)) {
      case 0:
        if (at < result.length) result[at]! ^= 1 << below(8);
        break;
      case 1:
        result = result.subarray(0, at);
        break;
      case 2: // a length, or a value
        result = Buffer.concat([result.subarray(0, at), Buffer.from(HUGE_VARINTS[below(3)]!), result.subarray(at + 1)]);
        break;
      case 3: // another wire type of the same field
        if (at < result.length) result[at] = (result[at]! & 0xf8) | below(8);
        break;
      case 4: // a field many times
        result = Buffer.concat([result, ...Array<Buffer>(1 + below(200)).fill(result.subarray(0, at))]);
        if (result.length > 100_000) result = result.subarray(0, 100_000);
        break;
      case 5:
        result = Buffer.concat([result.subarray(0, at), piece]);
        break;
      case 6: // groups within groups, which a decoder may follow down
        result = Buffer.concat([result.subarray(0, at), Buffer.alloc(1 + below(5_000), 0x0b | (below(2) << 4))]);
        break;
    }
  }
  return result;
}

/** Numbers from 0 to 1: a case that fails comes back by its seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
