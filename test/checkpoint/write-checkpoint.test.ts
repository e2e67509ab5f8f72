import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { checkResume, findLatest } from '../../src/checkpoint/find.js';
import { CheckpointReader, loadShards } from '../../src/checkpoint/load.js';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { ownedRuns, planSharding } from '../../src/fsdp/plan.js';
import { allocateShards } from '../../src/fsdp/sharded-unit.js';
import { loadBackend } from '../../src/nn/load-backend.js';
import { networksOf, submodulesOf } from '../../src/train/networks.js';
import { numberAt, numberedState, saveSmall, smallConfig } from './small-training.js';

const backend = loadBackend('cpu');

function temporaryFolder(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'dinofleet-checkpoint-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

async function saveOnRanks(worldSize: number, outputDir: string, overrides: object): Promise<void> {
  const workers = Array.from({ length: worldSize }, (_, rank) => {
    const workerData = { rank, worldSize, outputDir, overrides };
    return new Worker(new URL('./save-rank.js', import.meta.url), { workerData });
  });
  const addresses = await Promise.all(workers.map(async (worker) => (await once(worker, 'message'))[0] as Uint8Array));
  const ended = workers.map((worker) => once(worker, 'exit'));
  for (const worker of workers) worker.postMessage(addresses);
  await Promise.all(ended);
}

/** Loads as each of `worldSize` ranks and checks every element of every replica. */
async function assertLoads(directory: string, worldSize: number): Promise<void> {
  const config = smallConfig();
  const plan = planSharding(submodulesOf(config, networksOf(config)), worldSize);
  const reader = await CheckpointReader.open(directory);
  for (let rank = 0; rank < worldSize; rank++) {
    const shards = plan.units.map((unit) => allocateShards(backend, unit));
    loadShards(reader, backend, plan, rank, shards);
    plan.units.forEach((unit, u) => {
      const { student, teacher, expAvg, expAvgSq } = shards[u]!;
      [student, teacher, expAvg, expAvgSq].forEach((shard, replica) => {
        const host = new Float32Array(shard.numel);
        backend.download(shard, host);
        for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, rank)) {
          const name = `${unit.submodule}.${parameter.name}`;
          for (let i = 0; i < numel; i++)
            assert.equal(host[shardStart + i], numberAt(replica, name, parameterStart + i), `${name} on rank ${rank}`);
        }
      });
    });
  }
  reader.close();
}

for (const [worldSize, strategy] of [
  [1, 'FULL_SHARD'],
  [2, 'FULL_SHARD'],
  [3, 'SHARD_GRAD_OP'],
  [2, 'NO_SHARD'],
] as const)
  test(`a checkpoint of ${worldSize} ranks with ${strategy} loads on 1, 2, 3, 4 and 8`, async () => {
    using folder = temporaryFolder();
    const submodule = { sharding_strategy: strategy };
    const network = { backbone: submodule, dino_head: submodule, ibot_head: submodule };
    await saveOnRanks(worldSize, folder.path, { compute_precision: { student: network, teacher: network } });
    const latest = await findLatest(folder.path);
    assert.equal(latest?.step, 7);
    for (const ranks of [1, 2, 3, 4, 8]) await assertLoads(latest.directory, ranks);
  });

async function saved(outputDir: string, steps: number[], keep = 3): Promise<void> {
  const state = numberedState(smallConfig(), backend, new LocalCommunicator(backend));
  for (const step of steps) await saveSmall(state, outputDir, step, keep);
  state.close();
}

test('the newest checkpoints are kept, and nothing temporary', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5, 10, 15, 20], 2);
  assert.deepEqual(readdirSync(join(folder.path, 'checkpoints')).sort(), ['15', '20']);
});

test('a torn checkpoint does not count among the newest to keep: what is saved after it stays', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5, 20]);
  truncateSync(join(folder.path, 'checkpoints/20/rank-00000-of-00001.safetensors'), 1000);
  await saved(folder.path, [10], 1);
  assert.deepEqual(readdirSync(join(folder.path, 'checkpoints')), ['10']);
});

test('a checkpoint that is cut short is passed over for the one before it', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5, 10]);
  const file = join(folder.path, 'checkpoints/10/rank-00000-of-00001.safetensors');
  const { size } = statSync(file);
  truncateSync(file, 1000);
  const told: string[] = [];
  const latest = await findLatest(folder.path, (error) => told.push(error.message));
  assert.equal(latest?.step, 5);
  assert.deepEqual(told, [`${file} has 1000 bytes, expected ${size}; use an older checkpoint`]);
});

