import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkGpu } from '../../src/doctor/gpu-checks.js';
import { fakeNccl } from '../native/fake-nccl/fake-nccl.js';

test('each part of a GPU is tried, and one that is not there is said and keeps no other from being tried', async () => {
  const missing = await checkGpu('cuda-emulated:0');
  assert.deepEqual(
    missing.map(({ what, problem }) => [what, problem?.slice(0, 35) ?? null]),
    [
      ['products by cuBLASLt', null],
      ['attention by own kernels', null],
      ['attention by cuDNN', null],
      ['collectives by NCCL', 'libnccl.so.2 is not on this machine'],
    ],
  );
  assert.equal((await checkGpu('cuda-emulated:0', fakeNccl(22809))).at(-1)!.problem, null);
});
