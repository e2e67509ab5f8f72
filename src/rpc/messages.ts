/** What travels between coordinator, agents and workers, as plain data. Types alone: whoever decides imports nothing by it. */
import type { dinofleet } from '#proto/dinofleet.js';

/**
 * A message as it comes off the wire. Generated types call every field optional, for those who write a message; a decoded
 * one has them all: `service.ts` gives its default to a field that was not sent. Messages within messages are there when
 * the sender set them, as all of ours do.
 */
export type Filled<T> = T extends Uint8Array
  ? Uint8Array
  : T extends (infer Item)[]
    ? Filled<Item>[]
    : T extends object
      ? { [Key in keyof T as Key extends '$unknowns' ? never : Key]-?: Filled<NonNullable<T[Key]>> }
      : T;

export type AgentMessage = dinofleet.v1.AgentMessage.$Shape;
export type AgentCommand = dinofleet.v1.AgentCommand.$Shape;
export type WorkerMessage = dinofleet.v1.WorkerMessage.$Shape;
export type WorkerCommand = dinofleet.v1.WorkerCommand.$Shape;

/** What an agent tells of its machine and its program. */
export type NodeFacts = Omit<
  Filled<dinofleet.v1.AgentHello.$Shape>,
  'nodeId' | 'localRanks' | 'listenHost' | 'place' | 'returnsTo' | 'workerIds'
>;
export type NodeDevice = Filled<dinofleet.v1.Device.$Shape>;

/** What a rank did in some steps, what a step came to, and its part of a save. */
export type TrainingReport = Filled<dinofleet.v1.TrainingReport.$Shape>;
export type StepReport = Filled<dinofleet.v1.StepReport.$Shape>;
export type StatusRequest = dinofleet.v1.StatusRequest.$Shape;
export type JobStatus = Filled<dinofleet.v1.JobStatus.$Shape>;
export type FollowRequest = dinofleet.v1.FollowRequest.$Shape;
export type PrintedLines = dinofleet.v1.PrintedLines.$Shape;
export type OperatorOrder = dinofleet.v1.OperatorOrder.$Shape;
export type OperatorAnswer = dinofleet.v1.OperatorAnswer.$Shape;

export type ProbeRequest = dinofleet.v1.ProbeRequest.$Shape;
export type ProbeAnswer = dinofleet.v1.ProbeAnswer.$Shape;
export type Peer = Filled<dinofleet.v1.Peer.$Shape>;
export type Holder = Filled<dinofleet.v1.Holder.$Shape>;
export type PartRequest = dinofleet.v1.PartRequest.$Shape;
export type ImageIndexRequest = dinofleet.v1.ImageIndexRequest.$Shape;
export type FileChunk = dinofleet.v1.FileChunk.$Shape;
export type UnreachedPeer = Filled<dinofleet.v1.UnreachedPeer.$Shape>;

/** What a node has of a save. */
export type Part = Filled<dinofleet.v1.Part.$Shape>;
export type ShardWritten = Filled<dinofleet.v1.ShardWritten.$Shape>;

/** How a worker's process ended, as its agent has seen it. */
export interface WorkerExit {
  /** Where neither `signal` nor `problem` is set. */
  code: number;
  signal: string;
  problem: string;
  killedByAgent: boolean;
  logTail: string;
}
