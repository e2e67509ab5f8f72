import { setTimeout as pause } from 'node:timers/promises';
import { logLine } from '../../log/log-line.js';
import { coordinatorLoss } from './job-state.js';
import { jobState, nodeNames, requeue } from './slurm-command.js';
import { MAX_RESTARTS } from './verdict.js';

/** Agents of a job ask one after the other. */
const SPREAD_MS = 1_000;

/**
 * Has this process's job begin again where the coordinator in its batch script was killed, or the node of it is lost: nobody else would. A
 * job that must not be killed with one of its nodes (--no-kill) either ends then as failed, or goes on without its script.
 * @returns whether it begins again for that, by this process or another one
 */
export async function requeueIfCoordinatorIsLost(environment = process.env): Promise<boolean> {
  const { SLURM_JOB_ID: id = '', SLURM_RESTART_COUNT = '0' } = environment;
  const restarts = Number(SLURM_RESTART_COUNT);
  try {
    await pause(Math.random() * SPREAD_MS);
    const job = await jobState(id);
    // One that was requeued by a person is saved by its coordinator now.
    const reason = coordinatorLoss(job, await nodeNames(job.nodes));
    if (reason === null) return false;
    if (job.restarts !== restarts) return true;
    if (restarts >= MAX_RESTARTS) return false;
    await requeue(id);
    logLine('warn', 'job-requeued', { job: id, reason });
    return true;
  } catch (error) {
    logLine('warn', 'job-not-requeued', { job: id, reason: (error as Error).message });
    return false;
  }
}
