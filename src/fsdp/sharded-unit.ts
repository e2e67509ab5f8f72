import type { Communicator, Work } from '../comm/communicator.js';
import type { Backend, DType, Tensor } from '../nn/backend.js';
import type { PlannedUnit } from './plan.js';

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

/** One replica of a unit as a module uses it. */
export interface ReplicaShard {
  weights: Tensor;
  /** null: no backward pass comes here. */
  grad: Tensor | null;
}

export function allocateShards(backend: Backend, unit: PlannedUnit): UnitShards {
  const zeros = () => backend.zeros([unit.shardNumel], 'float32');
  return { student: zeros(), teacher: zeros(), expAvg: zeros(), expAvgSq: zeros(), grad: zeros() };
}

/**
 * One unit's weights while they are whole. `startGather` sends, `finishGather` waits: what lies between overlaps. Where a
 * rank holds all of the unit, whole is the shard itself and nothing moves.
 */
export class GatheredWeights {
  private work: Work | null = null;
  private wire: Tensor | null = null;
  private full: Tensor | null = null;

  constructor(
    private readonly backend: Backend,
    private readonly comm: Communicator,
    private readonly unit: PlannedUnit,
    private readonly shard: Tensor,
    private readonly wireDtype: DType,
  ) {}

  /** The flat buffer, (numShards * shardNumel) float32; null while not gathered. */
  get whole(): Tensor | null {
    if (this.unit.numShards === 1) return this.shard;
    return this.work === null ? this.full : null;
  }

  startGather(): void {
    const { numShards, shardNumel } = this.unit;
    if (numShards === 1 || this.full !== null || this.wire !== null) return;
    const buffer = this.backend.empty([numShards * shardNumel], this.wireDtype);
    this.backend.cast(this.shard, buffer.narrow(this.comm.rank * shardNumel, shardNumel));
    this.work = this.comm.allGather(buffer);
    if (this.wireDtype === 'float32') this.full = buffer;
    else this.wire = buffer;
  }

  finishGather(): void {
    if (this.unit.numShards === 1) return;
    this.startGather();
    this.work?.join();
    this.work = null;
    if (this.wire === null) return;
    this.full = this.backend.empty([this.unit.numShards * this.unit.shardNumel], 'float32');
    this.backend.cast(this.wire, this.full);
    this.wire.release();
    this.wire = null;
  }

  release(): void {
    if (this.unit.numShards === 1 || this.full === null) return;
    this.full.release();
    this.full = null;
  }
}

/**
 * One unit's gradient: whole while its backward runs, then summed over ranks into this rank's shard.
 */
export class ReducedGradient {
  private full: Tensor | null = null;
  private pending: { work: Work; wire: Tensor } | null = null;

  constructor(
    private readonly backend: Backend,
    private readonly comm: Communicator,
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
    this.full = numShards === 1 ? this.shard : this.backend.empty([numShards * shardNumel], 'float32');
    this.backend.fill(this.full, 0);
  }

  startReduce(): void {
    const full = this.full!;
    this.full = null;
    if (this.comm.worldSize === 1) return;
    let wire = full;
    if (this.wireDtype !== 'float32' || this.unit.numShards === 1) {
      wire = this.backend.empty([full.numel], this.wireDtype);
      this.backend.cast(full, wire);
      if (this.unit.numShards > 1) full.release();
    }
    const work =
      this.unit.numShards === 1 ? this.comm.allReduceGradient(wire) : this.comm.reduceScatter(wire, this.shard);
    this.pending = { work, wire };
  }

  finishReduce(): void {
    if (this.pending === null) return;
    const { work, wire } = this.pending;
    work.join();
    if (this.unit.numShards === 1) this.backend.cast(wire, this.shard);
    wire.release();
    this.pending = null;
  }
}
