import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { DType, Tensor } from '../../../src/nn/backend.js';
import { PACKAGE_ROOT } from '../../../src/system/package.js';

/** An addon of tensors on `cuda:1`, whose memory ends the process of whoever touches it. */
interface ForeignDevice {
  empty(shape: readonly number[], dtype: DType): Tensor;
}

export const foreignDevice = createRequire(import.meta.url)(
  join(PACKAGE_ROOT, 'build', 'Release', 'foreign.node'),
) as ForeignDevice;
