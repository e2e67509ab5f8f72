import { UsageError } from '../errors/usage-error.js';
import { type Host, parseHosts } from './ssh/host.js';

/** Where a launch has its agents from. */
export type On =
  | { kind: 'local' }
  | { kind: 'ssh'; hosts: Host[] }
  /** isWithin: from the Slurm job that this process is in; else a job is submitted, in which the same launch is made. */
  | { kind: 'slurm'; isWithin: boolean };

/** @param text of `--on`. @throws UsageError where it is none, or its hostfile cannot be read */
export function parseOn(text: string): On {
  if (text === 'local') return { kind: 'local' };
  if (text === 'slurm') return { kind: 'slurm', isWithin: false };
  if (text === 'slurm:allocation') return { kind: 'slurm', isWithin: true };
  const [, hosts] = /^ssh:(.+)$/s.exec(text) ?? [];
  if (hosts !== undefined) return { kind: 'ssh', hosts: parseHosts(hosts) };
  throw new UsageError(
    'BAD_OPTION',
    `--on is "${text}", expected local, ssh:HOST,HOST..., ssh:@HOSTFILE, slurm or slurm:allocation`,
  );
}
