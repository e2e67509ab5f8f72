import { setTimeout as pause } from 'node:timers/promises';
import { logTail } from '../agent/log-tail.js';
import { isOver, type JobState } from '../engines/slurm/job-state.js';
import { jobState } from '../engines/slurm/slurm-command.js';
import { SlurmError } from '../engines/slurm/slurm-error.js';
import { logLine } from '../log/log-line.js';
import { livingCoordinator } from '../run/coordinator-file.js';
import { slurmLogPath } from '../run/layout.js';
import { onSignal } from '../system/signals.js';
import { attach } from './attach.js';
import { reachCoordinator } from './reach-coordinator.js';

/** Between two questions to slurmctld, which all jobs of a cluster share. */
const EVERY_MS = 2_000;

/**
 * Says what becomes of a job that was submitted, and what its coordinator says, until the job is over. Ctrl-C leaves it alone.
 * @param next commands for a person, of the job that goes on without us
 * @returns the exit code of its batch script, which is the coordinator's
 */
export async function followSubmitted(
  id: string,
  outputDir: string,
  certificate: string | undefined,
  next: { follow: string; stop: string },
): Promise<number> {
  onSignal('SIGINT', () => {
    logLine('info', 'job-left', { job: id, reason: 'it goes on', ...next });
    process.exit(0);
  });
  let said = '';
  let wasAttached = false;
  for (; ; await pause(EVERY_MS)) {
    const job = await look(id);
    if (job === null) continue;
    const fields = { state: job.state, reason: job.reason, nodes: job.nodes || 'none', restarts: job.restarts };
    if (JSON.stringify(fields) !== said) logLine('info', 'job', { id, ...fields });
    said = JSON.stringify(fields);
    if (isOver(job)) {
      // It was over sooner than it was looked at.
      if (!wasAttached) process.stderr.write(`the end of its log:\n${logTail(slurmLogPath(outputDir, id), 0)}\n`);
      return exitCodeOf(job);
    }
    if (job.state === 'RUNNING') wasAttached = (await attachIfThere(outputDir, certificate)) || wasAttached;
  }
}

/** null where Slurm does not answer now. @throws SlurmError where it does not know the job any more */
async function look(id: string): Promise<JobState | null> {
  try {
    return await jobState(id);
  } catch (error) {
    if (!(error instanceof SlurmError) || /Invalid job id/.test(error.message)) throw error;
    logLine('warn', 'slurm-silent', { reason: error.message });
    return null;
  }
}

/**
 * Prints what the coordinator prints while it lives; a job that begins again has another one.
 * @returns whether it was heard to the end
 */
async function attachIfThere(outputDir: string, certificate: string | undefined): Promise<boolean> {
  const place = await livingCoordinator(outputDir);
  if (place === null || place.address === '') return false;
  try {
    await attach(await reachCoordinator(outputDir, certificate === undefined ? {} : { certificate }));
    return true;
  } catch (error) {
    logLine('warn', 'coordinator-away', { address: place.address, reason: (error as Error).message });
    return false;
  }
}

function exitCodeOf({ exitCode, signal }: JobState): number {
  return signal === 0 ? exitCode : 1;
}
