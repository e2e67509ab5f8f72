import type { ServerWritableStream } from '@grpc/grpc-js';
import type {
  Filled,
  FollowRequest,
  JobStatus,
  PrintedLines as Lines,
  OperatorAnswer,
  OperatorOrder,
  StatusRequest,
} from '../../rpc/messages.js';
import type { CoordinatorHandlers } from '../../rpc/service.js';
import { rankLogPath } from '../../run/layout.js';
import type { Job, JobNode } from '../job/job.js';
import type { JobEvent } from '../job/job-event.js';
import { statusOf } from './job-status.js';
import { LogReader } from './log-reader.js';
import type { PaceWatch } from './pace.js';
import type { PrintedLines } from './printed-lines.js';

/** Between two looks whether a rank has printed. */
const LOOK_MS = 250;
/** Nobody reads faster. */
const SHORTEST_MS = 100;

interface OperatorCallsOptions {
  job: () => Job;
  deliver: (event: JobEvent) => void;
  pace: PaceWatch;
  printed: PrintedLines;
  nowMs: () => number;
}

type Handlers = Pick<CoordinatorHandlers, 'status' | 'follow' | 'operate'>;

/** What people and their programs ask of a coordinator. They hear answers; the job hears the same events as from its terminal. */
export class OperatorCalls {
  /** Of calls that go on until the job is over: say the last thing, and end. */
  readonly #open = new Set<() => void>();

  constructor(private readonly options: OperatorCallsOptions) {}

  readonly handlers: Handlers = {
    status: (call) => this.#status(call),
    follow: (call) => this.#follow(call),
    operate: (call) => {
      call.write(obey(call.request, this.options.job(), this.options.deliver));
      call.end();
    },
  };

  /** The job is over. */
  end(): void {
    for (const end of this.#open) end();
  }

  #status(call: ServerWritableStream<Filled<StatusRequest>, JobStatus>): void {
    const { job, pace, nowMs } = this.options;
    const { everyMs } = call.request;
    const tell = () => call.write(statusOf(job(), pace.pace, nowMs()));
    tell();
    if (everyMs === 0) call.end();
    else this.#goOn(call, Math.max(everyMs, SHORTEST_MS), tell);
  }

  #follow(call: ServerWritableStream<Filled<FollowRequest>, Lines>): void {
    const { job, printed } = this.options;
    const { lines: most, follow, what } = call.request;
    const tell = (lines: string[]) => lines.length > 0 && call.write({ lines });
    if (what === 'rank') {
      const reader = new LogReader(rankLogPath(job().options.outputDir, call.request.rank.rank));
      tell(reader.read(most));
      if (follow) this.#goOn(call, LOOK_MS, () => tell(reader.read(most)));
    } else {
      tell(printed.last(most));
      const off = follow ? printed.follow((line) => tell([line])) : () => {};
      call.on('close', off).on('cancelled', off);
      if (follow) this.#goOn(call, LOOK_MS, () => {});
    }
    if (!follow) call.end();
  }

  /** Tells now and then, until the job is over or nobody listens any more. */
  #goOn<Message>(call: ServerWritableStream<unknown, Message>, everyMs: number, tell: () => void): void {
    const timer = setInterval(tell, everyMs);
    const off = () => {
      clearInterval(timer);
      this.#open.delete(end);
    };
    const end = () => {
      off();
      tell();
      call.end();
    };
    this.#open.add(end);
    call.on('close', off).on('cancelled', off).on('error', off);
  }
}

function obey(order: Filled<OperatorOrder>, job: Job, deliver: (event: JobEvent) => void): OperatorAnswer {
  if (job.phase === 'done') return { answer: `the job has ended: ${job.outcome!.reason}`, refused: true };
  switch (order.kind) {
    case 'stop':
      if (job.stop === 'no') deliver({ kind: 'interrupted' });
      if (order.stop.now && job.stop !== 'now') deliver({ kind: 'interrupted' });
      return { answer: order.stop.now ? 'it stops without a save' : 'it saves a checkpoint and stops' };
    case 'save':
      deliver({ kind: 'saveRequested' });
      return { answer: 'a checkpoint is asked for' };
    case 'drain':
      return drain(order.drain.node, job, deliver);
    default:
      return { answer: 'an order that this coordinator does not know', refused: true };
  }
}

function drain(name: string, { nodes, options }: Job, deliver: (event: JobEvent) => void): OperatorAnswer {
  const refused = (answer: string): OperatorAnswer => ({ answer, refused: true });
  const describe = (some: readonly JobNode[]) =>
    some.map(({ hostname, id }) => `${hostname} (${id.slice(0, 8)})`).join(', ');
  const called = nodes.filter(({ hostname }) => hostname === name);
  // A short name may be how the id of another begins.
  const meant = called.length > 0 || name === '' ? called : nodes.filter(({ id }) => id.startsWith(name));
  if (meant.length === 0)
    return refused(`no node is called ${JSON.stringify(name)}: there are ${describe(nodes) || 'none'}`);
  if (meant.length > 1)
    return refused(`${meant.length} nodes are meant by ${name}: ${describe(meant)}; give the beginning of an id`);
  const [node] = meant as [JobNode];
  if (node.isDraining) return { answer: `${node.hostname} is being drained already` };
  deliver({ kind: 'drainRequested', nodeId: node.id });
  const left = nodes.filter((one) => one !== node && !one.isDraining).length;
  const short =
    left < options.minNodes ? `; ${left} of ${options.minNodes} nodes are left: the job waits for more` : '';
  return { answer: `${node.hostname} leaves once what it has done is saved${short}` };
}
