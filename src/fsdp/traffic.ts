import { allGatherBytes, allReduceBytes, reduceScatterBytes } from '../comm/collective-bytes.js';
import { DTYPE_BYTES } from '../nn/backend.js';
import { gathersAgain, placementOf, type ShardingPlan } from './plan.js';
import type { ModuleSharding } from './sharded-module.js';

/** Bytes that one rank sends in a step, and as many receives, without the few sums of losses and norms. */
export interface StepTraffic {
  /** Weights of student and teacher. */
  gathered: number;
  /** The student's gradients. */
  reduced: number;
}

/**
 * The teacher is gathered once, and so are the student's heads, whose backward pass follows their forward pass; its backbone once for both or
 * once for each. Gradients are summed over the ranks that share a unit
 * out, then over those that hold the same shard.
 * @param teacherPlan of the network that makes the targets: the student's own plan, or a frozen teacher's
 * @param shardingOf how a submodule of a plan is sharded
 */
export function stepTraffic(
  plan: ShardingPlan,
  teacherPlan: ShardingPlan,
  rank: number,
  shardingOf: (network: 'student' | 'teacher', submodule: string) => ModuleSharding,
): StepTraffic {
  const traffic = { gathered: 0, reduced: 0 };
  for (const unit of plan.units) {
    const { strategy, precision } = shardingOf('student', unit.submodule);
    const { numShards, shardNumel } = unit;
    const gathers = gathersAgain(strategy) && unit.submodule === 'backbone' ? 2 : 1;
    const reduceWidth = DTYPE_BYTES[precision.reduceDtype];
    traffic.gathered += gathers * allGatherBytes(numShards * shardNumel * DTYPE_BYTES[precision.paramDtype], numShards);
    traffic.reduced += reduceScatterBytes(numShards * shardNumel * reduceWidth, numShards);
    traffic.reduced += allReduceBytes(
      shardNumel,
      reduceWidth,
      placementOf(unit, rank).replica,
      plan.worldSize / numShards,
    );
  }
  for (const { submodule, numShards, shardNumel } of teacherPlan.units) {
    const width = DTYPE_BYTES[shardingOf('teacher', submodule).precision.paramDtype];
    traffic.gathered += allGatherBytes(numShards * shardNumel * width, numShards);
  }
  return traffic;
}

/** In words, for the start of the log. */
export function describeTraffic({ gathered, reduced }: StepTraffic): string {
  const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return `in a step each sends, and receives, ${mib(gathered)} of weights and ${mib(reduced)} of gradients`;
}
