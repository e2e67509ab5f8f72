import type { Group, Work } from '../comm/communicator.js';
import type { Backend, DType, Tensor } from '../nn/backend.js';
import { weightsForOps } from '../nn/parameter.js';
import type { PlannedUnit } from './plan.js';
import type { UnitGroups } from './unit-groups.js';

/** Formats on the wire of a submodule: the `mixed_precision` keys of the configuration. */
export interface WirePrecision {
  paramDtype: DType;
  reduceDtype: DType;
}

/** What a rank holds of a unit: five float32 ranges of the same elements, (shardNumel) each. */
export interface UnitShards {
  student: Tensor;
  teacher: Tensor;
  expAvg: Tensor;
  expAvgSq: Tensor;
  grad: Tensor;
}

/**
 * What ops read of a unit that a rank holds all of, where activations are of 16 bits: (shardNumel) each. The optimizer writes them as it
 * updates the shards, so that no step has to round them again.
 */
export interface RoundedWeights {
  student: Tensor;
  teacher: Tensor;
  /** Whether they are the shards rounded: from their first use on, as only the optimizer writes the shards then. */
  areCurrent: boolean;
}

/** One replica of a unit as a module uses it. */
export interface ReplicaShard {
  weights: Tensor;
  /** null: no backward pass comes here. */
  grad: Tensor | null;
  /** The weights in `Backend.activations`; null where they are not kept. */
  rounded: () => Tensor | null;
}

export function allocateShards(backend: Backend, unit: PlannedUnit): UnitShards {
  const zeros = () => backend.zeros([unit.shardNumel], 'float32');
  return { student: zeros(), teacher: zeros(), expAvg: zeros(), expAvgSq: zeros(), grad: zeros() };
}

/** null where ops read something else: gathered weights, or the shards themselves. */
export function allocateRounded(backend: Backend, unit: PlannedUnit): RoundedWeights | null {
  if (unit.numShards > 1 || backend.activations === 'float32') return null;
  const zeros = () => backend.zeros([unit.shardNumel], backend.activations);
  return { student: zeros(), teacher: zeros(), areCurrent: false };
}

/**
 * One unit's weights while they are whole. `startGather` sends, `finishGather` joins: what lies between overlaps. What ops read is
 * the buffer of the wire itself where that has the dtype of activations, else a copy that has it. Where a rank holds all of the
 * unit, nothing moves: whole is the shard itself, or the shard in that dtype.
 */
export class GatheredWeights {
  private arriving: { wire: Tensor; work: Work } | null = null;
  private full: Tensor | null = null;
  /** Whether `full` is released with the weights: not where it is what the rank holds in any case. */
  private isOwned = false;

  constructor(
    private readonly backend: Backend,
    /** null: this rank holds all of the unit. */
    private readonly shards: Group | null,
    private readonly unit: PlannedUnit,
    private readonly shard: Tensor,
    /** As in ReplicaShard. */
    private readonly rounded: () => Tensor | null,
    private readonly wireDtype: DType,
  ) {}

  /** The flat buffer, (numShards * shardNumel) of `Backend.activations`; null while not gathered. */
  get whole(): Tensor | null {
    return this.full;
  }

  startGather(): void {
    const { shards } = this;
    if (shards === null || this.full !== null || this.arriving !== null) return;
    const { numShards, shardNumel } = this.unit;
    const wire = this.backend.empty([numShards * shardNumel], this.wireDtype);
    this.backend.cast(this.shard, wire.narrow(shards.rank * shardNumel, shardNumel));
    this.arriving = { wire, work: shards.allGather(wire) };
  }

  finishGather(): void {
    if (this.full !== null) return;
    if (this.shards === null) {
      const kept = this.rounded();
      this.full = kept ?? weightsForOps(this.backend, this.shard);
      this.isOwned = kept === null && this.full !== this.shard;
      return;
    }
    this.startGather();
    const { wire, work } = this.arriving!;
    this.arriving = null;
    work.join();
    this.full = weightsForOps(this.backend, wire);
    this.isOwned = true;
    if (this.full !== wire) wire.release();
  }

  release(): void {
    if (this.isOwned) this.full?.release();
    this.full = null;
  }
}

/** A collective under way, and the buffer that it reads or writes. */
interface UnderWay {
  work: Work;
  wire: Tensor;
}

/**
 * One unit's gradient: whole while its backward runs, then summed over the ranks that share the unit out into this rank's shard, then
 * over those that hold the same shard.
 */
export class ReducedGradient {
  private full: Tensor | null = null;
  private scattering: UnderWay | null = null;
  private summing: UnderWay | null = null;

  constructor(
    private readonly backend: Backend,
    private readonly groups: UnitGroups,
    private readonly unit: PlannedUnit,
    private readonly shard: Tensor,
    private readonly wireDtype: DType,
  ) {}

  /** The flat buffer that ops add to; null outside the unit's backward. */
  get whole(): Tensor | null {
    return this.full;
  }

  /** Zeros. */
  begin(): void {
    const { numShards, shardNumel } = this.unit;
    this.full = this.groups.shards === null ? this.shard : this.backend.empty([numShards * shardNumel], 'float32');
    this.backend.fill(this.full, 0);
  }

  startReduce(): void {
    const full = this.full!;
    this.full = null;
    const { shards } = this.groups;
    if (shards === null) {
      this.sumReplicas();
      return;
    }
    let wire = full;
    if (this.wireDtype !== 'float32') {
      wire = this.inWireDtype(full);
      full.release();
    }
    this.scattering = { work: shards.reduceScatter(wire, this.shard), wire };
  }

  /** Where others hold the same shard, sends this rank's sum to them as soon as it is there. */
  continueReduce(): void {
    if (this.groups.replicas !== null) this.finishScatter();
  }

  finishReduce(): void {
    this.finishScatter();
    if (this.summing === null) return;
    const { work, wire } = this.summing;
    work.join();
    this.backend.cast(wire, this.shard);
    wire.release();
    this.summing = null;
  }

  private finishScatter(): void {
    if (this.scattering === null) return;
    const { work, wire } = this.scattering;
    work.join();
    wire.release();
    this.scattering = null;
    this.sumReplicas();
  }

  private sumReplicas(): void {
    const { replicas } = this.groups;
    if (replicas === null) return;
    const wire = this.inWireDtype(this.shard);
    this.summing = { work: replicas.allReduceGradient(wire), wire };
  }

  private inWireDtype(gradient: Tensor): Tensor {
    const wire = this.backend.empty([gradient.numel], this.wireDtype);
    this.backend.cast(gradient, wire);
    return wire;
  }
}
