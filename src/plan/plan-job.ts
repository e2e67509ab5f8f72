import { NullCommunicator } from '../comm/null-communicator.js';
import type { Config } from '../config/schema.js';
import type { StepTraffic } from '../fsdp/traffic.js';
import { CUDA_ROW_MULTIPLE } from '../nn/cuda-backend.js';
import { NullBackend } from '../nn/null-backend.js';
import type { ComputeType } from '../precision/compute-type.js';
import { nodeSharding } from '../train/node-sharding.js';
import { Objective } from '../train/objective.js';
import { Optimizer } from '../train/optimizer.js';
import { buildSchedules, peakLearningRate } from '../train/schedules.js';
import { openFrozenTeacher } from '../train/start/frozen-teacher.js';
import { uploadBatch } from '../train/step-inputs.js';
import { stepFlops } from '../train/step-multiply-adds.js';
import { StepRecords } from '../train/step-record.js';
import { TrainingState } from '../train/training-state.js';
import { noiseBatches } from './noise-batches.js';

/** Numbers of masked patches differ from step to step. */
const STEPS = 3;

export interface Fleet {
  /** Ranks of each node. */
  nodeRanks: readonly number[];
  device: 'cpu' | 'cuda';
  compute: ComputeType;
}

/** What each rank of a job needs, of which all have alike but for a few bytes. */
export interface JobPlan {
  ranks: number;
  imagesPerRank: number;
  compute: ComputeType;
  /** Of the student; the teacher has as many. */
  parameters: number;
  /** Bytes of tensors. */
  memory: {
    /**
     * Between two steps: shards of student, teacher, both moments and gradients in float32, centres, records; where a rank holds all of a
     * unit and computes in 16 bits, weights in these as well.
     */
    state: number;
    /** At most, within a step. */
    peak: number;
  };
  traffic: StepTraffic;
  /** Of products and attention, two for each multiply-add; what stochastic depth leaves out and rows that nothing reads are not among them. */
  flopsPerStep: number;
}

/**
 * Runs steps of the first rank on a backend that computes nothing, and sees what it takes.
 * @throws ConfigError where the nodes could not share the network out as the configuration says
 */
export async function planJob(config: Config, { nodeRanks, device, compute }: Fleet): Promise<JobPlan> {
  const ranks = nodeRanks.reduce((sum, each) => sum + each, 0);
  const { ranksPerNode } = nodeSharding(config, nodeRanks);
  const isGpu = device === 'cuda';
  // On a CPU the compute type is what products round their factors to.
  const backend = new NullBackend(isGpu ? compute : 'float32', isGpu ? CUDA_ROW_MULTIPLE : 1);
  const comm = new NullCommunicator(0, ranks, ranksPerNode);
  const frozenTeacher = await openFrozenTeacher(config, backend, comm, () => {});
  const state = new TrainingState(config, backend, comm, () => {}, frozenTeacher);
  const objective = new Objective(state);
  const optimizer = new Optimizer(state);
  const records = new StepRecords(backend, state.submodules, config.train.log_every);
  const images = config.train.batch_size_per_gpu;
  const globalBatch = images * ranks;
  const schedules = buildSchedules(config, peakLearningRate(config.optim, globalBatch));
  const batchOf = noiseBatches(state);
  const flopsOf = stepFlops(state);
  let flops = 0;
  for (let step = 0; step < STEPS; step++) {
    const batch = batchOf(step);
    const inputs = uploadBatch(state, batch, globalBatch);
    const record = records.begin(step);
    const at = schedules(step);
    objective.forwardBackward(inputs, at.teacherTemp, record);
    optimizer.sumOverRanks(record);
    optimizer.update(at, record);
    inputs.release();
    flops += flopsOf(batch) / STEPS;
  }
  const { bytesInUse, peakBytes } = backend.memory();
  return {
    ranks,
    imagesPerRank: images,
    compute,
    parameters: state.plan.units.reduce(
      (sum, { parameters }) => sum + parameters.reduce((inUnit, { numel }) => inUnit + numel, 0),
      0,
    ),
    memory: { state: bytesInUse, peak: peakBytes },
    traffic: state.stepTraffic(),
    flopsPerStep: flops,
  };
}
