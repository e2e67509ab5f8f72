import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Communicator } from '../../../src/comm/communicator.js';
import { LocalCommunicator } from '../../../src/comm/local-communicator.js';
import type { Config } from '../../../src/config/schema.js';
import { SafetensorsFile } from '../../../src/formats/safetensors.js';
import { ownedRuns } from '../../../src/fsdp/plan.js';
import type { UnitShards } from '../../../src/fsdp/sharded-unit.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import { fillShard } from '../../../src/train/start/fill-shard.js';
import { checkModelWeights } from '../../../src/train/start/model-weights.js';
import { startFresh } from '../../../src/train/start/start.js';
import { TrainingState } from '../../../src/train/training-state.js';
import { numberAt, numberedState, saveSmall, smallConfig } from '../../checkpoint/small-training.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { units } from '../../golden-units.js';

const folder = temporaryFolder();
const backend = openBackend('cpu', 'float32');
const alone = new LocalCommunicator(backend);

/** The communicator of one rank of several; nothing is sent. */
function rankOf(rank: number, worldSize: number): Communicator {
  return Object.create(alone, { rank: { value: rank }, worldSize: { value: worldSize } });
}

async function started(config: Config, comm: Communicator = alone): Promise<TrainingState> {
  const state = new TrainingState(config, backend, comm, () => {});
  await startFresh(state, () => {});
  return state;
}

/** Calls `visit` with each run of elements that the state's rank holds. */
function forEachRun(
  state: TrainingState,
  pick: (shards: UnitShards) => UnitShards['student'],
  visit: (name: string, start: number, values: Float32Array) => void,
): void {
  state.plan.units.forEach((unit, i) => {
    const shard = new Float32Array(unit.shardNumel);
    backend.download(pick(state.shards[i]!), shard);
    for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, state.comm.rank))
      visit(`${unit.submodule}.${parameter.name}`, parameterStart, shard.subarray(shardStart, shardStart + numel));
  });
}

const REPLICAS = [
  [0, ({ student }: UnitShards) => student],
  [1, ({ teacher }: UnitShards) => teacher],
] as const;

const before = await (async () => {
  const state = numberedState(smallConfig(), backend, alone);
  const checkpoint = await saveSmall(state, join(folder, 'before'), 3);
  state.close();
  return checkpoint;
})();

const fullShard = Object.fromEntries(
  ['student', 'teacher'].map((network) => [
    network,
    Object.fromEntries(
      ['backbone', 'dino_head', 'ibot_head'].map((name) => [name, { sharding_strategy: 'FULL_SHARD' }]),
    ),
  ]),
);

test('student, teacher and both heads come from the checkpoint, on each of several ranks; the optimizer is fresh', async () => {
  for (const compute_precision of [{}, fullShard])
    for (const [rank, worldSize] of [
      [0, 1],
      [0, 3],
      [2, 3],
    ] as const) {
      const config = smallConfig({ MODEL: { WEIGHTS: before }, compute_precision });
      const state = await started(config, rankOf(rank, worldSize));
      for (const [replica, pick] of REPLICAS)
        forEachRun(state, pick, (name, start, values) => {
          assert.deepEqual(
            values,
            Float32Array.from(values, (_, i) => numberAt(replica, name, start + i)),
            name,
          );
        });
      for (const pick of [({ expAvg }: UnitShards) => expAvg, ({ expAvgSq }: UnitShards) => expAvgSq])
        forEachRun(state, pick, (name, _, values) =>
          assert.ok(
            values.every((value) => value === 0),
            name,
          ),
        );
      const scalars = new Float32Array(state.optimizer.numel);
      backend.download(state.optimizer, scalars);
      assert.deepEqual(
        scalars.filter((value) => value !== 0),
        Float32Array.of(65536),
        'only the loss scale',
      );
      state.close();
    }
});

test('position embeddings of both are interpolated as the released code does it, 224 to 518 px', async () => {
  const golden = SafetensorsFile.open(`${units}/pos_embed.safetensors`);
  const at = (imageSize: number, MODEL = {}) =>
    smallConfig({
      MODEL,
      student: { arch: 'vit_custom', embed_dim: 8, depth: 1, num_heads: 1, patch_size: 14 },
      crops: { global_crops_size: imageSize, local_crops_size: 98 },
    });
  const small = new TrainingState(at(224), backend, alone, () => {});
  small.initialize();
  const [root] = small.plan.units;
  const given = golden.read('grid16.pos_embed.offset0.1.antialias0', 'F32');
  const only = { ...root!, parameters: root!.parameters.filter(({ name }) => name === 'pos_embed') };
  const halved = given.map((value) => value / 2);
  fillShard(
    backend,
    only,
    0,
    small.shards[0]!.student,
    () => given,
    () => {},
  );
  fillShard(
    backend,
    only,
    0,
    small.shards[0]!.teacher,
    () => halved,
    () => {},
  );
  const checkpoint = await saveSmall(small, join(folder, 'small'), 1);
  small.close();

  const large = await started(at(518, { WEIGHTS: checkpoint }));
  const expected = golden.read('grid16.offset0.1.antialias0.to_518x518', 'F32');
  for (const [replica, pick] of REPLICAS)
    forEachRun(large, pick, (name, _, values) => {
      if (name !== 'backbone.pos_embed') return;
      assert.equal(values.length, expected.length);
      values.forEach((value, i) => {
        const wanted = expected[i]! / (1 + replica);
        assert.ok(Math.abs(value - wanted) < 2e-5, `${replica}, ${i}: ${value}, expected ${wanted}`);
      });
    });
  large.close();
  golden.close();
});

