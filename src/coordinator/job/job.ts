import type { ComputeDtype, ComputeType } from '../../precision/compute-type.js';
import type { NodeDevice, Part, WorkerExit } from '../../rpc/messages.js';
import type { Absence } from './coordinator-return.js';
import type { Growth } from './growth.js';
import { handOnPlaces } from './place-of.js';
import type { PendingSave } from './saves.js';

/** What a job is told when it begins, and never forgets. */
export interface JobOptions {
  /** Tells this job's workers from those that an earlier coordinator left behind. */
  jobId: string;
  outputDir: string;
  minNodes: number;
  maxNodes: number;
  /** What ranks compute on; auto: GPUs, where the first node has one. */
  device: DeviceKind | 'auto';
  /** What the configuration wants ranks to compute in. */
  computeDtype: ComputeDtype;
  /** Workers on a node that does not ask for another number; auto: one for each of its GPUs, or one on its CPU. */
  localRanks: number | 'auto';
  /** Whether all nodes that train together must have as many ranks: each holds a whole copy, shared out in the same way. */
  nodesAlike: boolean;
  /** How long MIN nodes are waited for; null: however long it takes. */
  joinTimeoutMs: number | null;
  /** `train.batch_size_per_gpu`: images of a step for each of the workers that the run begins with. */
  batchSizePerGpu: number;
  /** Where checkpoints are: shared, in an output directory that all nodes see; nodes, where they were written; or s3://BUCKET/PREFIX. */
  checkpointStore: string;
  /** Where a node has its part of checkpoints, or what its ranks load; empty where all see the same. */
  checkpointDir: string;
  /** Whether nodes keep snapshots of the state in memory. */
  takesSnapshots: boolean;
  /** Whether beside each rank a process is kept ready that can take its place in the next generation. */
  keepsStandbys: boolean;
  /** Decided by an earlier launch of the run that has left no checkpoint; null where there was none. */
  earlierGlobalBatch: GlobalBatch | null;
  /** Restarts in a row that brought the training no further. */
  maxRestarts: number;
  /** Content of the token file in the output directory. */
  token: string;
  /** Where the images come from, for people. */
  datasetPath: string;
  listing: Listing;
  stallTimeoutMs: number;
  /** The same within compute or a collective, but never less than four steps take. */
  stallFloorMs: number;
  /** Without a word of the coordinator for so long, an agent ends its workers. */
  leaseMs: number;
  heartbeatTimeoutMs: number;
  lastCallMs: number;
  rendezvousTimeoutMs: number;
  killTimeoutMs: number;
  tickMs: number;
}

/** cuda-emulated: what stands for GPUs on a CPU, as many as are wanted. */
export type DeviceKind = 'cpu' | 'cuda' | 'cuda-emulated';

/** What a node sees below `train.dataset_path`. */
export interface Listing {
  hash: string;
  images: number;
}

export interface Checkpoint {
  step: number;
  /** Of a save that several nodes have parts of, that on one of them. */
  directory: string;
  globalBatch: number;
  computeType: ComputeType;
  /** null where every node sees the directory. */
  held: HeldSave | null;
}

/** A save of which each node has a part, or that is in a store: what a node lacks is brought to it. */
export interface HeldSave {
  /** Brought to a disk, not to memory. */
  onDisk: boolean;
  /** Of its manifest. */
  identity: string;
  /** s3://BUCKET/PREFIX; empty where nodes have it. */
  store: string;
}

/** Images of a step over all workers, and the `train.batch_size_per_gpu` that it was decided by. */
export interface GlobalBatch {
  images: number;
  batchSizePerGpu: number;
}

/**
 * waiting: gathering nodes, or for the last generation's processes to end.
 * rendezvous: workers start, and learn one another's addresses.
 * running: all ranks train. done: `outcome` says how it went.
 */
export type Phase = 'waiting' | 'rendezvous' | 'running' | 'done';

