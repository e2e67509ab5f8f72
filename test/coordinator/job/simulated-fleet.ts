/**
 * A world for the decisions of the coordinator: nodes, worker processes and streams, with a clock of its own. Every stream
 * keeps its order; which of them speaks next is drawn by chance. Things die by chance, too, until `calm` is called. A node may be
 * cut off: its workers live on, train where they need nobody else, and write to the disk that all see; what they say comes late, and
 * the node may come back. The coordinator may be killed at any moment, also between two of its orders, and goes on from its journal.
 */

import assert from 'node:assert/strict';
import { ranksOfNodes } from '../../../src/coordinator/job/assign-ranks.js';
import { decide } from '../../../src/coordinator/job/decide.js';
import { isLive, type Job, type JobOptions, newJob } from '../../../src/coordinator/job/job.js';
import type { JobAction } from '../../../src/coordinator/job/job-action.js';
import type { JobEvent } from '../../../src/coordinator/job/job-event.js';
import type { SignsOfLife } from '../../../src/coordinator/job/signs-of-life.js';
import {
  decodeHead,
  decodeRecord,
  encodeHead,
  encodeRecord,
  type JournalRecord,
} from '../../../src/coordinator/journal/journal-line.js';
import { recordOf } from '../../../src/coordinator/journal/record-of.js';
import { replay } from '../../../src/coordinator/journal/replay.js';
import type { Part, WorkerExit } from '../../../src/rpc/messages.js';
import { aNode, nowhere, seen, simulatedOptions } from './a-node.js';
import { anEnd, aReport, aShard } from './a-report.js';
import { SimulatedDisk } from './simulated-disk.js';
import { SimulatedParts } from './simulated-parts.js';

/** How long a node tries to reach others: longer than it takes to see that one is silent. */
const PROBE_MS = 3_000;

const totalSteps = 12;

type Probe = Extract<JobAction, { kind: 'probe' }> & {
  /** When the agent gives up. */
  untilMs: number;
};
type Order =
  | Probe
  | Extract<JobAction, { kind: 'spawn' | 'kill' | 'publishPart' | 'copyPart' | 'bring' | 'pruneParts' | 'clearParts' }>;

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
  /** Its node was cut off and is no more, and neither's hello has been heard since. */
  isBackUnheard: boolean;
  /** Whether the coordinator that lives has heard its hello. */
  isKnown: boolean;
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

interface SimulatedNode {
  localRanks: number;
  alive: boolean;
  cutOff: boolean;
  /** Whether it was told that it takes part. */
  isMember: boolean;
  /** Whether the coordinator that lives has heard its hello. */
  isKnown: boolean;
  /** What the agent has said since it was cut off. */
  held: JobEvent[];
  memory: SimulatedParts;
  /** Of its own, where checkpoints stay on nodes. */
  disk: SimulatedParts;
}

/** Something that goes wrong. */
export interface Mishap {
  turn: number;
  what: string;
}

/** What agents and workers keep until it is known to have been heard. */
const KEPT: readonly JobEvent['kind'][] = [
  'nodeProbed',
  'workersSpawned',
  'workerExited',
  'partPublished',
  'partCopied',
  'brought',
  'workerListening',
  'workerRunning',
  'workerReported',
  'workerWroteShard',
  'workerDone',
  'workerFailed',
];

export class SimulatedFleet {
  job: Job;
  nowMs = 0;
  readonly actions: JobAction[] = [];
  #nodes = new Map<string, SimulatedNode>();
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
  #turn = 0;
  /** As the coordinator has it on the disk. */
  #journal: { head: string; records: JournalRecord[] };
  /** When a coordinator that was killed is started again; null while one lives. */
  #returnsMs: number | null = null;
  /** Orders after which the coordinator is to be killed. */
  #ordersToLive = Number.POSITIVE_INFINITY;
  /** Steps in the run log. */
  #logged = 0;
  finishes = 0;
  returns = 0;
  readonly mishaps: Mishap[] = [];
  /** Generations that went on from a snapshot. */
  readonly fromMemory = new Set<number>();
  /** Generations for which files were brought to a node. */
  readonly brought = new Set<number>();

