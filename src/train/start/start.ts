import { resolve } from 'node:path';
import type { Config } from '../../config/schema.js';
import type { TrainingState } from '../training-state.js';
import { checkDistillationTeacher } from './frozen-teacher.js';
import { checkModelWeights, startFromModel } from './model-weights.js';
import { checkPretrainedWeights, startFromPretrained } from './pretrained-weights.js';

/** The same configuration with absolute paths of weights: workers may have another working directory. */
export function withAbsoluteWeights(config: Config): Config {
  const { MODEL, student, distillation } = config;
  const absolute = (path: string) => (path === '' ? '' : resolve(path));
  return {
    ...config,
    MODEL: { ...MODEL, WEIGHTS: absolute(MODEL.WEIGHTS) },
    student: { ...student, pretrained_weights: absolute(student.pretrained_weights) },
    distillation: { ...distillation, teacher: absolute(distillation.teacher) },
  };
}

/**
 * To be called before a process is started.
 * @param onNote told what a person should hear of how weights will be read
 * @throws WeightsError, ConfigError where a run could not begin: weights are missing, broken or of other networks
 */
export async function checkStart(config: Config, onNote: (note: string) => void = () => {}): Promise<void> {
  await checkPretrainedWeights(config, onNote);
  await checkModelWeights(config, onNote);
  await checkDistillationTeacher(config, onNote);
}

/**
 * Weights of a run that begins: from the seed, and over them what the configuration gives.
 * @param signOfLife called at each parameter that is read
 */
export async function startFresh(state: TrainingState, signOfLife: () => void): Promise<void> {
  state.initialize();
  await startFromPretrained(state, signOfLife);
  await startFromModel(state, signOfLife);
}
