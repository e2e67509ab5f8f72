import { randomUUID } from 'node:crypto';
import { logLine } from '../log/log-line.js';
import { type Address, formatAddress } from '../rpc/address.js';
import { type Dialled, dialAgentSession } from '../rpc/dial.js';
import type { AgentCommand, AgentMessage, Filled, Holder, NodeFacts } from '../rpc/messages.js';
import { Outbox } from '../rpc/outbox.js';
import type { AgentStream } from '../rpc/service.js';
import type { FleetTimings } from '../rpc/timings.js';
import { checkHost, lastError, refusalIn, renewed, type Transport } from '../rpc/transport.js';
import { Holders } from './holders.js';
import { look, type NodePlaces } from './look.js';
import { Membership } from './membership.js';
import { NodeParts } from './node-parts.js';
import { PeerServer } from './peer-server.js';
import { probePeers } from './probe-peers.js';
import { StoredSave } from './stored-save.js';
import { WorkerProcesses } from './worker-processes.js';

export interface AgentOptions {
  transport: Transport;
  coordinator: Address;
  /** Address that this node's workers listen on for their peers; empty where the coordinator chooses. */
  listenHost: string;
  /** The engine's name for where it has started this agent; empty where none has. */
  place: string;
  facts: NodeFacts;
  /** Where this node has what the coordinator names another place for. */
  places: NodePlaces;
  /** 0 for as many as the job has on each node. */
  localRanks: number;
  workerEntry: string;
  timings: FleetTimings;
  /** Ends the agent and its workers. */
  signal: AbortSignal;
  /** Who has started it is gone: it waits for another coordinator no longer than its lease. */
  abandoned: AbortSignal;
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
  const { transport, coordinator, listenHost, workerEntry, timings, signal, abandoned } = options;
  if (listenHost !== '') checkHost(transport, listenHost, '--listen-host');
  const outbox = new Outbox<AgentMessage>();
  const workers = new WorkerProcesses(workerEntry, coordinator, transport, (workerId, exit) =>
    outbox.send({ kind: 'workerExited', workerExited: { workerId, ...exit } }),
  );
  const membership = new Membership(timings, () => performance.now());
  const nodeId: string = randomUUID();
  const node: Node = { nodeId, outbox, workers, membership, parts: new NodeParts(nodeId), peers: null };
  const renewal = setInterval(() => {
    node.peers
      ?.renew(renewed(transport))
      .catch((error: Error) => logLine('warn', 'not-reached-by-peers', { reason: error.message }));
  }, RENEWED_MS);
  try {
    while (true) {
      const { end, said } = await session(options, node, dialAgentSession(renewed(transport), coordinator));
      outbox.close();
      if (end !== null) return end;
      if (membership.isLeaseOver) await endWorkers(node, coordinator);
      const patienceMs = abandoned.aborted ? membership.leaseMs : membership.patienceMs;
      if (membership.silentMs > patienceMs) return gaveUp(coordinator, patienceMs, said);
      await new Promise((resolve) => setTimeout(resolve, timings.heartbeatMs / 2));
      if (signal.aborted) return left;
    }
  } finally {
    workers.killAll();
    await workers.allEnded();
    clearInterval(renewal);
    node.peers?.close();
  }
}

/** Between two looks whether certificates were issued again. */
const RENEWED_MS = 60_000;

/** Of an agent, what outlives a stream to the coordinator. */
interface Node {
  /** The same for its whole life. */
  nodeId: string;
  outbox: Outbox<AgentMessage>;
  workers: WorkerProcesses;
  parts: NodeParts;
  membership: Membership;
  /** Open while it takes part in a job. */
  peers: PeerServer | null;
}

const left: AgentEnd = { exitCode: 0, reason: 'left the job' };

function gaveUp(coordinator: Address, afterMs: number, said: string): AgentEnd {
  const reason = `no coordinator at ${formatAddress(coordinator)} for ${afterMs / 1000} s`;
  const remedy = 'is "dinofleet launch" or "dinofleet coordinator" running there?';
  return { exitCode: 1, reason: `${reason}${said === '' ? '' : ` (${said})`}; ${remedy}` };
}

/**
 * Listens for other nodes, with the certificates that there are now.
 * @returns why it cannot, a clause; empty where it does
 */
