/** Each benchmark in its smallest case, as it is called: it runs, and what it prints holds together. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkpointBucket } from '../../src/checkpoint/s3/checkpoint-bucket.js';
import { makeBucket, motoServer, useServer } from '../fixtures/object-servers.js';
import { temporaryFolder } from '../formats/torch-files.js';

const SMALL = '--patch 16 --global 32 --local 16 --locals 1 --batch 2 --prototypes 64 --threads 1'.split(' ');

function bench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/bench/main.js', ...args], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}

function assertNear(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual / expected - 1) < 1e-9, `${what}: ${actual}, expected ${expected}`);
}

test('bench step says rates of the times that it measured, and the GEMM rate beside it', () => {
  const result = JSON.parse(bench('step', ...SMALL, '--steps', '1', '--json'));
  assertNear(result.images_per_second * result.median_ms, 2000, 'images of a step');
  assertNear(result.share_of_gemm_rate, result.gflops / result.gemm_gflops, 'share');
  assert.deepEqual([result.precision, result.threads], ['float32', 1]);
  assert.ok(result.peak_memory_bytes < result.max_rss_bytes);
});

test('bench step --peer runs both in turn, in fresh processes', () => {
  const folder = temporaryFolder();
  const python = join(folder, 'python');
  const answer = JSON.stringify({
    milliseconds: [1e6, 3e6, 2e6],
    max_rss_bytes: 1e12,
    rss_before_bytes: 1,
    torch: '0',
  });
  writeFileSync(python, `#!/bin/sh\necho $$ >> ${folder}/runs\necho '${answer}'\n`);
  chmodSync(python, 0o755);
  const printed = bench('step', ...SMALL, '--steps', '1', '--peer', python, '--rounds', '2');
  assert.equal(new Set(readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n')).size, 2);
  assert.match(printed, /^round 1: the released code 2000000 ms, Dinofleet \d+ ms, ratio [\d.]+\nround 2: /);
  assert.match(
    printed,
    /\n {2}released, torch 0 +median 2000000 ms \(1000000\.\.3000000\), 0\.00 images\/s, process 1000\.00 GB/,
  );
  assert.match(printed, /\n {2}ratio [\d.]+ \([\d.]+\.\.[\d.]+ of 2\), memory 0\.00 of the released code's\n$/);
});

test('bench knn says rates of the times that it measured', () => {
  const result = JSON.parse(bench(...'knn --queries 30 --gallery 200 --dim 16 --k 3 --threads 1 --json'.split(' ')));
  assertNear(result.queries_per_second * result.median_ms, 30_000, 'queries of a search');
  assertNear(result.gflops * result.median_ms * 1e6, 2 * 30 * 200 * 16, 'work');
  assert.deepEqual([result.queries, result.gallery, result.dim, result.k, result.threads], [30, 200, 16, 3, 1]);
});

test('bench gemm multiplies every shape of a step, checked', () => {
  const { shapes, threads } = JSON.parse(bench('gemm', '--threads', '1', '--json'));
  assert.equal(threads, 1);
  for (const { M, K, N, gflops, milliseconds } of shapes)
    assertNear(gflops * milliseconds * 1e6, 2 * M * K * N, 'work');
});

test('bench plan trains what it has planned, and compares the two', () => {
  const [{ size, ranks, precision, rounds }] = JSON.parse(
    bench(
      'plan',
      '--case',
      'quickstart',
      '--ranks',
      '1',
      '--precision',
      'fp32',
      '--steps',
      '8',
      '--rounds',
      '1',
      '--json',
    ),
  );
  assert.deepEqual([size, ranks, precision, rounds.length], ['quickstart', 1, 'fp32', 1]);
  const [{ tensors, step, planned_ms, measured_ms, process: ofProcess }] = rounds;
  // The plan's pool has seen more steps than these.
  assert.ok(tensors >= 1 && tensors < 1.05, `tensors ${tensors}`);
  assert.ok(ofProcess > 0.5 && ofProcess < 2, `process ${ofProcess}`);
  assertNear(step, planned_ms / measured_ms, 'step');
});

test('bench checkpoint saves, loads and reshards beside the disk alone, and says what saves cost', () => {
  const short = ['--seconds', '5', '--every', '2', '--rounds', '1', '--quick'];
  const result = JSON.parse(bench('checkpoint', ...SMALL, ...short, '--json'));
  assertNear(result.save_share_of_disk, result.save_gb_s / result.disk_write_gb_s, 'share of a save');
  assertNear(result.load_share_of_disk, result.load_gb_s / result.disk_read_gb_s, 'share of a load');
  const both = 1 / result.disk_write_gb_s + 1 / result.disk_read_gb_s;
  assertNear(result.reshard_share_of_disk, both * result.reshard_gb_s, 'share of a reshard');
  assertNear(result.longer_percent, 100 * (result.seconds_with_saves / result.seconds_without_saves - 1), 'cost');
  assert.equal(result.rounds, 1);
});

test('bench coordinator brings a small fleet up over TLS, and hears all of it', () => {
  const result = JSON.parse(bench('coordinator', '--workers', '16', '--seconds', '3', '--json'));
  assert.deepEqual([result.nodes, result.workers], [2, 16]);
  assert.equal(result.heartbeats_wanted_per_second, 36);
  assert.ok(result.heartbeats_per_second > 0 && result.longest_silence_ms > 0);
  assert.ok(result.cpu_cores > 0 && result.rss_bytes > 1e7);
});

test('bench store sends files to a server of objects, fetches them, and leaves nothing there', async (t) => {
  const server = await motoServer(t);
  await makeBucket(server, 'bench');
  useServer(server);
  const result = JSON.parse(bench('store', '--place', 's3://bench/run', '--mb', '40', '--rounds', '1', '--json'));
  assert.deepEqual([result.bytes, result.rounds], [40 * 2 ** 20, 1]);
  assert.ok(result.up_mb_s > 0 && result.down_mb_s > 0 && result.up_cpu_s_per_gb > 0);
  const left = await checkpointBucket({ bucket: 'bench', prefix: '' }, { onWaiting: () => {}, onAlive: () => {} }).list(
    '',
  );
  assert.deepEqual(left, []);
});

test('bench loader --sources reads the same images from each place', () => {
  const tiny = '--width 64 --height 48 --batch 4 --rounds 1'.split(' ');
  const { images, results } = JSON.parse(bench('loader', '--sources', ...tiny, '--json'));
  assert.equal(images, 16);
  const names = results.map(({ source }: { source: string }) => source);
  assert.deepEqual(names, ['folder', 'tar', 'parquet', 's3 tar']);
  for (const { images_per_second, ratio } of results)
    assertNear(ratio, images_per_second / results[0].images_per_second, 'ratio');
});

test('bench waiting trains as many steps as it was asked for, and says the share of them that waits', () => {
  const { steps, share, step_seconds } = JSON.parse(bench('waiting', '--steps', '2', '--json'));
  assert.equal(steps, 2);
  assert.ok(share >= 0 && share < 1 && step_seconds > 0, `${share} of ${step_seconds} s`);
});
