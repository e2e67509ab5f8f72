import { ownedRuns, type PlannedUnit } from '../../fsdp/plan.js';
import type { Backend, Tensor } from '../../nn/backend.js';

/**
 * Writes what `rank` holds of a unit: each parameter of which it holds something is read whole.
 * @param shard (shardNumel)
 * @param onParameter called at each one: a large file takes long, and must not pass for a hang
 */
export function fillShard(
  backend: Backend,
  unit: PlannedUnit,
  rank: number,
  shard: Tensor,
  read: (parameter: string) => Float32Array,
  onParameter: () => void,
): void {
  for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, rank)) {
    const elements = read(parameter.name).subarray(parameterStart, parameterStart + numel);
    backend.upload(shard.narrow(shardStart, numel), elements);
    onParameter();
  }
}
