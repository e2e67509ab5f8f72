import type { AgentMessage, Filled, WorkerMessage } from '../rpc/messages.js';
import type { Network } from '../rpc/network.js';
import type { AgentSession, CoordinatorHandlers, WorkerSession } from '../rpc/service.js';
import { fromAgent, fromWorker } from './from-wire.js';
import type { JobEvent } from './job/job-event.js';
import { listenHostOf } from './listen-host.js';
import { otherProgram } from './other-program.js';

type AgentHello = Extract<Filled<AgentMessage>, { kind: 'hello' }>['hello'];
type WorkerHello = Extract<Filled<WorkerMessage>, { kind: 'hello' }>['hello'];

/** What Sessions must know of the job: whose agents and workers are heard, and where an agent is to look. */
export interface SessionsOptions {
  jobId: string;
  /** Of the program. */
  build: string;
  outputDir: string;
  datasetPath: string;
  /** Of the run's snapshots; empty where none are taken. */
  snapshotDir: string;
  /** In which workers listen for one another; null for what their agents say. */
  network: Network | null;
}

/**
 * The open streams, by node or by worker. Messages become events; all that is decided here is which streams are
 * heard. Whose a stream is, its first message says, a hello; that never changes.
 */
export class Sessions {
  readonly #agents = new Map<string, AgentSession>();
  readonly #workers = new Map<string, WorkerSession>();
  /** Ids that agents have given out and no process has claimed yet, and the node of each. */
  readonly #awaited = new Map<string, string>();

  constructor(
    private readonly options: SessionsOptions,
    private readonly deliver: (event: JobEvent) => void,
  ) {}

  readonly handlers: CoordinatorHandlers = {
    agentSession: (stream) => this.#agentSession(stream),
    workerSession: (stream) => this.#workerSession(stream),
  };

  /** undefined where the stream has broken: the event that says so is on the way. */
  agent(nodeId: string): AgentSession | undefined {
    return this.#agents.get(nodeId);
  }

  worker(workerId: string): WorkerSession | undefined {
    return this.#workers.get(workerId);
  }

  agents(): AgentSession[] {
    return [...this.#agents.values()];
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
    let isSurveyed = false;
    const isHeard = () => hello !== null && this.#agents.get(hello.nodeId) === stream;
    stream.on('data', (message: Filled<AgentMessage>) => {
      if (isHeard()) {
        if (message.kind === 'survey' && isSurveyed) return; // it was asked once
        isSurveyed ||= message.kind === 'survey';
        if (message.kind === 'leaving') {
          this.#loseAgent(hello!.nodeId, 'it was asked to leave');
          return;
        }
        this.#noteIds(hello!.nodeId, message);
        const event = fromAgent(hello!, message);
        if (event !== null) this.deliver(event);
        return;
      }
      if (hello !== null || !isOpen(stream)) return; // another stream of the same node has taken its place
      if (message.kind !== 'hello' || message.hello.nodeId === '') {
        stream.end();
        return;
      }
      const { network, build } = this.options;
      const listening = listenHostOf(network, message.hello);
      hello = { ...message.hello, listenHost: listening.host };
      const reason = otherProgram(hello, build) ?? listening.problem;
      if (reason !== null) {
        stream.write({ kind: 'refused', refused: { reason } });
        stream.end();
        this.deliver({ kind: 'nodeRefused', hostname: hello.hostname, reason });
        return;
      }
      this.#replaceAgent(hello.nodeId, stream);
      stream.write({ kind: 'surveyRequest', surveyRequest: this.#surveyRequest() });
    });
    whenBroken(stream, () => {
      if (isHeard()) this.#loseAgent(hello!.nodeId, 'its stream broke');
    });
  }

  /** An agent has one stream at a time and dials again when it has lost it: the newest one leads to it. */
  #replaceAgent(nodeId: string, stream: AgentSession): void {
    const before = this.#agents.get(nodeId);
    if (before !== undefined) {
      this.#loseAgent(nodeId, 'it has dialled again');
      before.end();
    }
    this.#agents.set(nodeId, stream);
  }

  #loseAgent(nodeId: string, reason: string): void {
    this.#agents.delete(nodeId);
    for (const [workerId, ofNode] of this.#awaited) if (ofNode === nodeId) this.#awaited.delete(workerId);
    this.deliver({ kind: 'nodeLost', nodeId, reason });
  }

  #noteIds(nodeId: string, message: Filled<AgentMessage>): void {
    if (message.kind === 'workersSpawned')
      for (const id of message.workersSpawned.workerIds) this.#awaited.set(id, nodeId);
    if (message.kind === 'workerExited') this.#awaited.delete(message.workerExited.workerId);
  }

  #surveyRequest() {
    const { outputDir, datasetPath, snapshotDir } = this.options;
    return { outputDir, datasetPath, snapshotDir };
  }

  #workerSession(stream: WorkerSession): void {
    let hello: WorkerHello | null = null;
    const isHeard = () => hello !== null && this.worker(hello.workerId) === stream;
    stream.on('data', (message: Filled<WorkerMessage>) => {
      if (isHeard()) {
        const event = fromWorker(hello!.workerId, message);
        if (event !== null) this.deliver(event);
        return;
      }
      if (hello !== null || !isOpen(stream)) return; // it has been told to end
      if (message.kind !== 'hello') {
        stream.end();
        return;
      }
      hello = message.hello;
      const { workerId } = hello;
      const reason = this.#reasonToRefuse(hello);
      if (reason !== null) {
        endNow(stream);
        this.deliver({ kind: 'workerRefused', workerId, reason });
        return;
      }
      this.#awaited.delete(workerId);
      this.#workers.set(workerId, stream);
      this.deliver({ kind: 'workerStarted', workerId });
    });
    whenBroken(stream, () => {
      if (!isHeard()) return;
      const { workerId } = hello!;
      this.#workers.delete(workerId);
      this.deliver({ kind: 'workerStreamBroken', workerId });
    });
  }

  /** A worker dials once, under an id that its agent has told before it started the process, and ends with its stream. */
  #reasonToRefuse({ jobId, workerId }: WorkerHello): string | null {
    if (jobId !== this.options.jobId) return `it belongs to job ${jobId || '(none)'}`;
    if (this.worker(workerId) !== undefined) return 'another process is at work under its id';
    return this.#awaited.has(workerId) ? null : 'no agent of this job has a worker of its id that is still to come';
  }
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
