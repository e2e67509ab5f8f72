import { CheckpointError } from '../checkpoint-error.js';
import type { ShardStore } from '../shard-store.js';

/** Sentences without their full stop, for a person whose save has failed: whoever asks for one knows what comes after it. */
export interface SaveAdvice {
  /** Where a checkpoint does not fit. */
  noRoom: string;
  /** Where it cannot be written for another reason. */
  unwritable: string;
}

const GOES_ON = 'then launch again: the run goes on from the checkpoint before';
/** Of a training. */
export const LAUNCH_AGAIN: SaveAdvice = {
  noRoom: `Free space or lower train.keep_checkpoints, ${GOES_ON}`,
  unwritable: `free space or mend the permissions, ${GOES_ON}`,
};

/** What the system says of a save, for people; what says it already is left as it is. */
export function asUnwritable(cause: unknown, step: number, { place }: ShardStore, advice: SaveAdvice): unknown {
  if (cause instanceof CheckpointError) return cause;
  return new CheckpointError(
    'CHECKPOINT_UNWRITABLE',
    `checkpoint of step ${step} cannot be written to ${place}: ${(cause as Error).message}; ${advice.unwritable}`,
    { cause },
  );
}
