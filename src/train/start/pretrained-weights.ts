import { openWeights } from '../../checkpoint/open-model.js';
import type { Config } from '../../config/schema.js';
import { networksOf } from '../../model/networks.js';
import { checkFits, lacksMaskToken, readFitted } from '../../weights/fit-weights.js';
import { normalizationDifference } from '../../weights/normalization.js';
import type { TrainingState } from '../training-state.js';
import { fillShard } from './fill-shard.js';

/**
 * Reads shapes only: to be called before a process is started.
 * @param onNote told what a person should hear of how the weights will be read
 * @throws WeightsError where student.pretrained_weights cannot be what the backbones start from
 */
export async function checkPretrainedWeights(config: Config, onNote: (note: string) => void = () => {}): Promise<void> {
  if (config.student.pretrained_weights === '') return;
  const weights = await openWeights(config.student.pretrained_weights);
  try {
    checkFits(weights, networksOf(config).vit);
    weights.notes.forEach(onNote);
    const difference = normalizationDifference(weights, config);
    if (difference !== null) onNote(`${weights.source} ${difference}, unless they are to be others from here on`);
    if (lacksMaskToken(weights) && config.ibot.mask_sample_probability > 0)
      onNote(`${weights.source} has no mask_token: it starts as zeros, as that of a fresh network`);
  } finally {
    weights.close();
  }
}

/**
 * Puts student.pretrained_weights into the backbones of student and teacher of a state that was just initialised. Heads and
 * optimizer stay fresh.
 * @param onParameter called at each one: a large file takes long, and must not pass for a hang
 */
export async function startFromPretrained(state: TrainingState, onParameter: () => void): Promise<void> {
  const { backend, comm, config, networks, plan, shards } = state;
  if (config.student.pretrained_weights === '') return;
  const weights = await openWeights(config.student.pretrained_weights);
  try {
    checkFits(weights, networks.vit);
    const read = (parameter: string) => readFitted(weights, networks.vit, parameter);
    for (const i of state.unitIndices('backbone'))
      fillShard(backend, plan.units[i]!, comm.rank, shards[i]!.student, read, onParameter);
  } finally {
    weights.close();
  }
  state.copyStudentToTeacher();
}
