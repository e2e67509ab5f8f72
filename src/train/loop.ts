import { ConfigError } from '../config/config-error.js';
import type { Config } from '../config/schema.js';
import type { Batch, BatchStream } from '../data/batch.js';
import { peakFlops } from '../gpu/peak-flops.js';
import type { Mark } from '../nn/backend.js';
import { FiniteWatch } from './finite-watch.js';
import { NonFiniteError } from './non-finite-error.js';
import { Objective } from './objective.js';
import { Optimizer } from './optimizer.js';
import { PhaseClock, type PhaseSeconds } from './phase-clock.js';
import { batchShares, gatherLosses } from './rank-losses.js';
import { buildSchedules, peakLearningRate, type ScheduledValues } from './schedules.js';
import { uploadBatch } from './step-inputs.js';
import { stepFlops } from './step-multiply-adds.js';
import { type OptimizerNumbers, type StepNumbers, StepRecords } from './step-record.js';
import type { TrainingState } from './training-state.js';

/** Updates skipped in a row, from gradients that are not finite, after which the run stops. */
const MAX_SKIPPED_IN_A_ROW = 50;

/** What a rank did since its last report. */
export interface TrainingReport {
  /** In order, at least one; the same on every rank. */
  steps: StepReport[];
  totalSteps: number;
  /** This rank's seconds in all of them together. */
  phaseSeconds: PhaseSeconds;
  /** Since the start of this worker. */
  bytesSent: number;
  bytesReceived: number;
  /** Images that could not be read, on this rank, since its start. */
  imagesReplaced: number;
  /** Images that are damaged and were read as far as they go, likewise. */
  imagesDamaged: number;
  peakMemoryBytes: number;
  /** That the device has given, in use or kept, and all of the device's. */
  reservedMemoryBytes: number;
  deviceMemoryBytes: number;
  /** Of this rank, in the steps since the last report: step-multiply-adds.ts, two for each. */
  modelFlops: number;
  /** That the device can do in a second; 0 where it is not known. */
  peakFlops: number;
}

/** A step of the training. Losses are averaged over ranks. */
export interface StepReport {
  step: number;
  /** As logged by the released code: dino_local_crops_loss, dino_global_crops_loss, koleo_loss, ibot_loss, total_loss. */
  losses: Record<string, number>;
  /** lr, wd, momentum, teacher_temp, last_layer_lr, backbone_lr, loss_scale, grad_norm.<submodule>. */
  scalars: Record<string, number>;
  skipped: boolean;
  /** Images of the global batch, all ranks. */
  images: number;
}

/** How a training ended. */
export interface TrainingEnd {
  reason: 'finished' | 'stopped';
  /** Steps that are completed. */
  step: number;
  /** Of this process, and of these, those whose update was skipped. */
  steps: number;
  skipped: number;
  /** Why the state that was saved is of no use, and what to do; null where it is sound. */
  problem: string | null;
}

export interface LoopOptions {
  state: TrainingState;
  batches: BatchStream;
  startStep: number;
  globalBatch: number;
  /** Read when a step begins: whether this rank has been asked to stop. */
  stopRequested: () => boolean;
  /** Read when a step begins: whether this rank has been asked for a checkpoint since the last call. */
  takeSaveRequest: () => boolean;
  onReport: (report: TrainingReport) => void;
  /** A step whose losses are not finite, the first of a row of them: to be computed again, and written down, when the run has ended. */
  onNonFinite: (step: number) => void;
  /** A batch whose step is done. */
  onBatch: (batch: Batch) => void;
  /** Every rank says the same. */
  log: (level: 'info' | 'warn', message: string) => void;
  saves: Saves;
  trace: LoopTrace;
}

/** Hears what the loop is at. */
export interface LoopTrace {
  beginStep(step: number): void;
  firstStepDone(): void;
  enter(phase: 'compute', what: string): void;
  duringAsync<T>(phase: 'data' | 'save', what: string, wait: () => Promise<T>): Promise<T>;
}

/** Saves the state while the training goes on (src/checkpoint/save/checkpoint-saver.ts). */
export interface Saves {
  /** Read when a step begins: whether the first rank wants a snapshot, and whether this rank cannot take part in one. */
  snapshotDue(): boolean;
  snapshotRefused(): boolean;
  /** Begins to save what stands after `steps` completed steps; `optimizer` is known from their record. */
  begin(kind: 'checkpoint' | 'snapshot', steps: number, optimizer: OptimizerNumbers): Promise<void>;
  /** Waits until the state may be changed again. */
  finishCopy(): void;
  /** Waits until all is saved. */
  finish(): Promise<void>;
}

