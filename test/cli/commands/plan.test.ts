import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const plan = (...args: string[]) =>
  spawnSync(process.execPath, ['dist/src/cli/main.js', 'plan', ...args], { encoding: 'utf8' });

test('plan says for people and for programs what each rank of a job needs', () => {
  const { stdout, status } = plan('configs/vitl14.yaml', '--nodes', '2');
  assert.equal(status, 0);
  assert.match(stdout, /^configs\/vitl14\.yaml on 2 nodes, 16 ranks of 32 images, in float16$/m);
  assert.match(stdout, /^memory of a rank +\d+\.\d GB of tensors at most$/m);
  assert.match(stdout, /^work of a rank +\d+\.\d TFLOP a step/m);
  const json = JSON.parse(plan('configs/vitl14.yaml', '--nproc-per-node', '1', '--json').stdout);
  assert.deepEqual([json.ranks, json.imagesPerRank, json.traffic.gathered], [1, 32, 0]);
});

test('a CPU plans for one rank in float32, and the recipe for as many ranks as it says', () => {
  assert.match(plan('configs/vitl14.yaml', '--device', 'cpu').stdout, /on 1 node, 1 rank of 32 images, in float32$/m);
  assert.match(plan('configs/quickstart.yaml').stdout, /on 1 node, 2 ranks of 32 images, in float16$/m);
});

test('what cannot be planned is said, with what to do', () => {
  const fp16 = plan('configs/vitl14.yaml', '--device', 'cpu', 'compute_precision.compute_dtype=fp16');
  assert.equal(fp16.status, 2);
  assert.match(fp16.stderr, /compute_dtype is "fp16", but not all ranks compute in float16/);
  assert.match(plan('configs/none.yaml').stderr, /configs\/none\.yaml/);
  assert.match(plan('configs/vitl14.yaml', '--nodes', '0').stderr, /Expected a whole number from 1 to 65536/);
  assert.match(plan('configs/vits14_distill.yaml').stderr, /WEIGHTS_MISSING.+there is no such file/);
});
