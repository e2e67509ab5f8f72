import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FiniteWatch } from '../../src/train/finite-watch.js';
import type { StepNumbers } from '../../src/train/step-record.js';

interface Step {
  /** Whether a gradient, or a loss, is not finite. */
  skipped?: 'gradient' | 'loss';
  lossScale?: number;
}

function numbers({ skipped, lossScale = 1024 }: Step): StepNumbers {
  const loss = skipped === 'loss' ? Number.NaN : 2;
  return {
    losses: { dino_local_crops_loss: 1, dino_global_crops_loss: 1, koleo_loss: 0, ibot_loss: loss, total_loss: loss },
    gradNorms: { backbone: skipped === undefined ? 3 : Number.POSITIVE_INFINITY, dino_head: 1 },
    optimizer: { lossScale, growthTracker: 0, foundInf: skipped === undefined ? 0 : 1, adamStep: 0 },
    skipped: skipped !== undefined,
    stopRequests: 0,
    saveRequests: 0,
    snapshotRequests: 0,
    snapshotRefusals: 0,
  };
}

/** What a watch says of some steps, and what it makes of the end. */
function watched(steps: readonly Step[], hasScaler = true) {
  const watch = new FiniteWatch(hasScaler);
  const said = steps.flatMap((step, i) => watch.add(i, numbers(step)));
  const texts = said.map(({ level, message }) => `${level} ${message}`);
  return { watch, said: texts, problem: watch.problem(true) };
}

const made: Step = {};
const times = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step);
/** The loss scale of a fresh run is halved until gradients fit. */
const settling = (count: number): Step[] =>
  Array.from({ length: count }, (_, i) => ({ skipped: 'gradient', lossScale: 65536 / 2 ** (i + 1) }));

test('a loss scale that settles at the start is one line of information, and no problem, however short the run', () => {
  for (const count of [1, 2, 13, 16]) {
    const { said, problem, watch } = watched([...settling(count), ...times(2, made)]);
    assert.equal(said.length, 1);
    assert.match(said[0]!, /^info step 0: the loss scale settles, as usual at the start; .* now at 32768$/);
    assert.equal(problem, null);
    assert.deepEqual([watch.steps, watch.skipped, watch.skippedInARow], [count + 2, count, 0]);
  }
  assert.equal(watched(settling(3)).problem, null, 'a run of three steps');
});

test('a larger loss scale that is tried later and does not fit is not spoken of', () => {
  const { said, problem } = watched([made, ...times(3, { skipped: 'gradient' }), made, { skipped: 'gradient' }, made]);
  assert.deepEqual(said, []);
  assert.equal(problem, null);
});

test('gradients that stay infinite though losses are finite are spoken of, the longer the fewer, and so is the end of it', () => {
  const { said } = watched([made, ...times(20, { skipped: 'gradient' }), made]);
  const steps = said.map((text) => /^(\w+ step \d+): .*?(\d+ in a row|after \d+ .*)$/.exec(text)?.slice(1).join(' '));
  assert.deepEqual(steps, [
    'warn step 4 4 in a row',
    'warn step 8 8 in a row',
    'warn step 16 16 in a row',
    'info step 21 after 20 that were skipped',
  ]);
  assert.equal(
    said[0],
    'warn step 4: losses are finite, gradients are not: norms backbone Infinity; loss scale 1024; its update is skipped ' +
      'on every rank, 4 in a row',
  );
});

test('a loss scale that falls below 1 no longer settles, and all of its row counts', () => {
  const { said, problem } = watched(settling(18));
  assert.match(said.at(-1)!, /^warn step 16: .*loss scale 0\.5; .*17 in a row$/);
  assert.match(problem!, /^18 of its last 18 updates were skipped, because losses or gradients were not finite\. Its/);
});

test('without a scaler nothing settles: the first skipped update is spoken of', () => {
  const { said, problem } = watched(times(3, { skipped: 'gradient', lossScale: 1 }), false);
  assert.match(said[0]!, /^warn step 0: losses are finite, gradients are not/);
  assert.equal(said.length, 2);
  assert.match(problem!, /^3 of its last 3 updates were skipped/);
});

test('a run that skipped more than half of its last hundred updates has a problem, at half of them it has none', () => {
  const bad = (count: number) => [
    ...times(500, made),
    ...times(100 - count, made),
    ...times(count, { skipped: 'gradient' }),
  ];
  assert.equal(watched(bad(50)).problem, null);
  assert.match(watched(bad(51)).problem!, /^51 of its last 100 updates were skipped/);
  assert.equal(watched([...bad(60), ...times(60, made)]).problem, null, 'it has caught itself');
});

test('what a run ends with counts: its last losses, and its weights', () => {
  assert.equal(watched(times(10, made)).problem, null);
  const { problem, said } = watched([...times(10, made), { skipped: 'loss' }]);
  assert.deepEqual(said, [], 'the recorder names losses, by rank');
  assert.match(
    problem!,
    /^the losses of its last step are not finite: ibot_loss NaN, total_loss NaN\. Its checkpoints are kept\. Begin again in another --output-dir with a smaller optim\.base_lr/,
  );
  const watch = new FiniteWatch(true);
  assert.equal(watch.problem(true), null, 'nothing was left to do');
  assert.match(watch.problem(false)!, /^its weights are not finite\. /);
});
