/**
 * A world for the decisions of the coordinator: nodes, worker processes and streams, with a clock of its own. Every stream
 * keeps its order; which of them speaks next is drawn by chance. Things die by chance, too, until `calm` is called.
 */

import assert from 'node:assert/strict';
import { decide } from '../../../src/coordinator/job/decide.js';
import { isLive, type Job, type JobOptions, newJob } from '../../../src/coordinator/job/job.js';
import type { JobAction } from '../../../src/coordinator/job/job-action.js';
import type { JobEvent } from '../../../src/coordinator/job/job-event.js';
import type { NodeDevice, NodeFacts, WorkerExit } from '../../../src/rpc/messages.js';
import { PROTOCOL } from '../../../src/rpc/protocol.js';
import { anEnd, aReport, aSave } from './a-report.js';

export const simulatedOptions: JobOptions = {
  jobId: 'job',
  outputDir: '/out',
  minNodes: 1,
  maxNodes: 3,
  maxRestarts: 3,
  device: 'auto',
  localRanks: 2,
  batchSizePerGpu: 4,
  earlierGlobalBatch: null,
  token: 'token',
  datasetPath: '/images',
  listing: { hash: 'hash', images: 100 },
  stallTimeoutMs: 5_000,
  heartbeatTimeoutMs: 2_000,
  lastCallMs: 500,
  rendezvousTimeoutMs: 8_000,
  killTimeoutMs: 2_000,
  tickMs: 100,
};

/** A machine of its own, of four cores. */
export function aNode(hostname: string): NodeFacts {
  return {
    hostname,
    protocol: PROTOCOL,
    build: '0.1.0+ours',
    bootId: `boot of ${hostname}`,
    cores: 4,
    coresPresent: 4,
    corePool: '0-3 without quota',
    memoryBytes: 8e9,
    devices: [{ device: 'cpu', id: 'cpu', name: 'A CPU', memoryBytes: 8e9, computeTypes: ['float32'] }],
  };
}

/** GPUs as a node tells of them, with the CPU. */
export function gpus(count: number, ofMachine = ''): NodeDevice[] {
  const computeTypes = ['float32', 'bfloat16', 'float16'];
  const each = (_: unknown, i: number) => ({
    device: `cuda:${i}`,
    id: `GPU-${ofMachine}${i}`,
    name: 'A GPU',
    memoryBytes: 8e10,
    computeTypes,
  });
  return [...aNode('').devices, ...Array.from({ length: count }, each)];
}

const totalSteps = 12;

type Spawn = Extract<JobAction, { kind: 'spawn' }>;
type Kill = Extract<JobAction, { kind: 'kill' }>;

interface SimulatedWorker {
  id: string;
  nodeId: string;
  /** Its place, from the start on; 0 and -1 before. */
  generation: number;
  rank: number;
  /** What it will do next when it gets a turn. */
  stage: 'born' | 'waitsForStart' | 'waitsForPeers' | 'works' | 'done';
  step: number;
  globalBatch: number;
  alive: boolean;
  /** SIGSTOPped or hung: alive, and silent. */
  frozen: boolean;
  stopAt: number | null;
}

export class SimulatedFleet {
  job: Job;
  nowMs = 0;
  readonly actions: JobAction[] = [];
  #nodes = new Map<string, { localRanks: number; alive: boolean }>();
  #workers: SimulatedWorker[] = [];
  /** Messages on their way, a queue for each stream. */
  #wires = new Map<string, JobEvent[]>();
  /** Orders on their way to an agent, in order. */
  #orders = new Map<string, (Spawn | Kill)[]>();
  #savedStep = 0;
  /** The global batch that the saved steps were made with. */
  #savedBatch = 0;
  /** Whose workers may save. */
  #fencedGeneration = 0;
  /** Workers of nodes that count as lost, and are still at work. */
  #cutOff: SimulatedWorker[] = [];
  /** What workers were told first. */
  #globalBatch: number | null = null;
  #nodesEver = 0;
  #workersEver = 0;
  #isCalm = false;
  finishes = 0;

