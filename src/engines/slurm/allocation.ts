import { UsageError } from '../../errors/usage-error.js';
import { nodeNames } from './slurm-command.js';

/** A Slurm job, as a process finds itself within one. */
export interface Allocation {
  job: string;
  /** Names of its nodes. */
  nodes: string[];
  /** How often it has begun again. */
  restarts: number;
  /** Whether a batch script is at work in it, which can begin again, and not a person's shell. */
  isBatch: boolean;
}

/** @throws UsageError where this process is in none. @throws SlurmError */
export async function openAllocation(environment = process.env): Promise<Allocation> {
  const { SLURM_JOB_ID: job, SLURM_JOB_NODELIST: list, SLURM_RESTART_COUNT: restarts = '0' } = environment;
  if (job === undefined || list === undefined)
    throw new UsageError(
      'BAD_OPTION',
      '--on slurm:allocation is for a batch script or a shell of salloc, and there is no SLURM_JOB_ID here; --on slurm submits a job',
    );
  // Of the batch script's own task; srun and salloc leave it away.
  const isBatch = environment.ENVIRONMENT === 'BATCH';
  return { job, nodes: await nodeNames(list), restarts: Number(restarts), isBatch };
}

/** Nodes that train, of an allocation. @throws UsageError where none or too few are left beside the spares */
export function nodesOf(
  { job, nodes }: Allocation,
  asked: { minNodes: number; maxNodes: number } | null,
  spares: number,
): { minNodes: number; maxNodes: number } {
  const all = nodes.length - spares;
  const range = asked ?? { minNodes: all, maxNodes: all };
  if (range.minNodes >= 1 && nodes.length >= range.minNodes) return range;
  const wanted = asked === null ? `--spares ${spares} needs ${spares + 1} nodes` : `--nodes needs ${asked.minNodes}`;
  throw new UsageError(
    'TOO_FEW_HOSTS',
    `${wanted} or more, and Slurm job ${job} has ${nodes.length}: ${nodes.join(', ')}`,
  );
}
