import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { caseCopy, changeNumbers, changeTensors } from '../../conformance/case/case-folder.js';
import { commandHost } from '../../fixtures/command-host.js';

const dinofleet = commandHost({ after });
const conformance = (...args: string[]) => dinofleet('conformance', ...args);

test('every case has a table with the worst of each group beside what it may be', async () => {
  const { status, stdout, stderr } = await conformance(
    'test/golden/step-batch-one',
    'test/golden/step-chunks',
    '--strategy',
    'FULL_SHARD',
  );
  assert.equal(status, 0, stderr);
  const [first, second] = stdout.trim().split('\n\n');
  assert.match(
    first!,
    /^test\/golden\/step-batch-one: 2 ranks, FULL_SHARD, fp32\n {2}group +error +tolerance +worst\n/,
  );
  assert.match(second!, /^test\/golden\/step-chunks: 1 rank, FULL_SHARD, fp32\n/);
  assert.match(first!, /\n {2}gradients +\d\.\de-\d +3\.0e-5 +ok +(backbone|dino_head)\./);
  assert.match(first!, /\n {2}schedules +0 +0 +ok +iteration 0: lr\n/);
});

test('numbers outside their tolerance end the command with exit code 1 and are named', async (t) => {
  const folder = caseCopy(t, 'step-batch-one');
  changeNumbers(folder, (json) => {
    json.iterations[2].ranks[1].ibot_loss *= 1.001;
    json.iterations[1].wd += 1e-17;
    json.param_groups[3].lr_multiplier *= 1.1;
  });
  changeTensors(folder, 'expected.safetensors', (tensor) => {
    if (tensor.name === 'final.exp_avg.dino_head.mlp.bias') (tensor.data as Float32Array)[3]! += 1e-3;
    return tensor;
  });
  const { status, stdout } = await conformance(folder, '--json');
  assert.equal(status, 1);
  const { ok, cases } = JSON.parse(stdout);
  assert.equal(ok, false);
  assert.deepEqual([cases.length, cases[0].ranks, cases[0].precision, cases[0].toTheBit], [1, 2, 'fp32', false]);
  const failed = cases[0].groups.filter((group: { ok: boolean }) => !group.ok);
  assert.deepEqual(failed.map(({ group, worst }: Record<string, string>) => [group, worst]).slice(0, 2), [
    ['losses', 'iteration 2, rank 1: ibot_loss'],
    ['schedules', 'iteration 1: wd'],
  ]);
  assert.deepEqual(
    failed.map(({ group }: Record<string, string>) => group),
    ['losses', 'schedules', 'param_groups', 'final.exp_avg'],
  );
  const table = await conformance(folder);
  assert.equal(table.status, 1);
  assert.match(table.stdout, /\n {2}final\.exp_avg +\d\.\de-\d +1\.5e-4 +FAIL +dino_head\.mlp\.bias\n/);
});

test('a wrong use ends with exit code 2, before anything is computed', async (t) => {
  const spoilt = caseCopy(t, 'step-batch-one');
  rmSync(join(spoilt, 'inputs.safetensors'));
  const uses: [string[], RegExp][] = [
    [[], /error \[BAD_OPTION\] missing argument 'folder': give folders of step cases, or --record OUTPUT_DIR --step N/],
    [['--step', '3'], /error \[BAD_OPTION\] --step is given without --record OUTPUT_DIR/],
    [['--record', '/tmp'], /error \[BAD_OPTION\] --record is given without --step N/],
    [['--record', '/tmp', '--step', '-1'], /Expected a whole number from 0 up/],
    [['test/golden', '--record', '/tmp', '--step', '1'], /--record takes no folders beside it, got test\/golden/],
    [
      ['--record', '/tmp', '--step', '1', '--precision', 'fp32'],
      /leave --strategy, --ranks-per-node and --precision to the replay/,
    ],
    [
      ['--record', '/tmp/no-such-run', '--step', '1'],
      /error \[CHECKPOINT_MISSING\] \/tmp\/no-such-run is no directory/,
    ],
    [
      ['--record', 'test/golden', '--step', '1'],
      /test\/golden\/checkpoints has no complete checkpoint: a step is computed/,
    ],
    [['test/golden/step-two-ranks', '--ranks', '0'], /Expected a whole number from 1 to 64/],
    [['test/golden/step-two-ranks', '--ranks', '3'], /error \[CASE_RANKS\] --ranks is 3/],
    [
      ['test/golden/step-two-ranks', '--ranks-per-node', '3'],
      /error \[CASE_RANKS\] 2 ranks do not make whole nodes of 3; give --ranks-per-node a divisor of 2/,
    ],
    [
      ['test/golden/step-two-ranks', '--strategy', 'HYBRID'],
      /Allowed choices are FULL_SHARD, SHARD_GRAD_OP, HYBRID_SHARD, NO_SHARD/,
    ],
    [['test/golden/step-two-ranks', '--precision', 'fp64'], /Allowed choices are fp32, fp16, bf16/],
    [['test/golden/units'], /error \[CASE_INVALID\] test\/golden\/units has no config\.yaml/],
    [['test/golden/step-batch-one', spoilt], /error \[CASE_INVALID\] .* has no inputs\.safetensors/],
  ];
  for (const [args, message] of uses) {
    const { status, stdout, stderr } = await conformance(...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stdout, '');
  }
});

test('a rank that fails ends the command with exit code 1 and its reason', async () => {
  const { status, stderr } = await conformance('test/golden/step-batch-one', '--device', 'cuda');
  assert.equal(status, 1);
  assert.match(stderr, /^error \[RANK_FAILED\] rank [01] of 2: there is no cuda:[01]: .+; devices here: cpu$/m);
});

test('the help has an example and says where tolerances come from', async () => {
  const { status, stdout } = await conformance('--help');
  assert.equal(status, 0);
  assert.match(stdout, /Examples:\n {2}\.\/dinofleet conformance /);
  assert.match(stdout, /five times what PyTorch differs from itself/);
});
