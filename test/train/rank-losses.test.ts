import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeNonFinite } from '../../src/train/rank-losses.js';

const finite = { dino_local_crops_loss: 1, dino_global_crops_loss: 2, koleo_loss: 0.1, ibot_loss: 3 };

test('losses that are not finite are named with the ranks that have them', () => {
  const losses = [
    finite,
    { ...finite, koleo_loss: Number.NaN },
    { ...finite, koleo_loss: Infinity, ibot_loss: -Infinity },
  ];
  assert.equal(
    describeNonFinite(losses),
    'koleo_loss is not finite on ranks 1 (NaN), 2 (Infinity), ibot_loss is not finite on rank 2 (-Infinity)',
  );
});

test('a sum over ranks that overflows by itself is called that', () => {
  assert.equal(describeNonFinite([finite, finite]), 'losses are finite on every rank, but not their sum');
});
