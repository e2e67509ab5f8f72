/**
 * Computes a step of a run again and writes it down as a step case, for `dinofleet conformance` to replay: a batch is a function of
 * seed and position, and the state before a step is in a checkpoint, so that nothing has to look on while the run trains.
 */
import type { FoundCheckpoint } from '../checkpoint/find.js';
import type { Communicator } from '../comm/communicator.js';
import { gatherNumbers } from '../comm/gather-numbers.js';
import type { Config } from '../config/schema.js';
import { UserError } from '../errors/user-error.js';
import type { Backend } from '../nn/backend.js';
import { Objective } from '../train/objective.js';
import { openTrainingBatches, type RunImages } from '../train/open-batches.js';
import { Optimizer } from '../train/optimizer.js';
import { buildSchedules, peakLearningRate } from '../train/schedules.js';
import { openFrozenTeacher } from '../train/start/frozen-teacher.js';
import { loadCheckpoint } from '../train/start/resume.js';
import { startFresh } from '../train/start/start.js';
import { uploadBatch } from '../train/step-inputs.js';
import { StepRecords } from '../train/step-record.js';
import { TrainingState } from '../train/training-state.js';
import { CaseWriter } from './case/case-writer.js';

/** A step cannot be written down. */
export class RecordError extends UserError {
  constructor(code: 'RECORD_FAILED' | 'PEER_FAILED', message: string, options?: ErrorOptions) {
    super(code, 1, message, options);
  }
}

/** The run that a step is of. */
export interface RecordedRun {
  outputDir: string;
  config: Config;
  images: RunImages;
  globalBatch: number;
  /** OpenMP threads of each rank. */
  threads: number;
}

/**
 * Writes OUTPUT_DIR/recorded/step-N. Collective; the first rank writes.
 * @param from the checkpoint to compute from, at or before the step; null: the run's start
 * @param onProgress called at each unit and each tensor: it takes long, and must not pass for a hang
 * @throws RecordError: where a rank lacks something, on all of them; where it cannot be written, on the first, once all is done
 */
export async function recordStep(
  run: RecordedRun,
  step: number,
  from: FoundCheckpoint | null,
  backend: Backend,
  comm: Communicator,
  onProgress: () => void,
): Promise<void> {
  const { config, outputDir, images, globalBatch, threads } = run;
  const frozenTeacher = await onAllRanks(backend, comm, () => openFrozenTeacher(config, backend, comm, onProgress));
  const state = new TrainingState(config, backend, comm, onProgress, frozenTeacher);
  const first = from?.step ?? 0;
  const batches = openTrainingBatches(state, { images, globalBatch, startStep: first, prefetch: 1 });
  const objective = new Objective(state);
  const optimizer = new Optimizer(state);
  const records = new StepRecords(backend, state.submodules, 1);
  const schedules = buildSchedules(config, peakLearningRate(config.optim, globalBatch));
  const writer = new CaseWriter({ state, outputDir, step, globalBatch, threads, onTensor: onProgress });
  try {
    await onAllRanks(backend, comm, async () => {
      if (from === null) await startFresh(state, onProgress);
      else await loadCheckpoint(state, from.directory, onProgress);
    });
    for (let at = first; at <= step; at++) {
      const batch = await onAllRanks(backend, comm, () => batches.next());
      const inputs = uploadBatch(state, batch, globalBatch);
      if (at === step) writer.writeStart(batch);
      const record = records.begin(at);
      objective.forwardBackward(inputs, schedules(at).teacherTemp, record);
      optimizer.sumOverRanks(record);
      optimizer.update(schedules(at), record);
      const [numbers] = records.read(at, at + 1);
      if (at === step) writer.writeEnd(schedules(at), numbers!);
      inputs.release();
      batches.recycle(batch);
    }
    publish(writer);
  } finally {
    writer.close();
    await batches.close();
    for (const part of [objective, optimizer, records, state]) part.close();
  }
}

function publish(writer: CaseWriter): void {
  try {
    writer.publish();
  } catch (cause) {
    throw new RecordError('RECORD_FAILED', (cause as Error).message, { cause });
  }
}

/** Does what one rank may fail in without the others. @throws RecordError on all ranks where it fails on one */
async function onAllRanks<T>(backend: Backend, comm: Communicator, action: () => Promise<T>): Promise<T> {
  const result = await action().then(
    (value) => ({ value, error: null }),
    (error: Error) => ({ value: null, error }),
  );
  const failed = gatherNumbers(backend, comm, Uint8Array.of(result.error === null ? 0 : 1));
  if (result.error !== null) throw new RecordError('RECORD_FAILED', result.error.message, { cause: result.error });
  const other = failed.indexOf(1);
  if (other >= 0) throw new RecordError('PEER_FAILED', `rank ${other} lacks something, as it says itself`);
  return result.value as T;
}
