import { HELLO_MS } from '../rpc/limits.js';
import type { AgentMessage, Filled, WorkerMessage } from '../rpc/messages.js';
import type { Network } from '../rpc/network.js';
import type { AgentSession, CoordinatorHandlers, WorkerSession } from '../rpc/service.js';
import { fromAgent, fromWorker } from './from-wire.js';
import type { Heartbeats } from './heartbeats.js';
import type { Job } from './job/job.js';
import type { JobEvent } from './job/job-event.js';
import type { Journal } from './journal/journal.js';
import type { Sender } from './journal/journal-line.js';
import { listenHostOf } from './listen-host.js';
import { messageProblem } from './message-problem.js';
import { MessageRate, TOO_MANY } from './message-rate.js';
import { otherProgram } from './other-program.js';

type AgentHello = Extract<Filled<AgentMessage>, { kind: 'hello' }>['hello'];
type WorkerHello = Extract<Filled<WorkerMessage>, { kind: 'hello' }>['hello'];

/** What Sessions must know of the job: whose agents and workers are heard, and where an agent is to look. */
export interface SessionsOptions {
  jobId: string;
  /** Of the program. */
  build: string;
  outputDir: string;
  /** Of the run's snapshots; empty where none are taken. */
  snapshotDir: string;
  /** Of the node's own parts of checkpoints; empty where all nodes see the same. */
  checkpointDir: string;
  /** Whether each node has an output directory of its own. */
  isOwnDir: boolean;
  /** Content of the token file in the coordinator's. */
  token: string;
  /** In which workers listen for one another; null for what their agents say. */
  network: Network | null;
  /** Of agents, without a word of the coordinator. */
  leaseMs: number;
  nowMs: () => number;
}

/** What is known of what somebody has told. */
type KnownOf = Pick<Journal, 'heardOf' | 'forget'>;

interface Agent {
  stream: AgentSession;
  /** Where it and its workers listen. */
  listenHost: string;
  /** Whether it was asked what it sees, and has not told yet. */
  isAsked: boolean;
  /** What it was told last that it is heard of, and when. */
  toldNumber: number;
  toldMs: number;
}

/** Between two that agents hear of: many within any lease, and few beside what they say themselves. */
const SIGN_OF_LIFE_MS = 1_000;

/**
 * The open streams, by node or by worker. Messages become events; all that is decided here is which streams are
 * heard. Whose a stream is, its first message says, a hello; that never changes.
 */
export class Sessions {
  readonly #agents = new Map<string, Agent>();
  readonly #workers = new Map<string, WorkerSession>();
  /** Ids that agents have given out and no process has claimed yet, and the node of each. */
  readonly #awaited = new Map<string, string>();
  /** By agent or worker, the number of the last message that was delivered; and of the last that it was told of as heard. */
  readonly #delivered = new Map<string, number>();
  readonly #acknowledged = new Map<string, number>();
  #known: KnownOf = { heardOf: () => 0, forget: () => {} };

  constructor(
    private readonly options: SessionsOptions,
    private readonly heartbeats: Pick<Heartbeats, 'ofNode' | 'ofWorker'>,
    private readonly deliver: (event: JobEvent, from?: Sender) => void,
  ) {}

  /** Before the first stream. @param job as a coordinator before has left it, whose workers may come back */
  open(known: KnownOf, { workers }: Job): void {
    this.#known = known;
    for (const { id, nodeId } of workers) this.#awaited.set(id, nodeId);
  }

  readonly handlers: Pick<CoordinatorHandlers, 'agentSession' | 'workerSession'> = {
    agentSession: (stream) => this.#agentSession(stream),
    workerSession: (stream) => this.#workerSession(stream),
  };

  /** undefined where the stream has broken: the event that says so is on the way. */
  agent(nodeId: string): AgentSession | undefined {
    return this.#agents.get(nodeId)?.stream;
  }

  worker(workerId: string): WorkerSession | undefined {
    return this.#workers.get(workerId);
  }

