import type { Backend, Tensor } from './backend.js';

/** A tensor in the graph and, during backward, the gradient of the loss by it. The tape that made it owns both. */
export class Value {
  grad: Tensor | null = null;
  private forgotten = false;

  constructor(
    readonly data: Tensor,
    /**
     * Where data = GELU(preActivation), `grad` is the gradient by preActivation: its reader's GEMM computes it fused, and leaves the data
     * in preActivation's place.
     */
    readonly preActivation: Tensor | null = null,
  ) {}

  /** Releases the data before the backward pass: it will be computed again. */
  forgetData(): void {
    this.data.release();
    this.forgotten = true;
  }

  /** Releases the data, unless that was done. */
  dropData(): void {
    if (!this.forgotten) this.data.release();
  }

  /** Adds a gradient; takes ownership of it. */
  accumulate(backend: Backend, grad: Tensor): void {
    if (this.grad === null) {
      this.grad = grad;
    } else {
      backend.add(this.grad, grad);
      grad.release();
    }
  }

  /** The op that read this value wrote the gradient over the data itself. */
  gradReplacesData(): void {
    this.grad = this.data;
  }

  /** Releases the gradient unless it lies in the data's place. */
  dropGrad(): void {
    if (this.grad !== null && this.grad !== this.data) this.grad.release();
    this.grad = null;
  }

  /** Hands the gradient over to the caller, who owns it from now on. */
  takeGrad(): Tensor {
    const grad = this.grad;
    if (grad === null) throw new Error(`a value (${this.data.shape.join(', ')}) has no gradient: nothing read it`);
    this.grad = null;
    return grad;
  }
}

interface Entry {
  backward: (() => void) | null;
  release: (() => void) | null;
}

/**
 * Records a forward pass: each op pushes a closure that computes its gradients, and `backward` pops them. What a unit of
 * weights needs around its body (gather, reduce, release) are closures too. A value is released when the closure of the
 * op that made it has run: every reader of it was recorded later and has therefore run before.
 *
 * A tape that does not record is for inference: `scope` releases what its body made, and `consume` what it read.
 */
export class Tape {
  private entries: Entry[] = [];
  private scopes: Map<object, () => void>[] = [new Map()];

  constructor(readonly recording: boolean) {}

  /** A value that an op made, with `saved`, tensors that its gradient needs. `backward` is skipped where nothing read it. */
  value(data: Tensor, saved: readonly Tensor[], backward: (value: Value) => void, preActivation?: Tensor): Value {
    const value = new Value(data, preActivation ?? null);
    const release = () => {
      value.dropGrad();
      value.dropData();
      for (const tensor of saved) tensor.release();
    };
    this.push(value, () => value.grad !== null && backward(value), release);
    return value;
  }

  /** A view of another value's data, which does not own it. */
  view(data: Tensor, backward: (value: Value) => void): Value {
    const value = new Value(data);
    this.push(
      value,
      () => value.grad !== null && backward(value),
      () => value.dropGrad(),
    );
    return value;
  }

  /** Owns a tensor that later ops only read (an index, a mask): released after them. */
  keep(tensor: Tensor): Tensor {
    this.push(tensor, null, () => tensor.release());
    return tensor;
  }

  /** A closure that is no op's. Ignored when not recording. */
  onBackward(closure: () => void): void {
    if (this.recording) this.entries.push({ backward: closure, release: null });
  }

  /** Runs `body`; where nothing is recorded, releases all that it made but its result. */
  scope(body: () => Value): Value {
    if (this.recording) return body();
    this.scopes.push(new Map());
    const result = body();
    const made = this.scopes.pop()!;
    for (const [object, release] of made) {
      if (object === result) this.scopes.at(-1)!.set(object, release);
      else release();
    }
    return result;
  }

  /** The caller reads `value` no more: released now where nothing is recorded. */
  consume(value: Value): void {
    if (this.recording) return;
    const scope = this.scopes.at(-1)!;
    scope.get(value)?.();
    scope.delete(value);
  }

  /** Computes all gradients, and releases every value. */
  backward(): void {
    for (let entry = this.entries.pop(); entry !== undefined; entry = this.entries.pop()) {
      entry.backward?.();
      entry.release?.();
    }
  }

  /** Releases every value without computing gradients: after an inference, or a step that failed. */
  discard(): void {
    for (let entry = this.entries.pop(); entry !== undefined; entry = this.entries.pop()) entry.release?.();
    for (const scope of this.scopes) for (const release of scope.values()) release();
    this.scopes = [new Map()];
  }

  private push(object: object, backward: (() => void) | null, release: () => void): void {
    if (this.recording) this.entries.push({ backward, release });
    else this.scopes.at(-1)!.set(object, release);
  }
}
