import { UsageError } from '../../errors/usage-error.js';
import type { NodeRange } from '../node-range.js';
import type { Host } from './host.js';

export interface Choice extends NodeRange {
  /** The first of those that were named: as many as may take part, and the spares. */
  hosts: Host[];
}

/**
 * Which hosts a job is to have.
 * @param nodes null for all but the spares
 * @throws UsageError where there are too few
 */
export function chooseHosts(named: readonly Host[], nodes: NodeRange | null, spares: number): Choice {
  const there = `--on ssh names ${named.length}: ${named.map(({ name }) => name).join(', ')}`;
  const tooFew = (wanted: string) => new UsageError('TOO_FEW_HOSTS', `${wanted}, and ${there}`);
  if (nodes === null) {
    const all = named.length - spares;
    if (all < 1) throw tooFew(`--spares ${spares} needs ${spares + 1} hosts or more, one that trains among them`);
    return { hosts: [...named], minNodes: all, maxNodes: all };
  }
  const { minNodes, maxNodes } = nodes;
  if (named.length < minNodes) throw tooFew(`--nodes ${minNodes}:${maxNodes} needs ${minNodes} hosts or more`);
  const wanted = maxNodes + spares;
  if (spares > 0 && named.length < wanted)
    throw tooFew(`--nodes ${minNodes}:${maxNodes} and --spares ${spares} need ${wanted} hosts`);
  return { hosts: named.slice(0, wanted), minNodes, maxNodes };
}