  agents(): AgentSession[] {
    return [...this.#agents.values()].map(({ stream }) => stream);
  }

  admit(nodeId: string): void {
    const { jobId, leaseMs } = this.options;
    this.agent(nodeId)?.write({ kind: 'admitted', admitted: { jobId, leaseMs } });
  }

  readmit(nodeId: string): void {
    this.agent(nodeId)?.write({ kind: 'readmitted', readmitted: { number: this.#lastOf(nodeId) } });
  }

  askForSurvey(nodeId: string): void {
    const agent = this.#agents.get(nodeId);
    if (agent === undefined) return;
    agent.isAsked = true;
    this.#forget(nodeId);
    const { outputDir, snapshotDir, checkpointDir, isOwnDir } = this.options;
    const token = isOwnDir ? this.options.token : '';
    const { listenHost, stream } = agent;
    stream.write({
      kind: 'surveyRequest',
      surveyRequest: { outputDir, snapshotDir, listenHost, token, checkpointDir },
    });
  }

  welcome(workerId: string): void {
    this.worker(workerId)?.write({ kind: 'heard', heard: { number: this.#lastOf(workerId) } });
  }

  /** Tells everybody what is known of theirs for good, and agents every second in any case: it is their coordinator's sign of life. */
  acknowledge(nowMs: number): void {
    const everyMs = Math.min(SIGN_OF_LIFE_MS, this.options.leaseMs / 4);
    for (const [id, agent] of this.#agents) {
      const number = this.#known.heardOf(id);
      if (number === agent.toldNumber && nowMs - agent.toldMs < everyMs) continue;
      Object.assign(agent, { toldNumber: number, toldMs: nowMs });
      agent.stream.write({ kind: 'heard', heard: { number } });
    }
    for (const [id, stream] of this.#workers) {
      const number = this.#known.heardOf(id);
      if (number === (this.#acknowledged.get(id) ?? 0)) continue;
      this.#acknowledged.set(id, number);
      stream.write({ kind: 'heard', heard: { number } });
    }
  }

  /** Ends a worker that has no place in the job: nothing that it still says is heard. */
  endWorker(workerId: string): void {
    const stream = this.worker(workerId);
    if (stream === undefined) return;
    this.#workers.delete(workerId);
    endNow(stream);
  }

  #agentSession(stream: AgentSession): void {
    let hello: AgentHello | null = null;
    const isHeard = () => hello !== null && this.agent(hello.nodeId) === stream;
    const refuse = (hostname: string, reason: string) => {
      stream.write({ kind: 'refused', refused: { reason } });
      stream.end();
      this.deliver({ kind: 'nodeRefused', hostname, reason });
    };
    const rate = new MessageRate(this.options.nowMs);
    const silence = whenSilent(stream, () => refuse(peerOf(stream), SAID_NOTHING));
    stream.on('data', (message: Filled<AgentMessage>) => {
      if (hello !== null && !isHeard()) return; // another stream of the same node has taken its place
      if (!isOpen(stream)) return;
      const problem = rate.allows() ? messageProblem(message) : TOO_MANY;
      if (isHeard()) {
        if (problem === null) return this.#heardAgent(hello!, message);
        stream.write({ kind: 'refused', refused: { reason: problem } });
        stream.end();
        this.#loseAgent(hello!.nodeId, problem);
        return;
      }
      clearTimeout(silence);
      if (problem !== null || message.kind !== 'hello' || message.hello.nodeId === '')
        return refuse(peerOf(stream), problem ?? 'its first message does not say who it is');
      const { network, build } = this.options;
      const listening = listenHostOf(network, message.hello);
      hello = { ...message.hello, listenHost: listening.host };
      const reason = otherProgram(hello, build) ?? listening.problem;
      if (reason !== null) return refuse(hello.hostname, reason);
      this.#replaceAgent(hello, stream);
      if (hello.returnsTo === this.options.jobId) this.deliver({ kind: 'nodeReturned', nodeId: hello.nodeId });
      else this.askForSurvey(hello.nodeId);
    });
    whenBroken(stream, () => {
      clearTimeout(silence);
      if (isHeard()) this.#loseAgent(hello!.nodeId, 'its stream broke');
    });
  }

  #heardAgent(hello: AgentHello, message: Filled<AgentMessage>): void {
    const { nodeId } = hello;
    const agent = this.#agents.get(nodeId)!;
    this.heartbeats.ofNode(nodeId);
    if (message.kind === 'survey' && !agent.isAsked) return;
    if (message.kind === 'survey') agent.isAsked = false;
    if (message.kind === 'leaving') {
      this.#loseAgent(nodeId, 'it was asked to leave');
      return;
    }
    const event = fromAgent(hello, message);
    if (event === null) return;
    if (message.number === 0) {
      this.#noteIds(nodeId, message);
      this.deliver(event);
      return;
    }
    const last = this.#lastOf(nodeId);
    if (message.number <= last) return;
    if (message.number > last + 1) {
      agent.stream.end();
      this.#loseAgent(
        nodeId,
        `what it told before message ${message.number} is not in the journal, which ends at ${last}`,
      );
      return;
    }
    this.#delivered.set(nodeId, message.number);
    this.#noteIds(nodeId, message);
    this.deliver(event, { id: nodeId, number: message.number });
  }

  #lastOf(id: string): number {
    return this.#delivered.get(id) ?? this.#known.heardOf(id);
  }

  /** It is gone, or counts anew. */
  #forget(id: string): void {
    this.#delivered.delete(id);
    this.#acknowledged.delete(id);
    this.#known.forget(id);
  }

  /** An agent has one stream at a time and dials again when it has lost it: the newest one leads to it. */
  #replaceAgent({ nodeId, listenHost }: AgentHello, stream: AgentSession): void {
    const before = this.agent(nodeId);
    if (before !== undefined) {
      this.#loseAgent(nodeId, 'it has dialled again');
      before.end();
    }
    const untold = { isAsked: false, toldNumber: 0, toldMs: Number.NEGATIVE_INFINITY };
    this.#agents.set(nodeId, { stream, listenHost, ...untold });
  }

  #loseAgent(nodeId: string, reason: string): void {
    this.#agents.delete(nodeId);
    this.#forget(nodeId);
    for (const [workerId, ofNode] of this.#awaited) if (ofNode === nodeId) this.#awaited.delete(workerId);
    this.deliver({ kind: 'nodeLost', nodeId, reason });
  }

  #noteIds(nodeId: string, message: Filled<AgentMessage>): void {
    if (message.kind === 'workersSpawned')
      for (const id of message.workersSpawned.workerIds) this.#awaited.set(id, nodeId);
    if (message.kind === 'workerExited') this.#awaited.delete(message.workerExited.workerId);
  }

  #workerSession(stream: WorkerSession): void {
    let hello: WorkerHello | null = null;
    const isHeard = () => hello !== null && this.worker(hello.workerId) === stream;
    const refuse = (workerId: string, reason: string) => {
      endNow(stream);
      this.deliver({ kind: 'workerRefused', workerId, reason });
    };
    const rate = new MessageRate(this.options.nowMs);
    const silence = whenSilent(stream, () => refuse(peerOf(stream), SAID_NOTHING));
    stream.on('data', (message: Filled<WorkerMessage>) => {
      if ((hello !== null && !isHeard()) || !isOpen(stream)) return; // it has been told to end
      const problem = rate.allows() ? messageProblem(message) : TOO_MANY;
      if (isHeard()) {
        if (problem === null) return this.#heardWorker(hello!.workerId, stream, message);
        this.#giveUp(hello!.workerId, problem);
        return;
      }
      clearTimeout(silence);
      if (problem !== null || message.kind !== 'hello')
        return refuse(peerOf(stream), problem ?? 'its first message does not say who it is');
      hello = message.hello;
      const { workerId, returns, trainsIn } = hello;
      const reason = this.#reasonToRefuse(hello);
      if (reason !== null) return refuse(workerId, reason);
      this.#awaited.delete(workerId);
      this.#workers.set(workerId, stream);
      if (!returns) this.#forget(workerId);
      this.deliver(returns ? { kind: 'workerReturned', workerId, trainsIn } : { kind: 'workerStarted', workerId });
    });
    whenBroken(stream, () => {
      clearTimeout(silence);
      if (!isHeard()) return;
      const { workerId } = hello!;
      this.#workers.delete(workerId);
      this.#forget(workerId);
      this.deliver({ kind: 'workerStreamBroken', workerId });
    });
  }

  /** It says what cannot be meant: its rank has failed by it. */
  #giveUp(workerId: string, message: string): void {
    this.endWorker(workerId);
    this.#forget(workerId);
    this.deliver({ kind: 'workerFailed', workerId, code: 'BAD_MESSAGE', message, fatal: false, exitCode: 1 });
    this.deliver({ kind: 'workerStreamBroken', workerId });
  }

