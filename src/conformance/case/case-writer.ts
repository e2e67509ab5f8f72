import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dumpConfig } from '../../config/load.js';
import type { Batch } from '../../data/batch.js';
import { UserError } from '../../errors/user-error.js';
import { safetensorsPieces, type TensorData } from '../../formats/safetensors.js';
import { OptimizerState } from '../../nn/backend.js';
import { recordedStepPath, temporaryRecordPath } from '../../run/layout.js';
import { writeFileWhole } from '../../system/atomic-file.js';
import { makeFolder } from '../../system/make-folder.js';
import { batchShares, gatherLosses } from '../../train/rank-losses.js';
import { peakLearningRate, type ScheduledValues } from '../../train/schedules.js';
import type { StepNumbers } from '../../train/step-record.js';
import type { TrainingState } from '../../train/training-state.js';
import { encodeExpectedNumbers } from './expected-numbers.js';
import { paramGroupsOf } from './param-groups.js';
import { inputTensors } from './recorded-inputs.js';
import { scheduleNumbers } from './schedule-numbers.js';
import { CaseFile, EXPECTED_GROUPS, REPLICA_OF, START_GROUPS, StateTensor } from './step-case.js';
import { type WholeParameter, wholeGradients, wholeParameters } from './whole-parameters.js';

export interface CaseWriterOptions {
  state: TrainingState;
  outputDir: string;
  step: number;
  globalBatch: number;
  /** OpenMP threads of each rank. */
  threads: number;
  /** Called at each tensor. */
  onTensor: () => void;
}

/** Compute types as compute_precision.compute_dtype names them. */
const KEYS = { float32: 'fp32', bfloat16: 'bf16', float16: 'fp16' } as const;

/**
 * Writes a step as a case to OUTPUT_DIR/recorded/step-N, a part before it and a part after. Collective: every rank takes part,
 * the first one writes. What it cannot write ends nothing before `publish`: gathering is everyone's.
 */
export class CaseWriter {
  /** Why the case cannot be written. */
  private problem: Error | null = null;
  private readonly temporary: string;
  private lossScale = 1;

  constructor(private readonly options: CaseWriterOptions) {
    this.temporary = temporaryRecordPath(options.outputDir, options.step);
  }

  /** What the step starts from; nothing of it is computed yet. */
  writeStart(batch: Batch): void {
    const { state, globalBatch } = this.options;
    const { backend, config, comm } = state;
    this.write(() => {
      rmSync(this.temporary, { recursive: true, force: true });
      makeFolder(this.temporary);
      const optim = { ...config.optim, lr: peakLearningRate(config.optim, globalBatch) };
      // Null or auto in the run's own: a replay must compute in what all ranks agreed on.
      const compute_precision = { ...config.compute_precision, compute_dtype: KEYS[backend.compute] };
      const yaml = dumpConfig({ ...config, optim, compute_precision });
      writeFileWhole(join(this.temporary, CaseFile.config), [Buffer.from(yaml)]);
    });
    const scalars = new Float32Array(OptimizerState.size);
    backend.download(state.optimizer, scalars);
    this.lossScale = scalars[OptimizerState.lossScale]!;
    const start = START_GROUPS.flatMap((group) => this.parameters(group, wholeParameters(state, REPLICA_OF[group])));
    this.writeTensors(CaseFile.weights, [...start, ...this.stateTensors(scalars)]);
    const batchSizes = batchShares(globalBatch, comm.worldSize).map((share) => Math.round(share * globalBatch));
    this.writeTensors(CaseFile.inputs, inputTensors(state, batch, batchSizes));
  }

  /** What the step came to, after its update. */
  writeEnd(at: ScheduledValues, { losses: logged, ownLosses, gradNorms }: StepNumbers): void {
    const { state, threads, step, globalBatch } = this.options;
    const { backend, comm } = state;
    const tensors = EXPECTED_GROUPS.flatMap((group) =>
      this.parameters(
        group,
        group === 'iter0.grad' ? wholeGradients(state, this.lossScale) : wholeParameters(state, REPLICA_OF[group]),
      ),
    );
    this.writeTensors(CaseFile.tensors, tensors);
    const ranks = gatherLosses(backend, comm, ownLosses, batchShares(globalBatch, comm.worldSize));
    this.write(() => {
      const { total_loss: _, ...lossesLogged } = logged;
      const numbers = encodeExpectedNumbers({
        worldSize: comm.worldSize,
        ranksPerNode: comm.nodes?.within.size ?? null,
        firstIteration: step,
        precision: 'fp16',
        exact: true,
        threads,
        spread: {},
        iterations: [{ ...scheduleNumbers(at), ranks, logged: lossesLogged, gradNorms }],
        paramGroups: paramGroupsOf(state.config),
      });
      writeFileWhole(join(this.temporary, CaseFile.numbers), [Buffer.from(numbers)]);
    });
  }

  /**
   * Makes a case of what was written.
   * @throws the first error of the system, on the rank that writes
   */
  publish(): void {
    const directory = recordedStepPath(this.options.outputDir, this.options.step);
    this.write(() => {
      rmSync(directory, { recursive: true, force: true });
      renameSync(this.temporary, directory);
    });
    if (this.problem !== null) throw this.problem;
  }

  /** Leaves nothing half written. */
  close(): void {
    if (this.options.state.comm.rank > 0) return;
    try {
      rmSync(this.temporary, { recursive: true, force: true });
    } catch {
      // Where it could not be written it may not be removed either.
    }
  }

  private stateTensors(scalars: Float32Array): TensorData[] {
    const { backend, replicated } = this.options.state;
    const { lossScale, growthTracker, adamStep } = OptimizerState;
    const kept = [lossScale, growthTracker, adamStep].map((element) => scalars[element]!);
    const centers = Object.entries(replicated).map(([name, center]): TensorData => {
      const host = new Float32Array(center.numel);
      backend.download(center, host);
      return { name: `state.${name}`, dtype: 'F32', shape: center.shape, data: host };
    });
    return [{ name: StateTensor.optimizer, dtype: 'F32', shape: [3], data: Float32Array.from(kept) }, ...centers];
  }

  /** The parameters of a group; each is gathered when it is written. */
  private parameters(group: string, whole: Generator<WholeParameter>): TensorData[] {
    const { plan } = this.options.state;
    return plan.units.flatMap(({ submodule, parameters }) =>
      parameters.map(({ name, shape }) => ({
        name: `${group}.${submodule}.${name}`,
        dtype: 'F32' as const,
        shape,
        data: {
          *[Symbol.iterator]() {
            yield whole.next().value.values;
          },
        },
      })),
    );
  }

  private writeTensors(file: string, tensors: readonly TensorData[]): void {
    const observed = tensors.map((tensor) => ({ ...tensor, data: this.observed(tensor.data) }));
    this.write(() => writeFileWhole(join(this.temporary, file), safetensorsPieces(observed, {})));
    // What is not written, here or not at all, is gone through all the same.
    for (const { data } of observed) for (const _ of data);
  }

  private *observed(data: TensorData['data']): Generator<NodeJS.TypedArray> {
    for (const piece of ArrayBuffer.isView(data) ? [data] : data) {
      this.options.onTensor();
      yield piece;
    }
  }

  private write(action: () => void): void {
    if (this.options.state.comm.rank > 0 || this.problem !== null) return;
    try {
      action();
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).syscall === undefined && !(cause instanceof UserError)) throw cause;
      this.problem = cause as Error;
    }
  }
}
