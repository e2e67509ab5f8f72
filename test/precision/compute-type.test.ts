import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideComputeType } from '../../src/precision/compute-type.js';

const plain = { hostname: 'old', name: 'A CPU', computeTypes: ['float32'] };
const cpu = { hostname: 'new', name: 'Another CPU', computeTypes: ['float32', 'bfloat16'] };
const gpu = { hostname: 'gpus', name: 'A GPU', computeTypes: ['float32', 'bfloat16', 'float16'] };

function typeOf(...decision: Parameters<typeof decideComputeType>): string | null {
  const { computeType, problem } = decideComputeType(...decision);
  assert.equal(problem, null);
  return computeType;
}

test('a new run computes in float32 unless asked, and in bfloat16 by itself only where every rank can', () => {
  assert.equal(typeOf(null, null, [cpu, cpu]), 'float32');
  assert.equal(typeOf('fp32', null, [cpu, cpu]), 'float32');
  assert.equal(typeOf('bf16', null, [cpu, gpu]), 'bfloat16');
  assert.equal(typeOf('auto', null, [cpu, gpu]), 'bfloat16');
  assert.equal(typeOf('auto', null, [cpu, plain]), 'float32');
  assert.equal(typeOf('fp16', null, [gpu, gpu]), 'float16');
});

test('a run that goes on keeps the type of its checkpoint unless another is asked for', () => {
  assert.equal(typeOf(null, 'bfloat16', [cpu, cpu]), 'bfloat16');
  assert.equal(typeOf('auto', 'bfloat16', [cpu, cpu]), 'bfloat16');
  assert.equal(typeOf('auto', 'float32', [cpu, cpu]), 'float32');
  assert.equal(typeOf('bf16', 'float32', [cpu, cpu]), 'bfloat16');
  assert.equal(typeOf('fp32', 'bfloat16', [cpu, plain]), 'float32');
  assert.equal(typeOf(null, 'float16', [gpu]), 'float16');
});

test('ranks that lack a type are named machine by machine, with what they have and what to set', () => {
  const problemOf = (...decision: Parameters<typeof decideComputeType>) => {
    const { computeType, problem } = decideComputeType(...decision);
    assert.equal(computeType, null);
    return problem;
  };
  const remedy = 'run on machines that do ("dinofleet doctor" says), or set compute_precision.compute_dtype=fp32';
  const asked = 'compute_precision.compute_dtype is "bf16", but not all ranks compute in bfloat16: ';
  assert.equal(
    problemOf('bf16', null, [cpu, plain, cpu]),
    `${asked}rank 1 of old (A CPU: float32) (a CPU needs AVX512-BF16); ${remedy}`,
  );
  assert.equal(
    problemOf('bf16', 'bfloat16', [plain, plain, { ...plain, hostname: 'older' }]),
    `${asked}ranks 0, 1 of old (A CPU: float32); rank 2 of older (A CPU: float32) (a CPU needs AVX512-BF16); ${remedy}`,
  );
  assert.match(problemOf('bf16', null, new Array(20).fill(plain))!, /ranks 0, 1, 2, 3, 4, 5, 6, 7 and 12 more of old/);
  assert.equal(
    problemOf('auto', 'bfloat16', [cpu, plain]),
    'the checkpoint was computed in bfloat16, and compute_precision.compute_dtype asks for no other, but not all ranks compute in ' +
      `bfloat16: rank 1 of old (A CPU: float32) (a CPU needs AVX512-BF16); ${remedy}`,
  );
  assert.equal(
    problemOf('fp16', null, [gpu, cpu]),
    'compute_precision.compute_dtype is "fp16", but not all ranks compute in float16: ' +
      `rank 1 of new (Another CPU: float32, bfloat16) (no CPU does); ${remedy}`,
  );
});
