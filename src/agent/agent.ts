import { randomUUID } from 'node:crypto';
import { logLine } from '../log/log-line.js';
import { type Address, formatAddress } from '../rpc/address.js';
import { type Dialled, dialAgentSession } from '../rpc/dial.js';
import type { AgentCommand, Filled, NodeFacts } from '../rpc/messages.js';
import type { AgentStream } from '../rpc/service.js';
import type { FleetTimings } from '../rpc/timings.js';
import { checkHost, lastError, refusalIn, renewed, type Transport } from '../rpc/transport.js';
import { NodeSnapshots } from './node-snapshots.js';
import { survey } from './survey.js';
import { WorkerProcesses } from './worker-processes.js';

export interface AgentOptions {
  transport: Transport;
  coordinator: Address;
  /** Address that this node's workers listen on for their peers; empty where the coordinator chooses. */
  listenHost: string;
  facts: NodeFacts;
  /** 0 for as many as the job has on each node. */
  localRanks: number;
  workerEntry: string;
  timings: FleetTimings;
  /** Ends the agent and its workers. */
  signal: AbortSignal;
}

export interface AgentEnd {
  exitCode: 0 | 1 | 2;
  reason: string;
}

/**
 * Takes part in a coordinator's job with this machine: starts the workers that it is told to, kills them when told to,
 * and says how each ended. Resolves when the job is over, and no worker is left.
 * @throws UsageError where the transport does not reach an address
 */
export async function runAgent(options: AgentOptions): Promise<AgentEnd> {
  const { transport, coordinator, listenHost, workerEntry, timings, signal } = options;
  if (listenHost !== '') checkHost(transport, listenHost, '--listen-host');
  const nodeId = randomUUID();
  let send: AgentStream | null = null;
  const workers = new WorkerProcesses(workerEntry, coordinator, transport, (workerId, exit) => {
    send?.write({ kind: 'workerExited', workerExited: { workerId, ...exit } });
  });

  const snapshots = new NodeSnapshots();
  let lostSinceMs = performance.now();
  try {
    while (true) {
      const dialled = dialAgentSession(renewed(transport), coordinator);
      send = dialled.stream;
      const { end, wasConnected, said } = await session(options, nodeId, dialled, workers, snapshots);
      send = null;
      if (end !== null) return end;
      if (wasConnected) lostSinceMs = performance.now();
      const lostMs = performance.now() - lostSinceMs;
      if (lostMs > timings.coordinatorLostMs) {
        const reason = `no coordinator at ${formatAddress(coordinator)} for ${timings.coordinatorLostMs / 1000} s`;
        return {
          exitCode: 1,
          reason: `${reason}${said === '' ? '' : ` (${said})`}; is "dinofleet launch" or "dinofleet coordinator" running there?`,
        };
      }
      await new Promise((resolve) => setTimeout(resolve, timings.heartbeatMs / 2));
      if (signal.aborted) return left;
    }
  } finally {
    workers.killAll();
    await workers.allEnded();
  }
}

const left: AgentEnd = { exitCode: 0, reason: 'left the job' };

interface SessionEnd {
  /** null where the coordinator was lost: dial again. */
  end: AgentEnd | null;
  wasConnected: boolean;
  /** What gRPC said of how the stream ended. */
  said: string;
}

/** One stream to the coordinator, until it breaks or the job is over for this node. */
function session(
  { listenHost, facts, localRanks, timings, signal }: AgentOptions,
  nodeId: string,
  { stream, close }: Dialled<AgentStream>,
  workers: WorkerProcesses,
  snapshots: NodeSnapshots,
): Promise<SessionEnd> {
  return new Promise((resolve) => {
    let wasConnected = false;
    let isOver = false;
    const heartbeat = setInterval(() => stream.write({ kind: 'heartbeat', heartbeat: {} }), timings.heartbeatMs);
    const leave = () => {
      // First: its workers' ends would pass for failures.
      stream.write({ kind: 'leaving', leaving: {} });
      return finish(left);
    };
    const finish = async (end: AgentEnd | null, said = '') => {
      if (isOver) return;
      isOver = true;
      clearInterval(heartbeat);
      signal.removeEventListener('abort', leave);
      if (end !== null) {
        // The stream stays open for how they ended.
        workers.killAll();
        await workers.allEnded();
      }
      stream.end();
      close();
      resolve({ end, wasConnected, said });
    };
    const obey = async (command: Filled<AgentCommand>) => {
      wasConnected = true;
      switch (command.kind) {
        case 'surveyRequest': {
          // A generation that this node lost touch with is over: none of it may meet the next one.
          workers.killAll();
          await workers.allEnded();
          const { outputDir, datasetPath, snapshotDir } = command.surveyRequest;
          const stored = await snapshots.look(snapshotDir, outputDir);
          stream.write({ kind: 'survey', survey: { ...(await survey(outputDir, datasetPath)), snapshots: stored } });
          return;
        }
        case 'admitted':
          logLine('info', 'joined', { node: facts.hostname });
          return;
        case 'refused':
          return finish({ exitCode: 2, reason: `refused by the coordinator: ${command.refused.reason}` });
        case 'spawn': {
          const { count, ...order } = command.spawn;
          const workerIds = Array.from({ length: count }, () => randomUUID());
          logLine('info', 'spawn', { workers: count });
          // The coordinator hears no worker that it does not know of.
          stream.write({ kind: 'workersSpawned', workersSpawned: { workerIds } });
          return workers.spawn({ ...order, workerIds });
        }
        case 'kill':
          return workers.killAll(command.kill.spared);
        case 'publishSnapshot': {
          const { generation, step } = command.publishSnapshot;
          const told = await snapshots.publish(command.publishSnapshot);
          stream.write({ kind: 'snapshotPublished', snapshotPublished: { generation, step, ...told } });
          return;
        }
        case 'clearSnapshots':
          return snapshots.clear(command.clearSnapshots.attempt, command.clearSnapshots.failedStep);
        case 'jobOver': {
          const { exitCode, reason, savedStep } = command.jobOver;
          workers.killAll();
          await workers.allEnded();
          if (exitCode === 0) await snapshots.removeUpTo(savedStep);
          return finish({ exitCode: exitCode === 0 ? 0 : 1, reason: `the job is over: ${reason}` });
        }
      }
    };

    signal.addEventListener('abort', leave);
    stream.on('data', (command) => void obey(command));
    stream.on('error', () => {}); // 'status' says the same
    stream.once('status', (how) => {
      const refusal = refusalIn(how);
      void finish(refusal === null ? null : { exitCode: 2, reason: refusal }, lastError(how.details));
    });
    stream.write({ kind: 'hello', hello: { nodeId, ...facts, localRanks, listenHost } });
    if (signal.aborted) leave();
  });
}
