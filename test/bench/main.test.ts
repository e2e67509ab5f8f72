import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../formats/torch-files.js';
import { goldenFile } from '../image/golden-ops.js';

function bench(...args: string[]) {
  return spawnSync(process.execPath, ['dist/bench/main.js', ...args], { encoding: 'utf8' });
}

/** A program that takes itself for a Python with this to say. */
function fakePython(script: string): string {
  const path = join(temporaryFolder(), 'python');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const withoutPackages = () => fakePython('exec python3 -S -E "$@"');

test('bench has help with an example, and wrong uses end with exit code 2', () => {
  const { status, stdout } = bench('--help');
  assert.equal(status, 0);
  assert.match(
    stdout,
    /usage: npm run bench -- step\|scaling\|host\|gemm\|comm\|checkpoint\|store\|recovery\|goodput\|plan\|coordinator\|index\|knn\|loader\|waiting [\s\S]*Example:\n {2}npm run bench -- step --arch vit_tiny/,
  );
  const cases: [string[], RegExp][] = [
    [[], /^usage: /],
    [['stop'], /^there is no bench "stop"/],
    [['step', '--speed', '1'], /Unknown option '--speed'/],
    [['step', '--batch', 'x'], /--batch is x, expected a whole number from 1 up/],
    [['step', '--peer', 'python3', '--rounds', '0'], /--rounds is 0, expected a whole number from 1 up/],
    [['step', '--peer', 'no-such-python'], /--peer is no-such-python, which cannot be run \(.*ENOENT\); give a Python/],
    [['gemm', '--threads', '0'], /--threads is 0, expected a whole number from 1 up/],
    [['step', '--local', '33'], /crops\.local_crops_size is 33, expected a multiple of student\.patch_size \(8\)/],
    [['scaling', '--rounds', '0'], /--rounds is 0, expected a whole number from 1 up/],
    [['comm', '--mb', '-1'], /--mb/],
    [['loader', '--threads', '2,0'], /--threads is 0, expected a whole number from 1 up/],
    [
      ['loader', '--peer', 'no-such-python', '--width', '8', '--height', '8'],
      /--peer is no-such-python, which cannot be run \(.*ENOENT\); give a Python/,
    ],
    [
      ['loader', '--global-only', '--width', '8', '--height', '8'],
      /\S+\.png is a file of format png, expected jpeg; give --images of JPEG files/,
    ],
    [['loader', '--sources', '--global-only'], /--global-only and --sources are given, expected one of them/],
    [['waiting', '--steps', '0'], /--steps is 0, expected a whole number from 1 up/],
    [['plan', '--case', 'huge'], /--case is huge, expected quickstart, vit-tiny, vit-small/],
    [['coordinator', '--workers', '0'], /--workers is 0, expected a whole number from 1 up/],
    [
      ['coordinator', '--workers', '100000000'],
      /a process may open \d+ files here, expected \d+, a connection for each/,
    ],
    [['knn', '--dim', '0'], /--dim is 0, expected a whole number from 1 up/],
    [['knn', '--gallery', '5', '--k', '6'], /--k is 6, expected at most --gallery, 5/],
    [['checkpoint', '--rounds', '0'], /--rounds is 0, expected a whole number from 1 up/],
    [['store'], /--place is missing, expected s3:\/\/BUCKET\/PREFIX/],
    [['store', '--place', 's3://'], /"s3:\/\/" names no bucket; expected s3:\/\/BUCKET/],
  ];
  for (const [args, message] of cases) {
    const { status, stderr } = bench(...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
  }
});

test('a Python without torch, or without the released code, is named with what to install', () => {
  const { status, stderr } = bench('step', '--peer', withoutPackages());
  assert.equal(status, 2, stderr);
  assert.match(
    stderr,
    /^--peer is \S+: torch cannot be imported \(.*\); install it for this Python: pip install torch torchvision omegaconf fvcore\n/,
  );
});

test('a peer that fails ends the bench with its last words', () => {
  const { status, stderr } = bench('step', '--peer', fakePython('echo "RuntimeError: out of memory" >&2; exit 1'));
  assert.equal(status, 1);
  assert.match(stderr, /^the released code in \S+ ended with 1:\nRuntimeError: out of memory\n$/);
});

test('the peer is given the same settings as the own step', () => {
  const python = fakePython('echo "$2" >&2; exit 1');
  const { stderr } = bench(
    'step',
    '--peer',
    python,
    '--batch',
    '3',
    '--steps',
    '4',
    '--precision',
    'bf16',
    '--threads',
    '1',
  );
  assert.deepEqual(JSON.parse(stderr.split('\n')[1]!), {
    arch: 'vit_tiny',
    patch: 8,
    global: 64,
    local: 32,
    locals: 4,
    batch: 3,
    prototypes: 4096,
    precision: 'bf16',
    device: 'cpu',
    compiled: false,
    threads: 1,
    steps: 4,
    warm_up_steps: 2,
  });
});

test('a Python without faiss is named with what to install', () => {
  const { status, stderr } = bench(...'knn --queries 2 --gallery 9 --dim 3 --k 2 --peer'.split(' '), withoutPackages());
  assert.equal(status, 2, stderr);
  assert.match(
    stderr,
    /^--peer is \S+: faiss cannot be imported \(.*\); install it for this Python: pip install faiss-cpu numpy\n/,
  );
});

test('bench comm measures each collective of two processes, whose results it has checked', () => {
  const { status, stdout, stderr } = bench('comm', '--mb', '1', '--json');
  assert.equal(status, 0, stderr);
  const { bytes, world_size, rounds, ...figures } = JSON.parse(stdout);
  assert.deepEqual([bytes, world_size, rounds], [2 ** 20, 2, 31]);
  assert.deepEqual(Object.keys(figures), ['allGather', 'reduceScatter', 'allReduceSmall', 'memcpy']);
});

test('bench recovery breaks a fleet of processes and times what it does about it', () => {
  const unknown = bench('recovery', '--fault', 'flood');
  assert.equal(unknown.status, 2);
  assert.match(
    unknown.stderr,
    /^--fault is flood, expected one of worker-killed, worker-stopped, agent-killed, node-cut, node-comes, rank-hangs, told-to-stop, coordinator-killed\n/,
  );
  const { status, stdout, stderr } = bench('recovery', '--fault', 'agent-killed', '--rounds', '1', '--json');
  assert.equal(status, 0, stderr);
  const { seen_s, next_step_s } = JSON.parse(stdout)['agent-killed'];
  assert.ok(seen_s.median > 0 && next_step_s.median > seen_s.median);
});

const tiny = ['--batch', '2', '--batches', '1', '--rounds', '1'];

test('bench loader crops the same photos on each number of threads', () => {
  const sides = ['--width', '64', '--height', '48'];
  const { status, stdout, stderr } = bench('loader', ...tiny, ...sides, '--threads', '1,3', '--json');
  assert.equal(status, 0, stderr);
  const { images_per_second, results } = JSON.parse(stdout);
  assert.deepEqual(
    results.map(({ threads }: { threads: number }) => threads),
    [1, 3],
  );
  assert.equal(images_per_second, results[1].images_per_second);
});

test('bench loader takes turns with a peer, which is given the same images and crops', () => {
  const folder = folderOfJpegs();
  const python = fakePython(
    `case "$2" in *'"images":["${join(folder, '0.jpg')}"],"count":2,'*'"local_crops_size":96'*) ` +
      'echo \'{"images_per_second": 0.5, "cpu_ms_per_image": 1, "libraries": "torch 2.0"}\';; *) echo "$2" >&2; exit 1;; esac',
  );
  const { status, stdout, stderr } = bench('loader', ...tiny, '--images', folder, '--peer', python, '--json');
  assert.equal(status, 0, stderr);
  const { beside, images_per_second, other, ratio } = JSON.parse(stdout);
  assert.equal(beside, 'the released transforms, torch 2.0');
  assert.deepEqual(other, [{ images_per_second: 0.5, cpu_ms_per_image: 1 }]);
  assert.ok(Math.abs((ratio * 0.5) / images_per_second - 1) < 1e-9);
});

test('bench loader takes turns with the decoding of libjpeg alone', () => {
  const { status, stdout, stderr } = bench('loader', ...tiny, '--images', folderOfJpegs(), '--global-only', '--json');
  assert.equal(status, 0, stderr);
  const { beside, images_per_second, other, ratio } = JSON.parse(stdout);
  assert.equal(beside, "libjpeg's decoding");
  assert.ok(images_per_second > 0 && other[0].images_per_second > 0);
  // Each is rounded by itself.
  assert.ok(Math.abs((ratio * other[0].images_per_second) / images_per_second - 1) < 1e-9);
});

function folderOfJpegs(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '0.jpg'), goldenFile('image.jpg'));
  return folder;
}
