import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { commandHost } from '../../fixtures/command-host.js';

const dinofleet = commandHost({ after });
const plan = (...args: string[]) => dinofleet('plan', ...args);

test('plan says for people what a job on GPUs comes to', async () => {
  const { stdout, status } = await plan(
    'configs/vitl14.yaml',
    '--nodes',
    '64',
    '--gpus-per-node',
    '8',
    '--gpu',
    'a100-80',
  );
  assert.equal(status, 0);
  for (const line of [
    /^configs\/vitl14\.yaml on 64 nodes, 512 ranks of 32 images \(16384 a step\), in float16, on a100-80$/m,
    /^student +402 M parameters/m,
    /^memory of a rank +\d+\.\d GB of a card's 80\.0 GB: it fits$/m,
    /^ {2}shards +student \d/m,
    /^ {2}within a step +gathered weights \d+ MB, .*activations/m,
    /^ +1\.60 GB of weights in 14 gathers, 200 MB of it to other nodes$/m,
    /^step +\d+ ms: ops \d+ ms, waiting for others /m,
    /^ +\S+ k images\/s; 33\.\d TFLOP a rank .+, \d+ % of the card's peak$/m,
    /^run +625000 steps, 500 epochs, 10\.2 G images: \d+\.\d hours, \d+ GPU hours$/m,
    /^Assumed: an op takes .+ of the a100-80's dense peak/m,
  ])
    assert.match(stdout, line);
});

test('plan says for programs all of it in bytes and seconds', async () => {
  const { stdout } = await plan('configs/vitl14.yaml', '--gpus-per-node', '1', '--json');
  const { memory, traffic, step, run, ...job } = JSON.parse(stdout);
  assert.deepEqual([job.ranks, job.imagesPerRank, job.compute, job.threads], [1, 32, 'float16', null]);
  assert.deepEqual(job.device, { kind: 'gpu', name: 'h100' });
  assert.equal(traffic.gather.sent, 0);
  const kinds: number[] = Object.values(memory.atPeak);
  assert.equal(
    kinds.reduce((sum, bytes) => sum + bytes, 0),
    memory.peak,
  );
  assert.ok(step.total > 0 && run.seconds > 1e5 * step.total);
  assert.deepEqual([job.fit.fits, job.fit.advice, job.fit.available], [true, [], 80e9]);
});

test('a job that does not fit is said to, with what would help', async () => {
  const { stdout, status } = await plan('configs/vitg14.yaml', '--gpu', '4090', '--gpus-per-node', '4');
  assert.equal(status, 0);
  assert.match(stdout, /^memory of a rank +\d+\.\d GB of a card's 24\.0 GB: it does NOT fit$/m);
  assert.match(stdout, /^ {2}what would help +train\.batch_size_per_gpu=\d+ in place of 12$/m);
  assert.match(stdout, /^ +a card of \d+ GB: --gpu \S+$/m);
});

test('a CPU plans for one rank in float32, and the recipe for as many ranks as it says', async () => {
  const { stdout } = await plan('configs/quickstart.yaml', '--device', 'cpu', '--nproc-per-node', '1');
  assert.match(stdout, /on 1 node, 1 rank of 32 images \(32 a step\), in float32, on .+, \d+ threads? a rank$/m);
  assert.match(stdout, /^ {2}worker +program \d+ MB, tensors in pages \d+ MB, batches/m);
  assert.match(stdout, /^Assumed: ops take as long as on this machine a moment ago/m);
  assert.match(
    (await plan('configs/quickstart.yaml')).stdout,
    /on 1 node, 2 ranks of 32 images \(64 a step\), in float16/,
  );
});

test('what cannot be planned is said, with what to do', async () => {
  const cases: [string[], RegExp][] = [
    [
      ['--device', 'cpu', 'compute_precision.compute_dtype=fp16'],
      /compute_dtype is "fp16", but not all ranks compute in/,
    ],
    [['--nodes', '0'], /Expected a whole number from 1 to 65536/],
    [['--gpus-per-node', '0'], /Expected a whole number from 1 to 1024/],
    [
      ['--gpu', 'a100'],
      /error \[BAD_OPTION\] --gpu is "a100", expected one of b200, .*; did you mean a100-80 or a100-40\?/,
    ],
    [['--device', 'cpu', '--gpu', 'h100'], /error \[BAD_OPTION\] --gpu is h100, but --device is cpu/],
    [['--device', 'cpu', '--gpus-per-node', '8'], /error \[BAD_OPTION\] --gpus-per-node is 8, but --device is cpu/],
    [['--nproc-per-node', '8'], /error \[BAD_OPTION\] --nproc-per-node is 8, .*: --gpus-per-node 8/],
    [
      ['compute_precision.student.backbone.sharding_strategy=NO_SHARD'],
      /error \[STRATEGIES_DIFFER\] compute_precision: student\.backbone and teacher\.backbone have/,
    ],
    [
      ['optim.epochs=1000000000000', 'train.batch_size_per_gpu=1000'],
      /error \[SIZE_TOO_LARGE\] 1250000000000000 steps of 8000 images .* more than can be counted/,
    ],
    [['train.batch_size_per_gpu=1000000000'], /error \[SIZE_TOO_LARGE\] train\.batch_size_per_gpu is 1000000000: /],
  ];
  for (const [args, message] of cases) {
    const { status, stderr } = await plan('configs/vitl14.yaml', ...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
  }
  assert.match((await plan('configs/none.yaml')).stderr, /configs\/none\.yaml/);
  assert.match((await plan('configs/vits14_distill.yaml')).stderr, /WEIGHTS_MISSING.+there is no such file/);
});
