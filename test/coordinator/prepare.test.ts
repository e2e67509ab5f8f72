import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { claimOutputDir, tokenPath } from '../../src/coordinator/output-dir.js';
import { type JobRequest, type JobSources, prepareJob } from '../../src/coordinator/prepare.js';
import { defaultTimings } from '../../src/rpc/timings.js';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'dinofleet-test-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

function request(outputDir: string, change: Partial<JobRequest> = {}): JobRequest {
  const train = { output_dir: outputDir, dataset_path: 'images', batch_size_per_gpu: 4, nproc_per_node: null };
  const config = { train: { ...train, stall_timeout_s: 60 } };
  return { config, minNodes: 1, maxNodes: 2, maxRestarts: 3, localRanks: 2, mayResume: true, ...change };
}

const sources: JobSources = {
  listImages: async (root) => ({ root, files: Array.from({ length: 8 }, (_, i) => `${i}.png`), listingHash: 'hash' }),
  findLatest: async () => null,
  checkResume: async () => {},
  checkStart: async () => {},
};
const withCheckpoint: JobSources = {
  ...sources,
  findLatest: async (outputDir) => ({ step: 40, directory: join(outputDir, 'checkpoints/40') }),
};

test('a job knows absolute paths, the images, and the token that nodes must see', async (t) => {
  const outputDir = join(folder(t), 'new/run');
  const { options, config, latest } = await prepareJob(request(outputDir), sources, defaultTimings);
  assert.equal(options.datasetPath, resolve('images'));
  assert.equal(config.train.dataset_path, resolve('images'));
  assert.deepEqual(options.listing, { hash: 'hash', images: 8 });
  assert.equal(options.token, readFileSync(tokenPath(outputDir), 'utf8'));
  assert.equal(options.stallTimeoutMs, 60_000);
  assert.equal(latest, null);
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

test('a directory with a checkpoint is resumed from, or refused by --no-resume', async (t) => {
  const outputDir = folder(t);
  const { latest } = await prepareJob(request(outputDir), withCheckpoint, defaultTimings);
  assert.equal(latest?.step, 40);
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

test('an output directory that cannot be made is refused', async (t) => {
  const file = join(folder(t), 'file');
  writeFileSync(file, '');
  await assert.rejects(claimOutputDir(join(file, 'out'), 'job', hostname()), {
    code: 'OUTPUT_DIR_NOT_WRITABLE',
    message: /^output directory .*\/file\/out cannot be written: ENOTDIR.*choose another with --output-dir/,
  });
});

test('a place where no directory can be made is refused, though making its parents would seem to help', async () => {
  await assert.rejects(claimOutputDir('/proc/runs/a', 'job', 'host'), {
    code: 'OUTPUT_DIR_NOT_WRITABLE',
    message: /^output directory \/proc\/runs\/a cannot be written: ENOENT.*; choose another with --output-dir/,
  });
});

test('a directory is refused while the process that claimed it lives, and free when it has ended', async (t) => {
  const outputDir = folder(t);
  const sleeper = spawn('sleep', ['60']);
  t.after(() => sleeper.kill('SIGKILL'));
  const stat = readFileSync(`/proc/${sleeper.pid}/stat`, 'utf8');
  const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const claim = (token: object) => writeFileSync(tokenPath(outputDir), JSON.stringify(token));
  const living = { job: 'another', host: hostname(), pid: sleeper.pid, startTicks };

  claim(living);
  await assert.rejects(claimOutputDir(outputDir, 'job', hostname()), {
    code: 'OUTPUT_DIR_IN_USE',
    message: new RegExp(`in use by process ${sleeper.pid}`),
  });
  for (const free of [
    { ...living, startTicks: '1' },
    { ...living, host: 'elsewhere' },
    { ...living, pid: 2 ** 22 + 1 },
  ]) {
    claim(free);
    assert.match(await claimOutputDir(outputDir, 'job', hostname()), /"job":"job"/);
  }
  writeFileSync(tokenPath(outputDir), '{"torn');
  assert.match(await claimOutputDir(outputDir, 'job', hostname()), /"job":"job"/);
});
