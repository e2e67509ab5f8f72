import type { NodeFacts, Part, ShardWritten, TrainingReport, UnreachedPeer, WorkerExit } from '../../rpc/messages.js';
import type { Checkpoint, RankEnd } from './job.js';
import type { SignsOfLife } from './signs-of-life.js';

/** Who a worker is, not where: its place is the job's to know, and the words of one that has none any more are void. */
interface FromWorker {
  workerId: string;
}

/** Everything that can happen to a job. */
export type JobEvent =
  | NodeJoined
  /** Its program is another one than the coordinator's: it was sent away. */
  | { kind: 'nodeRefused'; hostname: string; reason: string }
  /** This coordinator goes on from its journal. Its own token is in the output directory by now. */
  | { kind: 'coordinatorReturned'; token: string }
  /** An agent that has lost its coordinator dials again, and says that it takes part in this job. */
  | { kind: 'nodeReturned'; nodeId: string }
  /** A worker does; 0 where it has no place, or else the generation that it is in. */
  | ({ kind: 'workerReturned'; trainsIn: number } & FromWorker)
  | { kind: 'nodeLost'; nodeId: string; reason: string }
  /** Answers the action probe. */
  | { kind: 'nodeProbed'; nodeId: string; unreached: UnreachedPeer[] }
  /** Told by the agent of `nodeId`, as the next one is. */
  | ({ kind: 'partPublished' } & PartTold)
  | ({ kind: 'partCopied' } & PartTold)
  /** Answers the action bring. */
  | { kind: 'brought'; nodeId: string; generation: number; problem: string; directory: string; bytes: number }
  | { kind: 'workersSpawned'; nodeId: string; workerIds: string[] }
  | ({ kind: 'workerExited'; nodeId: string; exit: WorkerExit } & FromWorker)
  /** A process claimed an id that is not its own, and was sent away. */
  | ({ kind: 'workerRefused'; reason: string } & FromWorker)
  | ({ kind: 'workerStarted' } & FromWorker)
  | ({ kind: 'workerListening'; address: Uint8Array } & FromWorker)
  | ({ kind: 'workerRunning'; startStep: number; totalSteps: number; summary: string } & FromWorker)
  | ({ kind: 'workerReported'; report: TrainingReport } & FromWorker)
  | ({ kind: 'workerWroteShard'; shard: ShardWritten } & FromWorker)
  | ({ kind: 'workerLogged'; level: 'info' | 'warn'; message: string } & FromWorker)
  | ({ kind: 'workerDone'; done: RankEnd } & FromWorker)
  | ({ kind: 'workerFailed'; code: string; message: string; fatal: boolean; exitCode: 1 | 2 } & FromWorker)
  | ({ kind: 'workerStreamBroken' } & FromWorker)
  /** Answer the action publish. */
  | { kind: 'published'; generation: number; step: number; directory: string }
  /** Answers the action prune. */
  | { kind: 'pruned'; generation: number; keptSteps: number[] }
  | { kind: 'publishFailed'; generation: number; step: number; code: string; reason: string }
  /** Answers the action findCheckpoint; null where there is none. */
  | { kind: 'checkpointFound'; generation: number; checkpoint: Checkpoint | null }
  /** The checkpoints cannot be read at all. */
  | { kind: 'checkpointUnreadable'; generation: number; reason: string }
  /** Ctrl-C: once to save and stop, twice to stop at once. */
  | { kind: 'interrupted' }
  /** An operator wants to have a node. */
  | { kind: 'drainRequested'; nodeId: string }
  /** A checkpoint is wanted now; the training goes on. */
  | { kind: 'saveRequested' }
  /** Nodes cannot come any more: the job of a launch whose own agent was refused. */
  | { kind: 'hopeless'; reason: string; exitCode: 1 | 2 }
  /** Time has passed. With who was heard meanwhile. */
  | { kind: 'tick'; signs: SignsOfLife };

/** What a node has done with its part of a save, and all that it has now. */
interface PartTold {
  nodeId: string;
  generation: number;
  step: number;
  onDisk: boolean;
  /** Why it could not be; empty where it was. */
  problem: string;
  parts: Part[];
}

export interface NodeJoined extends NodeFacts {
  kind: 'nodeJoined';
  nodeId: string;
  /** 0 for as many as the job has on each node. */
  localRanks: number;
  listenHost: string;
  /** Where an engine has started it; empty where none has. */
  place: string;
  /** As read in the output directory; empty where it cannot be read. */
  token: string;
  listingHash: string;
  images: number;
  /** What the node could not read, and why; empty where all went well. */
  problem: string;
  /** Of the checkpoints that it sees listed in the output directory. */
  checkpointSteps: number[];
  /** What it has of the run's saves. */
  parts: Part[];
  memoryId: string;
  diskId: string;
  outputDir: string;
  snapshotDir: string;
  datasetPaths: string[];
  checkpointDir: string;
  /** Where its agent listens for others, HOST:PORT. */
  peerAddress: string;
}
