/**
 * A world for the decisions of the coordinator: nodes, worker processes and streams, with a clock of its own. Every stream
 * keeps its order; which of them speaks next is drawn by chance. Things die by chance, too, until `calm` is called. A node may be
 * cut off, too: its workers live on, train where they need nobody else, and write to the disk that all see; what they say comes late.
 */

import assert from 'node:assert/strict';
import { decide } from '../../../src/coordinator/job/decide.js';
import { isLive, type Job, type JobOptions, newJob } from '../../../src/coordinator/job/job.js';
import type { JobAction } from '../../../src/coordinator/job/job-action.js';
import type { JobEvent } from '../../../src/coordinator/job/job-event.js';
import type { NodeDevice, NodeFacts, WorkerExit } from '../../../src/rpc/messages.js';
import { PROTOCOL } from '../../../src/rpc/protocol.js';
import { anEnd, aReport, aShard } from './a-report.js';
import { SimulatedDisk } from './simulated-disk.js';
import { SimulatedMemory } from './simulated-memory.js';

export const simulatedOptions: JobOptions = {
  jobId: 'job',
  outputDir: '/out',
  minNodes: 1,
  maxNodes: 3,
  maxRestarts: 3,
  device: 'auto',
  computeDtype: null,
  localRanks: 2,
  batchSizePerGpu: 4,
  takesSnapshots: false,
  keepsStandbys: false,
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
    addresses: [{ name: 'lo', address: '127.0.0.1' }],
  };
}

