import { philoxKey } from '../random/philox.js';
import type { Backend, Tensor } from './backend.js';
import type { ParameterSpec } from './parameter.js';

/**
 * Writes a parameter's first values, or a run of them: each element a function of seed, name and place alone, so that a
 * network starts the same however it is sharded.
 * @param submodule e.g. `backbone`
 * @param start place of the first element of `elements` within the parameter
 */
export function initializeElements(
  backend: Backend,
  seed: number,
  submodule: string,
  { name, init }: ParameterSpec,
  start: number,
  elements: Tensor,
): void {
  const key = philoxKey(seed, `init ${submodule}.${name}`);
  if (init.kind === 'constant') backend.fill(elements, init.value);
  else if (init.kind === 'normal') backend.randomNormal(elements, key, start, init.std);
  else backend.randomUniform(elements, key, start, -init.bound, init.bound);
}
