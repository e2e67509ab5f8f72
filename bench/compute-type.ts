import { UsageError } from '../src/errors/usage-error.js';
import type { ComputeType } from '../src/precision/compute-type.js';

const COMPUTE_TYPES: Record<string, ComputeType> = { fp32: 'float32', bf16: 'bfloat16', fp16: 'float16' };

/**
 * What `--precision` names.
 * @throws UsageError for another name
 */
export function computeTypeOf(precision: string): ComputeType {
  const compute = COMPUTE_TYPES[precision];
  if (compute === undefined)
    throw new UsageError(
      'BAD_OPTION',
      `--precision is "${precision}", expected ${Object.keys(COMPUTE_TYPES).join(' or ')}`,
    );
  return compute;
}
