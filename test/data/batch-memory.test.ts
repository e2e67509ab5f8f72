import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchArrays, batchLayout } from '../../src/data/batch-memory.js';

const size = {
  images: 3,
  globalCropSize: 16,
  localCropSize: 8,
  planner: {
    seed: 0,
    plan: {
      globalCrop: { prefix: 1, patches: 16 },
      localCrop: { prefix: 1, patches: 4 },
      teacherCrop: { prefix: 1, patches: 16 },
      localCrops: 2,
      ibotPatches: 'masked',
      rowMultiple: 1,
    },
    depth: { student: 2, teacher: 2 },
    dropPathRates: [0, 0],
  },
} as const;

test('the parts of a batch lie apart and aligned, those that go to the device first', () => {
  const layout = batchLayout(size);
  const parts = [layout.globalCrops, layout.localCrops, layout.masks, layout.weights, layout.indices];
  for (const [i, { start, bytes }] of parts.entries()) {
    assert.equal(start % 64, 0);
    assert.ok(start + bytes <= (parts[i + 1]?.start ?? layout.bytes), `part ${i}`);
  }
  assert.equal(layout.uploadedBytes, layout.weights.start + layout.weights.bytes);
  assert.deepEqual(
    parts.slice(0, 3).map(({ bytes }) => bytes),
    [6 * 3 * 256, 6 * 3 * 64, 6 * 16],
  );
});

test('the arrays of a batch are views of its memory', () => {
  const layout = batchLayout(size);
  const memory = new SharedArrayBuffer(layout.bytes);
  const arrays = batchArrays(layout, memory);
  arrays.weights[0] = 1;
  arrays.indices[0] = -1;
  const bytes = new Uint8Array(memory);
  assert.deepEqual([...bytes.subarray(layout.weights.start, layout.weights.start + 4)], [0, 0, 128, 63]);
  assert.deepEqual([...bytes.subarray(layout.indices.start, layout.indices.start + 4)], [255, 255, 255, 255]);
});
