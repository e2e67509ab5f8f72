import type { ParameterSpec, UnitSpec } from '../nn/parameter.js';

/** How a submodule's bytes lie on the ranks. As PyTorch FSDP's ShardingStrategy. */
export type ShardingStrategy = 'FULL_SHARD' | 'SHARD_GRAD_OP' | 'HYBRID_SHARD' | 'NO_SHARD';

/** Whether weights are released after the forward pass and gathered anew for the backward. Source: torch.distributed.fsdp */
export function gathersAgain(strategy: ShardingStrategy): boolean {
  return strategy === 'FULL_SHARD' || strategy === 'HYBRID_SHARD';
}

/** Parameters start at multiples of this many elements, and so do shards: a cache line of float32. */
const ALIGNMENT = 16;

export interface PlannedParameter extends ParameterSpec {
  /** First element within the unit's flat buffer. */
  offset: number;
  numel: number;
}

export interface PlannedUnit {
  /** `backbone`, `dino_head` or `ibot_head`. */
  submodule: string;
  name: string;
  parameters: PlannedParameter[];
  /** Ranks that the buffer is split over: the world size, those of a node (HYBRID_SHARD), or 1 where every rank holds all of it. */
  numShards: number;
  /** Elements that one rank holds. The buffer has numShards * shardNumel, padding included. */
  shardNumel: number;
}

/** Who owns which elements: plain data, the same on every rank, stored in every checkpoint. */
export interface ShardingPlan {
  worldSize: number;
  units: PlannedUnit[];
}

/** Elements [start, end) of a unit's flat buffer. */
export interface ElementRange {
  start: number;
  end: number;
}

export interface SubmoduleToPlan {
  name: string;
  strategy: ShardingStrategy;
  units: UnitSpec[];
}

const roundUp = (n: number, multiple: number) => Math.ceil(n / multiple) * multiple;

/** @param ranksPerNode of every node; with one node, its ranks are the world */
export function planSharding(
  submodules: readonly SubmoduleToPlan[],
  worldSize: number,
  ranksPerNode = worldSize,
): ShardingPlan {
  const shardsOf = { FULL_SHARD: worldSize, SHARD_GRAD_OP: worldSize, HYBRID_SHARD: ranksPerNode, NO_SHARD: 1 };
  const units = submodules.flatMap(({ name: submodule, strategy, units }) =>
    units.map((unit): PlannedUnit => {
      let end = 0;
      const parameters = unit.parameters.map((spec) => {
        const numel = spec.shape.reduce((product, size) => product * size, 1);
        const planned = { ...spec, offset: end, numel };
        end = roundUp(end + numel, ALIGNMENT);
        return planned;
      });
      const numShards = shardsOf[strategy];
      return {
        submodule,
        name: unit.name,
        parameters,
        numShards,
        shardNumel: roundUp(Math.ceil(end / numShards), ALIGNMENT),
      };
    }),
  );
  return { worldSize, units };
}

/** What a rank holds of a unit. */
export interface Placement {
  shard: number;
  numShards: number;
  /** Which of the copies of this shard. */
  replica: number;
}

/** The ranks that hold a unit together are neighbours: shards are counted through before replicas. */
export function placementOf({ numShards }: PlannedUnit, rank: number): Placement {
  return { shard: rank % numShards, numShards, replica: Math.floor(rank / numShards) };
}

/** Whether `rank` speaks for its shard: saves it, counts its norm. So shard s is rank s's to write. */
export function isWriter(unit: PlannedUnit, rank: number): boolean {
  return placementOf(unit, rank).replica === 0;
}

/** The elements that `rank` holds. */
export function shardRange(unit: PlannedUnit, rank: number): ElementRange {
  const start = placementOf(unit, rank).shard * unit.shardNumel;
  return { start, end: start + unit.shardNumel };
}

/** A run of a parameter's elements within a rank's shard. */
export interface OwnedRun {
  parameter: PlannedParameter;
  /** First element, counted within the parameter. */
  parameterStart: number;
  /** First element, counted within the shard. */
  shardStart: number;
  numel: number;
}

/** What `rank` holds of each parameter, in the order of the buffer. */
export function ownedRuns(unit: PlannedUnit, rank: number): OwnedRun[] {
  const { start, end } = shardRange(unit, rank);
  return unit.parameters.flatMap((parameter) => {
    const from = Math.max(start, parameter.offset);
    const to = Math.min(end, parameter.offset + parameter.numel);
    if (from >= to) return [];
    return [{ parameter, parameterStart: from - parameter.offset, shardStart: from - start, numel: to - from }];
  });
}

/** Bytes of student, teacher and both moments that each rank holds, padding included: four float32 replicas. */
export function stateBytesPerRank(plan: ShardingPlan): number {
  return plan.units.reduce((sum, unit) => sum + 4 * 4 * unit.shardNumel, 0);
}

/** In words, for the start of the log. */
export function describePlan(plan: ShardingPlan): string {
  const parameters = plan.units.flatMap((unit) => unit.parameters).reduce((sum, { numel }) => sum + numel, 0);
  const held = plan.units.reduce((sum, unit) => sum + unit.shardNumel, 0);
  const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return (
    `${parameters} parameters in ${plan.units.length} units; each of ${plan.worldSize} ranks holds ${held} ` +
    `(${((100 * held) / parameters).toFixed(1)} %) of student, teacher, exp_avg and exp_avg_sq: ` +
    `${mib(stateBytesPerRank(plan))} in float32`
  );
}
