import { CheckpointReader, loadShards } from '../../checkpoint/load.js';
import type { Manifest } from '../../checkpoint/manifest.js';
import { OptimizerState } from '../../nn/backend.js';
import type { OptimizerNumbers } from '../step-record.js';
import type { TrainingState } from '../training-state.js';

/** Names of the optimizer's device scalars in a manifest. */
export const OPTIMIZER_SCALARS = ['lossScale', 'growthTracker', 'adamStep'] as const;
export type OptimizerScalars = Pick<OptimizerNumbers, (typeof OPTIMIZER_SCALARS)[number]>;

/**
 * Makes a rank's state that of a checkpoint.
 * @throws CheckpointError where it is damaged, or of another network
 */
export async function loadCheckpoint(
  state: TrainingState,
  directory: string,
  signOfLife: () => void,
): Promise<Manifest & { optimizer: OptimizerScalars }> {
  const { backend, comm, plan, replicated, shards } = state;
  const reader = await CheckpointReader.openForRank(directory);
  try {
    const optimizer = reader.manifest.optimizer as OptimizerScalars;
    backend.adoptAlgorithms(reader.algorithms(comm.rank));
    await loadShards(reader, backend, plan, comm.rank, shards, signOfLife);
    for (const [name, tensor] of Object.entries(replicated)) backend.upload(tensor, reader.replicated(name));
    const scalars = new Float32Array(OptimizerState.size);
    for (const name of OPTIMIZER_SCALARS) scalars[OptimizerState[name]] = optimizer[name];
    backend.upload(state.optimizer, scalars);
    return { ...reader.manifest, optimizer };
  } finally {
    reader.close();
  }
}