  #heardWorker(workerId: string, stream: WorkerSession, message: Filled<WorkerMessage>): void {
    this.heartbeats.ofWorker(workerId, message.kind === 'heartbeat' ? message.heartbeat : null);
    const event = fromWorker(workerId, message);
    if (event === null) return;
    const { number } = message;
    if (number === 0) {
      this.deliver(event);
      return;
    }
    const last = this.#lastOf(workerId);
    if (number <= last) return;
    if (number > last + 1) {
      // What it has told between is lost: nobody could go on from here.
      this.endWorker(workerId);
      this.deliver({ kind: 'workerStreamBroken', workerId });
      stream.end();
      return;
    }
    this.#delivered.set(workerId, number);
    this.deliver(event, { id: workerId, number });
  }

  /**
   * A worker dials under an id that its agent has told before it started the process. When its stream breaks it is given up: one that
   * dials again is heard by another coordinator alone.
   */
  #reasonToRefuse({ jobId, workerId }: WorkerHello): string | null {
    if (jobId !== this.options.jobId) return `it belongs to job ${jobId || '(none)'}`;
    if (this.worker(workerId) !== undefined) return 'another process is at work under its id';
    return this.#awaited.has(workerId) ? null : 'no agent of this job has a worker of its id that is still to come';
  }
}

const SAID_NOTHING = `it has not said who it is within ${HELLO_MS / 1000} s`;

/** Calls where a stream has not said anything for too long; to be cleared when it has. */
function whenSilent(stream: AgentSession | WorkerSession, call: () => void): NodeJS.Timeout {
  return setTimeout(() => isOpen(stream) && call(), HELLO_MS).unref();
}

/** Who has said nothing yet that a name could be taken from. */
function peerOf(stream: AgentSession | WorkerSession): string {
  return stream.getPeer();
}

function endNow(stream: WorkerSession): void {
  stream.write({ kind: 'endNow', endNow: {} });
  stream.end();
}

/** Whether this end has not closed it yet: what a peer still sends after that is not heard. */
function isOpen(stream: AgentSession | WorkerSession): boolean {
  return !stream.writableEnded;
}

/** Calls once, whichever way the stream ends: by the peer's end, its death, or ours. */
function whenBroken(stream: AgentSession | WorkerSession, call: () => void): void {
  let isWhole = true;
  const broken = () => {
    if (!isWhole) return;
    isWhole = false;
    stream.end();
    call();
  };
  for (const event of ['end', 'cancelled', 'error', 'close']) stream.on(event, broken);
}
