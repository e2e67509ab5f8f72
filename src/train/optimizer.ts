import { resolveArch } from '../config/arch.js';
import { isWriter, ownedRuns } from '../fsdp/plan.js';
import type { Segments, Tensor } from '../nn/backend.js';
import { type Multipliers, multipliersOf } from './parameter-groups.js';
import type { ScheduledValues } from './schedules.js';
import type { StepRecord } from './step-record.js';
import type { TrainingState } from './training-state.js';

/** Source: torch.optim.AdamW. */
const EPS = 1e-8;
/** Source: torch.cuda.amp.GradScaler. */
const SCALER = { growth: 2, backoff: 0.5, growthInterval: 2000 };

const UNUSED: Multipliers = { lrMultiplier: 0, wdMultiplier: 0, isLastLayer: false };

/**
 * AdamW with per-submodule clipping and the EMA teacher, over the shards. Whether gradients were finite, the clip factor,
 * the loss scale and Adam's count never leave the device: an overflow skips the update on every rank alike.
 */
export class Optimizer {
  private readonly segments: Segments[];
  private readonly coefficients: Tensor;

  constructor(private readonly state: TrainingState) {
    const { config, plan, comm, backend } = state;
    const options = {
      layerwiseDecay: config.optim.layerwise_decay,
      patchEmbedLrMult: config.optim.patch_embed_lr_mult,
      depth: resolveArch(config).depth,
    };
    this.segments = plan.units.map((unit) => {
      const segments: { end: number; multipliers: Multipliers }[] = [];
      for (const { parameter, shardStart, numel } of ownedRuns(unit, comm.rank)) {
        const multipliers = multipliersOf(`${unit.submodule}.${parameter.name}`, options);
        segments.push({ end: shardStart, multipliers: UNUSED }, { end: shardStart + numel, multipliers });
      }
      segments.push({ end: unit.shardNumel, multipliers: UNUSED });
      const filled = segments.filter(({ end }, i) => end > (segments[i - 1]?.end ?? 0));
      return backend.segments(
        Int32Array.from(filled, ({ end }) => end),
        Float64Array.from(filled, ({ multipliers }) => multipliers.lrMultiplier),
        Float64Array.from(filled, ({ multipliers }) => multipliers.wdMultiplier),
        Uint8Array.from(filled, ({ multipliers }) => (multipliers.isLastLayer ? 1 : 0)),
      );
    });
    // The last is the losses', which have no weights to update.
    this.coefficients = backend.zeros([state.submodules.length + 1], 'float32');
  }

  /** Makes losses and norms in `record` those of all ranks. Afterwards every rank decides alike; nothing is updated yet. */
  sumOverRanks(record: StepRecord): void {
    const { backend, comm } = this.state;
    backend.cast(record.losses, record.ownLosses);
    this.addNorms(record);
    comm.allReduce(record.summed).join();
    backend.squaredNorm(record.losses, record.lossesSq);
  }

  /** Updates weights, moments and teacher from the summed gradients; norms and scale go to `record`. */
  update(at: ScheduledValues, record: StepRecord): void {
    const { backend, config } = this.state;
    backend.optimizerPrepare(
      this.state.optimizer,
      record.checkedSq,
      record.norms,
      this.coefficients,
      config.optim.clip_grad,
      SCALER.growth,
      SCALER.backoff,
      config.compute_precision.grad_scaler ? SCALER.growthInterval : 0,
    );
    backend.cast(this.state.optimizer, record.optimizer);
    this.state.submodules.forEach((submodule, s) => {
      for (const i of this.state.unitIndices(submodule)) this.updateUnit(i, at, this.coefficients.narrow(s, 1));
    });
  }

  close(): void {
    this.coefficients.release();
  }

  private addNorms(record: StepRecord): void {
    const { backend, comm, plan, shards } = this.state;
    this.state.submodules.forEach((submodule, s) => {
      for (const i of this.state.unitIndices(submodule)) {
        // A gradient that several ranks hold counts once.
        if (isWriter(plan.units[i]!, comm.rank)) backend.squaredNorm(shards[i]!.grad, record.normSq(s));
      }
    });
  }

  private updateUnit(index: number, at: ScheduledValues, gradCoefficient: Tensor): void {
    const { backend, config, optimizer } = this.state;
    const { student, teacher, expAvg, expAvgSq, grad } = this.state.shards[index]!;
    const rounded = this.state.rounded[index]!;
    backend.adamwEma({
      param: student,
      expAvg,
      expAvgSq,
      teacher,
      grad,
      paramCopy: rounded?.student ?? null,
      teacherCopy: rounded?.teacher ?? null,
      segments: this.segments[index]!,
      lr: this.state.plan.units[index]!.submodule === 'backbone' ? at.backboneLr : at.lr,
      lastLayerLr: at.lastLayerLr,
      weightDecay: at.weightDecay,
      beta1: config.optim.adamw_beta1,
      beta2: config.optim.adamw_beta2,
      eps: EPS,
      momentum: at.teacherMomentum,
      gradCoefficient,
      state: optimizer,
    });
    if (rounded) rounded.areCurrent = true;
  }
}
