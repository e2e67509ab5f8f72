import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../../src/system/package.js';

/** The path of what stands for NCCL, in host memory and for ranks of one process. Of an older version not all functions are there. */
export const fakeNccl = (version: 22809 | 21805) =>
  join(PACKAGE_ROOT, 'build', 'Release', `libfake-nccl-${version}.so`);
