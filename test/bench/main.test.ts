import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

function bench(...args: string[]) {
  return spawnSync(process.execPath, ['dist/bench/main.js', ...args], { encoding: 'utf8' });
}

test('bench has help with an example, and wrong uses end with exit code 2', () => {
  const { status, stdout } = bench('--help');
  assert.equal(status, 0);
  assert.match(
    stdout,
    /usage: npm run bench -- step\|gemm\|comm\|checkpoint\|loader [\s\S]*Example:\n {2}npm run bench -- step --arch vit_tiny/,
  );
  const cases: [string[], RegExp][] = [
    [[], /^usage: /],
    [['stop'], /^there is no bench "stop"/],
    [['step', '--speed', '1'], /Unknown option '--speed'/],
    [['step', '--batch', 'x'], /--batch is x, expected a whole number from 1 up/],
    [['gemm', '--threads', '0'], /--threads is 0, expected a whole number from 1 up/],
    [['step', '--local', '33'], /crops\.local_crops_size is 33, expected a multiple of student\.patch_size \(8\)/],
    [['comm', '--mb', '-1'], /--mb/],
    [['loader', '--workers', '2,0'], /--workers is 0, expected a whole number from 1 up/],
    [['checkpoint', '--rounds', '0'], /--rounds is 0, expected a whole number from 1 up/],
  ];
  for (const [args, message] of cases) {
    const { status, stderr } = bench(...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
  }
});

const small = [
  '--patch',
  '16',
  '--global',
  '32',
  '--local',
  '16',
  '--locals',
  '1',
  '--batch',
  '2',
  '--prototypes',
  '64',
];

test('bench step times a small step and says what is measured', () => {
  const { status, stdout, stderr } = bench('step', ...small, '--steps', '1', '--threads', '1', '--json');
  assert.equal(status, 0, stderr);
  const result = JSON.parse(stdout);
  for (const key of ['images_per_second', 'median_ms', 'peak_memory_bytes', 'share_of_gemm_rate'])
    assert.ok(result[key] > 0, `${key}: ${result[key]}`);
});

test('bench checkpoint saves, loads and reshards beside the disk alone, and says what saves cost', () => {
  const short = ['--seconds', '5', '--every', '2', '--rounds', '1', '--quick', '--threads', '1'];
  const { status, stdout, stderr } = bench('checkpoint', ...small, ...short, '--json');
  assert.equal(status, 0, stderr);
  const result = JSON.parse(stdout);
  for (const what of ['disk_write', 'disk_read', 'save', 'load', 'reshard'])
    assert.ok(result[`${what}_gb_s`] > 0, `${what}: ${stdout}`);
  for (const key of ['blocked_ms', 'steps', 'seconds_with_saves']) assert.ok(result[key] > 0, `${key}: ${stdout}`);
});

test('bench loader crops the same photos by each number of workers', () => {
  const tiny = ['--width', '64', '--height', '48', '--batch', '2', '--batches', '1', '--rounds', '1'];
  const { status, stdout, stderr } = bench('loader', ...tiny, '--workers', '1,3', '--json');
  assert.equal(status, 0, stderr);
  const counts = JSON.parse(stdout).results.map(({ num_workers }: { num_workers: number }) => num_workers);
  assert.deepEqual(counts, [1, 3]);
});
