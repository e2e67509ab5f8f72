/** Where the time of a step of a real training goes. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { profilePath } from '../../src/run/layout.js';
import { lasting, type Ran, readProfile, within } from '../profile/read-trace.js';
import { launch, readLog, type TrainingFolder, timelessLog, trainingFolder } from './training.js';

const STEP = 3;
const steps = (count: number) => `train.max_steps=${count}`;
/** Ops that take longer than the calls of them. */
const WIDE = [
  'student.embed_dim=192',
  'student.depth=3',
  'student.num_heads=3',
  'student.drop_path_rate=0.3',
  'crops.global_crops_size=64',
  'crops.local_crops_size=32',
  'dino.head_n_prototypes=1024',
  'ibot.head_n_prototypes=1024',
];

async function train(t: TestContext, folder: TrainingFolder, name: string, ...args: string[]) {
  const outputDir = join(folder.root, name);
  const command = launch(t, folder, outputDir, ...args);
  assert.equal(await command.ended, 0, command.output());
  return { outputDir, output: command.output() };
}

const names = (ran: readonly Ran[], category: string) =>
  ran.filter((slice) => slice.category === category).map(({ name }) => name);

const sumOf = (ran: readonly Ran[]) => ran.reduce((sum, slice) => sum + lasting(slice), 0);

test('a profile of two ranks has all ops, gathers, reductions and waits of its step, and changes no loss', async (t) => {
  const folder = trainingFolder(t);
  const plain = await train(t, folder, 'plain', ...WIDE, steps(9));
  const { outputDir, output } = await train(t, folder, 'profiled', ...WIDE, steps(9), '--profile', String(STEP));
  assert.deepEqual(timelessLog(outputDir), timelessLog(plain.outputDir));
  assert.equal(existsSync(join(plain.outputDir, 'profile')), false);
  assert.match(
    output,
    /info worker .*step 3 of rank 0 took \d+ ms: products \d+ %, attention \d+ %, other ops \d+ %, waits \d+ %, between ops \d+ %; ui\.perfetto\.dev opens \S+\/profile\/step-3\.json/,
  );

  const trace = readProfile(outputDir, STEP);
  assert.deepEqual([...trace.keys()], ['rank 0', 'rank 1']);
  for (const threads of trace.values()) {
    const compute = threads.get('compute')!;
    const [step, ...others] = compute.filter(({ category }) => category === 'step');
    assert.deepEqual([step!.name, others], [`step ${STEP}`, []]);
    assert.equal(within(compute, step!).length, compute.length - 1);

    for (const block of [0, 1, 2]) {
      const opsOf = (pass: string) => {
        const [unit, ...twice] = compute.filter(({ name }) => name === `${pass.replace('BLOCK', `blocks.${block}`)}`);
        assert.deepEqual(twice, []);
        return new Set(names(within(compute, unit!), 'op'));
      };
      const isLast = block === 2;
      const forward = [
        'layerNorm',
        'linear',
        'attention',
        'addResidual',
        'linearGelu',
        ...(isLast ? ['gatherRows'] : []),
      ];
      for (const network of ['teacher', 'student'])
        for (const op of forward) assert.ok(opsOf(`${network} backbone BLOCK forward`).has(op), `${network} ${op}`);
      const backward = ['layerNormBackward', 'linearBackwardWeight', 'linearBackwardInputGelu', 'attentionBackward'];
      for (const op of [...backward, 'addResidualBackward'])
        assert.ok(opsOf('student backbone BLOCK backward').has(op), op);
    }
    const outside = names(compute, 'op');
    for (const op of ['patchify', 'sinkhornIterate', 'softmaxCrossEntropy', 'koleo', 'adamwEma', 'optimizerPrepare'])
      assert.ok(outside.includes(op), op);
    const attention = compute.find(({ name }) => name === 'attention')!;
    assert.deepEqual((attention.args['Input Dims'] as number[][][])[1], [[8, 65]]);

    // Every unit of student and teacher is gathered, in the forward pass; each gradient is summed.
    const gathers = threads.get('gathers')!;
    const units = { backbone: 1 + 3, heads: 2 };
    assert.ok(gathers.length >= 2 * (units.backbone + units.heads), `${gathers.length} gathers`);
    assert.equal(threads.get('reductions')!.length, units.backbone + units.heads);
    for (const { args } of gathers) assert.deepEqual([args.ranks, args.dtype], [2, 'float16']);
    for (const wait of ['next batch', 'wait for gather', 'wait for reduce', 'wait for sum'])
      assert.ok(names(compute, 'wait').includes(wait), wait);
    assert.equal(names(compute, 'wait').filter((name) => name === 'wait for gather').length, gathers.length);

    const accounted = sumOf(compute.filter(({ category }) => category === 'op' || category === 'wait'));
    assert.ok(accounted > lasting(step!) / 2, `${accounted} of ${lasting(step!)} ns are ops and waits`);
    assert.ok(accounted <= lasting(step!));

    const loader = [...threads].flatMap(([thread, ran]) => (thread.startsWith('loader') ? ran : []));
    const ofStep = loader.filter(({ args }) => args['of step'] === STEP);
    const counts = ['read', 'decode', 'crop', 'masks', 'plan'].map(
      (what) => names(ofStep, 'loader').filter((name) => name === what).length,
    );
    assert.deepEqual(counts, [4, 4, 4, 1, 1]);
    assert.ok(ofStep.every(({ end }) => end <= step!.end));
    assert.deepEqual([...new Set(loader.map(({ args }) => args['of step']))].sort(), [3, 4, 5, 6]);
  }
  // A gather ends on both ranks only when both have begun it.
  const [first, second] = [...trace.values()].map((threads) => threads.get('gathers')!) as [Ran[], Ran[]];
  for (const [i, gather] of first.entries()) {
    assert.ok(gather.end >= second[i]!.start && second[i]!.end >= gather.start, `gather ${i} is at one time on both`);
  }
});

