import { Server } from '@grpc/grpc-js';
import { UsageError } from '../errors/usage-error.js';
import { type Address, formatAddress } from '../rpc/address.js';
import { serverOptions } from '../rpc/limits.js';
import { type Listening, listen } from '../rpc/listen.js';
import type { Holder } from '../rpc/messages.js';
import { type Network, ownAddresses } from '../rpc/network.js';
import { quietGrpc } from '../rpc/quiet-grpc.js';
import { sendFile } from '../rpc/send-file.js';
import { type CoordinatorHandlers, coordinatorService } from '../rpc/service.js';
import { checkHost, forRole, type Transport } from '../rpc/transport.js';
import { imageIndexPath } from '../run/layout.js';
import { CheckpointOrders } from './checkpoint-orders.js';
import { Heartbeats } from './heartbeats.js';
import { decide } from './job/decide.js';
import { type JobOptions, newJob, type Outcome } from './job/job.js';
import type { JobAction } from './job/job-action.js';
import type { JobEvent } from './job/job-event.js';
import { holdersOfCheckpoint } from './job/parts.js';
import { Journal } from './journal/journal.js';
import type { Sender } from './journal/journal-line.js';
import type { TakenUp } from './journal/take-up.js';
import type { JobObserver } from './observer.js';
import { Observers } from './observers.js';
import { OperatorCalls } from './operate/operator-calls.js';
import { PaceWatch } from './operate/pace.js';
import { PrintedLines } from './operate/printed-lines.js';
import { PeerKeys } from './peer-keys.js';
import type { CheckpointKeeper } from './prepare.js';
import { type SharedStart, sendOrder } from './send-order.js';
import { Sessions } from './sessions.js';
import { SlowRanks } from './slow-ranks.js';

export interface CoordinatorOptions {
  job: JobOptions;
  /** The job itself, where its coordinator before was killed; null for a new one. */
  takenUp: TakenUp | null;
  /** What the job was launched with, for the next coordinator. */
  request: string;
  transport: Transport;
  /** In which workers listen for one another; null for what their agents say. */
  network: Network | null;
  host: string;
  /** 0 for any that is free. */
  port: number;
  /** The resolved configuration, as JSON: every worker gets the same. */
  config: string;
  /** The program's, which all agents must be of. */
  build: string;
  /** Directory of the run's snapshots; null where none are taken. */
  snapshotDir: string | null;
  checkpoints: CheckpointKeeper;
  /** Fetches the files of a checkpoint from nodes that have them; throws where they cannot be had, or do not fit. */
  gather: (step: number, holders: readonly Holder[]) => Promise<void>;
  observers: readonly JobObserver[];
  /** Milliseconds since 1970 that never go back, also not from one coordinator of the job to the next. */
  nowMs: () => number;
}

export interface Coordinator {
  address: Address;
  deliver(event: JobEvent): void;
  /** Whether the job has ended: agents may still be letting go. */
  isOver(): boolean;
  /** When the job is over and all agents have let go. */
  outcome: Promise<Outcome>;
}

/** For what was said last to get to who listens. */
const LAST_WORDS_MS = 200;

/**
 * Hosts one job. Events come from the streams, the clock and the terminal; what they mean is decided by `decide`; what it
 * orders is carried out here.
 * @throws UsageError where the transport does not allow the host, or the port is taken
 */
