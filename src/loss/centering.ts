import type { Backend, Tensor } from '../nn/backend.js';

const MOMENTUM = 0.9;

/** What one row of a batch counts for in the mean: as much as any other, or its rank's mean as much as any other rank's. */
export type CenterMean = 'over rows' | 'over ranks';

/**
 * DINO's own targets: a softmax of the teacher's logits less a moving mean of them. The centre takes in a batch only after
 * its targets are made: it acts one step late, as in the released code.
 * Source: Caron et al. 2021, DINO; DINOv2 loss/dino_clstoken_loss.py, ibot_patch_loss.py `softmax_center_teacher`
 */
export class Centering {
  /** (P + 1) sums of a batch and what they count. */
  private readonly sums: Tensor;

  /**
   * @param center (P), the moving mean: part of a training's state, owned by the caller
   * @param sumOverRanks adds up a tensor over the ranks, in place
   */
  constructor(
    private readonly backend: Backend,
    private readonly center: Tensor,
    private readonly mean: CenterMean,
    private readonly sumOverRanks: (tensor: Tensor) => void,
  ) {
    this.sums = backend.empty([center.numel + 1], 'float32');
  }

  /** In place. @param logits (M, P) float32; M may be 0: then this rank adds nothing to the centre */
  assign(logits: Tensor, temperature: number): void {
    const rows = logits.shape[0]!;
    const weight = this.mean === 'over rows' || rows === 0 ? 1 : 1 / rows;
    this.backend.centerSums(logits, weight, this.sums);
    this.backend.centeredSoftmax(logits, this.center, temperature);
    this.sumOverRanks(this.sums);
    this.backend.moveCenter(this.center, this.sums, MOMENTUM);
  }

  close(): void {
    this.sums.release();
  }
}
