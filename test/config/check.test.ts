import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configFromObject } from '../../src/config/load.js';

const refused = (data: object, code: string, message: RegExp) =>
  assert.throws(() => configFromObject(data), { code, message });

test('a crop that is no multiple of the patch is refused with the sizes that are', () => {
  refused({ crops: { global_crops_size: 10 } }, 'CROP_NOT_MULTIPLE', /global_crops_size is 10, .* \(16\); use 16/);
  refused({ student: { patch_size: 14 } }, 'CROP_NOT_MULTIPLE', /local_crops_size is 96, .* \(14\); use 84 or 98/);
});

test('the size of local crops does not matter where there are none', () => {
  assert.equal(
    configFromObject({ student: { patch_size: 14 }, crops: { local_crops_number: 0 } }).student.patch_size,
    14,
  );
});

test('a range that runs backwards is refused', () => {
  refused({ crops: { local_crops_scale: [0.3, 0.1] } }, 'RANGE_REVERSED', /is \[0.3, 0.1\], expected .*\[0.1, 0.3\]/);
  refused({ ibot: { mask_ratio_min_max: [0.5, 0.1] } }, 'RANGE_REVERSED', /^ibot.mask_ratio_min_max/);
});

test('a warm-up longer than the training is refused', () => {
  refused({ optim: { epochs: 5 } }, 'SCHEDULE_TOO_SHORT', /warmup_epochs is 10, expected at most optim.epochs \(5\)/);
});

test('a distilled student has neither stochastic depth nor masks', () => {
  const distillation = { teacher: 'a' };
  refused(
    { distillation, ibot: { mask_sample_probability: 0 } },
    'NOT_IN_DISTILLATION',
    /^student\.drop_path_rate is 0\.3, but distillation\.teacher is set.* leaves no .*; set student\.drop_path_rate=0 \(/,
  );
  refused(
    { distillation, student: { drop_path_rate: 0 } },
    'NOT_IN_DISTILLATION',
    /^ibot\.mask_sample_probability is 0\.5, .* sees whole crops.*; set ibot\.mask_sample_probability=0 \(/,
  );
});

test('two starts are refused by both names', () => {
  refused(
    { MODEL: { WEIGHTS: 'a' }, student: { pretrained_weights: 'b' } },
    'TWO_STARTS',
    /^MODEL\.WEIGHTS is a and student\.pretrained_weights is b: a run starts from one of them/,
  );
});

test('a backbone is frozen only where it comes from elsewhere, and no longer than leaves time for its warm-up', () => {
  refused(
    { optim: { freeze_backbone_epochs: 2 } },
    'NOTHING_TO_FREEZE',
    /freeze_backbone_epochs is 2, but the backbone does not start from student\.pretrained_weights; set/,
  );
  refused(
    { optim: { freeze_backbone_epochs: 91 }, student: { pretrained_weights: 'a' } },
    'SCHEDULE_TOO_SHORT',
    /freeze_backbone_epochs is 91, and with optim\.warmup_epochs \(10\) after it more than optim\.epochs \(100\)/,
  );
});
