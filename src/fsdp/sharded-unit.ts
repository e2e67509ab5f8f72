import type { Communicator, Work } from '../comm/communicator.js';
import type { Backend, DType, Tensor } from '../nn/backend.js';
import { weightsForOps } from '../nn/parameter.js';
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
 * One unit's weights while they are whole. `startGather` sends, `finishGather` joins: what lies between overlaps. What ops read is
 * the buffer of the wire itself where that has the dtype of activations, else a copy that has it. Where a rank holds all of the
 * unit, nothing moves: whole is the shard itself, or the shard in that dtype.
 */
export class GatheredWeights {
  private arriving: { wire: Tensor; work: Work } | null = null;
  private full: Tensor | null = null;

  constructor(
    private readonly backend: Backend,
    private readonly comm: Communicator,
    private readonly unit: PlannedUnit,
    private readonly shard: Tensor,
    private readonly wireDtype: DType,
  ) {}

  /** The flat buffer, (numShards * shardNumel) of `Backend.activations`; null while not gathered. */
  get whole(): Tensor | null {
    return this.full;
  }

  startGather(): void {
    const { numShards, shardNumel } = this.unit;
    if (numShards === 1 || this.full !== null || this.arriving !== null) return;
    const wire = this.backend.empty([numShards * shardNumel], this.wireDtype);
    this.backend.cast(this.shard, wire.narrow(this.comm.rank * shardNumel, shardNumel));
    this.arriving = { wire, work: this.comm.allGather(wire) };
  }

  finishGather(): void {
    if (this.full !== null) return;
    if (this.unit.numShards === 1) {
      this.full = weightsForOps(this.backend, this.shard);
      return;
    }
    this.startGather();
    const { wire, work } = this.arriving!;
    this.arriving = null;
    work.join();
    this.full = weightsForOps(this.backend, wire);
    if (this.full !== wire) wire.release();
  }

  release(): void {
    if (this.full !== this.shard) this.full?.release();
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
