import type { Backend, Rows, SequenceList, Tensor } from './backend.js';
import type { Parameter } from './parameter.js';
import type { Tape, Value } from './tape.js';

/**
 * The backend's ops on a tape: each computes its result and records how its gradient is computed. Shapes and letters are
 * those of src/nn/backend.ts.
 */
export class Ops {
  constructor(
    readonly backend: Backend,
    readonly tape: Tape,
  ) {}

  /** x (M, K) -> x weightᵀ + bias, (M, N). */
  linear(x: Value, weight: Parameter, bias: Parameter | null): Value {
    const y = this.backend.linear(x.data, weight.data, bias?.data ?? null);
    this.forgetActivation(x);
    return this.tape.value(y, [], ({ grad }) => this.linearBackward(grad!, x, weight, bias));
  }

  /** GELU(x weightᵀ + bias). One linear layer may read it, and nothing else: see `Value.preActivation`. */
  linearGelu(x: Value, weight: Parameter, bias: Parameter | null): Value {
    const { y, pre } = this.backend.linearGelu(x.data, weight.data, bias?.data ?? null);
    this.forgetActivation(x);
    return this.tape.value(y, [pre], ({ grad }) => this.linearBackward(grad!, x, weight, bias), pre);
  }

  /** x (M, 2 H) -> SiLU(x1) x2, (M, H). */
  swiglu(x: Value): Value {
    return this.tape.value(this.backend.swiglu(x.data), [], ({ grad }) =>
      x.accumulate(this.backend, this.backend.swigluBackward(grad!, x.data)),
    );
  }

  /** Its reader has it again when it comes to its gradient. */
  private forgetActivation(x: Value): void {
    if (x.preActivation !== null && this.tape.recording) x.forgetData();
  }

  private linearBackward(dy: Tensor, x: Value, weight: Parameter, bias: Parameter | null): void {
    const { backend } = this;
    const pre = x.preActivation;
    const dx =
      pre === null
        ? backend.linearBackwardInput(dy, weight.data)
        : backend.linearBackwardInputGelu(dy, weight.data, pre);
    backend.linearBackwardWeight(dy, pre ?? x.data, weight.grad, bias?.grad ?? null);
    x.accumulate(backend, dx);
  }

  /** x (T, D) -> normalised rows (R, D). */
  layerNorm(x: Value, weight: Parameter, bias: Parameter, eps: number, rows: Rows | null): Value {
    const { y, mean, rstd } = this.backend.layerNorm(x.data, weight.data, bias.data, eps, rows);
    return this.tape.value(y, [mean, rstd], ({ grad }) => {
      x.grad ??= this.backend.zeros(x.data.shape, x.data.dtype);
      this.backend.layerNormBackward(grad!, x.data, weight.data, mean, rstd, rows, x.grad, weight.grad, bias.grad);
    });
  }

  /** x (T, D) with scale * gamma * branch (R, D) added at rows. */
  addResidual(x: Value, branch: Value, gamma: Parameter | null, rows: Rows | null): Value {
    const out = this.backend.addResidual(x.data, branch.data, gamma?.data ?? null, rows);
    return this.tape.value(out, [], (value) => {
      const dOut = value.takeGrad();
      const g = gamma?.data ?? null;
      branch.accumulate(
        this.backend,
        this.backend.addResidualBackward(dOut, branch.data, g, rows, gamma?.grad ?? null),
      );
      x.accumulate(this.backend, dOut);
    });
  }

  /** Rows of x (T, D) -> (R, D). */
  gatherRows(x: Value, rows: Rows): Value {
    return this.tape.value(this.backend.gatherRows(x.data, rows), [], ({ grad }) => {
      x.grad ??= this.backend.zeros(x.data.shape, x.data.dtype);
      this.backend.scatterAddRows(grad!, rows, x.grad);
    });
  }

  /** Block-diagonal attention: qkv (T, 3 D) -> (T, D). */
  attention(qkv: Value, sequences: readonly SequenceList[], numHeads: number): Value {
    const { out, saved } = this.backend.attention(qkv.data, sequences, numHeads);
    return this.tape.value(out, saved, ({ grad, data }) =>
      qkv.accumulate(this.backend, this.backend.attentionBackward(grad!, qkv.data, data, saved, sequences, numHeads)),
    );
  }

  /** x (M, D), rows of unit length. */
  l2Normalize(x: Value, eps: number): Value {
    const { y, norm } = this.backend.l2Normalize(x.data, eps);
    return this.tape.value(y, [norm], ({ grad, data }) =>
      x.accumulate(this.backend, this.backend.l2NormalizeBackward(grad!, data, norm)),
    );
  }

  /** x (M, D) times the rows of v (P, D), each scaled to length g (P, 1): -> (M, P). Source: torch weight_norm, dim 0. */
  weightNormLinear(x: Value, v: Parameter, g: Parameter): Value {
    const { weight, norm } = this.backend.weightNorm(v.data, g.data);
    const y = this.backend.linear(x.data, weight, null);
    return this.tape.value(y, [weight, norm], ({ grad }) => {
      const dWeight = this.backend.zeros(weight.shape, 'float32');
      this.backend.linearBackwardWeight(grad!, x.data, dWeight, null);
      this.backend.weightNormBackward(dWeight, v.data, g.data, norm, v.grad, g.grad);
      dWeight.release();
      x.accumulate(this.backend, this.backend.linearBackwardInput(grad!, weight));
    });
  }

  /** Consecutive rows of x (M, D) as values of their own: views. */
  splitRows(x: Value, sizes: readonly number[]): Value[] {
    let start = 0;
    return sizes.map((size) => {
      const from = start;
      start += size;
      return this.tape.view(x.data.narrow(from, size), ({ grad }) => {
        x.grad ??= this.backend.zeros(x.data.shape, x.data.dtype);
        this.backend.add(x.grad.narrow(from, size), grad!);
      });
    });
  }
}
