import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { withAbsoluteWeights } from '../../../src/train/start/start.js';
import { smallConfig } from '../../checkpoint/small-training.js';

test('paths of weights become absolute, and none stays none', () => {
  const config = smallConfig();
  assert.deepEqual(withAbsoluteWeights(config), config);
  const given = {
    ...config,
    MODEL: { WEIGHTS: 'model' },
    student: { ...config.student, pretrained_weights: 'a.pth' },
    distillation: { ...config.distillation, teacher: 'teacher' },
  };
  const { MODEL, student, distillation } = withAbsoluteWeights(given);
  assert.deepEqual(
    [MODEL.WEIGHTS, student.pretrained_weights, distillation.teacher],
    ['model', 'a.pth', 'teacher'].map((path) => resolve(path)),
  );
});
