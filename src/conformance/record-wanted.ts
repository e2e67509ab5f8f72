import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type FoundCheckpoint, findAtOrBefore } from '../checkpoint/find.js';
import type { Communicator } from '../comm/communicator.js';
import { gatherNumbers } from '../comm/gather-numbers.js';
import type { Backend } from '../nn/backend.js';
import { checkpointsDirectory, recordedStepPath } from '../run/layout.js';
import { beginWantedRecord, dropWantedRecord, wantedRecords } from '../run/wanted-records.js';
import { commandLine } from '../system/command-line.js';
import { RecordError, type RecordedRun, recordStep } from './record-step.js';

/** Steps that are computed again on the way to one, at most; what takes longer is left to a person who may wait for it. */
const MOST_REPLAYED = 32;
/** Steps that are recorded at an end, at most; others stay wanted. */
const MOST_RECORDED = 16;

/** How long a checkpoint that is written may take to be there; after that the one before it will do. */
const PUBLISHED_MS = 10_000;
const LOOK_MS = 20;

/** The command that records a step of a run. */
export function recordCommand(outputDir: string, step: number): string {
  return commandLine(['conformance', '--record', outputDir, '--step', String(step)]);
}

export interface WantedOptions {
  run: RecordedRun;
  /** Steps of the run that are completed. */
  completed: number;
  /** Step of the newest checkpoint that this process has begun; null where it has begun none. */
  begunCheckpoint: number | null;
  backend: Backend;
  comm: Communicator;
  onProgress: () => void;
  log: (level: 'info' | 'warn', message: string) => void;
}

/**
 * Records the steps of a run that are wanted (src/run/wanted-records.ts), now that it has ended. Collective. What fails is said,
 * and ends nothing.
 */
export async function recordWanted(options: WantedOptions): Promise<void> {
  const { run, backend, comm, onProgress, log } = options;
  const decided = comm.rank === 0 ? await decide(options) : [];
  for (const { step, from } of ofFirstRank(decided, run.outputDir, backend, comm)) {
    try {
      await recordStep(run, step, from, backend, comm, onProgress);
      const replay = commandLine(['conformance', recordedStepPath(run.outputDir, step)]);
      if (comm.rank === 0) log('info', `step ${step} is recorded; to replay it: ${replay}`);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      if (comm.rank === 0 || error.code === 'RECORD_FAILED')
        log('warn', `step ${step} is not recorded: ${error.message}`);
    }
    if (comm.rank === 0) dropWantedRecord(run.outputDir, step);
  }
}

interface Attempt {
  step: number;
  /** null: the run's start. */
  from: FoundCheckpoint | null;
}

/** What is to be recorded now. Of the first rank alone: others may see the directory a moment later. */
async function decide({ run, completed, begunCheckpoint, onProgress, log }: WantedOptions): Promise<Attempt[]> {
  const { outputDir } = run;
  const attempts: Attempt[] = [];
  const wanted = wantedRecords(outputDir).slice(-MOST_RECORDED);
  if (wanted.length > 0 && begunCheckpoint !== null) await untilPublished(outputDir, begunCheckpoint, onProgress);
  for (const step of wanted) {
    try {
      if (step >= completed) {
        dropWantedRecord(outputDir, step);
        log('warn', `step ${step} is not recorded: the run stopped after step ${completed - 1}`);
        continue;
      }
      const from = await findAtOrBefore(outputDir, step);
      const steps = step - (from?.step ?? 0);
      if (steps > MOST_REPLAYED) {
        const start = from === null ? "the run's start" : `checkpoint ${from.step}`;
        const command = recordCommand(outputDir, step);
        log(
          'warn',
          `step ${step} is not recorded: ${start} is ${steps} steps before it; to record it all the same: ${command}`,
        );
        continue;
      }
      if (beginWantedRecord(outputDir, step)) {
        dropWantedRecord(outputDir, step);
        const command = recordCommand(outputDir, step);
        log('warn', `step ${step} is not recorded: a process has ended while it was; to try again: ${command}`);
        continue;
      }
      attempts.push({ step, from });
    } catch (error) {
      log('warn', `step ${step} is not recorded: ${(error as Error).message}`);
    }
  }
  return attempts;
}

/** The coordinator makes checkpoints of what all ranks have written, a moment later, and one after the other. */
async function untilPublished(outputDir: string, step: number, onProgress: () => void): Promise<void> {
  const directory = join(checkpointsDirectory(outputDir), String(step));
  const deadlineMs = performance.now() + PUBLISHED_MS;
  while (!existsSync(directory) && performance.now() < deadlineMs) {
    onProgress();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

const FROM_START = -1;

/** What the first rank has decided, on every rank. Collective. */
function ofFirstRank(decided: readonly Attempt[], outputDir: string, backend: Backend, comm: Communicator): Attempt[] {
  const own = new Int32Array(2 * MOST_RECORDED).fill(FROM_START);
  own.set(decided.flatMap(({ step, from }) => [step, from?.step ?? FROM_START]));
  const all = gatherNumbers(backend, comm, own);
  return Array.from({ length: MOST_RECORDED }, (_, i) => [all[2 * i]!, all[2 * i + 1]!] as const)
    .filter(([step]) => step >= 0)
    .map(([step, from]) => ({
      step,
      from: from === FROM_START ? null : { step: from, directory: join(checkpointsDirectory(outputDir), String(from)) },
    }));
}
