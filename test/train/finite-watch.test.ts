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
    ownLosses: new Float32Array(4),
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
  const recorded: number[] = [];
  const watch = new FiniteWatch(
    hasScaler,
    () => [finite, notFinite],
    (step) => recorded.push(step),
  );
  const said = steps.flatMap((step, i) => watch.add(i, numbers(step)));
  const texts = said.map(({ level, message }) => `${level} ${message}`);
  return { watch, said: texts, recorded, problem: watch.problem(true) };
}

const finite = { dino_local_crops_loss: 1, dino_global_crops_loss: 1, koleo_loss: 0, ibot_loss: 2 };
const notFinite = { ...finite, ibot_loss: Number.NaN };
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
  assert.match(said.join(), /^warn step 10: ibot_loss is not finite on rank 1 \(NaN\); its update is skipped/);
  assert.match(
    problem!,
    /^the losses of its last step are not finite: ibot_loss NaN, total_loss NaN\. Its checkpoints are kept\. Begin again in another --output-dir with a smaller optim\.base_lr/,
  );
  const { watch } = watched([]);
  assert.equal(watch.problem(true), null, 'nothing was left to do');
  assert.match(watch.problem(false)!, /^its weights are not finite\. /);
});

test('losses that are not finite are named by rank, the longer the row the fewer', () => {
  const { said } = watched([made, ...times(9, { skipped: 'loss' }), made]);
  const steps = said.map((text) => Number(/step (\d+)/.exec(text)?.[1]));
  assert.deepEqual(steps, [1, 2, 4, 8, 10]);
  const named = 'ibot_loss is not finite on rank 1 (NaN); its update is skipped on every rank';
  assert.equal(said[0], `warn step 1: ${named}; it will be recorded for replay when the run ends`);
  assert.equal(said[1], `warn step 2: ${named}`);
});

test('the first step of a row whose losses are not finite is recorded, of three rows', () => {
  const rows = [3, 1, 2, 1].flatMap((length) => [made, ...times(length, { skipped: 'loss' })]);
  const { recorded, said } = watched(rows);
  assert.deepEqual(recorded, [1, 5, 7]);
  assert.equal(said.filter((text) => text.includes('recorded')).length, 3);
  assert.match(said.at(-1)!, /^warn step 10: ibot_loss is not finite/, 'the fourth row is named all the same');
});

test('losses by rank are asked for where they are spoken of, and no more', () => {
  let asked = 0;
  const watch = new FiniteWatch(
    true,
    () => {
      asked++;
      return [notFinite];
    },
    () => {},
  );
  for (let step = 0; step < 8; step++) watch.add(step, numbers({ skipped: 'loss' }));
  for (let step = 8; step < 16; step++) watch.add(step, numbers({ skipped: 'gradient' }));
  assert.equal(asked, 4);
});