/** Steps of the whole run. */
export function totalSteps(config: Config): number {
  const scheduled = config.optim.epochs * config.train.OFFICIAL_EPOCH_LENGTH;
  return Math.min(scheduled, config.train.max_steps ?? scheduled);
}

/** Whether a checkpoint is made after so many steps without being asked for: at the end, every so often, and before a step to record. */
function isSaved(done: number, config: Config): boolean {
  const { checkpoint_steps, saveckp_freq, OFFICIAL_EPOCH_LENGTH, record_step } = config.train;
  const between = checkpoint_steps || saveckp_freq * OFFICIAL_EPOCH_LENGTH;
  return done === totalSteps(config) || done % between === 0 || done === record_step;
}

/** @throws ConfigError where a step that is to be recorded or profiled is past the end */
export function checkNamedSteps(config: Config): void {
  const steps = totalSteps(config);
  const { record_step, profile_step } = config.train;
  const named = { 'train.record_step (--record-step)': record_step, 'train.profile_step (--profile)': profile_step };
  for (const [key, step] of Object.entries(named))
    if (step !== null && step >= steps)
      throw new ConfigError('STEP_PAST_END', `${key} is ${step}, but the run has ${steps} steps, 0 to ${steps - 1}`);
}

/** A step that the device may still be computing. */
interface StepInFlight {
  batch: Batch;
  /** When it is reached, the step is done. */
  end: Mark;
  /** The records that it is the last of; null where they are not yet due. */
  records: { first: number; read: () => StepNumbers[] } | null;
}

/**
 * Trains from `startStep` to the end, or until a rank is asked to stop. The host is ahead of the device by a few steps at most
 * (`Backend.stepsAhead`) and reads nothing back within one. Every `log_every` steps, and before each save, the records of the last steps
 * come back: then all ranks see the same numbers and decide alike.
 */
export async function trainLoop(options: LoopOptions): Promise<TrainingEnd> {
  const { state, batches, globalBatch, saves, trace } = options;
  const { config, backend } = state;
  const objective = new Objective(state);
  const optimizer = new Optimizer(state);
  const schedules = buildSchedules(config, peakLearningRate(config.optim, globalBatch));
  const records = new StepRecords(backend, state.submodules, config.train.log_every);
  const reporter = new Reporter(options, schedules);
  const end = totalSteps(config);
  const inFlight: StepInFlight[] = [];
  const shares = batchShares(globalBatch, state.comm.worldSize);
  const watch = new FiniteWatch(
    config.compute_precision.grad_scaler,
    ({ ownLosses }) => gatherLosses(backend, state.comm, ownLosses, shares),
    options.onNonFinite,
  );
  let firstUnread = options.startStep;
  let last: StepNumbers | null = null;
  /** What ranks have asked one another for, as the records say that came back. */
  const requested = { stop: false, save: false, snapshot: false };

  for (let step = options.startStep; step < end; step++) {
    trace.beginStep(step);
    const batch = await trace.duringAsync('data', 'next batch', () =>
      reporter.clock.during('data', () => batches.next()),
    );
    trace.enter('compute', 'inputs');
    const done = step + 1;
    const at = schedules(step);
    const record = records.begin(step);
    if (options.stopRequested()) backend.fill(record.stopRequests, 1);
    if (options.takeSaveRequest()) backend.fill(record.saveRequests, 1);
    if (saves.snapshotRefused()) backend.fill(record.snapshotRefusals, 1);
    else if (saves.snapshotDue()) backend.fill(record.snapshotRequests, 1);

    const inputs = uploadBatch(state, batch, globalBatch);
    objective.forwardBackward(inputs, at.teacherTemp, record);
    optimizer.sumOverRanks(record);
    reporter.clock.duringSync('save', () => saves.finishCopy());
    trace.enter('compute', 'update');
    optimizer.update(at, record);
    inputs.release();

    const saveNow = isSaved(done, config);
    launched(batch, done, saveNow || done - firstUnread >= config.train.log_every);
    trace.enter('compute', 'steps of the device');
    settle(saveNow ? 0 : backend.stepsAhead);
    trace.firstStepDone();
    if (saveNow || requested.stop || requested.save || requested.snapshot) {
      readUntil(done);
      const kind = saveNow || requested.stop || requested.save ? 'checkpoint' : 'snapshot';
      const optimizerNumbers = last!.optimizer;
      await trace.duringAsync('save', `${kind} begins`, () =>
        reporter.clock.during('save', () => saves.begin(kind, done, optimizerNumbers)),
      );
      requested.save = requested.snapshot = false;
    }
    if (requested.stop && done < end) {
      await trace.duringAsync('save', 'last checkpoint', () => saves.finish());
      return finish('stopped', done);
    }
  }
  await trace.duringAsync('save', 'last checkpoint', () => saves.finish());
  return finish('finished', Math.max(end, options.startStep)); // the length may have been cut below what is done

  function launched(batch: Batch, done: number, isDue: boolean): void {
    inFlight.push({
      batch,
      records: isDue ? { first: firstUnread, read: records.readLater(firstUnread, done) } : null,
      end: backend.mark(),
    });
    if (isDue) firstUnread = done;
  }

  /** Waits until no more than so many steps are under way. A batch is given back when its step is done. */
  function settle(most: number): void {
    while (inFlight.length > most) {
      const { batch, records, end } = inFlight.shift()!;
      end.wait();
      reporter.count(batch);
      options.onBatch(batch);
      batches.recycle(batch);
      if (records !== null) hear(records.first, records.read());
    }
  }

  /** All steps that are completed are done and heard of: the device has caught up. */
  function readUntil(done: number): void {
    settle(0);
    if (firstUnread < done) hear(firstUnread, records.read(firstUnread, done));
    firstUnread = done;
  }

  function hear(first: number, numbers: readonly StepNumbers[]): void {
    reporter.report(first, numbers);
    for (const [i, ofStep] of numbers.entries())
      for (const { level, message } of watch.add(first + i, ofStep)) options.log(level, message);
    last = numbers.at(-1)!;
    if (watch.skippedInARow >= MAX_SKIPPED_IN_A_ROW)
      throw new NonFiniteError(first + numbers.length - 1, watch.skippedInARow, last);
    requested.stop ||= numbers.some(({ stopRequests }) => stopRequests > 0);
    requested.save ||= numbers.some(({ saveRequests }) => saveRequests > 0);
    requested.snapshot = last.snapshotRequests > 0 && last.snapshotRefusals === 0;
  }

  function finish(reason: 'finished' | 'stopped', step: number): TrainingEnd {
    objective.close();
    optimizer.close();
    records.close();
    const { steps, skipped } = watch;
    return { reason, step, steps, skipped, problem: watch.problem(state.weightsAreFinite()) };
  }
}

