import { UsageError } from '../errors/usage-error.js';
import { isRunName } from './kubernetes/run-labels.js';
import { type Host, parseHosts } from './ssh/host.js';

/** Where a launch has its agents from. */
export type On =
  | { kind: 'local' }
  | { kind: 'ssh'; hosts: Host[] }
  /** isWithin: from the Slurm job that this process is in; else a job is submitted, in which the same launch is made. */
  | { kind: 'slurm'; isWithin: boolean }
  /** run: from the pod of the coordinator of a run that is called so in its cluster; null: a run is submitted, in which the same launch is made. */
  | { kind: 'kubernetes'; run: string | null };

/** @param text of `--on`. @throws UsageError where it is none, or its hostfile cannot be read */
export function parseOn(text: string): On {
  if (text === 'local') return { kind: 'local' };
  if (text === 'slurm') return { kind: 'slurm', isWithin: false };
  if (text === 'slurm:allocation') return { kind: 'slurm', isWithin: true };
  if (text === 'kubernetes') return { kind: 'kubernetes', run: null };
  const [, run = ''] = /^kubernetes:(.+)$/.exec(text) ?? [];
  if (isRunName(run)) return { kind: 'kubernetes', run };
  const [, hosts] = /^ssh:(.+)$/s.exec(text) ?? [];
  if (hosts !== undefined) return { kind: 'ssh', hosts: parseHosts(hosts) };
  throw new UsageError(
    'BAD_OPTION',
    `--on is "${text}", expected local, ssh:HOST,HOST..., ssh:@HOSTFILE, slurm, slurm:allocation, kubernetes or kubernetes:NAME`,
  );
}