test('the last step of a run of one rank can be profiled as well', async (t) => {
  const folder = trainingFolder(t);
  const { outputDir } = await train(t, folder, 'out', '--nproc-per-node', '1', 'train.profile_step=1', steps(2));
  const threads = readProfile(outputDir, 1).get('rank 0')!;
  assert.equal(threads.has('gathers'), false);
  assert.ok(names(threads.get('compute')!, 'op').includes('adamwEma'));
});

test('on emulated GPUs ops are where the device came to them, beside what the host did', async (t) => {
  const folder = trainingFolder(t);
  const gpus = ['--device', 'cuda-emulated', 'compute_precision.compute_dtype=fp32', steps(8)];
  const plain = await train(t, folder, 'plain', ...gpus);
  const { outputDir } = await train(t, folder, 'profiled', ...gpus, '--profile', '1');
  assert.deepEqual(timelessLog(outputDir), timelessLog(plain.outputDir));
  for (const threads of readProfile(outputDir, 1).values()) {
    const [compute, host] = [threads.get('compute')!, threads.get('host')!];
    const [step] = compute.filter(({ category }) => category === 'step');
    assert.equal(within(compute, step!).length, compute.length - 1);
    const ops = names(compute, 'op');
    for (const op of ['linear', 'attentionBackward', 'adamwEma', 'cast'])
      assert.equal(
        ops.filter((name) => name === op).length,
        names(host, 'op').filter((name) => name === op).length,
        op,
      );
    assert.ok(ops.length > 100);
    assert.ok(threads.get('gathers')!.length > 0);
  }
});

test('a step that the run does not come to is refused at once, or spoken of', async (t) => {
  const folder = trainingFolder(t);
  const past = launch(t, folder, join(folder.root, 'past'), steps(4), '--profile', '4');
  assert.equal(await past.ended, 2);
  assert.match(
    past.output(),
    /error \[STEP_PAST_END\] train\.profile_step \(--profile\) is 4, but the run has 4 steps, 0 to 3/,
  );
  const half = launch(t, folder, join(folder.root, 'past'), 'train.profile_step=1.5');
  assert.equal(await half.ended, 2);
  assert.match(half.output(), /train\.profile_step .*1\.5/);

  const { outputDir } = await train(t, folder, 'out', steps(4));
  const behind = await train(t, folder, 'out', steps(6), '--profile', '1');
  assert.match(
    behind.output,
    /warn .*step 1 is not profiled: the run goes on at step 4; give --profile that, or a later one/,
  );
  const ended = await train(t, folder, 'out', steps(6), '--profile', '5');
  assert.match(ended.output, /warn not-profiled step=5 reason="the run has ended at step 6"/);
  assert.equal(existsSync(profilePath(outputDir, 5)), false);

  const stopped = launch(t, folder, join(folder.root, 'stopped'), 'optim.epochs=5000', '--profile', '90000');
  await stopped.says(/step=1\//);
  stopped.child.kill('SIGINT');
  await stopped.ended;
  assert.match(stopped.output(), /warn .*step 90000 is not profiled: the run stopped after step \d+/);
});

test('a profile that cannot be written ends no run', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  mkdirSync(outputDir);
  writeFileSync(join(outputDir, 'profile'), 'no folder');
  const { output } = await train(t, folder, 'out', steps(3), '--profile', '1');
  assert.match(output, /warn worker .*step 1 is not profiled: .*profile.*; the run goes on/);
  assert.equal(readLog(outputDir).length, 3);
});