  constructor(
    private readonly random: () => number,
    options: Partial<JobOptions> = {},
    private readonly mutant: Mutant = {},
    /** Draws mishaps, as many numbers each turn: to leave some of them out moves no other. */
    private readonly chance: () => number = random,
    /** Whether what goes wrong in a turn is let happen. */
    private readonly mayGoWrong: (turn: number) => boolean = () => true,
  ) {
    this.job = newJob({ ...simulatedOptions, ...options }, 0);
    this.#journal = { head: this.#headOf(this.job), records: [] };
  }

  /** Nothing goes wrong any more. What hangs still hangs: that is for the coordinator to see. */
  calm(): void {
    this.#isCalm = true;
    for (const worker of this.#workers) if (worker.cutOff) this.#die(worker);
    for (const node of this.#nodes.values()) if (node.cutOff) node.alive = false;
  }

  /** A coordinator that was to be killed is not, if it lives by now: what comes after it would have no time. */
  spareCoordinator(): void {
    this.#ordersToLive = Number.POSITIVE_INFINITY;
  }

  /** The job has ended, and somebody lives who knows. */
  get isOver(): boolean {
    return this.job.phase === 'done' && this.#returnsMs === null;
  }

  get hasAllSteps(): boolean {
    return this.#logged === totalSteps;
  }

  get livingNodes(): number {
    return [...this.#nodes.values()].filter((node) => node.alive && !node.cutOff).length;
  }

  addNode(): void {
    const nodeId = `node-${this.#nodesEver++}`;
    const localRanks = 1 + Math.floor(this.random() * 2);
    const [memory, disk] = [new SimulatedParts('/memory', false), new SimulatedParts('/disk', true)];
    const node = { localRanks, alive: true, cutOff: false, isMember: false, isKnown: false, held: [], memory, disk };
    this.#nodes.set(nodeId, node);
    this.#send(`agent ${nodeId}`, this.#joining(nodeId));
    // Some have a standby at hand.
    if (this.random() < 0.3) this.#spawn(nodeId, 1);
  }

  #joining(nodeId: string): JobEvent {
    const { localRanks } = this.#nodes.get(nodeId)!;
    const parts = this.#partsOf(nodeId);
    const node = { ...aNode(nodeId), localRanks, listenHost: '127.0.0.1', place: '' };
    return { kind: 'nodeJoined', nodeId, ...node, ...seen, parts, peerAddress: nodeId };
  }

  #partsOf(nodeId: string): Part[] {
    const { memory, disk } = this.#nodes.get(nodeId)!;
    return [...memory.parts, ...disk.parts];
  }

  /** Who is reached by its address. */
  #reached(address: string, onDisk: boolean): SimulatedParts[] {
    const node = this.#nodes.get(address);
    return node?.alive && !node.cutOff ? [onDisk ? node.disk : node.memory] : [];
  }

