import { existsSync } from 'node:fs';
import { CheckpointReader } from '../../checkpoint/load.js';
import { isCheckpoint, MANIFEST_FILE } from '../../checkpoint/manifest.js';
import { newestWithin } from '../../checkpoint/meant-checkpoint.js';
import { submoduleWeights } from '../../checkpoint/open-model.js';
import type { Config } from '../../config/schema.js';
import { networksOf } from '../../model/networks.js';
import { hintOf } from '../../weights/find-weights.js';
import { readFitted, shapeDifferences, shapesOf } from '../../weights/fit-weights.js';
import { normalizationDifference } from '../../weights/normalization.js';
import { WeightsError } from '../../weights/weights-error.js';
import { submodulesOf } from '../sharded-network.js';
import type { TrainingState } from '../training-state.js';
import { fillShard } from './fill-shard.js';

/**
 * Reads shapes only: to be called before a process is started.
 * @param onNote told what a person should hear of the weights
 * @throws WeightsError where MODEL.WEIGHTS cannot be what a run starts from: says what differs, name by name
 */
export async function checkModelWeights(config: Config, onNote: (note: string) => void = () => {}): Promise<void> {
  if (config.MODEL.WEIGHTS === '') return;
  const reader = await openFitting(config);
  const before = { config: reader.manifest.config as Config, normalization: {} };
  reader.close();
  const difference = normalizationDifference(before, config);
  if (difference !== null) onNote(`${config.MODEL.WEIGHTS} ${difference}, unless they are to be others from here on`);
}

/**
 * Puts student and teacher of MODEL.WEIGHTS, backbones and heads, into a state that was just initialised, and the centres of
 * the heads' outputs where both runs have them. Optimizer, schedules and order of images stay those of a fresh run.
 * @param onParameter called at each one: a large file takes long, and must not pass for a hang
 * Source: DINOv2 train/train.py `do_train`, `resume_or_load` of a run that does not resume
 */
export async function startFromModel(state: TrainingState, onParameter: () => void): Promise<void> {
  const { backend, comm, config, networks, plan, shards } = state;
  if (config.MODEL.WEIGHTS === '') return;
  const reader = await openFitting(config);
  try {
    for (const replica of ['student', 'teacher'] as const)
      plan.units.forEach((unit, i) => {
        const weights = submoduleWeights(reader, replica, unit.submodule);
        const read = (parameter: string) =>
          unit.submodule === 'backbone' ? readFitted(weights, networks.vit, parameter) : weights.read(parameter);
        fillShard(backend, unit, comm.rank, shards[i]![replica], read, onParameter);
      });
    if ((reader.manifest.config as Config).train.centering === 'centering')
      for (const [name, center] of Object.entries(state.replicated)) backend.upload(center, reader.replicated(name));
  } finally {
    reader.close();
  }
}

async function openFitting(config: Config): Promise<CheckpointReader> {
  const { WEIGHTS: path } = config.MODEL;
  if (!isCheckpoint(path))
    throw new WeightsError(
      'WEIGHTS_MISSING',
      `MODEL.WEIGHTS is ${path}, and there is no ${MANIFEST_FILE} in it; expected a directory OUTPUT_DIR/checkpoints/<step>, ` +
        `or for the weights of a backbone alone student.pretrained_weights${await whatThen(path)}`,
    );
  const reader = await CheckpointReader.open(path);
  const given = new Map(reader.parameterNames.map((name) => [name, reader.shapeOf(name)]));
  const wanted = new Map(
    submodulesOf(config, networksOf(config)).flatMap(({ name, units }) => [...shapesOf(units, `${name}.`)]),
  );
  const differences = shapeDifferences(given, wanted);
  if (differences === null) return reader;
  reader.close();
  throw new WeightsError(
    'WEIGHTS_DIFFER',
    `MODEL.WEIGHTS is ${path}, which has other networks than the configuration; use a checkpoint of the same student, ` +
      `dino and ibot sections:${differences}`,
  );
}

/** What may have been meant by a path that is no checkpoint. */
async function whatThen(path: string): Promise<string> {
  if (existsSync(path)) {
    const newest = await newestWithin(path);
    return newest === null ? '' : `. It is a run; its newest checkpoint is ${newest}`;
  }
  const hint = hintOf(path);
  return hint === null ? '' : `: ${hint}`;
}
