import type { Communicator } from '../../comm/communicator.js';
import type { Backend } from '../../nn/backend.js';
import { LOSS_NAMES, type LossName, losses, type StepRecord } from '../../train/step-record.js';

/**
 * Every rank's own losses of a step, before they were summed. Collective.
 * @param shares (W) what each rank's images are of the global batch: losses are weighted by it
 * @returns by rank, as the released code logs them
 */
export function gatherLosses(
  backend: Backend,
  comm: Communicator,
  record: StepRecord,
  shares: readonly number[],
): Record<LossName, number>[] {
  const count = LOSS_NAMES.length;
  const table = backend.zeros([comm.worldSize * count], 'float32');
  backend.cast(record.ownLosses, table.narrow(comm.rank * count, count));
  comm.allReduce(table).join();
  const host = new Float32Array(table.numel);
  backend.download(table, host);
  table.release();
  return shares.map((share, rank) => {
    const own = losses(host.subarray(rank * count, (rank + 1) * count));
    for (const name of LOSS_NAMES) own[name] /= share;
    return own;
  });
}

/** How many images each rank has in this step. Collective. */
export function gatherBatchSizes(backend: Backend, comm: Communicator, images: number): number[] {
  const counts = backend.zeros([comm.worldSize], 'float32');
  backend.fill(counts.narrow(comm.rank, 1), images);
  comm.allReduce(counts).join();
  const host = new Float32Array(counts.numel);
  backend.download(counts, host);
  counts.release();
  return [...host];
}