test('centres come along where both runs have them, and are zero where the run before had none', async () => {
  const centering = { centering: 'centering', batch_size_per_gpu: 2 };
  const state = numberedState(smallConfig({ train: centering }), backend, alone);
  const dino = Float32Array.from({ length: 12 }, (_, i) => i / 8);
  backend.upload(state.centers.dino, dino);
  const checkpoint = await saveSmall(state, join(folder, 'centres'), 1);
  state.close();
  const centerAfter = async (WEIGHTS: string) => {
    const now = await started(smallConfig({ MODEL: { WEIGHTS }, train: centering }));
    const center = new Float32Array(12);
    backend.download(now.centers.dino, center);
    now.close();
    return center;
  };
  assert.deepEqual(await centerAfter(checkpoint), dino);
  assert.deepEqual(await centerAfter(before), new Float32Array(12));
});

test('a checkpoint of other networks is refused before anything starts, name by name', async () => {
  const refused = (overrides: object, message: RegExp) =>
    assert.rejects(checkModelWeights(smallConfig({ MODEL: { WEIGHTS: before }, ...overrides })), {
      code: 'WEIGHTS_DIFFER',
      message,
    });
  const head = { head_n_prototypes: 12, head_hidden_dim: 10, head_bottleneck_dim: 6 };
  await refused(
    { dino: { ...head, head_n_prototypes: 20 } },
    /^MODEL\.WEIGHTS is \S+, which has other networks .* of the same student, dino and ibot sections:\n {2}dino_head\.last_layer\.weight_g is \(12, 1\), expected \(20, 1\)\n {2}dino_head\.last_layer\.weight_v is \(12, 6\), expected \(20, 6\)$/,
  );
  await refused({ ibot: { separate_head: false } }, /unexpected ibot_head\.mlp\.0\.weight \(10, 12\)/);
  await refused(
    { student: { ...smallConfig().student, depth: 3 } },
    /missing backbone\.blocks\.2\.norm1\.weight \(12\)[\s\S]*and 4 more$/,
  );
  await refused(
    { student: { ...smallConfig().student, patch_size: 4 } },
    /backbone\.patch_embed\.proj\.weight is \(12, 3, 8, 8\), expected \(12, 3, 4, 4\)/,
  );
});

test('what is no checkpoint of ours is refused by its key, and a torn one by its file', async () => {
  for (const WEIGHTS of [`${units}/official_backbone.pth`, 'nowhere'])
    await assert.rejects(checkModelWeights(smallConfig({ MODEL: { WEIGHTS } })), {
      code: 'WEIGHTS_MISSING',
      message:
        `MODEL.WEIGHTS is ${WEIGHTS}, and there is no manifest.json in it; expected a directory ` +
        'OUTPUT_DIR/checkpoints/<step>, or for the weights of a backbone alone student.pretrained_weights',
    });
  const state = numberedState(smallConfig(), backend, alone);
  const torn = await saveSmall(state, join(folder, 'torn'), 1);
  state.close();
  rmSync(join(torn, 'rank-00000-of-00001.safetensors'));
  await assert.rejects(checkModelWeights(smallConfig({ MODEL: { WEIGHTS: torn } })), {
    code: 'CHECKPOINT_TORN',
    message: /rank-00000-of-00001\.safetensors is missing/,
  });
});

test('what may have been meant by a path that is no checkpoint is said', async () => {
  const state = numberedState(smallConfig(), backend, alone);
  const run = join(folder, 'meant');
  const newest = await saveSmall(state, run, 3);
  state.close();
  const refused = (WEIGHTS: string, end: string) =>
    assert.rejects(checkModelWeights(smallConfig({ MODEL: { WEIGHTS } })), (error: Error) => {
      assert.ok(error.message.endsWith(`student.pretrained_weights${end}`), error.message);
      return true;
    });
  await refused(run, `. It is a run; its newest checkpoint is ${newest}`);
  await refused(
    'https://example.org/a.pth',
    ': expected a path; download it first: curl -fLO https://example.org/a.pth',
  );
});

test('a checkpoint with weights that are not finite is refused by the name of the tensor', async () => {
  const state = numberedState(smallConfig(), backend, alone);
  backend.fill(state.shards[0]!.teacher, Number.NaN);
  const spoiled = await saveSmall(state, join(folder, 'spoiled'), 1);
  state.close();
  await assert.rejects(started(smallConfig({ MODEL: { WEIGHTS: spoiled } })), {
    code: 'WEIGHTS_INVALID',
    exitCode: 1,
    message: /spoiled\S*: tensor "teacher\.\S+" has \d+ NaN among its \d+ elements; expected finite numbers/,
  });
});

test('a checkpoint whose images were normalised otherwise is used, and what to set is said', async () => {
  const notesOn = async (config: Config) => {
    const notes: string[] = [];
    await checkModelWeights(config, (note) => notes.push(note));
    return notes;
  };
  const own = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
  assert.deepEqual(await notesOn(smallConfig({ MODEL: { WEIGHTS: before } })), []);
  assert.deepEqual(await notesOn(smallConfig({ MODEL: { WEIGHTS: before }, data: own })), [
    `${before} was trained on images normalised by other numbers than this run's data.mean=[0.5,0.5,0.5] ` +
      'data.std=[0.25,0.25,0.25]; set data.mean=[0.485,0.456,0.406] data.std=[0.229,0.224,0.225], ' +
      'unless they are to be others from here on',
  ]);
});
