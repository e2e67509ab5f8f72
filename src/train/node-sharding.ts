import { ConfigError } from '../config/config-error.js';
import type { Config } from '../config/schema.js';
import type { PlannedUnit, ShardingPlan } from '../fsdp/plan.js';
import type { SubmoduleName } from '../model/networks.js';

/** What HYBRID_SHARD comes to on the nodes of a job. */
export interface NodeSharding {
  /** Ranks over which a node's copy is split; null: no shards lie within nodes. */
  ranksPerNode: number | null;
  /** Where it comes to what another strategy is: a sentence that says so. */
  note: string | null;
}

/** Whether some of a network is shared out within nodes, of which each then holds a copy of it. */
export function sharesWithinNodes({ compute_precision: { student, teacher } }: Config): boolean {
  const modules = [...Object.values(student), ...Object.values(teacher)];
  return modules.some((module) => module.sharding_strategy === 'HYBRID_SHARD');
}

/**
 * @param nodeRanks how many each node has
 * @throws ConfigError where the nodes could not hold copies alike
 */
export function nodeSharding(config: Config, nodeRanks: readonly number[]): NodeSharding {
  if (!sharesWithinNodes(config)) return { ranksPerNode: null, note: null };
  if (nodeRanks.length === 1)
    return {
      ranksPerNode: null,
      note: 'sharding_strategy HYBRID_SHARD works as FULL_SHARD: on one node there is no other copy',
    };
  const [ranksPerNode, ...others] = nodeRanks as [number, ...number[]];
  if (others.some((ranks) => ranks !== ranksPerNode))
    throw new ConfigError(
      'NODES_DIFFER',
      `sharding_strategy is HYBRID_SHARD, but the ${nodeRanks.length} nodes have ${nodeRanks.join(', ')} ranks, expected as ` +
        'many on each: every node holds one whole copy, shared out in the same way; give all the same --nproc-per-node, or use ' +
        'FULL_SHARD or SHARD_GRAD_OP',
    );
  return {
    ranksPerNode,
    note: ranksPerNode === 1 ? 'sharding_strategy HYBRID_SHARD works as NO_SHARD: each node has one rank' : null,
  };
}

/** Ranks of the nodes that a plan was made for; one node where no shards lie within nodes. */
export function nodesOfPlan(
  { worldSize, units }: ShardingPlan,
  { compute_precision: { student } }: Pick<Config, 'compute_precision'>,
): number[] {
  const isHybrid = ({ submodule }: PlannedUnit) =>
    student[submodule as SubmoduleName].sharding_strategy === 'HYBRID_SHARD';
  const each = units.find(isHybrid)?.numShards ?? worldSize;
  return new Array<number>(worldSize / each).fill(each);
}
