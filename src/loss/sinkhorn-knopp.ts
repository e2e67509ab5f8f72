import type { Backend, Tensor } from '../nn/backend.js';

const ITERATIONS = 3;

/**
 * Turns teacher logits into assignments: every row sums to 1, and over the rows of all ranks the P prototypes are used
 * alike. The released code first divides by the total and by counts of rows and prototypes; these factors cancel in the
 * last normalisation, so they are left out, and only the sums by prototype cross ranks.
 * Source: Caron et al. 2020, SwAV; DINOv2 loss/dino_clstoken_loss.py `sinkhorn_knopp_teacher`
 */
export class SinkhornKnopp {
  /** (P) each. */
  private sums: Tensor;
  private nextSums: Tensor;

  /** @param sumOverRanks adds up a tensor over the ranks, in place */
  constructor(
    private readonly backend: Backend,
    numPrototypes: number,
    private readonly sumOverRanks: (tensor: Tensor) => void,
  ) {
    this.sums = backend.empty([numPrototypes], 'float32');
    this.nextSums = backend.empty([numPrototypes], 'float32');
  }

  /** In place. @param logits (M, P) float32; M may be 0 and may differ between ranks */
  assign(logits: Tensor, temperature: number): void {
    this.backend.sinkhornStart(logits, temperature, this.sums);
    this.sumOverRanks(this.sums);
    for (let i = 1; i < ITERATIONS; i++) {
      this.backend.sinkhornIterate(logits, this.sums, this.nextSums);
      this.sumOverRanks(this.nextSums);
      [this.sums, this.nextSums] = [this.nextSums, this.sums];
    }
    this.backend.sinkhornFinish(logits, this.sums);
  }

  close(): void {
    this.sums.release();
    this.nextSums.release();
  }
}
