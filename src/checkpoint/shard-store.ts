/** A save that is being written: it belongs to one attempt, whose ranks alone write to it. */
export interface Draft {
  step: number;
  /** Of whom it is: a generation of a launch. No slash is in it. */
  attempt: string;
}

/**
 * Where checkpoints lie: a directory that all nodes see or a node's own memory; a node's disk and an object store fit as well.
 * Files have names and no paths, and none is ever renamed: a rank writes its file into a draft, and `publish` makes a
 * checkpoint of the whole draft, by a rename where there is one, or else by writing the manifest last.
 *
 * Any number of processes write drafts, also such as should have ended long ago. One at a time publishes, retires and clears.
 */
export interface ShardStore {
  /** What a person is told of where it is. */
  readonly place: string;
  /**
   * Begins a file of a draft. It is there, whole, when it was closed; where the process dies before, there may be a part of it.
   * A file of the same name is written anew.
   */
  create(draft: Draft, file: string): Promise<ShardWriter>;
  /** Of a draft's file; null where it is not there. */
  bytesOf(draft: Draft, file: string): Promise<number | null>;
  /** Bytes [start, end) of a draft's file; fewer where it ends before. */
  read(draft: Draft, file: string, start: number, end: number): Promise<Uint8Array>;
  /** Of all of a draft's files. */
  draftBytes(draft: Draft): Promise<number>;
  /** That may still be written; Infinity where there is no limit. */
  freeBytes(): Promise<number>;
  /** Removes a draft's file, or what there is of it. */
  discard(draft: Draft, file: string): Promise<void>;
  /**
   * Makes a checkpoint of a draft whose files are there: from one instant on `steps` has it, with its manifest. One of the same
   * step, which can only be a torn one, is replaced.
   * @returns where it is
   */
  publish(draft: Draft, manifest: string): Promise<string>;
  /** Whether a checkpoint of a step is there with exactly this manifest. */
  holds(step: number, manifest: string): Promise<boolean>;
  /** Where a step's checkpoint is, or would be. */
  directoryOf(step: number): string;
  /** Lets people and scripts find what was published as the latest; a run that goes on looks at all there are. */
  pointLatest(published: Draft): Promise<void>;
  /** Of the checkpoints that are there, whole or torn, in no order. */
  steps(): Promise<number[]>;
  /** Removes checkpoints: `steps` has them until one instant, whole, and then no longer. */
  retire(steps: readonly number[], by: Draft): Promise<void>;
  /** Removes all drafts but those that are to stay, and what was left of a removal by a process that died. */
  clear(stays: (draft: Draft) => boolean): Promise<void>;
}

export interface ShardWriter {
  /** All of it. */
  write(bytes: Uint8Array): Promise<void>;
  /** Until what was written outlives a power failure, where that makes sense. */
  sync(): Promise<void>;
  close(): Promise<void>;
}
