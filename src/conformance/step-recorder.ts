import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dumpConfig } from '../config/load.js';
import { safetensorsPieces, type TensorData } from '../formats/safetensors.js';
import { OptimizerState, type Tensor } from '../nn/backend.js';
import type { ComputeType } from '../nn/device.js';
import { recordedStepPath, temporaryRecordPath } from '../run/layout.js';
import { writeFileWhole } from '../system/atomic-file.js';
import { commandLine } from '../system/command-line.js';
import { makeFolder } from '../system/make-folder.js';
import type { StepObserver } from '../train/loop.js';
import type { StepInputs } from '../train/objective.js';
import { peakLearningRate, type ScheduledValues } from '../train/schedules.js';

import { LOSS_NAMES, type LossName, type StepNumbers, type StepRecord } from '../train/step-record.js';
import type { TrainingState } from '../train/training-state.js';
import { encodeExpectedNumbers } from './case/expected-numbers.js';
import { paramGroupsOf } from './case/param-groups.js';
import { gatherBatchSizes, gatherLosses } from './case/rank-losses.js';
import { inputTensors } from './case/recorded-inputs.js';
import { CaseFile, EXPECTED_GROUPS, REPLICA_OF, START_GROUPS, StateTensor } from './case/step-case.js';
import { type WholeParameter, wholeGradients, wholeParameters } from './case/whole-parameters.js';
import { scaleOf, schedulesOf } from './replay.js';

/** Steps with losses that are not finite that a process writes down: the first of each row of them, and so many rows. */
const MAX_NON_FINITE = 3;

export interface RecorderOptions {
  state: TrainingState;
  outputDir: string;
  startStep: number;
  globalBatch: number;
  /** OpenMP threads of each rank. */
  threads: number;
  /** What matrix products compute in. */
  computeType: ComputeType;
  /** The step to write down; null: none but those that go wrong. */
  recordStep: number | null;
  /** Called at each tensor: a large case takes long, and must not pass for a hang. */
  onTensor: () => void;
  log: (level: 'info' | 'warn', message: string) => void;
}

/** Compute types as compute_precision.compute_dtype names them. */
const KEYS = { float32: 'fp32', bfloat16: 'bf16', float16: 'fp16' } as const;

/** A case that is half written: what it expects is known after the update. */
interface Begun {
  temporary: string;
  lossScale: number;
  at: ScheduledValues;
  losses: Record<LossName, number>[];
}

/**
 * Writes steps of a run as step cases to OUTPUT_DIR/recorded/step-N, from which `dinofleet conformance` computes them again:
 * the one that was asked for, and the first of those in a row whose losses are not finite. It names these in the log, the longer the row the fewer.
 * Every rank takes part; the first one writes and speaks.
 */
export class StepRecorder implements StepObserver {
  private step = 0;
  private begun: Begun | null = null;
  /** Why the present case cannot be written. A run is worth more than its record: it goes on without. */
  private problem: Error | null = null;
  private nonFiniteInARow = 0;
  private nonFiniteRecords = 0;
  /** The centres as they were before the step: a step's targets move them before there is anything to look at. */
  private readonly centersBefore: Record<string, Tensor>;

  constructor(private readonly options: RecorderOptions) {
    const { backend, replicated } = options.state;
    this.centersBefore = Object.fromEntries(
      Object.entries(replicated).map(([name, center]) => [name, backend.empty(center.shape, 'float32')]),
    );
    const { recordStep, startStep } = options;
    if (recordStep !== null && recordStep < startStep && !existsSync(this.directoryOf(recordStep)))
      this.log('warn', `step ${recordStep} is not recorded: the run goes on at step ${startStep}`);
  }

  beginStep(step: number): void {
    const { backend, replicated } = this.options.state;
    this.step = step;
    for (const [name, center] of Object.entries(replicated)) backend.cast(center, this.centersBefore[name]!);
  }

  beforeUpdate(inputs: StepInputs, at: ScheduledValues, record: StepRecord): void {
    const finite = this.lossesAreFinite(record);
    this.nonFiniteInARow = finite ? 0 : this.nonFiniteInARow + 1;
    const recordsNonFinite = this.nonFiniteInARow === 1 && this.nonFiniteRecords < MAX_NON_FINITE;
    if (recordsNonFinite) this.nonFiniteRecords++;
    const recordsThis = this.step === this.options.recordStep;
    // Of a row, its first and then whenever it has doubled.
    const isSaid = Number.isInteger(Math.log2(this.nonFiniteInARow));
    if (!recordsThis && !isSaid) return;

    const { backend, comm } = this.options.state;
    const batchSizes = gatherBatchSizes(backend, comm, inputs.globalCrops.shape[0]! / 2);
    const shares = batchSizes.map((images) => images / inputs.globalBatch);
    const losses = gatherLosses(backend, comm, record, shares);
    if (recordsThis || recordsNonFinite) this.begun = this.begin(inputs, at, losses, batchSizes);
    if (!isSaid) return;
    const recording = this.begun === null || this.problem !== null ? '' : `; recorded for replay in ${this.directory}`;
    this.log(
      'warn',
      `step ${this.step}: ${describeNonFinite(losses)}; its update is skipped on every rank${recording}`,
    );
  }

  afterUpdate(numbers: () => StepNumbers): void {
    if (this.begun === null) return;
    this.finish(this.begun, numbers());
    const { temporary } = this.begun;
    const { problem } = this;
    this.begun = null;
    this.problem = null;
    if (problem !== null) {
      removeIfPossible(temporary);
      this.log('warn', `step ${this.step} is not recorded in ${this.directory}: ${problem.message}; the run goes on`);
      return;
    }
    if (this.step !== this.options.recordStep) return;
    this.log('info', `step ${this.step} is recorded; to replay it: ${commandLine(['conformance', this.directory])}`);
  }

