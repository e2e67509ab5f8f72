import { UsageError } from '../src/errors/usage-error.js';
import type { Backend, MatmulPrecision } from '../src/nn/backend.js';

const PRECISIONS: Record<string, MatmulPrecision> = { fp32: 'float32', bf16: 'bfloat16' };

/**
 * Sets what matrix products compute in, as `--precision` names it.
 * @throws UsageError for another name, or where this machine cannot
 */
export function usePrecision(backend: Backend, name: string): MatmulPrecision {
  const precision = PRECISIONS[name];
  if (precision === undefined)
    throw new UsageError('BAD_OPTION', `--precision is "${name}", expected ${Object.keys(PRECISIONS).join(' or ')}`);
  if (precision === 'bfloat16' && !backend.describe().bf16)
    throw new UsageError('BAD_OPTION', '--precision is "bf16", but this CPU does not multiply bfloat16 by itself');
  backend.setMatmulPrecision(precision);
  return precision;
}
