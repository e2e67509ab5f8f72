/** Batches at the edge of what a configuration allows: the step runs, and its numbers are what they should be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { resolveArch } from '../../src/config/arch.js';
import type { Config } from '../../src/config/schema.js';
import { batchArrays } from '../../src/data/batch-memory.js';
import { drawMasks } from '../../src/data/masks.js';
import { planBatch } from '../../src/data/step-plan/plan-batch.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { Objective } from '../../src/train/objective.js';
import { layoutOf } from '../../src/train/open-batches.js';
import { Optimizer } from '../../src/train/optimizer.js';
import { buildSchedules } from '../../src/train/schedules.js';
import { uploadBatch } from '../../src/train/step-inputs.js';
import { type StepNumbers, StepRecords } from '../../src/train/step-record.js';
import { plannerOf } from '../../src/train/step-rows.js';
import { TrainingState } from '../../src/train/training-state.js';
import { smallConfig } from '../checkpoint/small-training.js';
import { normals } from '../nn/backend/tensors.js';

const STEPS = 3;

function train(config: Config, images: number, rowMultiple = 1): StepNumbers[] {
  const backend = { ...openBackend('cpu', 'float32'), rowMultiple };
  const state = new TrainingState(config, backend, new LocalCommunicator(backend), () => {});
  state.initialize();
  const [objective, optimizer] = [new Objective(state), new Optimizer(state)];
  const records = new StepRecords(backend, state.submodules, STEPS);
  const schedules = buildSchedules(config, 1e-3);
  const { crops, ibot, student } = config;
  const masks = { ...ibot, global_crops_size: crops.global_crops_size, patch_size: student.patch_size };
  const pixels = (count: number, size: number) => Uint8Array.from(normals(size, count * 3 * size * size, 50, 120));
  const layout = layoutOf(state, images);
  for (let step = 0; step < STEPS; step++) {
    const { indices, weights, ...arrays } = batchArrays(layout, new SharedArrayBuffer(layout.bytes));
    arrays.globalCrops.set(pixels(2 * images, crops.global_crops_size));
    arrays.localCrops.set(pixels(crops.local_crops_number * images, crops.local_crops_size));
    arrays.masks.set(drawMasks(masks, images, { start: 0, end: images }, 1, step));
    const positions = Array.from({ length: images }, (_, i) => step * images + i);
    const plan = planBatch(plannerOf(state), images, positions[0]!, arrays.masks, images, { indices, weights });
    const batch = { step, positions, ...arrays, plan, replaced: [], damaged: [], highest: [], times: [] };
    const inputs = uploadBatch(state, batch, images);
    const record = records.begin(step);
    objective.forwardBackward(inputs, 0.05, record);
    optimizer.sumOverRanks(record);
    optimizer.update(schedules(step + 5), record);
    inputs.release();
  }
  const numbers = records.read(0, STEPS);
  for (const part of [objective, optimizer, records, state]) part.close();
  assert.equal(backend.memory().bytesInUse, 0);
  for (const { losses, skipped } of numbers) {
    assert.equal(skipped, false);
    for (const [name, loss] of Object.entries(losses)) assert.ok(Number.isFinite(loss), `${name} is ${loss}`);
  }
  return numbers;
}

const base = smallConfig();

for (const centering of ['sinkhorn_knopp', 'centering'] as const)
  for (const separate_head of [true, false]) {
    const common = { train: { ...base.train, centering }, ibot: { ...base.ibot, separate_head } };
    const how = `${centering}, ${separate_head ? 'a head for iBOT' : 'one head'}`;

    test(`a step on one image has all losses, KoLeo's a constant: it has no other to keep away from: ${how}`, () => {
      const config = smallConfig(common);
      // As in the released code: the distance to itself, of which each of the D differences is eps.
      const eps = 1e-8;
      const constant = -Math.log(Math.sqrt(resolveArch(config).embedDim) * eps + eps);
      for (const { losses } of train(config, 1)) {
        assert.ok(
          Math.abs(losses.koleo_loss - config.dino.koleo_loss_weight * constant) < 1e-6,
          `${losses.koleo_loss}`,
        );
        assert.ok(losses.dino_global_crops_loss > 0 && losses.dino_local_crops_loss > 0);
      }
    });

    test(`without local crops there is no loss on them: ${how}`, () => {
      const crops = { ...base.crops, local_crops_number: 0 };
      for (const { losses } of train(smallConfig({ ...common, crops }), 3)) {
        assert.equal(losses.dino_local_crops_loss, 0);
        assert.ok(losses.dino_global_crops_loss > 0 && losses.ibot_loss > 0);
      }
    });

    test(`patches that are padded to a multiple of rows leave losses and gradients as they are: ${how}`, () => {
      for (const dropPath of [0, 0.3]) {
        const config = smallConfig({ ...common, student: { ...base.student, drop_path_rate: dropPath } });
        const [plain, padded] = [train(config, 3), train(config, 3, 64)];
        for (const [step, { losses, gradNorms }] of plain.entries())
          for (const [name, wanted] of Object.entries({ ...losses, ...gradNorms })) {
            const got = { ...padded[step]!.losses, ...padded[step]!.gradNorms }[name as 'ibot_loss']!;
            assert.ok(
              Math.abs(got - wanted) <= 2e-5 * Math.abs(wanted),
              `${name} of step ${step}: ${got}, not ${wanted}`,
            );
          }
      }
    });

    test(`crops of one patch, in which no mask has room, train without iBOT's loss: ${how}`, () => {
      const crops = { ...base.crops, global_crops_size: 8 };
      for (const { losses } of train(smallConfig({ ...common, crops }), 3)) {
        assert.equal(losses.ibot_loss, 0);
        assert.ok(losses.dino_global_crops_loss > 0);
      }
    });
  }
