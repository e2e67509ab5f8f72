import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type JobRequest, type JobSources, prepareJob } from '../../src/coordinator/prepare.js';
import { ImageIndexWriter, type ImageListing, openImageIndex } from '../../src/data/sources/image-index.js';
import { defaultTimings } from '../../src/rpc/timings.js';
import { imageIndexPath, tokenPath } from '../../src/run/layout.js';
import { writeRunFile } from '../../src/run/run-file.js';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'dinofleet-test-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

function request(outputDir: string, change: Partial<JobRequest> = {}): JobRequest {
  const train = { output_dir: outputDir, dataset_path: '.', batch_size_per_gpu: 4, nproc_per_node: null };
  const config = {
    train: { ...train, stall_timeout_s: 60, lease_s: 60, checkpoint_store: 'shared' },
    compute_precision: { compute_dtype: null },
  };
  return {
    config,
    minNodes: 1,
    maxNodes: 2,
    maxRestarts: 3,
    device: 'auto',
    localRanks: 2,
    joinTimeoutMs: null,
    mayResume: true,
    build: 'ours',
    ...change,
  };
}

function eightImages(location: string, path: string, job: string): ImageListing {
  const writer = new ImageIndexWriter(path, job);
  const list = writer.begin('files');
  for (let i = 0; i < 8; i++) list.add({ path: Buffer.from(`${i}.png`), size: 5, time: 7 });
  writer.end({ kind: 'folder', location, weight: null, isWhole: true }, list);
  return writer.finish();
}

const sources: JobSources = {
  listImages: async ({ train }, path, job) => eightImages(String(train.dataset_path), path, job),
  keepCheckpoints: () => assert.fail('no generation has begun'),
  findLatest: async () => null,
  gather: async () => {},
  openSnapshots: async () => null,
  removeSnapshots: async () => {},
  checkResume: async () => {},
  checkResumedImages: async () => {},
  checkStart: async () => {},
  nodesAlike: () => false,
};
const withCheckpoint: JobSources = {
  ...sources,
  findLatest: async ({ outputDir }) => ({
    step: 40,
    directory: join(outputDir, 'checkpoints/40'),
    globalBatch: 8,
    computeType: 'float32',
    held: null,
  }),
};

test('a job knows absolute paths, the images, and the token that nodes must see', async (t) => {
  const outputDir = join(folder(t), 'new/run');
  const { options, config, latest } = await prepareJob(request(outputDir), sources, defaultTimings);
  assert.equal(options.datasetPath, resolve('.'));
  assert.equal(config.train.dataset_path, resolve('.'));
  assert.equal(options.listing.images, 8);
  assert.equal(options.token, readFileSync(tokenPath(outputDir), 'utf8'));
  assert.equal(options.stallTimeoutMs, 60_000);
  assert.equal(latest, null);
});

test('the list of the images is written for agents and ranks of this launch', async (t) => {
  const outputDir = folder(t);
  const { options } = await prepareJob(request(outputDir), sources, defaultTimings);
  const index = openImageIndex(imageIndexPath(outputDir), options.jobId);
  t.after(() => index.close());
  const [source] = index.sources;
  assert.equal(source!.location, resolve('.'));
  assert.equal(index.listingHash, options.listing.hash);
  assert.deepEqual(
    Array.from({ length: 8 }, (_, i) => source!.images!.at(i).path.toString()),
    Array.from({ length: 8 }, (_, i) => `${i}.png`),
  );
});

test('images are listed once all else that can be wrong is known not to be', async (t) => {
  const listImages = () => assert.fail('the images were listed');
  const refusal = Object.assign(new Error('other weights'), { code: 'WEIGHTS_DIFFER' });
  const checkStart = () => Promise.reject(refusal);
  await assert.rejects(prepareJob(request(folder(t)), { ...sources, listImages, checkStart }, defaultTimings), refusal);
  const again = request(folder(t), { mayResume: false });
  await assert.rejects(prepareJob(again, { ...withCheckpoint, listImages }, defaultTimings), {
    code: 'CHECKPOINT_EXISTS',
  });
});

test('other images of another folder are refused by what the check says', async (t) => {
  const refusal = Object.assign(new Error('other images'), { code: 'IMAGES_DIFFER' });
  const other = { ...withCheckpoint, checkResumedImages: () => Promise.reject(refusal) };
  await assert.rejects(prepareJob(request(folder(t)), other, defaultTimings), refusal);
});

