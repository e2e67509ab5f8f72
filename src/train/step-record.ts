import type { SubmoduleName } from '../model/networks.js';
import type { Backend, Tensor } from '../nn/backend.js';
import { OptimizerState } from '../nn/backend.js';

/** Submodules, and the losses: a loss that is not finite skips an update as a gradient does. */
const MAX_CHECKED = 3 + 1;

const NUM_LOSSES = 4;
/** What ranks ask one another for. */
const NUM_REQUESTS = 4;

/** Elements of a step's record on the device. The first `summed` are summed over ranks in one small all-reduce. */
const Slot = {
  dinoLocal: 0,
  dinoGlobal: 1,
  koleo: 2,
  ibot: 3,
  stopRequests: NUM_LOSSES,
  snapshotRequests: NUM_LOSSES + 1,
  snapshotRefusals: NUM_LOSSES + 2,
  saveRequests: NUM_LOSSES + 3,
  normsSq: NUM_LOSSES + NUM_REQUESTS,
  summed: NUM_LOSSES + NUM_REQUESTS + MAX_CHECKED,
  norms: NUM_LOSSES + NUM_REQUESTS + MAX_CHECKED,
  ownLosses: NUM_LOSSES + NUM_REQUESTS + 2 * MAX_CHECKED,
  optimizer: 2 * NUM_LOSSES + NUM_REQUESTS + 2 * MAX_CHECKED,
  size: 2 * NUM_LOSSES + NUM_REQUESTS + 2 * MAX_CHECKED + OptimizerState.size,
} as const;

/** Names and order of a record's losses. */
export const LOSS_NAMES = ['dino_local_crops_loss', 'dino_global_crops_loss', 'koleo_loss', 'ibot_loss'] as const;

export type LossName = (typeof LOSS_NAMES)[number];

/** @param values (4) as the step left them. @returns as the released code logs them: halved where it halves them */
export function losses(values: Float32Array): Record<LossName, number> {
  return {
    dino_local_crops_loss: values[Slot.dinoLocal]!,
    dino_global_crops_loss: values[Slot.dinoGlobal]!,
    koleo_loss: values[Slot.koleo]! / 2,
    ibot_loss: values[Slot.ibot]! / 2,
  };
}

/** What a step leaves on the device for the log. All (1) float32 but where said. */
export class StepRecord {
  constructor(
    private readonly row: Tensor,
    private readonly numSubmodules: number,
  ) {}

  get dinoLocal(): Tensor {
    return this.row.narrow(Slot.dinoLocal, 1);
  }
  get dinoGlobal(): Tensor {
    return this.row.narrow(Slot.dinoGlobal, 1);
  }
  get koleo(): Tensor {
    return this.row.narrow(Slot.koleo, 1);
  }
  get ibot(): Tensor {
    return this.row.narrow(Slot.ibot, 1);
  }
  /** (4) each weighted by the rank's share of the global batch; of all ranks once `summed` is. */
  get losses(): Tensor {
    return this.row.narrow(0, NUM_LOSSES);
  }
  /** (4) this rank's, kept before the sum. */
  get ownLosses(): Tensor {
    return this.row.narrow(Slot.ownLosses, NUM_LOSSES);
  }
  get stopRequests(): Tensor {
    return this.row.narrow(Slot.stopRequests, 1);
  }
  get snapshotRequests(): Tensor {
    return this.row.narrow(Slot.snapshotRequests, 1);
  }
  get snapshotRefusals(): Tensor {
    return this.row.narrow(Slot.snapshotRefusals, 1);
  }
  get saveRequests(): Tensor {
    return this.row.narrow(Slot.saveRequests, 1);
  }
  normSq(submodule: number): Tensor {
    return this.row.narrow(Slot.normsSq + submodule, 1);
  }
  /** The losses' own sum of squares, beside those of the gradients: not finite where a loss is not. */
  get lossesSq(): Tensor {
    return this.normSq(this.numSubmodules);
  }
  /** (submodules + 1), the losses last: all must be finite for an update. */
  get checkedSq(): Tensor {
    return this.row.narrow(Slot.normsSq, this.numSubmodules + 1);
  }
  /** (submodules + 1) */
  get norms(): Tensor {
    return this.row.narrow(Slot.norms, this.numSubmodules + 1);
  }
  /** What crosses ranks. */
  get summed(): Tensor {
    return this.row.narrow(0, Slot.summed);
  }
  /** (OptimizerState.size) as it was after the step. */
  get optimizer(): Tensor {
    return this.row.narrow(Slot.optimizer, OptimizerState.size);
  }
}