/** A node that takes part, in the order of joining. */
export interface JobNode {
  id: string;
  /** What it is called: its machine's name, and where that is not the same, the place's. */
  hostname: string;
  /** By the name of the engine that has started its agent; empty where none has. */
  place: string;
  /** Of the machine's kernel: nodes with the same one share a machine. */
  bootId: string;
  /** That the node may keep busy. */
  cores: number;
  /** Of the machine. */
  coresPresent: number;
  /** Nodes of a machine that have this alike share their cores. */
  corePool: string;
  devices: NodeDevice[];
  localRanks: number;
  listenHost: string;
  lastSeenMs: number;
  /** Of the checkpoints that it saw listed in the output directory when it joined. */
  checkpointSteps: number[];
  /** What it has of the run's saves, as it has told last. */
  parts: Part[];
  /** Nodes that have these alike see one folder of snapshots, and one of checkpoints of their own; empty where there is none. */
  memoryId: string;
  diskId: string;
  /** Where it has what all nodes have. */
  outputDir: string;
  snapshotDir: string;
  /** Of each source of images; empty where they are where the list says. */
  datasetPaths: string[];
  checkpointDir: string;
  /** Where its ranks load from, empty where they begin afresh; null while that is not on the node. */
  resumeFrom: string | null;
  /** Workers that it was ordered to start, and whose ids it has not told yet. */
  spawning: number;
  /** The generation beside which it was last ordered to have standbys ready. */
  standbysOf: number;
  /** Whether a generation with it has made progress. */
  hasTrained: boolean;
  /** Where its agent listens for others, HOST:PORT. */
  peerAddress: string;
  /** Whether it and those that were here before are known to reach each other: it has no rank before that. */
  isProbed: boolean;
  /** An operator wants to have it: it takes part no longer than it must. */
  isDraining: boolean;
}

/**
 * A process that an agent has started and that has not ended yet, as far as is known. It is at work in the place of the rank that names
 * it, or else in none: a standby.
 */
export interface JobWorker {
  /** Given out by its agent. */
  id: string;
  nodeId: string;
  /** starting: has not said hello. placed: is at work. leaving: is to be killed, or has broken its stream, and gets no place any more. */
  stage: 'starting' | 'ready' | 'placed' | 'leaving';
}

/**
 * In this order. planned: no worker is ordered for it. spawned: none has come yet. started: a worker has been told its place.
 * connecting: it knows its peers' addresses.
 */
export const rankStages = ['planned', 'spawned', 'started', 'listening', 'connecting', 'running', 'done'] as const;
export type RankStage = (typeof rankStages)[number];

/** A rank of the present generation; `job.ranks[rank]`. */
export interface Rank {
  rank: number;
  nodeId: string;
  localRank: number;
  threads: number;
  /** Of its node: cpu, cuda:0 */
  device: string;
  /** Who is at work here; null until one is given the place. */
  workerId: string | null;
  stage: RankStage;
  address: Uint8Array | null;
  lastSeenMs: number;
  progress: number;
  lastProgressMs: number;
  /** At its last heartbeat. */
  at: Activity;
  exit: WorkerExit | null;
  /** The newest step of a save of which it has told. */
  savedStep: number;
  /** When `stage` is done. */
  done: RankEnd | null;
}

/** What a rank's trainer is at, as worker/flight-recorder.ts has it. */
export interface Activity {
  /** setUp, data, compute, communication, save or record; empty where it is not known. */
  phase: string;
  /** block 11 forward */
  what: string;
  step: number;
}

/** How a rank's training ended. */
export interface RankEnd {
  reason: 'finished' | 'stopped';
  step: number;
  /** Of this rank's process, and of these, those whose update was skipped. */
  steps: number;
  skipped: number;
  /** Why the state that was saved is of no use, a sentence without its full stop; empty where it is sound. */
  problem: string;
}

export interface Outcome {
  exitCode: 0 | 1 | 2;
  kind: 'finished' | 'stopped' | 'failed';
  /** A sentence without its full stop. */
  reason: string;
  /** Where the failing rank wrote its last words; empty where there is none. */
  logTail: string;
  /** Other nodes may get past it: it is neither the job itself that fails, nor was it told to stop. */
  isWorthRetry: boolean;
}

/** Nearest to a cause first: a stream breaks with its worker, or with the node; a collective fails when a peer is gone. */
export const evidences = ['cause', 'streamBroken', 'collectiveFailed'] as const;
export type Evidence = (typeof evidences)[number];

/** Why a generation cannot go on. */
export interface Failure {
  /** null where it is no single rank's fault: a lost node, a request to stop. */
  rank: number | null;
  /** Of a process that had no rank; empty otherwise. */
  nodeId: string;
  /** A sentence without its full stop, naming the rank. */
  reason: string;
  atMs: number;
  /** Of the error, where the worker told one. */
  code: string;
  /** A restart cannot help: the job ends with `exitCode`. */
  fatal: boolean;
  exitCode: 1 | 2;
  /** What it may follow from is heard of later, if at all. */
  evidence: Evidence;
  /** Of a process that had no rank. */
  logTail: string;
}

