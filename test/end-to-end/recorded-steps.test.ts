/** Steps of real runs, written down and computed again. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { strategyOverrides } from '../../src/conformance/case/precision.js';
import { SafetensorsFile } from '../../src/formats/safetensors.js';
import { wantRecord } from '../../src/run/wanted-records.js';
import { commandHost } from '../fixtures/command-host.js';
import { addressesOf, checkpointFolder, launch, launchDying, readLog, trainingFolder } from './training.js';

interface Replayed {
  ok: boolean;
  cases: { ranks: number; toTheBit: boolean; precision: string; groups: { group: string; error: number }[] }[];
}

const dinofleet = commandHost({ after });

async function conformance(...args: string[]): Promise<Replayed> {
  const { status, stdout, stderr } = await dinofleet('conformance', ...args, '--json');
  assert.ok(status === 0 || status === 1, stderr);
  return JSON.parse(stdout) as Replayed;
}

async function assertReplaysToTheBit(folder: string, ranks: number): Promise<void> {
  const { ok, cases } = await conformance(folder);
  const [only] = cases as [Replayed['cases'][0]];
  assert.deepEqual([cases.length, only.ranks, only.toTheBit, only.precision], [1, ranks, true, 'fp16']);
  for (const { group, error } of only.groups) assert.equal(error, 0, group);
  assert.ok(ok);
}

const DEPTH = 'student.drop_path_rate=0.4';

test('a step in the middle of a run on two workers is recorded and replays to the bit', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const run = launch(
    t,
    folder,
    outputDir,
    DEPTH,
    'train.centering=centering',
    'train.max_steps=8',
    '--record-step',
    '5',
  );
  assert.equal(await run.ended, 0, run.output());
  const recorded = join(outputDir, 'recorded/step-5');
  assert.match(run.output(), /step 5 is recorded; to replay it: \.\/dinofleet conformance \S+\/recorded\/step-5"/);
  assert.deepEqual(readdirSync(join(outputDir, 'recorded')), ['step-5']);
  await assertReplaysToTheBit(recorded, 2);

  const expected = JSON.parse(readFileSync(join(recorded, 'expected.json'), 'utf8'));
  const { dino_local_crops_loss, ibot_loss, lr } = readLog(outputDir)[5]!;
  const [iteration] = expected.iterations;
  assert.equal(expected.first_iteration, 5);
  assert.deepEqual(
    [iteration.logged.dino_local_crops_loss, iteration.logged.ibot_loss, iteration.lr],
    [dino_local_crops_loss, ibot_loss, lr],
  );
  const start = SafetensorsFile.open(join(recorded, 'weights.safetensors'));
  const updates = readLog(outputDir)
    .slice(0, 5)
    .filter(({ skipped }) => skipped === false).length;
  assert.ok(updates > 0);
  assert.equal(start.read('state.optimizer', 'F32', [3])[2], updates, 'updates that Adam has made before');
  assert.ok(start.read('state.center.dino', 'F32').some((value) => value !== 0));
  assert.notDeepEqual(start.read('teacher.backbone.norm.bias', 'F32'), start.read('student.backbone.norm.bias', 'F32'));
  start.close();

  const otherwise = await conformance(recorded, '--precision', 'fp32', '--strategy', 'NO_SHARD');
  assert.equal(otherwise.cases[0]!.toTheBit, false);
  assert.ok(
    otherwise.cases[0]!.groups.some(({ error }) => error > 0),
    'without the wire formats the numbers are others',
  );
});

for (const [ranks, strategy] of [
  [1, 'SHARD_GRAD_OP'],
  [3, 'FULL_SHARD'],
  [3, 'NO_SHARD'],
] as const)
  test(`a step of ${ranks} workers with ${strategy} is recorded and replays to the bit`, async (t) => {
    const folder = trainingFolder(t);
    const outputDir = join(folder.root, 'out');
    const shape = ['--nproc-per-node', String(ranks), DEPTH, ...strategyOverrides(strategy)];
    const run = launch(t, folder, outputDir, 'train.max_steps=4', 'train.record_step=3', ...shape);
    assert.equal(await run.ended, 0, run.output());
    await assertReplaysToTheBit(join(outputDir, 'recorded/step-3'), ranks);
  });

test('ranks with unequal shares of the batch are recorded with their own', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const first = launch(t, folder, outputDir, DEPTH, 'train.max_steps=2');
  assert.equal(await first.ended, 0, first.output());
  const shape = ['--nproc-per-node', '3', DEPTH, 'train.max_steps=5', '--record-step', '3'];
  const second = launch(t, folder, outputDir, ...shape);
  assert.equal(await second.ended, 0, second.output());
  const recorded = join(outputDir, 'recorded/step-3');
  const inputs = SafetensorsFile.open(join(recorded, 'inputs.safetensors'));
  const rows = [0, 1, 2].map((rank) => inputs.info(`iter0.rank${rank}.global_crops`).shape[0]!);
  inputs.close();
  assert.deepEqual(rows.sort(), [4, 6, 6]);
  await assertReplaysToTheBit(recorded, 3);
});

test('a step that the run does not come to is refused at once, or spoken of', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const past = launch(t, folder, outputDir, 'train.max_steps=4', '--record-step', '4');
  assert.equal(await past.ended, 2);
  assert.match(
    past.output(),
    /error \[STEP_PAST_END\] train\.record_step \(--record-step\) is 4, but the run has 4 steps, 0 to 3/,
  );

  const first = launch(t, folder, outputDir, 'train.max_steps=4');
  assert.equal(await first.ended, 0, first.output());
  const behind = launch(t, folder, outputDir, 'train.max_steps=6', '--record-step', '1');
  assert.equal(await behind.ended, 0, behind.output());
  assert.match(behind.output(), /warn .*step 1 is not recorded: the run goes on at step 4/);
});

test('a record that cannot be written ends no run, and what it goes on to compute is the same', async (t) => {
  const folder = trainingFolder(t);
  const run = async (name: string, ...args: string[]) => {
    const outputDir = join(folder.root, name);
    mkdirSync(outputDir);
    writeFileSync(join(outputDir, 'recorded'), 'no folder');
    const command = launch(t, folder, outputDir, 'train.max_steps=4', ...args);
    assert.equal(await command.ended, 0, command.output());
    return { output: command.output(), losses: readLog(outputDir).map(({ total_loss }) => total_loss) };
  };
  const { output, losses } = await run('out', '--record-step', '1');
  assert.match(output, /warn worker .*step 1 will not be recorded: .*recorded.*; the run goes on/);
  assert.deepEqual(losses, (await run('undisturbed')).losses);
});

test('a run that is stopped before the step that was to be recorded says so at its end', async (t) => {
  const folder = trainingFolder(t);
  const run = launch(t, folder, join(folder.root, 'out'), 'optim.epochs=5000', '--record-step', '90000');
  await run.says(/step=1\//);
  run.child.kill('SIGINT');
  await run.ended;
  assert.match(run.output(), /warn .*step 90000 is not recorded: the run stopped after step \d+/);
});

test('losses that are not finite skip the update on every rank, are named, recorded once, and end the run after fifty steps', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  // The exponential of logits over such a temperature is infinite: so are Sinkhorn-Knopp's sums.
  const cold = ['teacher.warmup_teacher_temp=0.001', 'teacher.teacher_temp=0.001'];
  const run = launch(t, folder, outputDir, ...cold);
  assert.equal(await run.ended, 1);
  const losses = ['dino_local_crops_loss', 'dino_global_crops_loss', 'ibot_loss'];
  const named = losses.map((loss) => `${loss} is not finite on ranks 0 \\(NaN\\), 1 \\(NaN\\)`).join(', ');
  assert.match(
    run.output(),
    new RegExp(
      `step 0: ${named}; its update is skipped on every rank; it will be recorded for replay when the run ends"`,
    ),
  );
  assert.match(run.output(), new RegExp(`step 1: ${named}; its update is skipped on every rank"`));
  assert.match(run.output(), /step 0 is recorded; to replay it: \.\/dinofleet conformance \S+\/recorded\/step-0"/);
  assert.match(run.output(), /failed \[NOT_FINITE\] .* in the last 50 steps, up to step 49/);
  assert.deepEqual(readdirSync(join(outputDir, 'recorded')), ['step-0']);
  assert.ok(readLog(outputDir).every(({ skipped }) => skipped === true));
  await assertReplaysToTheBit(join(outputDir, 'recorded/step-0'), 2);
  const expected = JSON.parse(readFileSync(join(outputDir, 'recorded/step-0/expected.json'), 'utf8'));
  assert.equal(expected.iterations[0].ranks[1].ibot_loss, 'NaN');
  const start = SafetensorsFile.open(join(outputDir, 'recorded/step-0/weights.safetensors'));
  const end = SafetensorsFile.open(join(outputDir, 'recorded/step-0/expected.safetensors'));
  for (const name of start.tensors.keys())
    if (name.startsWith('student.')) assert.deepEqual(end.read(`final.${name}`, 'F32'), start.read(name, 'F32'), name);
  start.close();
  end.close();
});

test('an overflow of scaled gradients with finite losses is routine: skipped, and neither named nor recorded', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  // Gradients a thousand times as large do not fit fp16 with the first loss scales.
  const run = launch(t, folder, outputDir, 'train.max_steps=16', 'dino.loss_weight=1000');
  assert.equal(await run.ended, 0, run.output());
  const log = readLog(outputDir);
  assert.ok(log.some(({ skipped }) => skipped === true) && log.some(({ skipped }) => skipped === false));
  assert.doesNotMatch(run.output(), /not finite/);
  assert.deepEqual(
    readdirSync(outputDir).filter((name) => name === 'recorded'),
    [],
  );
});

async function record(outputDir: string, step: number, ...args: string[]) {
  const command = ['conformance', '--record', outputDir, '--step', String(step), ...args];
  const { status, stdout, stderr } = await dinofleet(...command);
  return { code: status, output: `${stderr}${stdout}` };
}

function filesOf(folder: string): Record<string, Buffer> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

test('a step of a run that has ended is recorded by hand, with the bytes that the run has written', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const keys = [
    'train.max_steps=8',
    'train.checkpoint_steps=3',
    'train.keep_checkpoints=9',
    'train.centering=centering',
  ];
  const run = launch(t, folder, outputDir, DEPTH, ...keys, '--record-step', '5');
  assert.equal(await run.ended, 0, run.output());
  const recorded = join(outputDir, 'recorded/step-5');
  const expected = filesOf(recorded);
  rmSync(recorded, { recursive: true });
  rmSync(checkpointFolder(outputDir, 5), { recursive: true });

  const { code, output } = await record(outputDir, 5);
  assert.equal(code, 0, output);
  assert.match(output, /note: computing steps 3 to 5 from checkpoint 3, on 2 ranks of \d threads?$/m);
  assert.match(output, /step 5 is recorded; to replay it: \.\/dinofleet conformance \S+\/recorded\/step-5$/m);
  assert.deepEqual(filesOf(recorded), expected);

  const first = await record(outputDir, 1, '--json');
  assert.match(first.output, /note: computing steps 0 to 1 from the run's start/);
  assert.equal(JSON.parse(first.output.split('\n').find((line) => line.startsWith('{'))!).from, null);
  await assertReplaysToTheBit(join(outputDir, 'recorded/step-1'), 2);
  const { iterations } = JSON.parse(readFileSync(join(outputDir, 'recorded/step-1/expected.json'), 'utf8'));
  assert.equal(iterations[0].logged.ibot_loss, readLog(outputDir)[1]!.ibot_loss);

  const onThree = await record(outputDir, 6, '--ranks', '3');
  assert.equal(onThree.code, 0, onThree.output);
  assert.match(
    onThree.output,
    /note: the run had 2 ranks: on 3, each has other images, and KoLeo's loss .* are others/,
  );
  await assertReplaysToTheBit(join(outputDir, 'recorded/step-6'), 3);
});

test('what a step cannot be recorded from by hand is said, and ends with what is to be mended', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const run = launch(t, folder, outputDir, 'train.max_steps=4', 'train.checkpoint_steps=2');
  await addressesOf(run);
  const running = await record(outputDir, 1);
  assert.equal(running.code, 2, running.output);
  assert.match(running.output, /error \[OUTPUT_DIR_IN_USE\] a run trains into \S+: record its step when it has ended/);
  assert.equal(await run.ended, 0, run.output());

  const fails = async (step: number, code: number, message: RegExp, ...args: string[]) => {
    const failed = await record(outputDir, step, ...args);
    assert.equal(failed.code, code, failed.output);
    assert.match(failed.output, message);
    assert.ok(!existsSync(join(outputDir, 'recorded', `step-${step}`)));
  };
  await fails(4, 2, /error \[STEP_NOT_REACHED\] --step is 4, but the run in \S+ has completed 4 steps, 0 to 3, up to/);
  await fails(3, 2, /error \[BAD_OPTION\] --ranks is 9, but a step of this run has 8 images/, '--ranks', '9');

  const shard = join(checkpointFolder(outputDir, 2), 'rank-00001-of-00002.safetensors');
  const bytes = readFileSync(shard);
  writeFileSync(shard, Buffer.from(bytes).fill(7, bytes.length - 64));
  await fails(3, 1, /error \[RANK_FAILED\] rank 1 of 2: .*rank-00001-of-00002\.safetensors/);
  writeFileSync(shard, bytes);

  const [image] = readdirSync(folder.images) as [string];
  renameSync(join(folder.images, image), join(folder.root, image));
  await fails(
    3,
    2,
    /error \[IMAGES_DIFFER\] step 3 was computed from 48 images in \S+; now there are 47, and not the same by their names and sizes: put/,
  );
  renameSync(folder.images, join(folder.root, 'elsewhere'));
  await fails(3, 2, /error \[\w+\] .*the run's train\.dataset_path/);
});

test('the checkpoint that a step begins from is kept until the step is recorded, whatever else is kept', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const few = ['train.checkpoint_steps=1', 'train.keep_checkpoints=1', 'train.max_steps=9'];
  const run = launch(t, folder, outputDir, ...few, '--record-step', '2');
  assert.equal(await run.ended, 0, run.output());
  assert.deepEqual(readdirSync(join(outputDir, 'checkpoints')).sort(), ['2', '9', 'latest']);
  assert.deepEqual(readdirSync(join(outputDir, 'recorded')), ['step-2']);
  await assertReplaysToTheBit(join(outputDir, 'recorded/step-2'), 2);
});

test('a step far from any state is left to a person, and one that a process ended by is not tried again', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  wantRecord(outputDir, 36);
  mkdirSync(join(outputDir, 'recorded'), { recursive: true });
  writeFileSync(join(outputDir, 'recorded/.wanted-step-1'), 'begun\n');
  const run = launch(t, folder, outputDir, 'train.max_steps=38', 'train.checkpoint_steps=100', 'train.log_every=20');
  assert.equal(await run.ended, 0, run.output());
  assert.match(
    run.output(),
    /warn .*step 36 is not recorded: the run's start is 36 steps before it; to record it all the same: \.\/dinofleet conformance --record \S+ --step 36"/,
  );
  assert.match(
    run.output(),
    /warn .*step 1 is not recorded: a process has ended while it was; to try again: .* --step 1"/,
  );
  assert.deepEqual(readdirSync(join(outputDir, 'recorded')), ['.wanted-step-36']);
  const { code, output } = await record(outputDir, 36);
  assert.equal(code, 0, output);
  assert.deepEqual(readdirSync(join(outputDir, 'recorded')), ['step-36']);
  await assertReplaysToTheBit(join(outputDir, 'recorded/step-36'), 2);
});

test('a worker that dies while a step is recorded costs the record, not the run', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const deaths = [{ generation: 1, rank: 1, at: 'forwardBackward', nth: 5 }] as const;
  const run = launchDying(t, folder, outputDir, deaths, 'train.max_steps=4', '--record-step', '3');
  assert.equal(await run.ended, 0, run.output());
  assert.match(run.output(), /generation-ended/);
  assert.match(
    run.output(),
    /warn .*step 3 is not recorded: a process has ended while it was; to try again: .* --step 3"/,
  );
  const { code, output } = await record(outputDir, 3);
  assert.equal(code, 0, output);
  assert.deepEqual(readdirSync(join(outputDir, 'recorded')), ['step-3']);
});
