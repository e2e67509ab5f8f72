import { Server, type ServerCredentials } from '@grpc/grpc-js';
import { UsageError } from '../errors/usage-error.js';
import { type Address, formatAddress } from '../rpc/address.js';
import type { Network } from '../rpc/network.js';
import { quietGrpc } from '../rpc/quiet-grpc.js';
import { type CoordinatorHandlers, coordinatorService } from '../rpc/service.js';
import { forRole, serverCredentials, type Transport } from '../rpc/transport.js';
import { CheckpointOrders } from './checkpoint-orders.js';
import { decide } from './job/decide.js';
import { type JobOptions, newJob, type Outcome } from './job/job.js';
import type { JobAction } from './job/job-action.js';
import type { JobEvent } from './job/job-event.js';
import type { JobObserver } from './observer.js';
import { Observers } from './observers.js';
import type { CheckpointKeeper } from './prepare.js';
import { type SharedStart, sendOrder } from './send-order.js';
import { Sessions } from './sessions.js';

export interface CoordinatorOptions {
  job: JobOptions;
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
  observers: readonly JobObserver[];
  nowMs: () => number;
}

export interface Coordinator {
  address: Address;
  deliver(event: JobEvent): void;
  /** When the job is over and all agents have let go. */
  outcome: Promise<Outcome>;
}

/**
 * Hosts one job. Events come from the streams, the clock and the terminal; what they mean is decided by `decide`; what it
 * orders is carried out here.
 * @throws UsageError where the transport does not allow the host, or the port is taken
 */
export async function startCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  const { transport, network, host, config, build, snapshotDir, checkpoints, nowMs } = options;
  const { jobId, outputDir, datasetPath, tickMs, killTimeoutMs } = options.job;
  const allowed = serverCredentials(transport, host, '--host');
  quietGrpc();
  const observers = new Observers(options.observers);
  let job = newJob(options.job, nowMs());
  const pending: JobEvent[] = [];
  let isDelivering = false;
  let conclude: (outcome: Outcome) => void;
  const outcome = new Promise<Outcome>((resolve) => {
    conclude = resolve;
  });

  // An action may bring about an event at once (a write to a stream that is broken): it waits for its turn.
  const deliver = (event: JobEvent): void => {
    pending.push(event);
    if (isDelivering) return;
    isDelivering = true;
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const decision = decide(job, next, nowMs());
      job = decision.job;
      for (const action of decision.actions) act(action);
      observers.notify((observer) => observer.changed?.(job));
    }
    isDelivering = false;
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
      case 'finish':
        void finish(action.outcome);
        return;
      default:
        sendOrder(sessions, start, action);
    }
  };

  const finish = async (result: Outcome): Promise<void> => {
    clearInterval(ticker);
    const { exitCode, reason } = result;
    for (const stream of sessions.agents())
      stream.write({ kind: 'jobOver', jobOver: { exitCode, reason, savedStep: job.savedStep } });
    // An agent ends its stream when its last worker has ended.
    const deadlineMs = nowMs() + killTimeoutMs;
    while (sessions.agents().length > 0 && nowMs() < deadlineMs) await new Promise((wake) => setTimeout(wake, 20));
    server.forceShutdown();
    await orders.close();
    observers.notify((observer) => observer.close?.());
    conclude(result);
  };

  const start: SharedStart = { jobId, outputDir, config, snapshotDir: snapshotDir ?? '' };
  const orders = new CheckpointOrders(jobId, checkpoints, deliver, (event, fields) =>
    observers.notify((observer) => observer.logged?.('warn', event, fields)),
  );
  const ofJob = { jobId, build, outputDir, datasetPath, snapshotDir: snapshotDir ?? '', network };
  const sessions = new Sessions(ofJob, deliver);
  const server = new Server();
  const { agentSession, workerSession } = sessions.handlers;
  const onRefused = (hostname: string, reason: string) => deliver({ kind: 'nodeRefused', hostname, reason });
  const handlers: CoordinatorHandlers = {
    agentSession: forRole(transport, 'agent', agentSession, onRefused),
    workerSession: forRole(transport, 'worker', workerSession, onRefused),
  };
  server.addService(coordinatorService, handlers);
  const port = await bind(server, { host, port: options.port }, allowed);
  const ticker = setInterval(() => deliver({ kind: 'tick' }), tickMs);
  return { address: { host, port }, deliver, outcome };
}

function bind(server: Server, address: Address, allowed: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(formatAddress(address), allowed, (error, port) => {
      if (error === null) return resolve(port);
      const message = `--port: ${formatAddress(address)} cannot be listened on: ${error.message}; leave --port away for any free one`;
      reject(new UsageError('PORT_IN_USE', message, { cause: error }));
    });
  });
}
