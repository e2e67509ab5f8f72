import type { Backend, Tensor } from '../nn/backend.js';
import { type Parameter, type ParameterSpec, type Units, weightsForOps } from '../nn/parameter.js';

/** Whole weights of one network on one device, for inference: nothing is gathered or released. */
export class ResidentUnits implements Units {
  private readonly parameters = new Map<string, { parameter: Parameter; owner: Tensor }>();

  /** @param fill writes a parameter's elements into its new tensor, which is float32 whatever ops read */
  constructor(backend: Backend, specs: readonly ParameterSpec[], fill: (spec: ParameterSpec, data: Tensor) => void) {
    for (const spec of specs) {
      const filled = backend.empty(spec.shape, 'float32');
      fill(spec, filled);
      const data = weightsForOps(backend, filled);
      if (data !== filled) filled.release();
      this.parameters.set(spec.name, { parameter: new ResidentParameter(spec, data), owner: data });
    }
  }

  parameter(name: string): Parameter {
    const found = this.parameters.get(name);
    if (found === undefined) throw new Error(`no parameter "${name}" in this network`);
    return found.parameter;
  }

  run<T>(_unit: string, body: () => T): T {
    return body();
  }

  close(): void {
    for (const { owner } of this.parameters.values()) owner.release();
    this.parameters.clear();
  }
}

class ResidentParameter implements Parameter {
  readonly name: string;
  readonly shape: readonly number[];

  constructor(
    spec: ParameterSpec,
    readonly data: Tensor,
  ) {
    this.name = spec.name;
    this.shape = spec.shape;
  }

  get grad(): Tensor {
    throw new Error(`parameter "${this.name}" is for inference and has no gradient`);
  }
}
