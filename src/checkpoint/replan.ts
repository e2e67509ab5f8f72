import type { Config } from '../config/schema.js';
import { planSharding, type ShardingPlan, type ShardingStrategy } from '../fsdp/plan.js';

/**
 * The units of a checkpoint's plan over another number of ranks.
 * @param config that the checkpoint was made with
 * @param ranksPerNode of every node, where shards lie within nodes
 */
export function replan(
  plan: ShardingPlan,
  { compute_precision }: Pick<Config, 'compute_precision'>,
  worldSize: number,
  ranksPerNode?: number,
): ShardingPlan {
  const names = [...new Set(plan.units.map(({ submodule }) => submodule))];
  const submodules = names.map((name) => ({
    name,
    strategy: compute_precision.student[name as 'backbone'].sharding_strategy as ShardingStrategy,
    units: plan.units.filter(({ submodule }) => submodule === name),
  }));
  return planSharding(submodules, worldSize, ranksPerNode);
}