/** Turns records into reports, with what this rank's clock and counters say since the last. */
class Reporter {
  readonly clock: PhaseClock;
  private imagesReplaced = 0;
  private imagesDamaged = 0;
  private modelFlops = 0;
  private readonly flopsOf: (batch: Batch) => number;

  constructor(
    private readonly options: LoopOptions,
    private readonly schedules: (step: number) => ScheduledValues,
  ) {
    this.clock = new PhaseClock(options.state.comm);
    this.flopsOf = stepFlops(options.state);
  }

  count(batch: Batch): void {
    this.imagesReplaced += batch.replaced.length;
    this.imagesDamaged += batch.damaged.length;
    this.modelFlops += this.flopsOf(batch);
  }

  report(first: number, numbers: readonly StepNumbers[]): void {
    const { state, globalBatch, onReport } = this.options;
    const { bytesSent, bytesReceived } = state.comm.traffic();
    const steps = numbers.map(({ losses, gradNorms, optimizer, skipped }, i): StepReport => {
      const at = this.schedules(first + i);
      return {
        step: first + i,
        losses,
        scalars: {
          lr: at.lr,
          last_layer_lr: at.lastLayerLr,
          backbone_lr: at.backboneLr,
          wd: at.weightDecay,
          momentum: at.teacherMomentum,
          teacher_temp: at.teacherTemp,
          loss_scale: optimizer.lossScale,
          ...Object.fromEntries(Object.entries(gradNorms).map(([name, norm]) => [`grad_norm.${name}`, norm])),
        },
        skipped,
        images: globalBatch,
      };
    });
    const { peakBytes, bytesReserved } = state.backend.memory();
    const { name, memoryBytes } = state.backend.info;
    onReport({
      steps,
      totalSteps: totalSteps(state.config),
      phaseSeconds: this.clock.lap(),
      bytesSent,
      bytesReceived,
      imagesReplaced: this.imagesReplaced,
      imagesDamaged: this.imagesDamaged,
      peakMemoryBytes: peakBytes,
      reservedMemoryBytes: bytesReserved,
      deviceMemoryBytes: memoryBytes,
      modelFlops: this.modelFlops,
      peakFlops: peakFlops(name, state.backend.compute) ?? 0,
    });
    this.modelFlops = 0;
  }
}
