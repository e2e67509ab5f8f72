import type { Communicator } from '../comm/communicator.js';
import { ConfigError } from '../config/config-error.js';
import type { Config } from '../config/schema.js';
import type { PlannedUnit, ShardingPlan, ShardingStrategy, SubmoduleToPlan } from '../fsdp/plan.js';
import { type ModuleSharding, type OnUnit, ShardedModule } from '../fsdp/sharded-module.js';
import type { ReplicaShard } from '../fsdp/sharded-unit.js';
import { dinoHeadUnits } from '../model/dino-head.js';
import type { Networks, SubmoduleName } from '../model/networks.js';
import { vitUnits } from '../model/vision-transformer.js';
import type { Backend, DType } from '../nn/backend.js';

export type ShardedNetwork = Partial<Record<SubmoduleName, ShardedModule>> & {
  backbone: ShardedModule;
  dino_head: ShardedModule;
};

/** Networks and their weights, from which targets are made. */
export interface TargetSource {
  readonly networks: Networks;
  readonly modules: ShardedNetwork;
}

/** A target source that no step changes: in distillation, in place of the average of the student. */
export interface FrozenTargetSource extends TargetSource {
  readonly plan: ShardingPlan;
  close(): void;
}

/** The modules of one network, over shards that lie by unit in the plan's order. */
export function shardedNetwork(
  config: Config,
  network: 'student' | 'teacher',
  { units }: ShardingPlan,
  shards: readonly ReplicaShard[],
  backend: Backend,
  comm: Communicator,
  onUnit: OnUnit,
): ShardedNetwork {
  const names = [...new Set(units.map(({ submodule }) => submodule as SubmoduleName))];
  return Object.fromEntries(
    names.map((name) => {
      const indices = unitIndices(units, name);
      const plans = indices.map((i) => units[i]!);
      const own = indices.map((i) => shards[i]!);
      const sharding = shardingOf(config, network, name);
      return [name, new ShardedModule(`${network} ${name}`, backend, comm, plans, own, sharding, onUnit)];
    }),
  ) as ShardedNetwork;
}

/** Places of a submodule's units in the plan. */
export function unitIndices(units: readonly PlannedUnit[], submodule: string): number[] {
  return units.flatMap((unit, i) => (unit.submodule === submodule ? [i] : []));
}

export function submodulesOf(config: Config, networks: Networks): (SubmoduleToPlan & { name: SubmoduleName })[] {
  const submodule = (name: SubmoduleName, units: SubmoduleToPlan['units']) => ({
    name,
    strategy: shardingOf(config, 'student', name).strategy,
    units,
  });
  return [
    submodule('backbone', vitUnits(networks.vit)),
    submodule('dino_head', dinoHeadUnits(networks.dinoHead)),
    ...(networks.ibotHead ? [submodule('ibot_head', dinoHeadUnits(networks.ibotHead))] : []),
  ];
}

const DTYPES = { fp16: 'float16', bf16: 'bfloat16', fp32: 'float32' } as const satisfies Record<string, DType>;

/**
 * How a submodule is sharded and in which formats it travels.
 * @throws ConfigError where student and teacher cannot share one plan: their shards are updated together
 */
export function shardingOf(config: Config, network: 'student' | 'teacher', name: SubmoduleName): ModuleSharding {
  const { sharding_strategy: strategy, mixed_precision: precision } = config.compute_precision[network][name];
  const other = config.compute_precision[network === 'student' ? 'teacher' : 'student'][name].sharding_strategy;
  for (const apart of ['NO_SHARD', 'HYBRID_SHARD'] satisfies ShardingStrategy[])
    if ((strategy === apart) !== (other === apart))
      throw new ConfigError(
        'STRATEGIES_DIFFER',
        `compute_precision: student.${name} and teacher.${name} have sharding_strategy ` +
          `${network === 'student' ? `${strategy} and ${other}` : `${other} and ${strategy}`}, expected ${apart} for both or ` +
          'for none: the teacher is averaged from the student shard by shard',
      );
  return {
    strategy,
    precision: { paramDtype: DTYPES[precision.param_dtype], reduceDtype: DTYPES[precision.reduce_dtype] },
  };
}
