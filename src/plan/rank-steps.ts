import type { Communicator } from '../comm/communicator.js';
import type { Config } from '../config/schema.js';
import type { Batch } from '../data/batch.js';
import type { Backend } from '../nn/backend.js';
import { Objective } from '../train/objective.js';
import { Optimizer } from '../train/optimizer.js';
import { buildSchedules, peakLearningRate } from '../train/schedules.js';
import type { FrozenTargetSource } from '../train/sharded-network.js';
import { uploadBatch } from '../train/step-inputs.js';
import { StepRecords } from '../train/step-record.js';
import { TrainingState } from '../train/training-state.js';

/** Steps of one rank, as the training loop does them, without a loop around. */
export interface RankSteps {
  state: TrainingState;
  run(step: number, batch: Batch): void;
}

export function openRankSteps(
  config: Config,
  backend: Backend,
  comm: Communicator,
  frozenTeacher: FrozenTargetSource | null,
): RankSteps {
  const state = new TrainingState(config, backend, comm, () => {}, frozenTeacher);
  const objective = new Objective(state);
  const optimizer = new Optimizer(state);
  const records = new StepRecords(backend, state.submodules, config.train.log_every);
  const globalBatch = config.train.batch_size_per_gpu * comm.worldSize;
  // A run may have fewer steps than are tried.
  const at = buildSchedules(config, peakLearningRate(config.optim, globalBatch))(0);
  return {
    state,
    run(step, batch) {
      const inputs = uploadBatch(state, batch, globalBatch);
      const record = records.begin(step);
      objective.forwardBackward(inputs, at.teacherTemp, record);
      optimizer.sumOverRanks(record);
      optimizer.update(at, record);
      inputs.release();
    },
  };
}
