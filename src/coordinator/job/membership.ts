import { deviceProblem, kindFor, ranksToFill } from './assign-devices.js';
import { type DeviceKind, isLive, type Job, type JobNode, type JobWorker, newFailure } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import type { JobEvent, NodeJoined } from './job-event.js';
import { hasWhatOthersLack } from './parts.js';
import { probeOrder } from './probe.js';

/** A node comes: it takes part, or is told why not. One that joins again is taken for a new one. */
export function nodeJoined(job: Job, told: NodeJoined, nowMs: number): Decision {
  const node = { ...told, hostname: nameOf(told) };
  const left = nodeLost(job, node.nodeId, 'it joined again', nowMs);
  const deviceKind = job.deviceKind ?? kindFor(node);
  const localRanks = node.localRanks || localRanksOf(job, deviceKind, node);
  const reason =
    reasonToRefuse(job, node) ??
    countProblem(left.job, node.hostname, localRanks) ??
    deviceProblem(deviceKind, { ...node, id: node.nodeId, localRanks }, left.job.nodes, job.computeType);
  if (reason !== null) {
    const log = refusalLog({ hostname: node.hostname, reason });
    return { job, actions: [{ kind: 'refuse', nodeId: node.nodeId, reason }, log] };
  }
  const { nodeId: id, hostname, bootId, cores, coresPresent, corePool, devices, listenHost } = node;
  const {
    checkpointSteps,
    parts,
    place,
    peerAddress,
    memoryId,
    diskId,
    outputDir,
    snapshotDir,
    datasetPaths,
    checkpointDir,
  } = node;
  const machine = { hostname, bootId, cores, coresPresent, corePool, devices };
  const joined: JobNode = {
    id,
    place,
    ...machine,
    localRanks,
    listenHost,
    lastSeenMs: nowMs,
    checkpointSteps,
    parts,
    memoryId,
    diskId,
    outputDir,
    snapshotDir,
    datasetPaths,
    checkpointDir,
    resumeFrom: null,
    spawning: 0,
    standbysOf: 0,
    hasTrained: false,
    peerAddress,
    isProbed: left.job.nodes.length === 0,
    isDraining: false,
  };
  const memory_gb = (node.memoryBytes / 1e9).toFixed(1);
  const fields = {
    node: hostname,
    cores,
    memory_gb,
    workers: localRanks,
    device: deviceKind,
    listen: listenHost,
    next: whatNext(left.job),
  };
  const placesGivenUp = left.job.placesGivenUp.filter((given) => given.place !== place);
  const grown = withNodes({ ...left.job, deviceKind, placesGivenUp }, [...left.job.nodes, joined], nowMs);
  return {
    job: grown,
    actions: [
      ...left.actions,
      { kind: 'admit', nodeId: id },
      ...probeOrder(grown, joined),
      { kind: 'log', level: 'info', event: 'node-joined', fields },
    ],
  };
}

/** Machines may have names alike: of one that an engine has chosen, the engine's name says which is meant. */
function nameOf({ hostname, place }: NodeJoined): string {
  return place === '' || place === hostname ? hostname : `${hostname} (${place})`;
}

function localRanksOf({ options }: Job, kind: DeviceKind, node: Pick<JobNode, 'devices'>): number {
  return options.localRanks === 'auto' ? ranksToFill(kind, node) : options.localRanks;
}

export function refusalLog({ hostname, reason }: { hostname: string; reason: string }): JobAction {
  return { kind: 'log', level: 'warn', event: 'node-refused', fields: { node: hostname, reason } };
}

/** A node goes, and with it its workers. An agent that hangs or is cut off cannot kill them: they can be told. */
export function nodeLost(job: Job, nodeId: string, reason: string, nowMs: number): Decision {
  const node = job.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return { job, actions: [] };
  const remaining = job.nodes.filter(({ id }) => id !== nodeId);
  const isIts = (worker: JobWorker) => worker.nodeId === nodeId;
  const left = { ...withNodes(job, remaining, nowMs), workers: job.workers.filter((worker) => !isIts(worker)) };
  const failed = isLive(job)
    ? job.ranks.some((rank) => rank.nodeId === nodeId && rank.stage !== 'done') || isAwaited(job, nodeId)
    : explains(job, nodeId);
  const because = `node ${node.hostname} is gone: ${reason}`;
  const failure = newFailure({ rank: null, reason: because, atMs: nowMs, code: 'NODE_LOST' });
  return {
    job: failed ? { ...left, failures: [...left.failures, failure] } : left,
    actions: [
      { kind: 'log', level: 'warn', event: 'node-lost', fields: { node: node.hostname, reason } },
      ...job.workers.filter(isIts).map(({ id: workerId }) => ({ kind: 'endWorker', workerId }) as const),
    ],
  };
}

/** Whether a checkpoint is to come of what is on the node, or is to be. */
function isAwaited({ saves }: Job, nodeId: string): boolean {
  return saves.some(({ awaited, snapshot }) => !snapshot && awaited.includes(nodeId));
}

type NodeProbed = Extract<JobEvent, { kind: 'nodeProbed' }>;

