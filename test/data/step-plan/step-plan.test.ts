import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DepthDraw } from '../../../src/data/step-plan/kept-samples.js';
import { type PlanConfig, planCapacity, planStep, type StepPlan } from '../../../src/data/step-plan/step-plan.js';
import type { RowPart } from '../../../src/nn/backend.js';

/** Global crops of 1 + 3 tokens, local ones of 1 + 2; the teacher has a register. */
const config: PlanConfig = {
  globalCrop: { prefix: 1, patches: 3 },
  localCrop: { prefix: 1, patches: 2 },
  teacherCrop: { prefix: 2, patches: 3 },
  localCrops: 3,
  ibotPatches: 'masked',
  rowMultiple: 1,
};
const masks = Uint8Array.of(0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1);

function planned(
  change: Partial<PlanConfig> = {},
  { images = 2, draw = null, share = 1 }: { images?: number; draw?: DepthDraw | null; share?: number } = {},
): StepPlan {
  const whole = { ...config, ...change };
  const capacity = planCapacity(whole, images, 4);
  const memory = { indices: new Int32Array(capacity.indices), weights: new Float32Array(capacity.weights) };
  const given = images === 2 ? masks : new Uint8Array(2 * images * whole.globalCrop.patches);
  return planStep(whole, images, given, draw, { student: 2, teacher: 2 }, share, memory);
}

const rowsOf = ({ indices }: StepPlan, { start, length, from, count }: RowPart) =>
  [...indices.subarray(from, from + count)].flatMap((sample) =>
    Array.from({ length }, (_, t) => (sample < 0 ? -1 : start + sample * length + t)),
  );

test('a pass ends in class tokens of all crops, then in patches that the iBOT loss reads', () => {
  const plan = planned();
  assert.equal(plan.student.rows, 4 * 4 + 6 * 3);
  const classes = [0, 4, 8, 12, 16, 19, 22, 25, 28, 31];
  assert.deepEqual(rowsOf(plan, plan.student.output), [...classes, 2, 3, 15]);
  assert.equal(plan.teacher.rows, 4 * 5);
  assert.deepEqual(rowsOf(plan, plan.teacher.output), [0, 5, 10, 15, 3, 4, 19]);
  assert.deepEqual([plan.patches, plan.paddedPatches], [3, 3]);
  assert.deepEqual(plan.student.attention, [null, null]);
});

test('a global crop is compared with the other global crop of its image, a local crop with both', () => {
  const plan = planned();
  assert.deepEqual(rowsOf(plan, plan.targets.global), [2, 3, 0, 1]);
  assert.deepEqual(rowsOf(plan, plan.targets.local), [0, 2, 1, 3, 0, 2, 1, 3, 0, 2, 1, 3]);
  assert.deepEqual(rowsOf(plan, plan.targets.patches), [0, 1, 2]);
  const ofClasses = Math.fround(1 / (2 * 8));
  assert.deepEqual([...plan.weights.subarray(0, 10)], new Array(10).fill(ofClasses));
});

test('masked patches of one crop share its weight', () => {
  assert.deepEqual([...planned().weights.subarray(10)], [1 / 8, 1 / 8, 1 / 4]);
});

test("weights are times the rank's share of the global batch", () => {
  const share = 2 / 5;
  const [whole, part] = [planned().weights, planned({}, { share }).weights];
  assert.deepEqual(
    [...part],
    [...whole].map((weight) => Math.fround(weight * share)),
  );
});

test('without local crops the two global pairs are divided by three, as in the released code', () => {
  const plan = planned({ localCrops: 0 }, { images: 1 });
  assert.equal(plan.targets.local.count, 0);
  assert.equal(plan.weights[0], Math.fround(1 / 3));
  assert.equal(plan.student.rows, 2 * 4);
});

test('in distillation every patch is read, and without an iBOT loss none', () => {
  const all = planned({ ibotPatches: 'all' });
  assert.equal(all.patches, 12);
  assert.deepEqual(rowsOf(all, all.targets.patches), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  assert.equal(planned({ ibotPatches: 'none' }).patches, 0);
});

test('patches are padded to a multiple with rows that are nowhere and count for nothing', () => {
  const plan = planned({ rowMultiple: 4 });
  assert.deepEqual([plan.patches, plan.paddedPatches], [3, 4]);
  assert.deepEqual(rowsOf(plan, plan.student.output).slice(-4), [2, 3, 15, -1]);
  assert.deepEqual(rowsOf(plan, plan.teacher.output).slice(-4), [3, 4, 19, -1]);
  assert.deepEqual(rowsOf(plan, plan.targets.patches), [0, 1, 2, -1]);
  assert.deepEqual([...plan.weights.subarray(10)], [1 / 8, 1 / 8, 1 / 4, 0]);
});

const draw: DepthDraw = {
  attention: [[Int32Array.of(1, 3), Int32Array.of(0, 2, 5)], null],
  ffn: [null, [Int32Array.of(0, 3), Int32Array.of(5)]],
};

test('a branch runs on the rows of kept samples, scaled by batch over kept', () => {
  const plan = planned({}, { draw });
  const branch = plan.student.attention[0]!;
  assert.deepEqual(
    branch.parts.map((part) => rowsOf(plan, part)),
    [
      [4, 5, 6, 7, 12, 13, 14, 15],
      [16, 17, 18, 22, 23, 24, 31, 32, 33],
    ],
  );
  assert.deepEqual(
    branch.parts.map(({ scale }) => scale),
    [2, 2],
  );
  assert.deepEqual(branch.sequences, [
    { count: 2, length: 4 },
    { count: 3, length: 3 },
  ]);
  assert.deepEqual(plan.student.ffn[0], null);
  assert.deepEqual(plan.teacher.attention, [null, null]);
});

test('after the last attention only wanted rows of kept samples go on', () => {
  const plan = planned({}, { draw });
  const parts = plan.student.ffn[1]!;
  // Of the output: class tokens of global crops 0 and 3, of local crop 5, and the patches, two of crop 0 and one of crop 3.
  assert.deepEqual(
    parts.map((part) => rowsOf(plan, part)),
    [[0, 3], [9], [10, 11, 12]],
  );
  assert.deepEqual(
    parts.map(({ scale }) => scale),
    [2, 6, 2],
  );
});

test('a rank without images has a plan without rows', () => {
  const plan = planned({}, { images: 0 });
  assert.deepEqual([plan.student.rows, plan.student.output.count, plan.weights.length], [0, 0, 0]);
});
