import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knnAccuracy, knnVotes } from '../../../src/eval/protocols/knn.js';
import { nearestNeighbours } from '../../../src/eval/protocols/nearest-neighbours.js';
import { SafetensorsFile } from '../../../src/formats/safetensors.js';
import { unitFile } from '../../golden-units.js';

test('weighted votes match the reference numbers for every k', () => {
  const golden = SafetensorsFile.open(unitFile('knn.safetensors'));
  const [numTrain, width] = golden.info('train_features').shape as [number, number];
  const gallery = golden.read('train_features', 'F32');
  const queries = golden.read('queries', 'F32');
  const labels = Int32Array.from(golden.read('train_labels', 'I64'), Number);
  assert.equal(labels.length, numTrain);
  for (const k of [5, 10, 20]) {
    const expected = golden.read(`probas.k${k}`, 'F32');
    const votes = knnVotes(nearestNeighbours(queries, gallery, width, k), labels, 5, 0.07);
    const worst = Math.max(...expected.map((value, i) => Math.abs(value - votes[i]!)));
    assert.ok(worst < 2e-6, `k = ${k}: off by ${worst}`);
  }
  golden.close();
});

test('accuracy is the share of queries whose class has most votes', () => {
  const votes = Float32Array.of(0.6, 0.4, 0.1, 0.9, 0.5, 0.5);
  assert.equal(knnAccuracy(votes, Int32Array.of(0, 0, 0), 2), 2 / 3);
});

test('similarities far apart do not overflow', () => {
  const neighbours = { k: 2, indices: Int32Array.of(0, 1), similarities: Float32Array.of(1e4, -1e4) };
  assert.deepEqual(knnVotes(neighbours, Int32Array.of(1, 0), 2, 0.07), Float32Array.of(0, 1));
});