test('fewer images than one batch of all workers are refused before a process starts', async (t) => {
  const outputDir = folder(t);
  await assert.rejects(prepareJob(request(outputDir, { localRanks: 3 }), sources, defaultTimings), {
    code: 'TOO_FEW_IMAGES',
    message: /holds 8 images, fewer than the global batch of 12/,
  });
});

test('a run that goes on keeps its global batch: more workers need no more images', async (t) => {
  const more = request(folder(t), { localRanks: 3 });
  assert.equal((await prepareJob(more, withCheckpoint, defaultTimings)).latest?.step, 40);
});

test('what an earlier launch decided without a checkpoint is known, and how many images it needs', async (t) => {
  const outputDir = folder(t);
  const prepare = (change: Partial<JobRequest>, from = sources) =>
    prepareJob(request(outputDir, change), from, defaultTimings).then(async (job) => {
      await job.release();
      return job.options.earlierGlobalBatch;
    });
  assert.equal(await prepare({}), null);
  writeRunFile(outputDir, { globalBatch: 8, batchSizePerGpu: 4 });
  assert.deepEqual(
    await prepare({ localRanks: 3 }),
    { images: 8, batchSizePerGpu: 4 },
    'more workers need no more images',
  );
  writeRunFile(outputDir, { globalBatch: 9, batchSizePerGpu: 4 });
  await assert.rejects(prepare({ localRanks: 1 }), { code: 'TOO_FEW_IMAGES', message: /global batch of 9/ });
  writeRunFile(outputDir, { globalBatch: 9, batchSizePerGpu: 5 });
  assert.deepEqual(await prepare({}), { images: 9, batchSizePerGpu: 5 }, 'of another train.batch_size_per_gpu');
  writeFileSync(join(outputDir, 'run.json'), 'nonsense');
  await assert.rejects(prepare({}), { code: 'RUN_FILE_DAMAGED' });
  assert.equal(await prepare({}, withCheckpoint), null, 'a checkpoint has it');
});

test('a directory with a checkpoint is resumed from, or refused by --no-resume', async (t) => {
  const outputDir = folder(t);
  const { latest, release } = await prepareJob(request(outputDir), withCheckpoint, defaultTimings);
  assert.equal(latest?.step, 40);
  await release();
  await assert.rejects(prepareJob(request(outputDir, { mayResume: false }), withCheckpoint, defaultTimings), {
    code: 'CHECKPOINT_EXISTS',
    message:
      `output directory ${outputDir} holds a checkpoint of step 40; ` +
      'leave --no-resume away to go on from it, or choose another directory with --output-dir',
  });
});

test('a run of another configuration is refused by what the check says', async (t) => {
  const refusal = Object.assign(new Error('student.arch differs'), { code: 'CONFIG_DIFFERS' });
  const other = { ...withCheckpoint, checkResume: () => Promise.reject(refusal) };
  await assert.rejects(prepareJob(request(folder(t)), other, defaultTimings), refusal);
});

test('weights that do not fit are refused where a run begins, and are of no matter where one goes on', async (t) => {
  const refusal = Object.assign(new Error('other weights'), { code: 'WEIGHTS_DIFFER' });
  const checkStart = () => Promise.reject(refusal);
  await assert.rejects(prepareJob(request(folder(t)), { ...sources, checkStart }, defaultTimings), refusal);
  await prepareJob(request(folder(t)), { ...withCheckpoint, checkStart }, defaultTimings);
});

test('a run keeps its identity and its folder of snapshots from one launch to the next', async (t) => {
  const outputDir = folder(t);
  const runs: string[] = [];
  const opened: JobSources = {
    ...sources,
    openSnapshots: async (_config, directory, run) => {
      assert.equal(directory, outputDir);
      runs.push(run);
      return `/memory/${run}`;
    },
    findLatest: async ({ snapshotDir }) => ({
      step: 7,
      directory: `${snapshotDir}/7`,
      globalBatch: 8,
      computeType: 'float32',
      held: null,
    }),
  };
  for (let launch = 0; launch < 2; launch++) {
    const job = await prepareJob(request(outputDir), opened, defaultTimings);
    assert.equal(job.snapshotDir, `/memory/${runs[0]}`);
    assert.equal(job.latest?.directory, `/memory/${runs[0]}/7`);
    await job.release();
  }
  assert.match(runs[0]!, /^[0-9a-f-]{36}$/);
  assert.equal(runs[1], runs[0]);
});