/** A node takes part once it reaches the others; those that are gone by now need not be reached. */
export function nodeProbed(job: Job, { nodeId, unreached }: NodeProbed, nowMs: number): Decision {
  const node = job.nodes.find(({ id }) => id === nodeId);
  if (node === undefined || node.isProbed) return { job, actions: [] };
  const failing = unreached.find((one) => job.nodes.some(({ id }) => id === one.nodeId));
  if (failing === undefined) {
    const probed = { ...node, isProbed: unreached.length === 0 || job.nodes[0] === node };
    const nodes = job.nodes.map((one) => (one === node ? probed : one));
    return { job: withNodes(job, nodes, nowMs), actions: probeOrder({ ...job, nodes }, probed) };
  }
  const peer = job.nodes.find(({ id }) => id === failing.nodeId)!;
  const reason =
    `${node.hostname} and ${peer.hostname} (${peer.peerAddress}) do not reach each other: ${failing.reason}; ` +
    'name a network that joins all nodes with --network, and let its TCP ports through';
  const others = job.nodes.filter((one) => one !== node);
  const workers = job.workers.filter((worker) => worker.nodeId !== nodeId);
  return {
    job: withNodes({ ...job, workers }, others, nowMs),
    actions: [{ kind: 'refuse', nodeId, reason }, refusalLog({ hostname: node.hostname, reason })],
  };
}

/** The node gives up its place when nothing is lost by it: see `releaseDrained`. */
export function drainRequested(job: Job, nodeId: string, nowMs: number): Decision {
  const nodes = job.nodes.map((node) => (node.id === nodeId ? { ...node, isDraining: true } : node));
  const node = job.nodes.find(({ id }) => id === nodeId);
  const stays = node !== undefined && hasWhatOthersLack(job, node);
  const next = 'stays until others have what it alone has of the last checkpoint';
  const actions: JobAction[] = stays
    ? [{ kind: 'log', level: 'info', event: 'draining', fields: { nodes: node.hostname, next } }]
    : [];
  return { job: withNodes(job, nodes, nowMs), actions };
}

/**
 * Whether the loss of a node is why the present generation is being ended already: the workers of an agent that was killed
 * end at once, and their streams, and the collectives of their peers, may break before the agent's own stream.
 */
function explains({ endingSinceMs, failures, nodes, ranks, workers }: Job, nodeId: string): boolean {
  const isOurs = (rank: number | null) => rank !== null && ranks[rank]?.nodeId === nodeId;
  const isSpawning = nodes.some(({ id, spawning }) => id === nodeId && spawning > 0);
  const isEndUnknown = isSpawning || workers.some((worker) => worker.nodeId === nodeId);
  const mayFollow = failures.every(
    ({ rank, evidence }) => evidence === 'collectiveFailed' || (evidence === 'streamBroken' && isOurs(rank)),
  );
  return endingSinceMs !== null && isEndUnknown && failures.length > 0 && mayFollow;
}

export function withNodes(job: Job, nodes: JobNode[], nowMs: number): Job {
  const count = nodes.filter(({ isDraining, isProbed }) => isProbed && !isDraining).length;
  const quorumSinceMs = count < job.options.minNodes ? null : (job.quorumSinceMs ?? nowMs);
  return { ...job, nodes, quorumSinceMs };
}

function reasonToRefuse({ options }: Job, node: NodeJoined): string | null {
  if (node.token !== options.token) {
    const seen = node.problem || 'its token file is that of another run';
    return (
      `${node.hostname} does not see this run's output directory ${options.outputDir}: ${seen}; ` +
      'every node needs the same directory under the same path'
    );
  }
  if (node.listingHash !== options.listing.hash) {
    const seen = node.problem || `it sees ${node.images} other images, the coordinator ${options.listing.images}`;
    return (
      `${node.hostname} does not see this run's images in ${options.datasetPath}: ${seen}; ` +
      'every node needs the same files under the same path'
    );
  }
  if (node.peerAddress === '') return `${node.hostname} cannot be reached by other nodes: ${node.problem}`;
  return null;
}

/** Of a node that could not train with the others; null also where it is a spare for the only one that trains. */
function countProblem({ options, nodes }: Job, hostname: string, localRanks: number): string | null {
  const other = nodes.find((node) => !node.isDraining && node.localRanks !== localRanks);
  if (!options.nodesAlike || options.maxNodes === 1 || other === undefined) return null;
  return (
    `${hostname} has ${ranks(localRanks)}, and ${other.hostname} has ${other.localRanks}: with sharding_strategy HYBRID_SHARD every ` +
    `node holds one whole copy, shared out in the same way; give all the same --nproc-per-node, or use FULL_SHARD or SHARD_GRAD_OP`
  );
}

const ranks = (count: number) => `${count} rank${count === 1 ? '' : 's'}`;

function whatNext(job: Job): string {
  const present = job.nodes.length + 1;
  const { minNodes, maxNodes } = job.options;
  if (present > maxNodes) return `waits as a spare: ${maxNodes} nodes take part`;
  if (isLive(job)) return 'takes part from the next checkpoint on';
  return present < minNodes ? `waits for ${minNodes - present} more` : 'takes part';
}