async function listenForPeers(node: Node, transport: Transport, host: string): Promise<string> {
  node.peers?.close();
  node.peers = null;
  try {
    node.peers = await PeerServer.open(node.nodeId, renewed(transport), host, node.parts);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The job has gone on without this node by now, or has ended. */
async function endWorkers({ membership, outbox, workers }: Node, coordinator: Address): Promise<void> {
  const seconds = Math.round(membership.silentMs / 1000);
  const reason = `no word of the coordinator at ${formatAddress(coordinator)} for ${seconds} s: the workers of this node end`;
  logLine('warn', 'lease-over', { reason });
  membership.jobId = '';
  workers.killAll();
  await workers.allEnded();
  outbox.clear();
}

interface SessionEnd {
  /** null where the coordinator was lost: dial again. */
  end: AgentEnd | null;
  /** What gRPC said of how the stream ended. */
  said: string;
}

/** What an order says of where files of a save are. */
interface Holding {
  onDisk: boolean;
  step: number;
  identity: string;
  holders: Holder[];
}

/** One stream to the coordinator, until it breaks or the job is over for this node. */
function session(options: AgentOptions, node: Node, { stream, close }: Dialled<AgentStream>): Promise<SessionEnd> {
  const { transport, listenHost, place, facts, localRanks, timings, signal } = options;
  const { nodeId, outbox, workers, parts, membership } = node;
  return new Promise((resolve) => {
    let isOver = false;
    let isAnswered = false;
    const dialledMs = performance.now();
    const heartbeat = setInterval(() => {
      stream.write({ kind: 'heartbeat', heartbeat: {} });
      workers.killStopped(performance.now(), timings.heartbeatTimeoutMs);
      // Nothing need come back from a machine that is cut off, not even a refusal.
      const isInVain = !isAnswered && performance.now() - dialledMs > timings.heartbeatTimeoutMs;
      if (isInVain || membership.isLeaseOver) void finish(null);
    }, timings.heartbeatMs);
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
        stream.end();
      } else stream.cancel();
      close();
      resolve({ end, said });
    };
    const holdersOf = ({ onDisk, step, identity, holders }: Holding) =>
      new Holders(renewed(transport), { onDisk, step, identity }, holders);
    const obey = async (command: Filled<AgentCommand>) => {
      membership.heard();
      isAnswered = true;
      switch (command.kind) {
        case 'surveyRequest': {
          // A generation that this node lost touch with is over: none of it may meet the next one.
          membership.jobId = '';
          workers.killAll();
          await workers.allEnded();
          outbox.clear();
          outbox.open(stream);
          const deaf = await listenForPeers(node, transport, command.surveyRequest.listenHost);
          const seen = await look(options, parts, command.surveyRequest);
          const peerAddress = node.peers?.address ?? '';
          stream.write({ kind: 'survey', survey: { ...seen, problem: seen.problem || deaf, peerAddress } });
          return;
        }
        case 'probe': {
          const unreached = await probePeers(renewed(transport), command.probe.peers, node.peers?.address ?? '');
          outbox.send({ kind: 'probed', probed: { unreached } });
          return;
        }
        case 'admitted':
          membership.admitted(command.admitted.jobId, command.admitted.leaseMs);
          logLine('info', 'joined', { node: facts.hostname });
          return;
        case 'readmitted':
          logLine('info', 'returned', { node: facts.hostname, workers: workers.ids.length });
          outbox.open(stream, command.readmitted.number);
          return;
        case 'heard':
          return outbox.heard(command.heard.number);
        case 'refused':
          return finish({ exitCode: 2, reason: `refused by the coordinator: ${command.refused.reason}` });
        case 'released':
          return finish({ exitCode: 0, reason: `released by the coordinator: ${command.released.reason}` });
        case 'spawn': {
          const { count, ...order } = command.spawn;
          const workerIds = Array.from({ length: count }, () => randomUUID());
          logLine('info', 'spawn', { workers: count });
          // The coordinator hears no worker that it does not know of.
          outbox.send({ kind: 'workersSpawned', workersSpawned: { workerIds } });
          return workers.spawn({ ...order, workerIds });
        }
        case 'kill':
          return workers.killAll(command.kill.spared);
        case 'publishPart': {
          const { generation, step, onDisk } = command.publishPart;
          const told = await parts.publish(command.publishPart);
          outbox.send({ kind: 'partPublished', partPublished: { generation, step, onDisk, ...told } });
          return;
        }
        case 'copyPart': {
          const { generation, step, onDisk } = command.copyPart;
          const told = await parts.copy(command.copyPart, holdersOf(command.copyPart));
          outbox.send({ kind: 'partCopied', partCopied: { generation, step, onDisk, ...told } });
          return;
        }
        case 'bring': {
          const { generation, store, step } = command.bring;
          const source = store === '' ? holdersOf(command.bring) : new StoredSave(store, step);
          const told = await parts.bring(command.bring, source);
          outbox.send({ kind: 'brought', brought: { generation, ...told } });
          return;
        }
        case 'pruneParts':
          return parts.prune(command.pruneParts);
        case 'clearParts':
          return parts.clear(command.clearParts.attempt, command.clearParts.failedStep);
        case 'jobOver': {
          const { exitCode, reason, savedStep } = command.jobOver;
          workers.killAll();
          await workers.allEnded();
          if (exitCode === 0) await parts.removeUpTo(savedStep);
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
    const { jobId: returnsTo } = membership;
    const hello = { nodeId, ...facts, localRanks, listenHost, place, returnsTo, workerIds: workers.ids };
    stream.write({ kind: 'hello', hello });
    if (signal.aborted) leave();
  });
}
