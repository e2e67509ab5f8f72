import type { Communicator, Group } from '../comm/communicator.js';
import type { ShardingStrategy } from './plan.js';

/** With whom a rank shares a submodule's units. */
export interface UnitGroups {
  /** Its units' shards are on these ranks; null: on this rank alone, which holds all of it. */
  shards: Group | null;
  /** These hold the same shard; null: no other does. */
  replicas: Group | null;
}

export function unitGroups(strategy: ShardingStrategy, comm: Communicator): UnitGroups {
  const world = comm.worldSize > 1 ? comm.world : null;
  if (strategy === 'NO_SHARD') return { shards: null, replicas: world };
  if (strategy === 'HYBRID_SHARD' && comm.nodes)
    return {
      shards: comm.nodes.within.size > 1 ? comm.nodes.within : null,
      replicas: comm.nodes.across.size > 1 ? comm.nodes.across : null,
    };
  return { shards: world, replicas: null };
}
