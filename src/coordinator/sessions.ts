import type { AgentMessage, Filled, WorkerMessage } from '../rpc/messages.js';
import type { AgentSession, CoordinatorHandlers, WorkerSession } from '../rpc/service.js';
import { fromAgent, fromWorker } from './from-wire.js';
import type { JobEvent } from './job/job-event.js';

/** The open streams, by whom they lead to. Messages in become events; nothing is decided here. */
export class Sessions {
  readonly #agents = new Map<string, AgentSession>();
  readonly #workers = new Map<string, WorkerSession>();

  constructor(
    private readonly survey: { outputDir: string; datasetPath: string },
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

  worker(generation: number, rank: number): WorkerSession | undefined {
    return this.#workers.get(workerKey(generation, rank));
  }

  agents(): AgentSession[] {
    return [...this.#agents.values()];
  }

  workersOf(generation: number): WorkerSession[] {
    return [...this.#workers].filter(([key]) => key.startsWith(`${generation}/`)).map(([, stream]) => stream);
  }

  #agentSession(stream: AgentSession): void {
    let hello: Extract<Filled<AgentMessage>, { kind: 'hello' }>['hello'] | null = null;
    stream.on('data', (message: Filled<AgentMessage>) => {
      if (hello === null) {
        if (message.kind !== 'hello') return stream.end();
        hello = message.hello;
        this.#agents.set(hello.nodeId, stream);
        stream.write({ kind: 'surveyRequest', surveyRequest: this.survey });
        return;
      }
      const event = fromAgent(hello, message);
      if (event !== null) this.deliver(event);
    });
    whenBroken(stream, () => {
      if (hello === null || this.#agents.get(hello.nodeId) !== stream) return;
      this.#agents.delete(hello.nodeId);
      this.deliver({ kind: 'nodeLost', nodeId: hello.nodeId, reason: 'its stream broke' });
    });
  }

  #workerSession(stream: WorkerSession): void {
    let hello: Extract<Filled<WorkerMessage>, { kind: 'hello' }>['hello'] | null = null;
    stream.on('data', (message: Filled<WorkerMessage>) => {
      if (hello === null) {
        if (message.kind !== 'hello') return stream.end();
        hello = message.hello;
        const { jobId, generation, rank } = hello;
        this.#workers.set(workerKey(generation, rank), stream);
        this.deliver({ kind: 'workerStarted', jobId, generation, rank });
        return;
      }
      const event = fromWorker(hello.generation, hello.rank, message);
      if (event !== null) this.deliver(event);
    });
    whenBroken(stream, () => {
      if (hello === null || this.worker(hello.generation, hello.rank) !== stream) return;
      this.#workers.delete(workerKey(hello.generation, hello.rank));
      this.deliver({ kind: 'workerStreamBroken', generation: hello.generation, rank: hello.rank });
    });
  }
}

function workerKey(generation: number, rank: number): string {
  return `${generation}/${rank}`;
}

/** Calls once, whichever way the stream ends: by the peer's end, its death, or ours. */
function whenBroken(stream: AgentSession | WorkerSession, call: () => void): void {
  let isOpen = true;
  const broken = () => {
    if (!isOpen) return;
    isOpen = false;
    stream.end();
    call();
  };
  for (const event of ['end', 'cancelled', 'error', 'close']) stream.on(event, broken);
}
