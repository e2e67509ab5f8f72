import type { ComputeType } from '../../precision/compute-type.js';
import type { Holder, Peer, TrainingReport } from '../../rpc/messages.js';
import type { GlobalBatch, HeldSave, Job, Outcome } from './job.js';
import type { SaveReport } from './saves.js';

/** Everything that a decision may order. Carrying it out cannot fail: what goes wrong comes back as an event. */
export type JobAction =
  | { kind: 'admit'; nodeId: string }
  /** It is to find out whether it and some nodes reach each other. */
  | { kind: 'probe'; nodeId: string; peers: Peer[] }
  | { kind: 'refuse'; nodeId: string; reason: string }
  /** It is no longer wanted, and ends well. */
  | { kind: 'release'; nodeId: string; reason: string }
  /** Where an engine has put an agent whose node took part, and is not to again. */
  | { kind: 'giveUpPlace'; place: string; reason: string }
  /** A node that has come back takes part as before. */
  | { kind: 'readmit'; nodeId: string }
  /** It is asked what it sees, as any that comes. */
  | { kind: 'survey'; nodeId: string }
  /** A worker that has come back is heard. */
  | { kind: 'welcome'; workerId: string }
  /** The node no longer counts: close its stream. If it lives it will join again. */
  | { kind: 'dropNode'; nodeId: string }
  /** All but those that ranks have found damaged. */
  | { kind: 'findCheckpoint'; generation: number; damaged: string[] }
  | { kind: 'spawn'; nodeId: string; outputDir: string; count: number; threads: number }
  /** All workers of the node but those that are spared. */
  | { kind: 'kill'; nodeId: string; spared: string[] }
  /** A standby gets its place. */
  | {
      kind: 'start';
      workerId: string;
      generation: number;
      rank: number;
      localRank: number;
      threads: number;
      device: string;
      computeType: ComputeType;
      worldSize: number;
      nodeRanks: number[];
      listenHost: string;
      outputDir: string;
      snapshotDir: string;
      datasetPaths: string[];
      checkpointDir: string;
      resumeFrom: string;
      globalBatch: number;
    }
  /** To a worker whose agent cannot kill it, or that the job does not know. */
  | { kind: 'endWorker'; workerId: string }
  | { kind: 'connect'; workerIds: string[]; addresses: Uint8Array[] }
  | { kind: 'saveAndStop'; workerIds: string[] }
  | { kind: 'saveNow'; workerId: string }
  /** The run's global batch is decided: it is to outlive the coordinator. */
  | { kind: 'keepGlobalBatch'; globalBatch: GlobalBatch }
  /** The training goes on from this step: what the run log has of it and of later ones is void. */
  | { kind: 'trainingStarts'; startStep: number; totalSteps: number }
  | { kind: 'recordReport'; generation: number; rank: number; report: TrainingReport }
  /** Of what all ranks have written, a checkpoint is made: `head` and `records` are as they have told. */
  | { kind: 'publish'; generation: number; step: number; head: string; records: string[] }
  /** The same on one node: the files of some ranks are there, of a checkpoint that stays on disks of nodes or of a snapshot. */
  | {
      kind: 'publishPart';
      nodeId: string;
      onDisk: boolean;
      generation: number;
      step: number;
      ranks: number[];
      head: string;
      records: string[];
    }
  /** A node that has a part of a save fetches the files of some more ranks. */
  | {
      kind: 'copyPart';
      nodeId: string;
      onDisk: boolean;
      generation: number;
      step: number;
      identity: string;
      ranks: number[];
      holders: Holder[];
    }
  /** A node fetches what its ranks load. */
  | ({
      kind: 'bring';
      nodeId: string;
      generation: number;
      step: number;
      worldSize: number;
      ranks: number[];
      nodeRanks: number[];
      holders: Holder[];
    } & HeldSave)
  /** Of the checkpoints on a node's disk all go but those of some steps. */
  | { kind: 'pruneParts'; nodeId: string; generation: number; keptSteps: number[] }
  /** What need not be kept beside a checkpoint that was made. */
  | { kind: 'prune'; generation: number; step: number }
  /** Of what is being written on a node, what is of the generation stays, but for a snapshot of a step that a rank could not write. */
  | { kind: 'clearParts'; nodeId: string; generation: number; failedStep: number }
  | { kind: 'recordSave'; save: SaveReport }
  | { kind: 'log'; level: 'info' | 'warn'; event: string; fields: Record<string, string | number> }
  | { kind: 'finish'; outcome: Outcome };

/** What a job becomes, and what is to be done about it. */
export interface Decision {
  job: Job;
  actions: JobAction[];
}
