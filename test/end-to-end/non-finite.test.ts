/** Trainings that go wrong in their numbers: they say so while they do, and do not end as if all were well. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addressesOf, checkpointFolder, launch, readLog, trainingFolder } from './training.js';

for (const [what, args, said, reason] of [
  [
    'losses that are not finite at its end',
    ['optim.lr=1e6', 'optim.clip_grad=0', 'train.max_steps=12'],
    [/warn worker rank=0 message="step 4: dino_local_crops_loss is not finite on ranks 0 \(NaN\), 1 \(NaN\)/],
    /finished at step 12, but the losses of its last step are not finite: .*total_loss NaN\. Its checkpoints are kept\. Begin again in another --output-dir with a smaller optim\.base_lr/,
  ],
  [
    'most of its updates skipped, though its losses are finite',
    ['optim.lr=1e3', 'optim.clip_grad=0', 'train.max_steps=40'],
    [
      /warn worker rank=0 message="step 7: losses are finite, gradients are not: norms backbone \S+; loss scale 512; its update is/,
      // When they begin again, and end, is up to the last bits of products.
      /warn .*step [23]\d: .*16 in a row/,
      /info updates-skipped skipped=3\d of=40/,
    ],
    /finished at step 40, but \d\d of its last 40 updates were skipped/,
  ],
  [
    'every update skipped, where no loss scale could settle',
    ['compute_precision.grad_scaler=false', 'dino.loss_weight=1e7', 'train.max_steps=9'],
    [/warn .*step 0: losses are finite, gradients are not/, /skipped=9 of=9/],
    /finished at step 9, but 9 of its last 9 updates were skipped/,
  ],
  [
    'weights that its last update made infinite',
    ['optim.lr=1e30', 'optim.clip_grad=0', 'optim.warmup_epochs=0', 'train.max_steps=4'],
    [/skipped=3 of=4/],
    /finished at step 4, but its weights are not finite/,
  ],
  [
    'losses that are not finite at its end, with moving centres',
    ['optim.lr=1e6', 'optim.clip_grad=0', 'train.max_steps=12', 'train.centering=centering'],
    [/warn .*step 4: /],
    /finished at step 12, but the losses of its last step are not finite/,
  ],
] as const)
  test(`a run that ends with ${what} has failed, and its checkpoint is kept`, async (t) => {
    const folder = trainingFolder(t);
    const outputDir = join(folder.root, 'out');
    const run = launch(t, folder, outputDir, ...args);
    assert.equal(await run.ended, 1, run.output());
    for (const pattern of said) assert.match(run.output(), pattern);
    const [, failed] = /error failed reason="([^"]*)"/.exec(run.output()) ?? assert.fail(run.output());
    assert.match(failed!, reason);
    assert.ok(existsSync(checkpointFolder(outputDir, readLog(outputDir).length)));
    assert.doesNotMatch(run.output(), /info finished/);
  });

test('words become fewer the longer it lasts', async (t) => {
  const folder = trainingFolder(t);
  const run = launch(t, folder, join(folder.root, 'out'), 'optim.lr=1e6', 'optim.clip_grad=0');
  assert.equal(await run.ended, 1);
  const steps = [...run.output().matchAll(/^warn worker rank=0 message="step (\d+): /gm)].map(([, step]) =>
    Number(step),
  );
  assert.deepEqual(steps, [4, 5, 7, 11, 19, 35]);
});

test('a run that goes on is judged by what it does itself, and a stopped one is, too', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const first = launch(t, folder, outputDir, 'optim.lr=1e6', 'optim.clip_grad=0', 'train.max_steps=12');
  assert.equal(await first.ended, 1, first.output());
  const keys = ['optim.lr=1e6', 'optim.clip_grad=0', 'train.log_every=1', 'optim.epochs=5000'];
  const second = launch(t, folder, outputDir, ...keys);
  await addressesOf(second);
  await second.says(/step 12: .* is not finite/);
  second.child.kill('SIGINT');
  assert.equal(await second.ended, 1, second.output());
  assert.match(
    second.output(),
    /error failed reason="(stopped at step \d+, saved, but|rank \d failed: losses or gradients)/,
  );
});

test('a loss scale that settles is one line of information', async (t) => {
  const folder = trainingFolder(t);
  const run = launch(t, folder, join(folder.root, 'out'), 'train.max_steps=16', 'dino.loss_weight=1000');
  assert.equal(await run.ended, 0, run.output());
  assert.doesNotMatch(run.output(), /^warn/m);
  assert.equal(run.output().match(/loss scale/g)?.length, 1);
  assert.match(run.output(), /info updates-skipped skipped=13 of=16/);
});