export async function startCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  const { takenUp, request, transport, network, host, config, build, snapshotDir, checkpoints, nowMs } = options;
  const { jobId, outputDir, tickMs, killTimeoutMs, leaseMs } = options.job;
  checkHost(transport, host, '--host');
  quietGrpc();
  const [pace, printed] = [new PaceWatch(nowMs), new PrintedLines()];
  const slowRanks = new SlowRanks((fields) =>
    observers.notify((observer) => observer.logged?.('warn', 'slow-rank', fields)),
  );
  const observers: Observers = new Observers([
    ...options.observers,
    pace.observer,
    printed.observer,
    slowRanks.observer,
  ]);
  let job = takenUp?.job ?? newJob(options.job, nowMs());
  const pending: { event: JobEvent; from: Sender | null }[] = [];
  let isDelivering = false;
  let conclude: (outcome: Outcome) => void;
  const outcome = new Promise<Outcome>((resolve) => {
    conclude = resolve;
  });

  // An action may bring about an event at once (a write to a stream that is broken): it waits for its turn.
  const deliver = (event: JobEvent, from: Sender | null = null): void => {
    pending.push({ event, from });
    if (isDelivering) return;
    isDelivering = true;
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) hear(next.event, next.from);
    isDelivering = false;
  };

  const hear = (event: JobEvent, from: Sender | null): void => {
    const now = nowMs();
    const before = job;
    const decision = decide(before, event, now);
    job = decision.job;
    // What is ordered must be known to a coordinator that returns. Of steps the run log must: what it lacks is heard once more.
    const isOfSteps = event.kind === 'workerReported';
    if (!isOfSteps) journal.record(before, event, now, decision, from);
    for (const action of decision.actions) act(action);
    if (isOfSteps) journal.record(before, event, now, decision, from);
    if (job !== before) observers.notify((observer) => observer.changed?.(job));
  };

  const act = (action: JobAction): void => {
    switch (action.kind) {
      case 'findCheckpoint':
      case 'publish':
      case 'prune':
        orders.carryOut(action);
        return;
      case 'keepGlobalBatch':
        observers.notify((observer) => observer.globalBatchDecided?.(action.globalBatch));
        return;
      case 'trainingStarts':
        observers.notify((observer) => observer.trainingStarts?.(action.startStep, action.totalSteps));
        return;
      case 'recordReport':
        observers.notify((observer) => observer.reported?.(action.generation, action.rank, action.report));
        return;
      case 'recordSave':
        observers.notify((observer) => observer.saved?.(action.save));
        return;
      case 'log':
        observers.notify((observer) => observer.logged?.(action.level, action.event, action.fields));
        return;
      case 'giveUpPlace':
        observers.notify((observer) => observer.gaveUpPlace?.(action.place, action.reason));
        return;
      case 'finish':
        void finish(action.outcome);
        return;
      default:
        sendOrder(sessions, start, action);
    }
  };

  const finish = async (result: Outcome): Promise<void> => {
    const { exitCode, reason } = result;
    // Agents hear of their coordinator meanwhile.
    if (exitCode === 0) await gather();
    clearInterval(ticker);
    for (const stream of sessions.agents())
      stream.write({ kind: 'jobOver', jobOver: { exitCode, reason, savedStep: job.savedStep } });
    // An agent ends its stream when its last worker has ended.
    const deadlineMs = nowMs() + killTimeoutMs;
    while (sessions.agents().length > 0 && nowMs() < deadlineMs) await new Promise((wake) => setTimeout(wake, 20));
    operators.end();
    listening.close();
    await Promise.race([
      new Promise((ended) => server.tryShutdown(ended)),
      new Promise((wake) => setTimeout(wake, LAST_WORDS_MS)),
    ]);
    server.forceShutdown();
    await orders.close();
    journal.close();
    observers.notify((observer) => observer.close?.());
    conclude(result);
  };

  /** Of checkpoints on nodes the last one is whole here as well when the job has ended well. */
  const gather = async (): Promise<void> => {
    const holders = holdersOfCheckpoint(job, job.savedStep);
    if (holders.length === 0) return;
    try {
      await options.gather(job.savedStep, holders);
    } catch (error) {
      const fields = { step: job.savedStep, reason: (error as Error).message };
      observers.notify((observer) => observer.logged?.('warn', 'checkpoint-stays-on-nodes', fields));
    }
  };

  const start: SharedStart = { jobId, config, peerKeys: new PeerKeys() };
  const orders = new CheckpointOrders(jobId, checkpoints, deliver, (event, fields) =>
    observers.notify((observer) => observer.logged?.('warn', event, fields)),
  );
  const onJournalProblem = (problem: string | null) => {
    const fields = { reason: problem ?? 'it can be written again' };
    observers.notify((observer) => observer.logged?.(problem === null ? 'info' : 'warn', 'journal', fields));
  };
  const { checkpointStore: store, checkpointDir } = options.job;
  const isOwnDir = store === 'nodes' || store.startsWith('s3:');
  const folders = { outputDir, snapshotDir: snapshotDir ?? '', checkpointDir, isOwnDir };
  const ofJob = { jobId, build, ...folders, token: options.job.token, network, leaseMs, nowMs };
  const heartbeats = new Heartbeats(nowMs);
  const sessions = new Sessions(ofJob, heartbeats, deliver);
  const server = new Server(serverOptions);
  const { agentSession, workerSession } = sessions.handlers;
  const onRefused = (hostname: string, reason: string) => deliver({ kind: 'nodeRefused', hostname, reason });
  const operators = new OperatorCalls({ job: () => job, deliver, pace, printed, nowMs });
  const { status, follow, operate } = operators.handlers;
  const handlers: CoordinatorHandlers = {
    agentSession: forRole(transport, 'agent', agentSession, onRefused),
    workerSession: forRole(transport, 'worker', workerSession, onRefused),
    status: forRole(transport, 'operator', status, onRefused),
    follow: forRole(transport, 'operator', follow, onRefused),
    operate: forRole(transport, 'operator', operate, onRefused),
    readImageIndex: forRole(transport, 'agent', (call) => void sendFile(call, imageIndexPath(outputDir)), onRefused),
  };
  server.addService(coordinatorService, handlers);
  const listening = await bind(server, transport, { host, port: options.port }, takenUp, onRefused);
  const address = { host, port: listening.port };
  const facts = { build, request, address: formatAddress(address) };
  const journal = new Journal(outputDir, facts, takenUp?.heard ?? new Map(), onJournalProblem);
  sessions.open(journal, job);
  journal.begin(job, nowMs());
  if (takenUp !== null) deliver({ kind: 'coordinatorReturned', token: options.job.token });
  const ticker = setInterval(() => {
    deliver({ kind: 'tick', signs: heartbeats.take() });
    sessions.acknowledge(nowMs());
    void journal.sync(nowMs());
  }, tickMs);
  return { address, deliver, outcome, isOver: () => job.phase === 'done' };
}

async function bind(
  server: Server,
  transport: Transport,
  address: Address,
  takenUp: TakenUp | null,
  onRefused: (peer: string, reason: string) => void,
): Promise<Listening> {
  try {
    return await listen(server, transport, { ...address, role: 'coordinator', option: '--host', onRefused });
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') {
      const own = ownAddresses().map(({ name, address: one }) => `${one} (${name})`);
      const has = `expected an address of this machine, which has ${own.join(', ') || 'none'}`;
      throw new UsageError('BAD_OPTION', `--host is ${address.host}, ${has}: ${message}`, { cause });
    }
    const advice =
      takenUp === null
        ? 'leave --port away for any free one'
        : `there the workers look for the coordinator of this run that was killed; free it, or launch again in ${takenUp.job.options.leaseMs / 1000} s`;
    const where = formatAddress(address);
    throw new UsageError('PORT_IN_USE', `--port: ${where} cannot be listened on: ${message}; ${advice}`, { cause });
  }
}
