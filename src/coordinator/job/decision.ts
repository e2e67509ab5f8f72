import type { Job } from './job.js';
import type { JobAction } from './job-action.js';

/** What a job becomes, and what is to be done about it. */
export interface Decision {
  job: Job;
  actions: JobAction[];
}
