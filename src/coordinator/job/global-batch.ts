import type { Checkpoint, GlobalBatch, Job } from './job.js';

export interface DecidedGlobalBatch extends GlobalBatch {
  /** Where it comes from, for the log. */
  origin: string;
}

/**
 * The global batch of a job that has none yet: it belongs to the run, so that a node more or less changes no number.
 * A checkpoint has it; before the first one an earlier launch may have decided it; else the workers that begin do. Who
 * changes `train.batch_size_per_gpu` before there is a checkpoint wants another one.
 */
export function decideGlobalBatch({ options, ranks }: Job, checkpoint: Checkpoint | null): DecidedGlobalBatch {
  const { batchSizePerGpu, earlierGlobalBatch: earlier } = options;
  if (checkpoint !== null)
    return { images: checkpoint.globalBatch, batchSizePerGpu, origin: `the checkpoint of step ${checkpoint.step}` };
  const product = `train.batch_size_per_gpu ${batchSizePerGpu} x ${ranks.length} worker${ranks.length === 1 ? '' : 's'}`;
  const images = batchSizePerGpu * ranks.length;
  if (earlier === null) return { images, batchSizePerGpu, origin: product };
  if (earlier.batchSizePerGpu !== batchSizePerGpu) {
    const before = `an earlier launch had ${earlier.images}, with train.batch_size_per_gpu ${earlier.batchSizePerGpu}`;
    return { images, batchSizePerGpu, origin: `${product}; ${before}` };
  }
  const other = earlier.images === images ? '' : `, not ${product}; to decide it anew remove that file`;
  return { ...earlier, origin: `an earlier launch of this run (run.json)${other}` };
}

/** Why a generation cannot train with the job's global batch; null where it can. */
export function globalBatchProblem(
  { options: { datasetPath, listing } }: Job,
  globalBatch: number,
  checkpoint: Checkpoint | null,
): { reason: string; exitCode: 1 | 2 } | null {
  if (checkpoint !== null && checkpoint.globalBatch !== globalBatch) {
    const { directory, globalBatch: other } = checkpoint;
    const reason = `${directory} has a global batch of ${other}, but the run trains with ${globalBatch}: it is of another run`;
    return { reason: `${reason}; move it away and launch again`, exitCode: 1 };
  }
  if (listing.images >= globalBatch) return null;
  const reason = `${datasetPath} holds ${listing.images} images, fewer than the global batch of ${globalBatch}`;
  return { reason: `${reason}; add images or lower train.batch_size_per_gpu or the number of workers`, exitCode: 2 };
}
