import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configFromObject } from '../../src/config/load.js';
import { refuseUnsupported } from '../../src/config/unsupported.js';

test('the defaults are supported', () => {
  refuseUnsupported(configFromObject({}));
});

test('a key that would be ignored is refused with the reason', () => {
  const refused = (data: object, message: string) =>
    assert.throws(() => refuseUnsupported(configFromObject(data)), {
      code: 'NOT_SUPPORTED',
      message,
    });
  refused(
    { evaluation: { eval_period_iterations: 5000 } },
    'evaluation.eval_period_iterations is 5000, which is not supported: every checkpoint holds the teacher: ' +
      'use train.checkpoint_steps',
  );
  refused(
    { compute_precision: { student: { backbone: { mixed_precision: { buffer_dtype: 'bf16' } } } } },
    'compute_precision.student.backbone.mixed_precision.buffer_dtype is "bf16", which is not supported: ' +
      'the networks have no buffers; leave it at fp32',
  );
});
