import type { Backend, Tensor } from '../nn/backend.js';
import { OptimizerState } from '../nn/backend.js';
import type { SubmoduleName } from './networks.js';

const MAX_SUBMODULES = 3;

/** Elements of a step's record on the device. The first `summed` are summed over ranks in one small all-reduce. */
const Slot = {
  dinoLocal: 0,
  dinoGlobal: 1,
  koleo: 2,
  ibot: 3,
  stopRequests: 4,
  normsSq: 5,
  summed: 5 + MAX_SUBMODULES,
  norms: 5 + MAX_SUBMODULES,
  optimizer: 5 + 2 * MAX_SUBMODULES,
  size: 5 + 2 * MAX_SUBMODULES + OptimizerState.size,
} as const;

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
  get stopRequests(): Tensor {
    return this.row.narrow(Slot.stopRequests, 1);
  }
  normSq(submodule: number): Tensor {
    return this.row.narrow(Slot.normsSq + submodule, 1);
  }
  /** (submodules) */
  get normsSq(): Tensor {
    return this.row.narrow(Slot.normsSq, this.numSubmodules);
  }
  /** (submodules) */
  get norms(): Tensor {
    return this.row.narrow(Slot.norms, this.numSubmodules);
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

/** A step's record as numbers. */
export interface StepNumbers {
  /** As the released code logs them: halved where it halves them. */
  losses: {
    dino_local_crops_loss: number;
    dino_global_crops_loss: number;
    koleo_loss: number;
    ibot_loss: number;
    total_loss: number;
  };
  /** Norm of each submodule's gradient before clipping. */
  gradNorms: Partial<Record<SubmoduleName, number>>;
  lossScale: number;
  /** The update was skipped: a gradient was not finite. */
  skipped: boolean;
  stopRequests: number;
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

  /** The records of steps [first, end), at most `length`. */
  read(first: number, end: number): StepNumbers[] {
    const all = new Float32Array(this.ring.numel);
    this.backend.download(this.ring, all);
    return Array.from({ length: end - first }, (_, i) => {
      const at = ((first + i) % this.length) * Slot.size;
      return this.numbers(all.subarray(at, at + Slot.size));
    });
  }

  close(): void {
    this.ring.release();
  }

  private numbers(row: Float32Array): StepNumbers {
    const losses = {
      dino_local_crops_loss: row[Slot.dinoLocal]!,
      dino_global_crops_loss: row[Slot.dinoGlobal]!,
      koleo_loss: row[Slot.koleo]! / 2,
      ibot_loss: row[Slot.ibot]! / 2,
    };
    return {
      losses: { ...losses, total_loss: Object.values(losses).reduce((sum, loss) => sum + loss, 0) },
      gradNorms: Object.fromEntries(this.submodules.map((name, i) => [name, row[Slot.norms + i]!])),
      lossScale: row[Slot.optimizer + OptimizerState.lossScale]!,
      skipped: row[Slot.optimizer + OptimizerState.foundInf] !== 0,
      stopRequests: row[Slot.stopRequests]!,
    };
  }
}