  /** @param steps that are completed */
  close(steps: number): void {
    const { recordStep } = this.options;
    if (recordStep !== null && steps <= recordStep)
      this.log('warn', `step ${recordStep} is not recorded: the run stopped after step ${steps - 1}`);
    for (const center of Object.values(this.centersBefore)) center.release();
  }

  private get directory(): string {
    return this.directoryOf(this.step);
  }

  private directoryOf(step: number): string {
    return recordedStepPath(this.options.outputDir, step);
  }

  private get writes(): boolean {
    return this.options.state.comm.rank === 0;
  }

  private log(level: 'info' | 'warn', message: string): void {
    if (this.writes) this.options.log(level, message);
  }

  /** On a CPU reading waits for nothing. Where there is a device to wait for, this must become a copy that arrives later. */
  private lossesAreFinite(record: StepRecord): boolean {
    const summed = new Float32Array(LOSS_NAMES.length);
    this.options.state.backend.download(record.losses, summed);
    return summed.every(Number.isFinite);
  }

  /** Writes what the step starts from. */
  private begin(
    inputs: StepInputs,
    at: ScheduledValues,
    losses: Record<LossName, number>[],
    batchSizes: readonly number[],
  ): Begun {
    const { state, outputDir, globalBatch, computeType } = this.options;
    const { config } = state;
    const temporary = temporaryRecordPath(outputDir, this.step);
    this.write(() => {
      rmSync(temporary, { recursive: true, force: true });
      makeFolder(temporary);
      const optim = { ...config.optim, lr: peakLearningRate(config.optim, globalBatch) };
      // Null or auto in the run's own: a replay must compute in what all ranks agreed on.
      const compute_precision = { ...config.compute_precision, compute_dtype: KEYS[computeType] };
      const yaml = dumpConfig({ ...config, optim, compute_precision });
      writeFileWhole(join(temporary, CaseFile.config), [Buffer.from(yaml)]);
    });
    const start = START_GROUPS.flatMap((group) => this.parameters(group, wholeParameters(state, REPLICA_OF[group])));
    this.writeTensors(temporary, CaseFile.weights, [...start, ...this.stateTensors()]);
    this.writeTensors(temporary, CaseFile.inputs, inputTensors(state, inputs, batchSizes));
    return { temporary, lossScale: scaleOf(state), at, losses };
  }

  /** Writes what the step came to. */
  private finish({ temporary, lossScale, at, losses }: Begun, { losses: logged, gradNorms }: StepNumbers): void {
    const { state, threads } = this.options;
    const tensors = EXPECTED_GROUPS.flatMap((group) =>
      this.parameters(
        group,
        group === 'iter0.grad' ? wholeGradients(state, lossScale) : wholeParameters(state, REPLICA_OF[group]),
      ),
    );
    this.writeTensors(temporary, CaseFile.tensors, tensors);
    this.write(() => {
      const { total_loss: _, ...lossesLogged } = logged;
      const numbers = encodeExpectedNumbers({
        worldSize: state.comm.worldSize,
        firstIteration: this.step,
        precision: 'fp16',
        exact: true,
        threads,
        spread: {},
        iterations: [{ ...schedulesOf(at), ranks: losses, logged: lossesLogged, gradNorms }],
        paramGroups: paramGroupsOf(state.config),
      });
      writeFileWhole(join(temporary, CaseFile.numbers), [Buffer.from(numbers)]);
      rmSync(this.directory, { recursive: true, force: true });
      renameSync(temporary, this.directory);
    });
  }

  private stateTensors(): TensorData[] {
    const { backend, optimizer } = this.options.state;
    const scalars = new Float32Array(OptimizerState.size);
    backend.download(optimizer, scalars);
    const { lossScale, growthTracker, adamStep } = OptimizerState;
    const kept = [lossScale, growthTracker, adamStep].map((element) => scalars[element]!);
    const centers = Object.entries(this.centersBefore).map(([name, center]): TensorData => {
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

  private writeTensors(folder: string, file: string, tensors: readonly TensorData[]): void {
    const observed = tensors.map((tensor) => ({ ...tensor, data: this.observed(tensor.data) }));
    this.write(() => writeFileWhole(join(folder, file), safetensorsPieces(observed, {})));
    // Gathering is everyone's: what is not written, here or not at all, is gone through all the same.
    for (const { data } of observed) for (const _ of data);
  }

  private *observed(data: TensorData['data']): Generator<NodeJS.TypedArray> {
    for (const piece of ArrayBuffer.isView(data) ? [data] : data) {
      this.options.onTensor();
      yield piece;
    }
  }

  private write(action: () => void): void {
    if (!this.writes || this.problem !== null) return;
    try {
      action();
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
      this.problem = cause as Error;
    }
  }
}

function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Where it could not be written it may not be removed either.
  }
}

/** Which losses are not finite, and on which ranks. @param losses by rank */
export function describeNonFinite(losses: readonly Readonly<Record<LossName, number>>[]): string {
  const parts = LOSS_NAMES.flatMap((name) => {
    const ranks = losses.flatMap((own, rank) => (Number.isFinite(own[name]) ? [] : [`${rank} (${own[name]})`]));
    if (ranks.length === 0) return [];
    return [`${name} is not finite on rank${ranks.length === 1 ? '' : 's'} ${ranks.join(', ')}`];
  });
  return parts.length === 0 ? 'losses are finite on every rank, but not their sum' : parts.join(', ');
}
