import { UsageError } from '../errors/usage-error.js';
import { type Host, parseHosts } from './ssh/host.js';

/** Where a launch has its agents from. */
export type On = { kind: 'local' } | { kind: 'ssh'; hosts: Host[] };

/** @param text of `--on`. @throws UsageError where it is none, or its hostfile cannot be read */
export function parseOn(text: string): On {
  if (text === 'local') return { kind: 'local' };
  const [, hosts] = /^ssh:(.+)$/s.exec(text) ?? [];
  if (hosts !== undefined) return { kind: 'ssh', hosts: parseHosts(hosts) };
  throw new UsageError('BAD_OPTION', `--on is "${text}", expected local, ssh:HOST,HOST... or ssh:@HOSTFILE`);
}
