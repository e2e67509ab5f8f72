import type { PlannedUnit } from '../../fsdp/plan.js';
import type { UnitShards } from '../../fsdp/sharded-unit.js';
import { unitGroups } from '../../fsdp/unit-groups.js';
import type { SubmoduleName } from '../../model/networks.js';
import type { Tensor } from '../../nn/backend.js';
import { shardingOf } from '../../train/sharded-network.js';
import type { TrainingState } from '../../train/training-state.js';

/** A parameter's elements, put together from the ranks that own them. */
export interface WholeParameter {
  /** With its submodule: `backbone.cls_token`. */
  name: string;
  shape: readonly number[];
  /** (numel) valid until the next one is asked for. */
  values: Float32Array;
}

/**
 * All parameters in the plan's order, gathered in float32, one unit at a time. Collective: every rank must walk through it
 * to its end, at the same point of a step.
 * @param replica which of a rank's ranges
 */
export function* wholeParameters(state: TrainingState, replica: keyof UnitShards): Generator<WholeParameter> {
  for (const [i, unit] of state.plan.units.entries()) {
    const whole = gatherUnit(state, unit, state.shards[i]![replica]);
    for (const { name, shape, offset, numel } of unit.parameters)
      yield { name: `${unit.submodule}.${name}`, shape, values: whole.subarray(offset, offset + numel) };
  }
}

/** The mean gradients over ranks. Collective, as `wholeParameters`. @param lossScale a power of two: nothing is rounded */
export function* wholeGradients(state: TrainingState, lossScale: number): Generator<WholeParameter> {
  for (const parameter of wholeParameters(state, 'grad'))
    yield { ...parameter, values: parameter.values.map((value) => value / lossScale) };
}

function gatherUnit({ backend, comm, config }: TrainingState, unit: PlannedUnit, shard: Tensor): Float32Array {
  const { submodule, numShards, shardNumel } = unit;
  const { shards } = unitGroups(shardingOf(config, 'student', submodule as SubmoduleName).strategy, comm);
  const whole = new Float32Array(numShards * shardNumel);
  if (shards === null) {
    backend.download(shard, whole);
    return whole;
  }
  const buffer = backend.empty([whole.length], 'float32');
  backend.cast(shard, buffer.narrow(shards.rank * shardNumel, shardNumel));
  shards.allGather(buffer).join();
  backend.download(buffer, whole);
  buffer.release();
  return whole;
}
