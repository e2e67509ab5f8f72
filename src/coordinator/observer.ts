import type { LogFields } from '../log/log-line.js';
import type { SaveReport, StepReport } from '../rpc/messages.js';

import type { Job } from './job/job.js';

/** Whoever follows a job: the run log, the metrics, the terminal. */
export interface JobObserver {
  changed?(job: Job): void;
  logged?(level: 'info' | 'warn', event: string, fields: LogFields): void;
  trainingStarts?(startStep: number, totalSteps: number): void;
  stepped?(generation: number, rank: number, report: StepReport): void;
  saved?(save: SaveReport): void;
  /** The job is over: let go of files and terminal. */
  close?(): void;
}
