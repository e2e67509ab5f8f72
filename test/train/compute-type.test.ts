import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import type { Backend, Tensor } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { agreeOnComputeType, decideComputeType } from '../../src/train/compute-type.js';

const lackOf = (ranks: string) =>
  `but the CPU of ${ranks} does not multiply bfloat16 by itself (AVX512-BF16 or AMX; "dinofleet doctor" says more); ` +
  'run on machines that do, or set compute_precision.compute_dtype=fp32';

test('a new run computes in float32 unless asked, and in bfloat16 by itself only where every rank can', () => {
  assert.equal(decideComputeType(null, null, [true, true]), 'float32');
  assert.equal(decideComputeType('fp32', null, [true, true]), 'float32');
  assert.equal(decideComputeType('bf16', null, [true, true]), 'bfloat16');
  assert.equal(decideComputeType('auto', null, [true, true]), 'bfloat16');
  assert.equal(decideComputeType('auto', null, [true, false]), 'float32');
});

test('a run that goes on keeps the type of its checkpoint unless another is asked for', () => {
  assert.equal(decideComputeType(null, 'bfloat16', [true, true]), 'bfloat16');
  assert.equal(decideComputeType('auto', 'bfloat16', [true, true]), 'bfloat16');
  assert.equal(decideComputeType('auto', 'float32', [true, true]), 'float32');
  assert.equal(decideComputeType('bf16', 'float32', [true, true]), 'bfloat16');
  assert.equal(decideComputeType('fp32', 'bfloat16', [true, false]), 'float32');
});

test('ranks whose CPU lacks bfloat16 are named, with what to set', () => {
  const asked = 'compute_precision.compute_dtype is "bf16", ';
  assert.throws(() => decideComputeType('bf16', null, [true, false, true]), {
    code: 'COMPUTE_TYPE_UNAVAILABLE',
    message: asked + lackOf('rank 1'),
  });
  assert.throws(() => decideComputeType('bf16', 'bfloat16', [false, false]), { message: asked + lackOf('ranks 0, 1') });
  assert.throws(() => decideComputeType('bf16', null, new Array(20).fill(false)), {
    message: asked + lackOf('ranks 0, 1, 2, 3, 4, 5, 6, 7 and 12 more'),
  });
  assert.throws(() => decideComputeType('auto', 'bfloat16', [true, false]), {
    message: `the checkpoint was computed in bf16, and compute_precision.compute_dtype asks for no other, ${lackOf('rank 1')}`,
  });
});

/** A world of two whose other rank has bfloat16 or not. */
function worldOfTwo(backend: Backend, otherHasBf16: boolean) {
  const comm = new LocalCommunicator(backend);
  return Object.assign(Object.create(comm), {
    rank: 1,
    worldSize: 2,
    allReduce(buffer: Tensor) {
      const flags = new Float32Array(2);
      backend.download(buffer, flags);
      flags[0]! += otherHasBf16 ? 1 : 0;
      backend.upload(buffer, flags);
      return { join() {}, done: true };
    },
  }) as LocalCommunicator;
}

test('all ranks agree on what the least of them can', () => {
  const real = openBackend('cpu', 'float32');
  const backend = Object.create(real, {
    info: { value: { ...real.info, computeTypes: ['float32', 'bfloat16'] } },
  }) as Backend;
  assert.equal(agreeOnComputeType('auto', null, backend, worldOfTwo(real, true)), 'bfloat16');
  assert.equal(agreeOnComputeType('auto', null, backend, worldOfTwo(real, false)), 'float32');
  assert.throws(() => agreeOnComputeType('bf16', null, backend, worldOfTwo(real, false)), /the CPU of rank 0 does not/);
  assert.equal(real.memory().bytesInUse, 0);
});
