import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { diskFiles } from '../../../src/checkpoint/checkpoint-files.js';
import { checkResume, checkResumedImages, findLatest } from '../../../src/checkpoint/find.js';
import { CheckpointReader, loadShards } from '../../../src/checkpoint/load.js';
import { readManifest } from '../../../src/checkpoint/manifest.js';
import type { Retention } from '../../../src/checkpoint/save/retention.js';
import { LocalCommunicator } from '../../../src/comm/local-communicator.js';
import type { Config } from '../../../src/config/schema.js';
import { shownSources } from '../../../src/data/sources/given-source.js';
import { planSharding } from '../../../src/fsdp/plan.js';
import { allocateShards } from '../../../src/fsdp/sharded-unit.js';
import { networksOf } from '../../../src/model/networks.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import { submodulesOf } from '../../../src/train/sharded-network.js';
import { numberedState, saveSmall, smallConfig } from '../small-training.js';

const backend = openBackend('cpu', 'float32');

function temporaryFolder(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'dinofleet-checkpoint-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

async function saved(outputDir: string, steps: number[], keep: Retention = { newest: 3, every: 0 }): Promise<void> {
  const state = numberedState(smallConfig(), backend, new LocalCommunicator(backend));
  for (const step of steps) await saveSmall(state, outputDir, step, { keep });
  state.close();
}

const namesIn = (outputDir: string) => readdirSync(join(outputDir, 'checkpoints')).sort();

test('the newest checkpoints are kept, and nothing temporary', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5, 10, 15, 20], { newest: 2, every: 0 });
  assert.deepEqual(namesIn(folder.path), ['15', '20', 'latest']);
  assert.equal(readlinkSync(join(folder.path, 'checkpoints/latest')), '20');
});

test('a torn checkpoint does not count among the newest to keep: what is saved after it stays', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5, 20]);
  truncateSync(join(folder.path, 'checkpoints/20/rank-00000-of-00001.safetensors'), 1000);
  await saved(folder.path, [10], { newest: 1, every: 0 });
  assert.deepEqual(namesIn(folder.path), ['10', 'latest']);
});

test('a checkpoint that is cut short is passed over for the one before it', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5, 10]);
  const file = join(folder.path, 'checkpoints/10/rank-00000-of-00001.safetensors');
  const { size } = statSync(file);
  truncateSync(file, 1000);
  const told: string[] = [];
  const onSkipped = ({ message }: Error) => told.push(message);
  const latest = await findLatest({ outputDir: folder.path, onSkipped });
  assert.equal(latest?.step, 5);
  assert.equal(told.length, 1);
  assert.ok(
    told[0]!.startsWith(`${file} has 1000 bytes, expected ${size}; it lacks tensor "student.backbone.`),
    told[0],
  );
});

test('a checkpoint without a manifest, or with half of one, is passed over', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5, 10, 15]);
  rmSync(join(folder.path, 'checkpoints/15/manifest.json'));
  writeFileSync(join(folder.path, 'checkpoints/10/manifest.json'), '{"format": "dinofl');
  assert.equal((await findLatest({ outputDir: folder.path }))?.step, 5);
});

test('what a crash left of a save is no checkpoint and is cleared by the next', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5]);
  mkdirSync(join(folder.path, 'checkpoints/.tmp-10-another-1'));
  mkdirSync(join(folder.path, 'checkpoints/.old-3-another-1'));
  assert.equal((await findLatest({ outputDir: folder.path }))?.step, 5);
  await saved(folder.path, [10]);
  assert.deepEqual(namesIn(folder.path), ['10', '5', 'latest']);
});

test('every K-th checkpoint is kept for ever, beside the newest', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5, 10, 15, 20, 25], { newest: 1, every: 10 });
  assert.deepEqual(namesIn(folder.path), ['10', '20', '25', 'latest']);
});

test('what does not fit is refused before anything is written, with what it needs and what there is', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5]);
  const state = numberedState(smallConfig(), backend, new LocalCommunicator(backend));
  const files = { ...diskFiles, freeBytes: async () => 1000 };
  await assert.rejects(saveSmall(state, folder.path, 10, { files }), {
    code: 'CHECKPOINT_UNWRITABLE',
    message:
      /^checkpoint of step 10 needs \d\.\d{3} GB, and \S+ has 0\.000 GB free; nothing was written\. Free space or/,
  });
  state.close();
  assert.deepEqual(namesIn(folder.path), ['5', 'latest']);
});

test('an empty output directory has no checkpoint', async () => {
  using folder = temporaryFolder();
  assert.equal(await findLatest({ outputDir: folder.path }), null);
});

test('a newer format is refused with a word', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5]);
  const manifest = join(folder.path, 'checkpoints/5/manifest.json');
  writeFileSync(manifest, JSON.stringify({ format: 'dinofleet-checkpoint', version: 99 }));
  await assert.rejects(findLatest({ outputDir: folder.path }), {
    code: 'CHECKPOINT_INCOMPATIBLE',
    message: `${manifest} has format version 99, this Dinofleet reads 1 to 2; use the version that wrote it`,
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

test('a run goes on with the same images elsewhere, and with others in their place, but not with others elsewhere', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5]);
  const directory = join(folder.path, 'checkpoints/5');
  const { config, images } = await readManifest(directory);
  const placeOf = (of: unknown) => shownSources((of as Config).train.dataset_path);
  const place = placeOf(config);
  const same = { listingHash: images.hash, count: images.count };
  const others = { listingHash: 'other', count: 70 };
  assert.equal(await checkResumedImages(directory, place, same, placeOf), null);
  assert.equal(await checkResumedImages(directory, place, others, placeOf), null);
  assert.equal(await checkResumedImages(directory, '/elsewhere', same, placeOf), place);
  await assert.rejects(checkResumedImages(directory, '/elsewhere', others, placeOf), {
    code: 'IMAGES_DIFFER',
    exitCode: 2,
    message:
      `train.dataset_path is /elsewhere with 70 images, but the run in ${directory} has trained on ${images.count} others in ` +
      `${place}; give the same images to resume it. To train on with others on purpose, put them in the place of the old ones, ` +
      `or begin a new run from its weights: MODEL.WEIGHTS=${directory} with another --output-dir`,
  });
});

test('weights of another shape are refused by name', async () => {
  using folder = temporaryFolder();
  await saved(folder.path, [5]);
  const config = smallConfig({ crops: { global_crops_size: 24, local_crops_size: 8, local_crops_number: 1 } });
  const plan = planSharding(submodulesOf(config, networksOf(config)), 1);
  const reader = await CheckpointReader.open(join(folder.path, 'checkpoints/5'));
  await assert.rejects(
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
