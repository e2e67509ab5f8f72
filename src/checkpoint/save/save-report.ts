/** A save that is complete, as a rank tells of it. */
export interface SaveReport {
  step: number;
  directory: string;
  /** From the decision to save until the checkpoint was there. */
  seconds: number;
  /** Of these, while the rank's training stood still. */
  blockedSeconds: number;
  /** Of the rank's file, without its header. */
  bytes: number;
  /** In memory, not on the disk. */
  snapshot: boolean;
}
