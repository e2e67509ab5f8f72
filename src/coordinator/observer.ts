import type { LogFields } from '../log/log-line.js';
import type { TrainingReport } from '../rpc/messages.js';
import type { GlobalBatch, Job } from './job/job.js';
import type { SaveReport } from './job/saves.js';

/** Whoever follows a job: the run log, the metrics, the terminal. What it throws is spoken of, and the job goes on. */
export interface JobObserver {
  readonly name: string;
  changed?(job: Job): void;
  logged?(level: 'info' | 'warn', event: string, fields: LogFields): void;
  globalBatchDecided?(globalBatch: GlobalBatch): void;
  trainingStarts?(startStep: number, totalSteps: number): void;
  /** Steps are there in reports of rank 0 alone, each once and in order since `trainingStarts`. */
  reported?(generation: number, rank: number, report: TrainingReport): void;
  saved?(save: SaveReport): void;
  /** The node that an engine has brought there is not to take part again: an operator has taken it out, or its workers cannot. */
  gaveUpPlace?(place: string, reason: string): void;
  /** Another one has thrown. */
  observerFailed?(name: string): void;
  /** The job is over: let go of files and terminal. */
  close?(): void;
}