/** A CPU that has bfloat16, as a node tells of it. */
export function cpuWithBf16(): NodeDevice[] {
  return [{ ...aNode('').devices[0]!, computeTypes: ['float32', 'bfloat16'] }];
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

type Order = Extract<JobAction, { kind: 'spawn' | 'kill' | 'publishSnapshot' | 'clearSnapshots' }>;

interface SimulatedWorker {
  id: string;
  nodeId: string;
  /** Its place, from the start on; 0 and -1 before. */
  generation: number;
  rank: number;
  /** What it will do next when it gets a turn. */
  stage: 'born' | 'waitsForStart' | 'waitsForPeers' | 'works' | 'done';
  step: number;
  /** Its newest one. */
  save: { step: number; snapshot: boolean; isWritten: boolean } | null;
  globalBatch: number;
  alive: boolean;
  /** SIGSTOPped or hung: alive, and silent. */
  frozen: boolean;
  /** Of a node that counts as lost: it hears nothing, and what it says may be heard when nobody expects it any more. */
  cutOff: boolean;
  stopAt: number | null;
  /** Step that is saved out of turn. */
  saveAt: number | null;
}

/** What a test puts in place of the real thing, to see that it is found out. */
export interface Mutant {
  decide?: typeof decide;
  /** The first rank makes a checkpoint of what it finds in its own draft, and tidies up, without asking anybody. */
  ranksPublish?: boolean;
}

export class SimulatedFleet {
  job: Job;
  nowMs = 0;
  readonly actions: JobAction[] = [];
  #nodes = new Map<string, { localRanks: number; alive: boolean; memory: SimulatedMemory }>();
  #workers: SimulatedWorker[] = [];
  /** Messages on their way, a queue for each stream. */
  #wires = new Map<string, JobEvent[]>();
  /** Orders on their way to an agent, in order. */
  #orders = new Map<string, Order[]>();
  #disk = new SimulatedDisk();
  /** What the coordinator has ordered to be done there, in order. */
  #diskOrders: (() => void)[] = [];
  /** What workers have said that are cut off, in order. */
  #late: JobEvent[] = [];
  /** What workers were told first. */
  #globalBatch: number | null = null;
  #nodesEver = 0;
  #workersEver = 0;
  #isCalm = false;
  finishes = 0;
  /** Generations that went on from a snapshot. */
  readonly fromMemory = new Set<number>();

  constructor(
    private readonly random: () => number,
    options: Partial<JobOptions> = {},
    private readonly mutant: Mutant = {},
  ) {
    this.job = newJob({ ...simulatedOptions, ...options }, 0);
  }

  calm(): void {
    this.#isCalm = true;
    for (const worker of this.#workers) if (worker.frozen || worker.cutOff) this.#die(worker);
  }

  get livingNodes(): number {
    return [...this.#nodes.values()].filter((node) => node.alive).length;
  }

  addNode(): void {
    const nodeId = `node-${this.#nodesEver++}`;
    const localRanks = 1 + Math.floor(this.random() * 2);
    this.#nodes.set(nodeId, { localRanks, alive: true, memory: new SimulatedMemory() });
    const seen = { token: 'token', listingHash: 'hash', images: 100, problem: '', checkpointSteps: [], snapshots: [] };
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
    if (this.random() < 0.4) this.#diskOrders.shift()?.();
    if (this.random() < 0.05 && this.#late.length > 0) this.#deliver(this.#late.shift()!);
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
    else if (dice < 0.02) this.#loseNode();
  }

  #loseNode(): void {
    const [nodeId, node] = [...this.#nodes].find(([, { alive }]) => alive) ?? [];
    if (node === undefined) return;
    node.alive = false;
    const isCutOff = this.random() < 0.5;
    for (const worker of this.#workers) {
      if (worker.nodeId !== nodeId) continue;
      if (isCutOff) worker.cutOff = true;
      else this.#die(worker);
    }
    this.#send(`agent ${nodeId}`, { kind: 'nodeLost', nodeId: nodeId!, reason: 'its stream broke' });
  }

  #die(worker: SimulatedWorker, killedByAgent = false): void {
    if (!worker.alive) return;
    worker.alive = false;
    const { id: workerId, rank, nodeId, stage, cutOff } = worker;
    if (cutOff) return; // nobody hears of it
    const exit: WorkerExit = { code: 0, signal: 'SIGKILL', problem: '', killedByAgent, logTail: `tail of ${rank}` };
    if (stage !== 'born') this.#send(`worker ${workerId}`, { kind: 'workerStreamBroken', workerId });
    if (this.#nodes.get(nodeId)!.alive) this.#send(`agent ${nodeId}`, { kind: 'workerExited', nodeId, workerId, exit });
  }

  #work(worker: SimulatedWorker): void {
    if (!worker.alive || worker.frozen) return;
    const { id: workerId, generation, rank } = worker;
    const from = { workerId };
    const send = (event: JobEvent) => {
      if (worker.cutOff) this.#late.push(event);
      else this.#send(`worker ${workerId}`, event);
    };
    // The coordinator refuses who is not announced.
    if (worker.stage === 'born' && !this.job.workers.some(({ id }) => id === workerId)) return;
    if (worker.stage === 'born') {
      worker.stage = 'waitsForStart';
      send({ kind: 'workerStarted', ...from });
    } else if (worker.stage === 'works') {
      this.#write(worker, send);
      const peers = this.#workers.filter((peer) => peer.generation === generation);
      const isAllConnected = peers.every((peer) => peer.stage === 'works' || peer.stage === 'done');
      // A step is a collective: nobody runs ahead of the others.
      if (!isAllConnected || peers.some((peer) => peer.step < worker.step)) return;
      if (worker.step >= (worker.stopAt ?? totalSteps)) {
        if (worker.step % 4 !== 0 && !isSaved(worker))
          worker.save = { step: worker.step, snapshot: false, isWritten: false };
        if (worker.save?.isWritten === false) return;
        worker.stage = 'done';
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
      const isAsked = worker.step + 1 === worker.saveAt;
      const isSnapshotDue = !isAsked && this.job.options.takesSnapshots && (worker.step + 1) % 4 === 2;
      const isSaveDue = isAsked || (worker.step + 1) % 4 === 0 || isSnapshotDue;
      if (isSaveDue && worker.save?.isWritten === false) return; // it waits for its own save before
      send({ kind: 'workerReported', report: aReport(rank === 0 ? [worker.step] : [], { totalSteps }), ...from });
      worker.step++;
      if (isSaveDue) worker.save = { step: worker.step, snapshot: isSnapshotDue, isWritten: false };
    }
  }

  /** Writing takes a while, and waits for no other rank. */
  #write(worker: SimulatedWorker, send: (event: JobEvent) => void): void {
    const { id: workerId, generation, rank, save, globalBatch } = worker;
    if (save === null || save.isWritten || this.random() < 0.7) return;
    const { step, snapshot } = save;
    save.isWritten = true;
    const to = snapshot ? this.#nodes.get(worker.nodeId)!.memory : this.#disk;
    to.write(generation, step, rank, globalBatch);
    send({ kind: 'workerWroteShard', shard: aShard(generation, rank, step, { snapshot }), workerId });
    if (snapshot) return;
    const worldSize = this.#workers.filter((peer) => peer.generation === generation).length;
    if (!this.mutant.ranksPublish || this.#disk.ranksOf(generation, step) < worldSize) return;
    this.#disk.publish(generation, step);
    this.#disk.prune(generation, step);
  }

  #heartbeats(): void {
    for (const [nodeId, { alive }] of this.#nodes) if (alive) this.#deliver({ kind: 'nodeHeartbeat', nodeId });
    for (const worker of this.#workers) {
      const { id: workerId, alive, frozen, cutOff, stage } = worker;
      if (!alive || frozen || cutOff || stage === 'born') continue;
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
    const decision = (this.mutant.decide ?? decide)(before, event, this.nowMs);
    this.job = decision.job;
    checkStep(before, this.job);
    for (const action of decision.actions) this.#carryOut(action);
  }

  #carryOut(action: JobAction): void {
    this.actions.push(action);
    switch (action.kind) {
      case 'findCheckpoint': {
        const { generation } = action;
        const worldSize = this.job.ranks.length;
        this.#diskOrders.push(() => {
          const found = this.#disk.begin(generation, worldSize);
          const checkpoint =
            found === null ? null : { ...found, directory: `/out/${found.step}`, computeType: 'float32' as const };
          this.#deliver({ kind: 'checkpointFound', generation, checkpoint });
        });
        return;
      }
      case 'publish': {
        const { generation, step } = action;
        assert.equal(generation, this.job.generation, 'a generation that is over is published');
        this.#diskOrders.push(() => {
          if (!this.mutant.ranksPublish) this.#disk.publish(generation, step);
          this.#deliver({ kind: 'published', generation, step, directory: `/out/${step}` });
        });
        return;
      }
      case 'prune':
        if (this.mutant.ranksPublish) return;
        this.#diskOrders.push(() => this.#disk.prune(action.generation, action.step));
        return;
      case 'publishSnapshot':
        assert.equal(action.generation, this.job.generation, 'a generation that is over is published');
        this.#orders.set(action.nodeId, [...(this.#orders.get(action.nodeId) ?? []), action]);
        return;
      case 'clearSnapshots':
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
        if (action.resumeFrom.startsWith('/memory')) {
          this.fromMemory.add(generation);
          this.#nodes.get(worker.nodeId)!.memory.checkReadable(action.resumeFrom, rank, action.worldSize);
        }
        this.#send(`worker ${workerId}`, { kind: 'workerListening', address: Buffer.from(String(rank)), workerId });
        return;
      }
      case 'connect':
        assert.equal(action.addresses.length, this.job.ranks.length);
        for (const worker of this.#workers.filter(({ id }) => action.workerIds.includes(id))) {
          if (!worker.alive || worker.cutOff) continue;
          worker.stage = 'works';
          const { id: workerId, step: startStep } = worker;
          const event = { kind: 'workerRunning', workerId, startStep, totalSteps, summary: '' } as const;
          this.#send(`worker ${workerId}`, event);
        }
        return;
      case 'saveNow': {
        const generation = this.#find(action.workerId)?.generation;
        const ranks = this.#workers.filter((worker) => worker.generation === generation && worker.rank >= 0);
        const saveAt = Math.max(...ranks.map(({ step }) => step)) + 1;
        for (const worker of ranks) worker.saveAt = saveAt;
        return;
      }
      case 'saveAndStop': {
        const ranks = this.#workers.filter(({ id, cutOff }) => action.workerIds.includes(id) && !cutOff);
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
  #obey(nodeId: string, order: Order | undefined): void {
    if (order === undefined || !this.#nodes.get(nodeId)!.alive) return;
    if (order.kind === 'kill') {
      for (const worker of this.#workers)
        if (worker.nodeId === nodeId && !order.spared.includes(worker.id)) this.#die(worker, true);
      return;
    }
    const { memory } = this.#nodes.get(nodeId)!;
    if (order.kind === 'publishSnapshot') {
      const { generation, step } = order;
      memory.publish(order);
      const { snapshots } = memory;
      this.#send(`agent ${nodeId}`, { kind: 'snapshotPublished', nodeId, generation, step, problem: '', snapshots });
    } else if (order.kind === 'clearSnapshots') memory.clear(order.generation);
    else this.#spawn(nodeId, order.count);
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
      save: null,
      globalBatch: 0,
      alive: true,
      frozen: false,
      cutOff: false,
      stopAt: null,
      saveAt: null,
    };
  }

  #find(workerId: string): SimulatedWorker | undefined {
    return this.#workers.find(({ id, alive, cutOff }) => id === workerId && alive && !cutOff);
  }

  #checkNoneIsLeft(generation: number): void {
    const older = this.#workers.filter(
      (worker) => worker.alive && !worker.cutOff && worker.rank >= 0 && worker.generation < generation,
    );
    assert.deepEqual(older, [], 'a worker of a former generation lives while a new one starts');
  }
}

function isSaved({ save, step }: SimulatedWorker): boolean {
  return save?.step === step && !save.snapshot;
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
