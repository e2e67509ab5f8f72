import type { Job, JobNode } from './job.js';
import type { JobAction } from './job-action.js';

/**
 * Ranks that do not reach each other would hang as they connect. So a node that comes tries those that came 1, 2, 4, 8 … places before
 * it: of a thousand nodes each dials ten, and of a few it dials all but some that others have dialled.
 */
export function probeOrder({ nodes }: Job, node: JobNode): JobAction[] {
  if (node.isProbed) return [];
  const place = nodes.findIndex(({ id }) => id === node.id);
  const peers = [];
  for (let distance = 1; distance <= place; distance *= 2) {
    const { id: nodeId, hostname, peerAddress: address } = nodes[place - distance]!;
    peers.push({ nodeId, hostname, address });
  }
  return [{ kind: 'probe', nodeId: node.id, peers }];
}
