import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planSharding, type ShardingStrategy } from '../../src/fsdp/plan.js';
import { describeTraffic, stepTraffic } from '../../src/fsdp/traffic.js';
import type { DType } from '../../src/nn/backend.js';
import { smallConfig } from '../checkpoint/small-training.js';
import { folderOf, noisePngs } from '../data/image-files.js';
import { indexedImages } from '../data/indexed-images.js';
import { trainOnRanks } from '../train/loop-ranks.js';

const unit = {
  name: 'root',
  parameters: [{ name: 'w', shape: [1024], init: { kind: 'constant', value: 0 } as const }],
};

function trafficOf(
  strategy: ShardingStrategy,
  worldSize: number,
  paramDtype: DType,
  reduceDtype: DType,
  ranksPerNode = worldSize,
) {
  const plan = planSharding([{ name: 'backbone', strategy, units: [unit] }], worldSize, ranksPerNode);
  return stepTraffic(plan, plan, 0, () => ({ strategy, precision: { paramDtype, reduceDtype } }));
}

test('a gather and a reduction move (W - 1) / W of the buffer in its format', () => {
  // Student and teacher once each: 1024 float16 of which three quarters travel. Gradients in float32.
  assert.deepEqual(trafficOf('SHARD_GRAD_OP', 4, 'float16', 'float32'), { gathered: 2 * 1536, reduced: 3072 });
  assert.deepEqual(trafficOf('FULL_SHARD', 4, 'float16', 'float16'), { gathered: 3 * 1536, reduced: 1536 });
  assert.deepEqual(trafficOf('NO_SHARD', 4, 'float16', 'float16'), { gathered: 0, reduced: 3 * 2048 });
  assert.deepEqual(trafficOf('FULL_SHARD', 1, 'float16', 'float16'), { gathered: 0, reduced: 0 });
  // On two nodes of two: halves travel within the node, and the half that a rank has summed to one other node.
  assert.deepEqual(trafficOf('HYBRID_SHARD', 4, 'float16', 'float16', 2), { gathered: 3 * 1024, reduced: 1024 + 1024 });
  assert.deepEqual(
    trafficOf('HYBRID_SHARD', 2, 'float16', 'float16', 1),
    trafficOf('NO_SHARD', 2, 'float16', 'float16'),
  );
});

test('the log says it in words', () => {
  assert.equal(
    describeTraffic({ gathered: 3 * 2 ** 20, reduced: 2 ** 19 }),
    'in a step each sends, and receives, 3.0 MiB of weights and 0.5 MiB of gradients',
  );
});

const STEPS = 2;
const base = smallConfig();
// The heads' gradients, in float32, are larger than what an all-reduce sends in one exchange.
const head = { head_n_prototypes: 601, head_hidden_dim: 40, head_bottleneck_dim: 36 };

for (const strategy of ['FULL_SHARD', 'SHARD_GRAD_OP', 'NO_SHARD', 'HYBRID_SHARD'])
  for (const [worldSize, format] of strategy === 'HYBRID_SHARD'
    ? ([[4, 'fp16']] as const)
    : ([
        [2, 'bf16'],
        [3, 'fp16'],
      ] as const))
    test(`a training on ${worldSize} ranks with ${strategy} in ${format} sends the bytes of its plan`, async (t) => {
      const half = { sharding_strategy: strategy, mixed_precision: { param_dtype: format, reduce_dtype: format } };
      const heads = { sharding_strategy: strategy, mixed_precision: { param_dtype: format, reduce_dtype: 'fp32' } };
      const config = {
        ...base,
        compute_precision: {
          grad_scaler: true,
          student: { backbone: half, dino_head: heads, ibot_head: heads },
          teacher: { backbone: half, dino_head: half, ibot_head: half },
        },
        dino: head,
        ibot: { ...base.ibot, ...head },
        train: { ...base.train, max_steps: STEPS },
      };
      const images = await indexedImages(t, folderOf(t, noisePngs(6)));
      const ranks = await trainOnRanks(worldSize, {
        config,
        images,
        globalBatch: 4,
        ...(worldSize === 4 ? { ranksPerNode: 2 } : {}),
      });
      for (const [rank, { planned, sent, received, reports }] of ranks.entries()) {
        const bytes = STEPS * (planned.gathered + planned.reduced);
        assert.equal(sent, bytes, `rank ${rank} sends`);
        assert.equal(received, bytes, `rank ${rank} receives`);
        assert.equal(planned.gathered > 0, strategy !== 'NO_SHARD');
        // Every rank has the same scale, and skips the same steps.
        assert.deepEqual(
          reports.map(({ skipped, scalars }) => [skipped, scalars.loss_scale]),
          ranks[0]!.reports.map(({ skipped, scalars }) => [skipped, scalars.loss_scale]),
        );
      }
    });