test('a checkpoint without a manifest, or with half of one, is passed over', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5, 10, 15]);
  rmSync(join(folder.path, 'checkpoints/15/manifest.json'));
  writeFileSync(join(folder.path, 'checkpoints/10/manifest.json'), '{"format": "dinofl');
  assert.equal((await findLatest(folder.path))?.step, 5);
});

test('what a crash left of a save is no checkpoint and is cleared by the next', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5]);
  mkdirSync(join(folder.path, 'checkpoints/.tmp-10'));
  assert.equal((await findLatest(folder.path))?.step, 5);
  await saved(folder.path, [10]);
  assert.deepEqual(readdirSync(join(folder.path, 'checkpoints')).sort(), ['10', '5']);
});

test('an empty output directory has no checkpoint', async () => {
  using folder = temporaryFolder();
  assert.equal(await findLatest(folder.path), null);
});

test('a file of full length that is no safetensors is refused, with a word on how to go on', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5]);
  const directory = join(folder.path, 'checkpoints/5');
  const file = join(directory, 'rank-00000-of-00001.safetensors');
  writeFileSync(file, Buffer.alloc(statSync(file).size, 0xff));
  const reader = await CheckpointReader.open(directory);
  assert.throws(() => reader.parameter('teacher', 'backbone.cls_token'), {
    code: 'CHECKPOINT_TORN',
    message: new RegExp(`claims a header of .*; remove ${directory} to go on from the checkpoint before it`),
  });
  reader.close();
});

test('a newer format is refused with a word', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5]);
  const manifest = join(folder.path, 'checkpoints/5/manifest.json');
  writeFileSync(manifest, JSON.stringify({ format: 'dinofleet-checkpoint', version: 99 }));
  await assert.rejects(findLatest(folder.path), {
    code: 'CHECKPOINT_INCOMPATIBLE',
    message: `${manifest} has format version 99, this Dinofleet reads 1; use the version that wrote it`,
  });
});

test('a run is not resumed with another key that counts; keys of length, logging and workers may change', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5]);
  const directory = join(folder.path, 'checkpoints/5');
  const train = { centering: 'sinkhorn_knopp', batch_size_per_gpu: 2 };
  await checkResume(directory, smallConfig({ train: { ...train, log_every: 1, num_workers: 3, checkpoint_steps: 2 } }));
  await assert.rejects(checkResume(directory, smallConfig({ train: { ...train, seed: 1 } })), {
    code: 'CONFIG_DIFFERS',
    message:
      `train.seed is 1, but the run in ${directory} has 0; set train.seed=0 to resume it, ` +
      'or choose another --output-dir',
  });
});

test('weights of another shape are refused by name', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5]);
  const config = smallConfig({ crops: { global_crops_size: 24, local_crops_size: 8, local_crops_number: 1 } });
  const plan = planSharding(submodulesOf(config, networksOf(config)), 1);
  const reader = await CheckpointReader.open(join(folder.path, 'checkpoints/5'));
  assert.throws(
    () =>
      loadShards(
        reader,
        backend,
        plan,
        0,
        plan.units.map((unit) => allocateShards(backend, unit)),
      ),
    {
      code: 'CHECKPOINT_INCOMPATIBLE',
      message: /parameter "backbone.pos_embed" is \(1, 5, 12\), expected \(1, 10, 12\)/,
    },
  );
  reader.close();
});

test('a directory that cannot be written is an error that says what to do', async () => {
  using folder = temporaryFolder();
  // A file where the folder should be: it stops root too, whom no permission stops.
  writeFileSync(join(folder.path, 'checkpoints'), '');
  await assert.rejects(saved(folder.path, [5]), {
    code: 'CHECKPOINT_UNWRITABLE',
    message: /checkpoint of step 5 cannot be written .* free space or mend the permissions, then launch again/,
  });
});

test('the centres of a training with centering are saved and come back', async () => {
  using folder = temporaryFolder();
  const config = smallConfig({ train: { centering: 'centering', batch_size_per_gpu: 2 } });
  const state = numberedState(config, backend, new LocalCommunicator(backend));
  backend.fill(state.centers.dino, 0.25);
  backend.fill(state.centers.ibot, -1.5);
  await saveSmall(state, folder.path, 5);
  state.close();
  const reader = await CheckpointReader.open(join(folder.path, 'checkpoints/5'));
  assert.deepEqual(reader.replicated('center.dino'), new Float32Array(12).fill(0.25));
  assert.deepEqual(reader.replicated('center.ibot'), new Float32Array(12).fill(-1.5));
  reader.close();
});