  get #keepsOnNodes(): boolean {
    return this.job.options.checkpointStore === 'nodes';
  }

  /** Whether the last checkpoint is not to be had from the nodes that are here. */
  get lacksFiles(): boolean {
    const { latest } = this.#disk;
    if (!this.#keepsOnNodes || latest === null) return false;
    const identity = `${latest.generation}/${latest.step}`;
    const here = this.job.nodes.flatMap(({ id }) => this.#nodes.get(id)!.disk.parts);
    const parts = here.filter((part) => part.identity === identity);
    return new Set(parts.flatMap(({ ranks }) => ranks)).size < (parts[0]?.worldSize ?? 1);
  }

  /** One turn: something happens somewhere, and a little time passes. */
  turn(): void {
    this.#turn++;
    this.#mishap();
    this.nowMs += Math.floor(this.random() * 30);
    for (const worker of this.#workers) if (this.random() < 0.5) this.#work(worker);
    for (const [nodeId, orders] of this.#orders) if (this.random() < 0.3) this.#obey(nodeId, orders.shift());
    if (this.#returnsMs !== null) {
      if (this.nowMs >= this.#returnsMs) this.#return();
      return;
    }
    if (this.random() < 0.4) this.#diskOrders.shift()?.();
    // Of a stream that the coordinator still has.
    const isStreaming = (event: JobEvent) =>
      'workerId' in event && this.#workers.find(({ id }) => id === event.workerId)!.isKnown;
    const late = this.random() < 0.05 ? this.#late.findIndex(isStreaming) : -1;
    if (late >= 0) this.#receive(this.#late, late);
    const wires = [...this.#wires].filter(([, queue]) => queue.length > 0);
    const wire = wires[Math.floor(this.random() * wires.length)];
    if (wire !== undefined) this.#receive(wire[1]);
    if (this.#returnsMs === null && this.nowMs - this.job.lastTickMs >= simulatedOptions.tickMs) {
      this.#deliver({ kind: 'tick', signs: this.#signsOfLife() });
    }
  }

  interrupt(): void {
    this.#deliver({ kind: 'interrupted' });
  }

  #mishap(): void {
    const [dice, which, how] = [this.chance(), this.chance(), this.chance()];
    if (this.#isCalm || !this.mayGoWrong(this.#turn)) return;
    const alive = this.#workers.filter((worker) => worker.alive);
    const victim = alive[Math.floor(which * alive.length)];
    if (dice < 0.01 && victim) {
      this.#note(`${victim.id} is killed`);
      this.#die(victim);
    } else if (dice < 0.013 && victim) {
      this.#note(`${victim.id} hangs`);
      victim.frozen = true;
    } else if (dice < 0.016 && this.livingNodes < 4) {
      this.#note('a node comes');
      this.addNode();
    } else if (dice < 0.02) this.#loseNode(which, how);
    else if (dice < 0.024) this.#healNode(which);
    else if (dice < 0.0255) this.#drain(which);
    else if (dice < 0.03 && this.#returnsMs === null && this.job.phase !== 'done') {
      // It is killed while it carries out what it decides next: before the first of its orders, between them, or after the last.
      this.#ordersToLive = Math.floor(which * 4) - 1;
      this.#note(`the coordinator is killed after ${this.#ordersToLive} orders`);
    }
  }

  #note(what: string): void {
    this.mishaps.push({ turn: this.#turn, what });
  }

  #loseNode(which: number, how: number): void {
    const nodes = [...this.#nodes].filter(([, { alive, cutOff }]) => alive && !cutOff);
    const [nodeId, node] = nodes[Math.floor(which * nodes.length)] ?? [];
    if (nodeId === undefined || node === undefined) return;
    const isSeen = node.isKnown && how < 0.75;
    if (how < 0.5) {
      this.#note(`${nodeId} dies`);
      this.#killNode(nodeId);
    } else {
      this.#note(`${nodeId} is cut off${isSeen ? '' : ' without a word'}`);
      node.cutOff = true;
      node.held = this.#keptOn(`agent ${nodeId}`);
      this.#wires.delete(`agent ${nodeId}`);
      for (const worker of this.#workers) {
        if (worker.nodeId !== nodeId) continue;
        worker.cutOff = true;
        this.#late.push(...(this.#wires.get(`worker ${worker.id}`) ?? []));
        this.#wires.delete(`worker ${worker.id}`);
      }
    }
    node.isKnown = false;
    const lost: JobEvent = { kind: 'nodeLost', nodeId, reason: 'its stream broke' };
    if (isSeen) this.#send(`agent ${nodeId}`, lost);
  }

  #killNode(nodeId: string): void {
    const node = this.#nodes.get(nodeId)!;
    node.alive = false;
    for (const worker of this.#workers) if (worker.nodeId === nodeId) this.#die(worker);
    if (!node.isKnown) this.#wires.delete(`agent ${nodeId}`);
  }

  #drain(which: number): void {
    const { nodes } = this.job;
    const node = nodes[Math.floor(which * nodes.length)];
    if (node === undefined || this.#returnsMs !== null) return;
    this.#note(`${node.id} is drained`);
    this.#deliver({ kind: 'drainRequested', nodeId: node.id });
  }

  /** The network is whole again: all dial. */
  #healNode(which: number): void {
    const nodes = [...this.#nodes].filter(([, { alive, cutOff }]) => alive && cutOff);
    const [nodeId, node] = nodes[Math.floor(which * nodes.length)] ?? [];
    if (nodeId === undefined || node === undefined) return;
    this.#note(`${nodeId} comes back`);
    node.cutOff = false;
    this.#orders.delete(nodeId);
    this.#wires.set(`agent ${nodeId}`, node.held.splice(0));
    const workers = this.#workers.filter((worker) => worker.nodeId === nodeId);
    for (const worker of workers) {
      worker.cutOff = false;
      worker.isBackUnheard = true;
      const isIts = (event: JobEvent) => 'workerId' in event && event.workerId === worker.id;
      if (worker.alive) this.#wires.set(`worker ${worker.id}`, this.#late.filter(isIts));
      this.#late = this.#late.filter((event) => !isIts(event));
    }
    if (this.#returnsMs !== null) return;
    this.#dialNode(nodeId);
    for (const worker of workers) if (worker.alive) this.#dialWorker(worker);
  }

  /** The agent's first words on a new stream; what it has kept comes after them. */
  #dialNode(nodeId: string): void {
    const node = this.#nodes.get(nodeId)!;
    const hello: JobEvent = node.isMember ? { kind: 'nodeReturned', nodeId } : this.#joining(nodeId);
    node.isKnown = false;
    this.#wires.set(`agent ${nodeId}`, [hello, ...this.#keptOn(`agent ${nodeId}`)]);
  }

  #dialWorker(worker: SimulatedWorker): void {
    const { id: workerId, stage, generation } = worker;
    if (stage === 'born') return;
    worker.isKnown = false;
    const hello: JobEvent =
      stage === 'waitsForStart'
        ? { kind: 'workerStarted', workerId }
        : { kind: 'workerReturned', workerId, trainsIn: generation };
    this.#wires.set(`worker ${workerId}`, [hello, ...this.#keptOn(`worker ${workerId}`)]);
  }

  #keptOn(wire: string): JobEvent[] {
    return (this.#wires.get(wire) ?? []).filter(({ kind }) => KEPT.includes(kind));
  }

  /** Killed: what it was told and has not written down it never heard, and what it has not ordered yet is not done. */
  #crash(): void {
    this.#ordersToLive = Number.POSITIVE_INFINITY;
    this.#returnsMs = this.nowMs + Math.floor(this.random() * 3_000);
    this.#diskOrders = [];
    for (const node of this.#nodes.values()) node.isKnown = false;
    for (const worker of this.#workers) worker.isKnown = false;
    for (const wire of this.#wires.keys()) this.#wires.set(wire, this.#keptOn(wire));
    for (const [nodeId, { alive }] of this.#nodes) if (!alive) this.#wires.delete(`agent ${nodeId}`);
    for (const { id, alive } of this.#workers) if (!alive) this.#wires.delete(`worker ${id}`);
  }

  #return(): void {
    this.#returnsMs = null;
    this.returns++;
    const records = this.#journal.records.map((record) => decodeRecord(encodeRecord(record)));
    const { job } = replay(
      decodeHead(this.#journal.head),
      records,
      ({ actions, event }, _before, decision) =>
        !this.mutant.decide &&
        assert.deepEqual(
          decision.actions.map(({ kind }) => kind),
          actions,
          `a replay decides of ${event.kind} as it was decided`,
        ),
    );
    this.job = job;
    this.#journal = { head: this.#headOf(job), records: [] };
    // Another launch sees that all is done.
    if (job.phase === 'done') {
      this.finishes = 1;
      return;
    }
    for (const [nodeId, { alive, cutOff }] of this.#nodes) if (alive && !cutOff) this.#dialNode(nodeId);
    for (const worker of this.#workers) if (worker.alive && !worker.cutOff && !worker.frozen) this.#dialWorker(worker);
    this.#deliver({ kind: 'coordinatorReturned', token: 'token' });
  }

  #headOf(job: Job): string {
    return encodeHead({ journal: 2, build: '', request: '', address: '', atMs: this.nowMs, job, heard: {} });
  }

  #die(worker: SimulatedWorker, killedByAgent = false): void {
    if (!worker.alive) return;
    worker.alive = false;
    const { id: workerId, rank, nodeId, cutOff, isKnown } = worker;
    const exit: WorkerExit = { code: 0, signal: 'SIGKILL', problem: '', killedByAgent, logTail: `tail of ${rank}` };
    if (isKnown && !cutOff) this.#send(`worker ${workerId}`, { kind: 'workerStreamBroken', workerId });
    if (!isKnown) this.#wires.delete(`worker ${workerId}`);
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
    const mayDial = this.#returnsMs === null && this.job.workers.some(({ id }) => id === workerId);
    if (worker.stage === 'born' && !mayDial) return;
    if (worker.stage === 'born') {
      if (worker.cutOff) return;
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
    const node = this.#nodes.get(worker.nodeId)!;
    const to = snapshot ? node.memory : this.#keepsOnNodes ? node.disk : this.#disk;
    to.write(generation, step, rank, globalBatch);
    send({ kind: 'workerWroteShard', shard: aShard(generation, rank, step, { snapshot }), workerId });
    if (snapshot) return;
    const worldSize = this.#workers.filter((peer) => peer.generation === generation).length;
    if (!this.mutant.ranksPublish || this.#keepsOnNodes || this.#disk.ranksOf(generation, step) < worldSize) return;
    this.#disk.publish(generation, step);
    this.#disk.prune(generation, step);
  }

  #signsOfLife(): SignsOfLife {
    const nodes = [...this.#nodes].filter(([, { alive, cutOff, isKnown }]) => alive && !cutOff && isKnown);
    const workers = this.#workers.filter(
      ({ alive, frozen, cutOff, isKnown }) => alive && !frozen && !cutOff && isKnown,
    );
    return {
      nodes: nodes.map(([id]) => [id, this.nowMs]),
      workers: workers.map(({ id }) => [id, this.nowMs, { progress: Math.floor(this.nowMs / 100), ...nowhere }]),
    };
  }

  #send(wire: string, event: JobEvent): void {
    const node = this.#nodes.get(wire.replace('agent ', ''));
    if (node?.cutOff && KEPT.includes(event.kind)) {
      node.held.push(event);
      return;
    }
    const queue = this.#wires.get(wire) ?? [];
    this.#wires.set(wire, queue);
    queue.push(event);
  }

  /** A message arrives; one that the coordinator dies over stays where it was, if its sender keeps it. */
  #receive(from: JobEvent[], index = 0): void {
    const event = from[index]!;
    if (!this.#deliver(event)) return;
    // It may have led to its sender's dialling anew, on another wire.
    for (const queue of [from, this.#late, ...this.#wires.values()]) {
      const at = queue.indexOf(event);
      if (at >= 0) queue.splice(at, 1);
    }
  }

  /** @returns whether it is in the journal, or of no consequence */
  #deliver(event: JobEvent): boolean {
    if (this.#returnsMs !== null) return false;
    if (this.#ordersToLive < 0) {
      this.#crash();
      return false;
    }
    const before = this.job;
    const decision = (this.mutant.decide ?? decide)(before, event, this.nowMs);
    this.job = decision.job;
    checkStep(before, this.job);
    this.#hears(event);
    const isOfSteps = event.kind === 'workerReported';
    const record = recordOf(before, event, this.nowMs, decision, null);
    if (!isOfSteps && record !== null) this.#journal.records.push(record);
    for (const action of decision.actions) {
      if (this.#ordersToLive-- <= 0) {
        this.#crash();
        return !isOfSteps;
      }
      this.#carryOut(action, event);
      // What it has brought about was more than the coordinator lived to see.
      if (this.#returnsMs !== null) return !isOfSteps;
    }
    if (isOfSteps && record !== null) this.#journal.records.push(record);
    return true;
  }

  #hears(event: JobEvent): void {
    if (event.kind === 'nodeJoined' || event.kind === 'nodeReturned') {
      const node = this.#nodes.get(event.nodeId)!;
      node.isKnown = node.alive && !node.cutOff;
      for (const worker of this.#workers) if (worker.nodeId === event.nodeId) worker.isBackUnheard = false;
    }
    if (event.kind !== 'workerStarted' && event.kind !== 'workerReturned') return;
    const worker = this.#workers.find(({ id }) => id === event.workerId)!;
    worker.isKnown = worker.alive && !worker.cutOff;
    worker.isBackUnheard = false;
  }

  #carryOut(action: JobAction, cause: JobEvent): void {
    this.actions.push(action);
    switch (action.kind) {
      case 'admit':
        this.#nodes.get(action.nodeId)!.isMember = true;
        return;
      case 'refuse':
      case 'release': {
        this.#killNode(action.nodeId);
        return;
      }
      case 'survey': {
        // The agent ends what it has before it answers.
        const node = this.#nodes.get(action.nodeId)!;
        if (!node.alive || node.cutOff) return;
        node.isMember = false;
        for (const worker of this.#workers) if (worker.nodeId === action.nodeId) this.#die(worker);
        this.#orders.delete(action.nodeId);
        this.#wires.set(`agent ${action.nodeId}`, [this.#joining(action.nodeId)]);
        return;
      }
      case 'trainingStarts':
        assert.ok(
          action.startStep <= this.#logged,
          `the run log ends at ${this.#logged}, and ${action.startStep} is next`,
        );
        this.#logged = action.startStep;
        return;
      case 'recordReport':
        for (const { step } of action.report.steps) {
          assert.equal(step, this.#logged, 'each step is logged once, and in order');
          this.#logged++;
        }
        return;
      case 'findCheckpoint': {
        const { generation } = action;
        const worldSize = this.job.ranks.length;
        this.#diskOrders.push(() => {
          const found = this.#disk.begin(generation, worldSize);
          const identity = `${found?.generation}/${found?.step}`;
          const held = this.#keepsOnNodes ? { onDisk: true, identity, store: '' } : null;
          const checkpoint =
            found === null
              ? null
              : { ...found, directory: `/out/${found.step}`, computeType: 'float32' as const, held };
          this.#deliver({ kind: 'checkpointFound', generation, checkpoint });
        });
        return;
      }
      case 'publish': {
        const { generation, step } = action;
        const isOfLast = generation === this.job.generation || cause.kind === 'coordinatorReturned';
        assert.ok(isOfLast, 'a generation that is over is published');
        this.#diskOrders.push(() => {
          const isDone = this.#disk.latest?.generation === generation && this.#disk.latest.step === step;
          if (isDone) return this.#deliver({ kind: 'published', generation, step, directory: `/out/${step}` });
          if (this.#keepsOnNodes) this.#publishManifest(generation, step, action.records.length);
          else if (!this.mutant.ranksPublish) this.#disk.publish(generation, step);
          this.#deliver({ kind: 'published', generation, step, directory: `/out/${step}` });
        });
        return;
      }
      case 'prune':
        if (this.mutant.ranksPublish) return;
        this.#diskOrders.push(() => {
          if (!this.#keepsOnNodes) return this.#disk.prune(action.generation, action.step);
          const { generation, step } = action;
          this.#deliver({ kind: 'pruned', generation, keptSteps: [step] });
        });
        return;
      case 'publishPart':
        assert.equal(action.generation, this.job.generation, 'a generation that is over is published');
        this.#orders.set(action.nodeId, [...(this.#orders.get(action.nodeId) ?? []), action]);
        return;
      case 'probe': {
        const untilMs = this.nowMs + PROBE_MS;
        this.#orders.set(action.nodeId, [...(this.#orders.get(action.nodeId) ?? []), { ...action, untilMs }]);
        return;
      }
      case 'copyPart':
      case 'bring':
      case 'pruneParts':
      case 'clearParts':
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
        assert.ok(worker.isKnown, 'a place is given to who is here');
        const node = this.job.nodes.find(({ id }) => id === worker.nodeId);
        assert.ok(node?.isProbed, 'a node has a rank that may not reach the others');
        Object.assign(worker, { stage: 'waitsForPeers', generation, rank });
        worker.globalBatch = action.globalBatch;
        this.#globalBatch ??= action.globalBatch;
        assert.equal(action.globalBatch, this.#globalBatch, 'a run trains with one global batch');
        worker.step = Number(action.resumeFrom.split('/').at(-1));
        const { memory, disk } = this.#nodes.get(worker.nodeId)!;
        if (action.resumeFrom.startsWith('/memory')) {
          this.fromMemory.add(generation);
          memory.checkReadable(action.resumeFrom, rank, action.worldSize);
        }
        if (action.resumeFrom.startsWith('/disk')) disk.checkReadable(action.resumeFrom, rank, action.worldSize);
        if (action.resumeFrom.includes('.start')) this.brought.add(generation);
        this.#send(`worker ${workerId}`, { kind: 'workerListening', address: Buffer.from(String(rank)), workerId });
        return;
      }
      case 'connect':
        assert.equal(action.addresses.length, this.job.ranks.length);
        for (const worker of this.#workers.filter(({ id }) => action.workerIds.includes(id))) {
          if (!worker.alive || worker.cutOff || !worker.isKnown) continue;
          worker.stage = 'works';
          const { id: workerId, step: startStep } = worker;
          const event = { kind: 'workerRunning', workerId, startStep, totalSteps, summary: '' } as const;
          this.#send(`worker ${workerId}`, event);
        }
        return;
      case 'saveNow': {
        const first = this.#find(action.workerId);
        if (!first?.isKnown) return;
        const { generation } = first;
        const ranks = this.#workers.filter((worker) => worker.generation === generation && worker.rank >= 0);
        const saveAt = Math.max(...ranks.map(({ step }) => step)) + 1;
        for (const worker of ranks) worker.saveAt = saveAt;
        return;
      }
      case 'saveAndStop': {
        const ranks = this.#workers.filter(
          ({ id, cutOff, isKnown }) => action.workerIds.includes(id) && !cutOff && isKnown,
        );
        if (ranks.length === 0) return;
        const stopAt = Math.max(...ranks.map(({ step }) => step)) + 1;
        for (const worker of ranks) worker.stopAt = Math.min(stopAt, totalSteps);
        return;
      }
      case 'dropNode': {
        // Its stream is ended. If the agent lives, it dials again.
        const { alive, cutOff } = this.#nodes.get(action.nodeId)!;
        if (!alive || cutOff) return;
        this.#wires.delete(`agent ${action.nodeId}`);
        this.#dialNode(action.nodeId);
        return;
      }
      case 'finish':
        this.finishes++;
        return;
    }
  }

  /** An agent carries out what it was told. */
  #obey(nodeId: string, order: Order | undefined): void {
    const { alive, cutOff } = this.#nodes.get(nodeId)!;
    if (order === undefined || !alive || cutOff) return;
    if (order.kind === 'kill') {
      for (const worker of this.#workers)
        if (worker.nodeId === nodeId && !order.spared.includes(worker.id)) this.#die(worker, true);
      return;
    }
    if (order.kind === 'probe') {
      const isReached = ({ alive, cutOff }: SimulatedNode) => alive && !cutOff;
      const unreached = order.peers
        .filter((peer) => !isReached(this.#nodes.get(peer.nodeId)!))
        .map((peer) => ({ nodeId: peer.nodeId, reason: 'no answer' }));
      if (unreached.length > 0 && this.nowMs < order.untilMs) {
        this.#orders.get(nodeId)!.push(order);
        return;
      }
      this.#send(`agent ${nodeId}`, { kind: 'nodeProbed', nodeId, unreached });
      return;
    }
    const { memory, disk } = this.#nodes.get(nodeId)!;
    const tell = (
      kind: 'partPublished' | 'partCopied',
      told: { generation: number; step: number; onDisk: boolean },
      problem = '',
    ) => {
      const { generation, step, onDisk } = told;
      this.#send(`agent ${nodeId}`, { kind, nodeId, generation, step, onDisk, problem, parts: this.#partsOf(nodeId) });
    };
    switch (order.kind) {
      case 'publishPart':
        (order.onDisk ? disk : memory).publish(order);
        tell('partPublished', order);
        return;
      case 'copyPart': {
        const [holder] = order.holders.flatMap(({ address }) => this.#reached(address, order.onDisk));
        tell('partCopied', order, (order.onDisk ? disk : memory).copy(order, holder));
        return;
      }
      case 'bring': {
        const { generation, onDisk } = order;
        const holders = order.holders.flatMap(({ address }) => this.#reached(address, onDisk));
        const told = (onDisk ? disk : memory).bring(order, holders);
        this.#send(`agent ${nodeId}`, { kind: 'brought', nodeId, generation, bytes: 4096, ...told });
        return;
      }
      case 'pruneParts':
        disk.prune(order.keptSteps);
        return;
      case 'clearParts':
        memory.clear(order.generation);
        disk.clear(order.generation);
        return;
      case 'spawn':
        this.#spawn(nodeId, order.count);
    }
  }

  /** The coordinator's own disk: what it publishes there names files that nodes have, each of them twice where there are two nodes. */
  #publishManifest(generation: number, step: number, worldSize: number): void {
    const identity = `${generation}/${step}`;
    const holders = [...this.#nodes.values()].filter(({ disk }) =>
      disk.parts.some((part) => part.identity === identity),
    );
    const parts = holders.flatMap(({ disk }) => disk.parts.filter((part) => part.identity === identity));
    for (let rank = 0; rank < worldSize; rank++) {
      const copies = parts.filter(({ ranks }) => ranks.includes(rank)).length;
      assert.ok(
        copies >= Math.max(1, Math.min(2, holders.length)),
        `rank ${rank} of a checkpoint is on ${copies} nodes`,
      );
    }
    this.#disk.note(generation, step, this.job.globalBatch!);
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
      isBackUnheard: false,
      isKnown: false,
      stopAt: null,
      saveAt: null,
    };
  }

  #find(workerId: string): SimulatedWorker | undefined {
    return this.#workers.find(({ id, alive, cutOff }) => id === workerId && alive && !cutOff);
  }

  #checkNoneIsLeft(generation: number): void {
    // Another one's end before it joins.
    const isMember = (nodeId: string) => this.job.nodes.some(({ id }) => id === nodeId);
    const older = this.#workers.filter(
      ({ alive, cutOff, isBackUnheard, rank, generation: older, nodeId }) =>
        alive && !cutOff && !isBackUnheard && rank >= 0 && older < generation && isMember(nodeId),
    );
    assert.deepEqual(
      older.map(({ id }) => id),
      [],
      'a worker of a former generation lives while a new one starts',
    );
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
    const counts = new Set(ranksOfNodes(after.ranks));
    assert.ok(!after.options.nodesAlike || counts.size <= 1, 'nodes that train together have as many ranks');
  }
  assert.ok(
    before.globalBatch === null || after.globalBatch === before.globalBatch,
    'the global batch is decided once',
  );
  assert.ok(after.restartsWithoutProgress <= after.options.maxRestarts, 'restarts are bounded');
  assert.equal(after.phase === 'done', after.outcome !== null);
  if (isLive(after)) assert.deepEqual(after.failures, [], 'a generation with a failure is ended at once');
}
