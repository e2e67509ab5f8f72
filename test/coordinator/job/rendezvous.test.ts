import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../src/coordinator/job/decide.js';
import { type Job, newJob } from '../../../src/coordinator/job/job.js';
import type { JobAction } from '../../../src/coordinator/job/job-action.js';
import type { JobEvent } from '../../../src/coordinator/job/job-event.js';
import type { SignsOfLife } from '../../../src/coordinator/job/signs-of-life.js';
import { aNode, gpus, seen, simulatedOptions } from './a-node.js';

const NODES = 1_000;
const RANKS_OF_NODE = 8;
/** One way, at the most. */
const NETWORK_MS = 20;

/** Messages under way, each with a delay of its own; those of one sender keep their order. */
class SimulatedNetwork {
  nowMs = 0;
  readonly #at = new Map<number, (() => void)[]>();
  readonly #lastOf = new Map<string, number>();
  #drawn = 1;

  send(from: string, arrives: () => void): void {
    this.#drawn = (this.#drawn * 48_271) % 2_147_483_647;
    const atMs = Math.max(this.nowMs + 1 + (this.#drawn % NETWORK_MS), this.#lastOf.get(from) ?? 0);
    this.#lastOf.set(from, atMs);
    this.#at.set(atMs, [...(this.#at.get(atMs) ?? []), arrives]);
  }

  millisecond(): void {
    this.nowMs++;
    for (const arrives of this.#at.get(this.nowMs) ?? []) arrives();
    this.#at.delete(this.nowMs);
  }
}

function allAlive({ nodes, ranks }: Job, nowMs: number): SignsOfLife {
  return {
    nodes: nodes.map(({ id }) => [id, nowMs]),
    workers: ranks.flatMap(({ workerId }) =>
      workerId === null ? [] : [[workerId, nowMs, { progress: nowMs, phase: '', what: '', step: 0 }]],
    ),
  };
}

test('1000 nodes of 8 ranks train within 3 s of a network of 20 ms, each place given once', (t) => {
  const network = new SimulatedNetwork();
  const listing = { hash: 'hash', images: 1_000_000 };
  let job: Job = newJob(
    { ...simulatedOptions, minNodes: NODES, maxNodes: NODES, localRanks: RANKS_OF_NODE, listing },
    0,
  );
  const counts = new Map<string, number>();
  const started: number[] = [];
  let [decisionMs, events] = [0, 0];

  const deliver = (event: JobEvent): void => {
    const began = process.cpuUsage();
    const decision = decide(job, event, network.nowMs);
    const { user, system } = process.cpuUsage(began);
    decisionMs += (user + system) / 1000;
    events++;
    job = decision.job;
    for (const action of decision.actions) {
      counts.set(action.kind, (counts.get(action.kind) ?? 0) + 1);
      carryOut(action);
    }
  };
  /** There and back: who obeys answers over a stream of its own. */
  const order = (to: string, answer: JobEvent) =>
    network.send(`orders to ${to}`, () => network.send(to, () => deliver(answer)));
  const carryOut = (action: JobAction): void => {
    if (action.kind === 'findCheckpoint')
      network.send('disk', () => deliver({ kind: 'checkpointFound', generation: action.generation, checkpoint: null }));
    if (action.kind === 'probe') {
      assert.ok(action.peers.length <= 10, 'a node dials many');
      // The other dials back meanwhile.
      const { nodeId } = action;
      network.send(nodeId, () => order(nodeId, { kind: 'nodeProbed', nodeId, unreached: [] }));
    }
    if (action.kind === 'spawn') {
      const { nodeId, count } = action;
      const workerIds = Array.from({ length: count }, (_, i) => `${nodeId} worker ${i}`);
      order(nodeId, { kind: 'workersSpawned', nodeId, workerIds });
      // They are up after their agent has told of them.
      network.send(`orders to ${nodeId}`, () =>
        network.send(nodeId, () => {
          for (const workerId of workerIds) network.send(workerId, () => deliver({ kind: 'workerStarted', workerId }));
        }),
      );
    }
    if (action.kind === 'start') {
      started.push(action.rank);
      const { workerId, rank } = action;
      order(workerId, { kind: 'workerListening', workerId, address: Buffer.from(String(rank)) });
    }
    if (action.kind === 'connect')
      for (const workerId of action.workerIds)
        order(workerId, { kind: 'workerRunning', workerId, startStep: 0, totalSteps: 9, summary: '' });
  };

  for (let i = 0; i < NODES; i++) {
    const nodeId = `node ${i}`;
    const node = {
      ...aNode(nodeId),
      devices: gpus(RANKS_OF_NODE),
      localRanks: RANKS_OF_NODE,
      listenHost: '10.0.0.1',
      place: '',
    };
    network.send(nodeId, () => deliver({ kind: 'nodeJoined', nodeId, ...node, ...seen }));
  }
  while (job.phase !== 'running' && network.nowMs < 60_000) {
    network.millisecond();
    if (network.nowMs % 250 === 0) deliver({ kind: 'tick', signs: allAlive(job, network.nowMs) });
  }

  assert.equal(job.phase, 'running');
  assert.ok(network.nowMs <= 3_000, `${network.nowMs} ms`);
  assert.deepEqual(
    started.sort((a, b) => a - b),
    Array.from({ length: NODES * RANKS_OF_NODE }, (_, rank) => rank),
  );
  assert.deepEqual(
    ['spawn', 'start', 'connect'].map((kind) => counts.get(kind)),
    [NODES, NODES * RANKS_OF_NODE, 1],
  );
  t.diagnostic(`${network.nowMs} ms of the network; ${events} decisions took ${Math.round(decisionMs)} ms of CPU`);
});