  constructor(
    private readonly random: () => number,
    options: Partial<JobOptions> = {},
  ) {
    this.job = newJob({ ...simulatedOptions, ...options }, 0);
  }

  calm(): void {
    this.#isCalm = true;
    for (const worker of this.#workers) if (worker.frozen) this.#die(worker);
  }

  get livingNodes(): number {
    return [...this.#nodes.values()].filter((node) => node.alive).length;
  }

  addNode(): void {
    const nodeId = `node-${this.#nodesEver++}`;
    const localRanks = 1 + Math.floor(this.random() * 2);
    this.#nodes.set(nodeId, { localRanks, alive: true });
    const seen = { token: 'token', listingHash: 'hash', images: 100, problem: '' };
    const node = { ...aNode(nodeId), localRanks, listenHost: '127.0.0.1', ...seen };
    this.#send(`agent ${nodeId}`, { kind: 'nodeJoined', nodeId, ...node });
    // Some have a standby at hand.
    if (this.random() < 0.3) this.#spawn(nodeId, 1);
  }

  /** One turn: something happens somewhere, and a little time passes. */
  turn(): void {
    if (!this.#isCalm) this.#mishap();
    this.nowMs += Math.floor(this.random() * 30);
    for (const worker of this.#workers) if (this.random() < 0.5) this.#work(worker);
    for (const worker of this.#cutOff.splice(0)) if (this.random() < 0.9) this.#workUnseen(worker);
    const wires = [...this.#wires].filter(([, queue]) => queue.length > 0);
    const wire = wires[Math.floor(this.random() * wires.length)];
    if (wire !== undefined) this.#deliver(wire[1].shift()!);
    for (const [nodeId, orders] of this.#orders) if (this.random() < 0.3) this.#obey(nodeId, orders.shift());
    if (this.nowMs - this.job.lastTickMs >= simulatedOptions.tickMs) {
      this.#heartbeats();
      this.#deliver({ kind: 'tick' });
    }
  }

  interrupt(): void {
    this.#deliver({ kind: 'interrupted' });
  }

  #mishap(): void {
    const alive = this.#workers.filter((worker) => worker.alive);
    const victim = alive[Math.floor(this.random() * alive.length)];
    const dice = this.random();
    if (dice < 0.01 && victim) this.#die(victim);
    else if (dice < 0.013 && victim) victim.frozen = true;
    else if (dice < 0.016 && this.livingNodes < 4) this.addNode();
    else if (dice < 0.018) this.#loseNode();
  }

  #loseNode(): void {
    const [nodeId, node] = [...this.#nodes].find(([, { alive }]) => alive) ?? [];
    if (node === undefined) return;
    node.alive = false;
    const isCutOff = this.random() < 0.5;
    for (const worker of this.#workers) {
      if (worker.nodeId !== nodeId) continue;
      if (isCutOff && worker.alive && worker.stage === 'works') this.#cutOff.push(worker);
      this.#die(worker);
    }
    this.#send(`agent ${nodeId}`, { kind: 'nodeLost', nodeId: nodeId!, reason: 'its stream broke' });
  }

  /** Cut off from coordinator and peers, but not from the disk: what it has under way it still saves. */
  #workUnseen(worker: SimulatedWorker): void {
    this.#cutOff.push(worker);
    if (worker.rank === 0 && this.random() < 0.2) this.#publish(worker);
  }

  /** What the fence on the disk does: a generation that is over publishes nothing. */
  #publish({ generation, step, globalBatch }: SimulatedWorker): void {
    if (generation !== this.#fencedGeneration) return;
    assert.ok(step >= this.#savedStep, 'a save goes back');
    this.#savedStep = step;
    this.#savedBatch = globalBatch;
  }

  #die(worker: SimulatedWorker, killedByAgent = false): void {
    if (!worker.alive) return;
    worker.alive = false;
    const { id: workerId, rank, nodeId, stage } = worker;
    const exit: WorkerExit = { code: 0, signal: 'SIGKILL', problem: '', killedByAgent, logTail: `tail of ${rank}` };
    if (stage !== 'born') this.#send(`worker ${workerId}`, { kind: 'workerStreamBroken', workerId });
    if (this.#nodes.get(nodeId)!.alive) this.#send(`agent ${nodeId}`, { kind: 'workerExited', nodeId, workerId, exit });
  }

  #work(worker: SimulatedWorker): void {
    if (!worker.alive || worker.frozen) return;
    const { id: workerId, generation, rank } = worker;
    const from = { workerId };
    const send = (event: JobEvent) => this.#send(`worker ${workerId}`, event);
    // The coordinator refuses who is not announced.
    if (worker.stage === 'born' && !this.job.workers.some(({ id }) => id === workerId)) return;
    if (worker.stage === 'born') {
      worker.stage = 'waitsForStart';
      send({ kind: 'workerStarted', ...from });
    } else if (worker.stage === 'works') {
      const peers = this.#workers.filter((peer) => peer.generation === generation);
      const isAllConnected = peers.every((peer) => peer.stage === 'works' || peer.stage === 'done');
      // A step is a collective: nobody runs ahead of the others.
      if (!isAllConnected || peers.some((peer) => peer.step < worker.step)) return;
      if (worker.step >= (worker.stopAt ?? totalSteps)) {
        worker.stage = 'done';
        this.#publish(worker);
        send({
          kind: 'workerDone',
          done: anEnd(worker.stopAt === null ? 'finished' : 'stopped', worker.step),
          ...from,
        });
        return;
      }
      if (peers.some((peer) => !peer.alive)) {
        send({
          kind: 'workerFailed',
          code: 'COMM_FAILED',
          message: 'a peer is gone',
          fatal: false,
          exitCode: 1,
          ...from,
        });
        return;
      }
      send({ kind: 'workerReported', report: aReport(rank === 0 ? [worker.step] : [], { totalSteps }), ...from });
      worker.step++;
      if (worker.step % 4 === 0 && rank === 0) {
        this.#publish(worker);
        send({ kind: 'workerSaved', save: aSave(worker.step), ...from });
      }
    }
  }

  #heartbeats(): void {
    for (const [nodeId, { alive }] of this.#nodes) if (alive) this.#deliver({ kind: 'nodeHeartbeat', nodeId });
    for (const worker of this.#workers) {
      const { id: workerId, alive, frozen, stage } = worker;
      if (!alive || frozen || stage === 'born') continue;
      this.#deliver({ kind: 'workerHeartbeat', workerId, progress: Math.floor(this.nowMs / 100) });
    }
  }

  #send(wire: string, event: JobEvent): void {
    const queue = this.#wires.get(wire) ?? [];
    this.#wires.set(wire, queue);
    queue.push(event);
  }

  #deliver(event: JobEvent): void {
    const before = this.job;
    const decision = decide(before, event, this.nowMs);
    this.job = decision.job;
    checkStep(before, this.job);
    for (const action of decision.actions) this.#carryOut(action);
  }

  #carryOut(action: JobAction): void {
    this.actions.push(action);
    switch (action.kind) {
      case 'findCheckpoint': {
        this.#fencedGeneration = action.generation;
        const checkpoint =
          this.#savedStep === 0
            ? null
            : { step: this.#savedStep, directory: `/out/${this.#savedStep}`, globalBatch: this.#savedBatch };
        this.#send('disk', { kind: 'checkpointFound', generation: action.generation, checkpoint });
        return;
      }
      case 'spawn':
      case 'kill':
        this.#orders.set(action.nodeId, [...(this.#orders.get(action.nodeId) ?? []), action]);
        return;
      case 'endWorker': {
        const worker = this.#find(action.workerId);
        if (worker !== undefined) this.#die(worker);
        return;
      }
      case 'start': {
        const { workerId, generation, rank } = action;
        const isThere = this.#workers.some((one) => one.generation === generation && one.rank === rank);
        assert.ok(!isThere, 'a rank is started twice');
        this.#checkNoneIsLeft(generation);
        const worker = this.#find(workerId);
        if (worker === undefined) return;
        assert.equal(worker.stage, 'waitsForStart', 'a place is given to who waits for one');
        Object.assign(worker, { stage: 'waitsForPeers', generation, rank });
        worker.globalBatch = action.globalBatch;
        this.#globalBatch ??= action.globalBatch;
        assert.equal(action.globalBatch, this.#globalBatch, 'a run trains with one global batch');
        worker.step = Number(action.resumeFrom.split('/').at(-1));
        this.#send(`worker ${workerId}`, { kind: 'workerListening', address: Buffer.from(String(rank)), workerId });
        return;
      }
      case 'connect':
        assert.equal(action.addresses.length, this.job.ranks.length);
        for (const worker of this.#workers.filter(({ id, alive }) => action.workerIds.includes(id) && alive)) {
          worker.stage = 'works';
          const { id: workerId, step: startStep } = worker;
          const event = { kind: 'workerRunning', workerId, startStep, totalSteps, summary: '' } as const;
          this.#send(`worker ${workerId}`, event);
        }
        return;
      case 'saveAndStop': {
        const ranks = this.#workers.filter(({ id }) => action.workerIds.includes(id));
        const stopAt = Math.max(...ranks.map(({ step }) => step)) + 1;
        for (const worker of ranks) worker.stopAt = Math.min(stopAt, totalSteps);
        return;
      }
      case 'dropNode': {
        // The agent lives, kills what it has and joins again.
        const node = this.#nodes.get(action.nodeId)!;
        if (node.alive) this.#loseNode();
        return;
      }
      case 'finish':
        this.finishes++;
        return;
    }
  }

  /** An agent carries out what it was told. */
  #obey(nodeId: string, order: Spawn | Kill | undefined): void {
    if (order === undefined || !this.#nodes.get(nodeId)!.alive) return;
    if (order.kind === 'kill') {
      for (const worker of this.#workers) if (worker.nodeId === nodeId) this.#die(worker, true);
      return;
    }
    this.#spawn(nodeId, order.count);
  }

  #spawn(nodeId: string, count: number): void {
    const workers = Array.from({ length: count }, () => this.#newWorker(nodeId));
    this.#send(`agent ${nodeId}`, { kind: 'workersSpawned', nodeId, workerIds: workers.map(({ id }) => id) });
    this.#workers.push(...workers);
  }

  #newWorker(nodeId: string): SimulatedWorker {
    return {
      id: `worker-${this.#workersEver++}`,
      nodeId,
      generation: 0,
      rank: -1,
      stage: 'born',
      step: 0,
      globalBatch: 0,
      alive: true,
      frozen: false,
      stopAt: null,
    };
  }

  #find(workerId: string): SimulatedWorker | undefined {
    return this.#workers.find(({ id, alive }) => id === workerId && alive);
  }

  #checkNoneIsLeft(generation: number): void {
    const older = this.#workers.filter((worker) => worker.alive && worker.rank >= 0 && worker.generation < generation);
    assert.deepEqual(older, [], 'a worker of a former generation lives while a new one starts');
  }
}

/** What must hold of every decision. */
function checkStep(before: Job, after: Job): void {
  assert.ok(
    after.generation === before.generation || after.generation === before.generation + 1,
    'generations count up',
  );
  if (after.generation > before.generation) {
    assert.equal(after.endingSinceMs, null, 'a generation begins only when the last one has ended');
    assert.deepEqual(
      after.ranks.map(({ rank }) => rank),
      after.ranks.map((_, index) => index),
      'ranks are dense',
    );
    const nodes = after.ranks.map(({ nodeId }) => after.nodes.findIndex(({ id }) => id === nodeId));
    assert.deepEqual(nodes, [...nodes].sort(), 'ranks follow the order of joining');
  }
  assert.ok(
    before.globalBatch === null || after.globalBatch === before.globalBatch,
    'the global batch is decided once',
  );
  assert.ok(after.restartsWithoutProgress <= after.options.maxRestarts, 'restarts are bounded');
  assert.equal(after.phase === 'done', after.outcome !== null);
  if (isLive(after)) assert.deepEqual(after.failures, [], 'a generation with a failure is ended at once');
}