/** All that the coordinator knows of its job. Plain data: a decision makes a new one. */
export interface Job {
  options: JobOptions;
  phase: Phase;
  /** When `phase` began. */
  sinceMs: number;
  nodes: JobNode[];
  /** null until the first node has joined, where that decides; the same for all ranks, and ever after. */
  deviceKind: DeviceKind | null;
  /** Of these nodes, in the order of their ids' arrival. */
  workers: JobWorker[];
  /** Since when there are enough nodes. */
  quorumSinceMs: number | null;
  /** Counts up from 1; 0 before the first. Messages of another one than the present are ignored. */
  generation: number;
  /** Of the present generation; of the last one while its processes are being ended. */
  ranks: Rank[];
  /** What went wrong in this generation, in order of arrival. */
  failures: Failure[];
  /** Since when the last generation's processes are being ended. */
  endingSinceMs: number | null;
  /** Images of a step over all workers. null until the first generation knows what it goes on from; the same ever after. */
  globalBatch: number | null;
  /** What the present generation computes in; null until the first one knows what it goes on from. */
  computeType: ComputeType | null;
  /** Where nodes wait that the present generation has not; null where none do, or none have been seen to. */
  growth: Growth | null;
  /** Who is to come back to a coordinator that was started again; null where all are here. */
  absent: Absence | null;
  /** Where the present generation began. */
  resume: Checkpoint | null;
  /** The step that the first rank reports next; null until it trains. */
  nextStep: number | null;
  /** That the run log has: those of later ones were cut off. null until a generation trains. */
  loggedSteps: number | null;
  /** Milliseconds that steps took lately, by the first rank's reports. */
  stepMs: number[];
  /** Of the whole training, as its first rank has told; 0 until then. */
  totalSteps: number;
  /** Directories that ranks could not go on from. */
  damaged: string[];
  /** Steps done, at the most, by any generation. */
  stepsReached: number;
  /** The same, when the present generation began. */
  stepsReachedBefore: number;
  /** Saves that are being written or published. */
  saves: PendingSave[];
  /** Where the run would go on from: a snapshot counts where a generation went on from it. */
  lastCheckpointStep: number;
  /** Of the newest checkpoint on the disk. */
  savedStep: number;
  restarts: number;
  restartsWithoutProgress: number;
  /** The user asks to save and stop, or to stop at once. */
  stop: 'no' | 'save' | 'now';
  lastTickMs: number;
  /** Why generations have ended, the last one first; a few. */
  ends: GenerationEnd[];
  /** Places of an engine that are not to have a node again, unless somebody brings one there by hand. */
  placesGivenUp: PlaceGivenUp[];
  outcome: Outcome | null;
}

export interface PlaceGivenUp {
  place: string;
  /** A sentence without its full stop. */
  reason: string;
}

export interface GenerationEnd {
  generation: number;
  /** A sentence without its full stop. */
  reason: string;
  atMs: number;
}

export function newJob(options: JobOptions, nowMs: number): Job {
  return {
    options,
    phase: 'waiting',
    sinceMs: nowMs,
    nodes: [],
    deviceKind: options.device === 'auto' ? null : options.device,
    workers: [],
    quorumSinceMs: null,
    generation: 0,
    ranks: [],
    failures: [],
    endingSinceMs: null,
    globalBatch: null,
    computeType: null,
    growth: null,
    absent: null,
    resume: null,
    nextStep: null,
    loggedSteps: null,
    stepMs: [],
    totalSteps: 0,
    damaged: [],
    stepsReached: 0,
    stepsReachedBefore: 0,
    saves: [],
    lastCheckpointStep: 0,
    savedStep: 0,
    restarts: 0,
    restartsWithoutProgress: 0,
    stop: 'no',
    lastTickMs: nowMs,
    ends: [],
    placesGivenUp: [],
    outcome: null,
  };
}

/** In rank order, of all places that somebody is at work in. */
export function workerIds(job: Job): string[] {
  return job.ranks.flatMap(({ workerId }) => workerId ?? []);
}

/** In a line; of many the first few. */
export function namesOf(nodes: readonly JobNode[]): string {
  const names = nodes.slice(0, 8).map(({ hostname }) => hostname);
  return [...names, ...(nodes.length > names.length ? [`${nodes.length - names.length} more`] : [])].join(', ');
}

/** Whether a generation is live: its ranks are started, connected or at work, and not being ended. */
export function isLive(job: Job): boolean {
  return job.phase === 'rendezvous' || job.phase === 'running';
}

/** Of those nothing else is known of than why: a failure that a restart may get past. */
export function newFailure(failure: Partial<Failure> & Pick<Failure, 'rank' | 'reason' | 'atMs'>): Failure {
  return { nodeId: '', code: '', fatal: false, exitCode: 1, evidence: 'cause', logTail: '', ...failure };
}

export function withRank(job: Job, rank: number, change: Partial<Rank>): Job {
  const ranks = job.ranks.with(rank, { ...job.ranks[rank]!, ...change });
  handOnPlaces(job.ranks, ranks, rank);
  return { ...job, ranks };
}
