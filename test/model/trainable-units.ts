import type { Backend, Tensor } from '../../src/nn/backend.js';
import type { Parameter, UnitSpec, Units } from '../../src/nn/parameter.js';
import { floats, normals, valuesOf } from '../nn/backend/tensors.js';

/** Whole weights and gradients of one network on one device; nothing is gathered or released. */
export class TrainableUnits implements Units {
  private readonly parameters = new Map<string, Parameter>();

  /** Every parameter starts with random numbers that its place in the list decides. */
  constructor(
    private readonly backend: Backend,
    units: readonly UnitSpec[],
    std = 0.3,
  ) {
    units
      .flatMap((unit) => unit.parameters)
      .forEach(({ name, shape }, i) => {
        const numel = shape.reduce((product, size) => product * size, 1);
        const data = floats(backend, [...shape], normals(100 + i, numel, std));
        this.parameters.set(name, { name, shape, data, grad: backend.zeros(shape, 'float32') });
      });
  }

  parameter(name: string): Parameter {
    const found = this.parameters.get(name);
    if (found === undefined) throw new Error(`no parameter "${name}"`);
    return found;
  }

  run<T>(_unit: string, body: () => T): T {
    return body();
  }

  /** Gradients by name, set back to zero. */
  takeGradients(): Map<string, Float32Array> {
    return new Map([...this.parameters].map(([name, { grad }]) => [name, this.taken(grad)]));
  }

  private taken(grad: Tensor): Float32Array {
    const values = valuesOf(this.backend, grad);
    this.backend.fill(grad, 0);
    return values;
  }
}