/** The optimizer's few scalars: OptimizerState in src/nn/backend.ts. */
export type OptimizerNumbers = Record<Exclude<keyof typeof OptimizerState, 'size'>, number>;

/** A step's record as numbers. */
export interface StepNumbers {
  /** As the released code logs them: halved where it halves them. */
  losses: Record<LossName | 'total_loss', number>;
  /** (4) of this rank alone, as the step left them: weighted by its share of the global batch. */
  ownLosses: Float32Array;
  /** Norm of each submodule's gradient before clipping. */
  gradNorms: Partial<Record<SubmoduleName, number>>;
  /** As they were after the step. */
  optimizer: OptimizerNumbers;
  /** The update was skipped: a loss or a gradient was not finite. */
  skipped: boolean;
  stopRequests: number;
  saveRequests: number;
  /** Ranks that want a snapshot, and ranks that cannot take part in one. */
  snapshotRequests: number;
  snapshotRefusals: number;
}

/** @param values (OptimizerState.size) */
function optimizerNumbers(values: Float32Array): OptimizerNumbers {
  return {
    lossScale: values[OptimizerState.lossScale]!,
    growthTracker: values[OptimizerState.growthTracker]!,
    foundInf: values[OptimizerState.foundInf]!,
    adamStep: values[OptimizerState.adamStep]!,
  };
}

/** Records of the last steps on the device, read together every so often: reading waits for the device. */
export class StepRecords {
  private readonly ring: Tensor;

  constructor(
    private readonly backend: Backend,
    private readonly submodules: readonly SubmoduleName[],
    private readonly length: number,
  ) {
    this.ring = backend.zeros([length * Slot.size], 'float32');
  }

  /** An empty record in the place of the step `length` steps ago. */
  begin(step: number): StepRecord {
    const row = this.ring.narrow((step % this.length) * Slot.size, Slot.size);
    this.backend.fill(row, 0);
    return new StepRecord(row, this.submodules.length);
  }

  /** The records of steps [first, end), at most `length`: waits for the device. */
  read(first: number, end: number): StepNumbers[] {
    return this.readLater(first, end)();
  }

  /** The same, as they are when the device has come so far. @returns waits for them, once */
  readLater(first: number, end: number): () => StepNumbers[] {
    const reading = this.backend.readLater(this.ring);
    return () => {
      const all = reading.take();
      return Array.from({ length: end - first }, (_, i) => {
        const at = ((first + i) % this.length) * Slot.size;
        return this.numbers(all.subarray(at, at + Slot.size));
      });
    };
  }

  close(): void {
    this.ring.release();
  }

  private numbers(row: Float32Array): StepNumbers {
    const logged = losses(row);
    const optimizer = optimizerNumbers(row.subarray(Slot.optimizer, Slot.optimizer + OptimizerState.size));
    return {
      losses: { ...logged, total_loss: Object.values(logged).reduce((sum, loss) => sum + loss, 0) },
      ownLosses: row.slice(Slot.ownLosses, Slot.ownLosses + NUM_LOSSES),
      gradNorms: Object.fromEntries(this.submodules.map((name, i) => [name, row[Slot.norms + i]!])),
      optimizer,
      skipped: optimizer.foundInf !== 0,
      stopRequests: row[Slot.stopRequests]!,
      saveRequests: row[Slot.saveRequests]!,
      snapshotRequests: row[Slot.snapshotRequests]!,
      snapshotRefusals: row[Slot.snapshotRefusals]!,
    };
  }
}
