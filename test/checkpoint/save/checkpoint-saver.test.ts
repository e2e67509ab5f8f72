import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { CheckpointReader } from '../../../src/checkpoint/load.js';
import { CheckpointSaver, type SaverOptions } from '../../../src/checkpoint/save/checkpoint-saver.js';
import type { WrittenShard } from '../../../src/checkpoint/save/save-service.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import { checkpointsDirectory } from '../../../src/run/layout.js';
import { until } from '../../fixtures/until.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { QueuedBackend } from '../../nn/queued/queued-backend.js';
import { keeperOf, manifestContents, numberAt, numberedState, rankAlone, smallConfig } from '../small-training.js';

const cpu = openBackend('cpu', 'float32');
const late = new QueuedBackend(cpu).backend;
const config = smallConfig({ train: { centering: 'centering', batch_size_per_gpu: 2 } });
const optimizer = { lossScale: 512, growthTracker: 3, adamStep: 4 };

/** A saver of one rank's numbered state; `place` is in the path of all that it writes. */
function saverOf(t: TestContext, place: string, change: Partial<SaverOptions> = {}) {
  const { backend = cpu } = change;
  const state = numberedState(config, backend, rankAlone(0, 1));
  const root = temporaryFolder();
  const folder = join(root, place);
  const { port1: heard, port2: tell } = new MessageChannel();
  const warnings: string[] = [];
  const slots = new SharedArrayBuffer(4);
  const saver = new CheckpointSaver({
    backend,
    rank: 0,
    plan: state.plan,
    shards: state.shards,
    replicated: state.replicated,
    checkpointPlace: checkpointsDirectory(folder),
    snapshotDir: null,
    snapshotSeconds: 0.01,
    attempt: 'test-1',
    tell,
    slots,
    progressSlot: 0,
    writer: new URL('./troubled-save-thread.js', import.meta.url),
    contentsAfter: (steps, optimizer) => ({ ...manifestContents(config, steps), optimizer }),
    onWarning: (message) => warnings.push(message),
    ...change,
  });
  t.after(async () => {
    await saver.close();
    state.close();
  });
  /** What was told since the last call. */
  const told = () => {
    const shards: WrittenShard[] = [];
    for (let next = receiveMessageOnPort(heard); next; next = receiveMessageOnPort(heard)) shards.push(next.message);
    return shards;
  };
  const publish = ({ step, head, record }: WrittenShard) =>
    keeperOf(folder, { newest: 3, every: 0 }).publish({
      draft: { step, attempt: 'test-1' },
      head,
      records: [record],
    });
  const openGate = () => writeFileSync(join(root, 'open'), '');
  return { saver, state, told, publish, warnings, folder, openGate, signs: new Int32Array(slots) };
}

for (const [device, backend] of Object.entries({ 'a CPU': cpu, 'a late device': late }))
  test(`a slow disk holds nothing up: training goes on, and the state is saved as it was on ${device}`, async (t) => {
    const { saver, state, told, publish, signs, openGate } = saverOf(t, 'gated', { backend });
    backend.fill(state.centers.dino, 0.25);
    await saver.begin('checkpoint', 5, optimizer);
    // A step's forward pass moves the centres, its update all else.
    backend.fill(state.centers.dino, 9);
    saver.finishCopy();
    for (const { student, expAvg } of state.shards) for (const tensor of [student, expAvg]) backend.fill(tensor, 9);
    assert.equal(saver.snapshotRefused(), true);
    assert.deepEqual(told(), []);
    openGate();
    await saver.finish();
    const [shard, ...more] = told();
    assert.deepEqual(more, []);
    const { step, snapshot, problem, seconds, blockedSeconds } = shard!;
    assert.deepEqual([step, snapshot, problem], [5, false, '']);
    assert.ok(blockedSeconds > 0 && blockedSeconds < seconds);
    const directory = await publish(shard!);
    assert.ok(signs[0]! > 0);
    const reader = await CheckpointReader.open(directory);
    for (const [replica, name] of ['student', 'teacher', 'exp_avg', 'exp_avg_sq'].entries()) {
      const values = reader.parameter(name as 'student', 'backbone.pos_embed');
      for (const [i, value] of values.entries()) assert.equal(value, numberAt(replica, 'backbone.pos_embed', i));
    }
    assert.deepEqual(reader.replicated('center.dino'), new Float32Array(12).fill(0.25));
    assert.deepEqual(reader.manifest.optimizer, optimizer);
    reader.close();
  });

test('a save that is due while one is still written waits for it, and says so', async (t) => {
  const { saver, told, warnings, openGate } = saverOf(t, 'gated');
  await saver.begin('checkpoint', 5, optimizer);
  saver.finishCopy();
  let begun = false;
  const beginning = saver.begin('checkpoint', 6, optimizer).then(() => {
    begun = true;
  });
  await sleep(200); // longer than what is worth a word
  assert.deepEqual([begun, told()], [false, []]);
  openGate();
  await beginning;
  await saver.finish();
  assert.deepEqual(
    told().map(({ step }) => step),
    [5, 6],
  );
  assert.match(
    warnings.join(),
    /^the save of step 6 waited \d\.\d s for that of step 5, which was still being written/,
  );
});

test('a disk that is full in the middle of a save ends the run with a word, at the next step', async (t) => {
  const { saver, told, folder } = saverOf(t, 'full');
  await saver.begin('checkpoint', 5, optimizer);
  saver.finishCopy();
  let error: unknown;
  await until('word of the full disk', () => {
    try {
      saver.snapshotRefused();
      return undefined;
    } catch (thrown) {
      error = thrown;
      return true;
    }
  });
  assert.match(
    String(error),
    /checkpoint of step 5 cannot be written to \S+: ENOSPC: no space left on device, write; free space or mend/,
  );
  assert.equal((error as { code: string }).code, 'CHECKPOINT_UNWRITABLE');
  const [{ problem, record }] = told() as [WrittenShard];
  assert.deepEqual([problem, record], [(error as Error).message, '']);
  assert.deepEqual(readdirSync(join(folder, 'checkpoints/.tmp-5-test-1')), [], 'a full disk gets its room back');
});

test('snapshots come every so often, beside checkpoints', async (t) => {
  const snapshotDir = temporaryFolder();
  const { saver, told, folder } = saverOf(t, 'healthy', { snapshotDir });
  for (const step of [1, 2]) {
    await until('time for a snapshot', () => saver.snapshotDue() || undefined);
    assert.equal(saver.snapshotRefused(), false);
    await saver.begin('snapshot', step, optimizer);
    saver.finishCopy();
    assert.equal(saver.snapshotDue(), false);
    await saver.finish();
  }
  await saver.begin('checkpoint', 3, optimizer);
  await saver.finish();
  const checkpoints = checkpointsDirectory(folder);
  assert.deepEqual(
    told().map(({ step, snapshot, place }) => [step, snapshot, place]),
    [
      [1, true, snapshotDir],
      [2, true, snapshotDir],
      [3, false, checkpoints],
    ],
  );
  assert.deepEqual(readdirSync(snapshotDir).sort(), ['.tmp-1-test-1', '.tmp-2-test-1']);
  assert.deepEqual(readdirSync(checkpoints), ['.tmp-3-test-1']);
});

test('a snapshot that cannot be written turns snapshots off with a warning, and checkpoints go on', async (t) => {
  const snapshotDir = join(temporaryFolder(), 'full');
  mkdirSync(snapshotDir);
  const { saver, told, warnings } = saverOf(t, 'healthy', { snapshotDir });
  await saver.begin('snapshot', 1, optimizer);
  await saver.finish();
  assert.match(
    warnings.join(),
    /^no more snapshots in memory: .*ENOSPC.*; checkpoints on the disk are saved as before$/,
  );
  assert.deepEqual(readdirSync(join(snapshotDir, '.tmp-1-test-1')), []);
  assert.equal(saver.snapshotRefused(), true);
  assert.equal(saver.snapshotDue(), false);
  await saver.begin('checkpoint', 2, optimizer);
  await saver.finish();
  const [failed, written, ...more] = told();
  assert.match(failed!.problem, /ENOSPC/);
  assert.deepEqual([written!.step, written!.problem, more], [2, '', []]);
});

test('where the folder of snapshots is gone, they are turned off with a warning', async (t) => {
  const { saver, warnings } = saverOf(t, 'healthy', { snapshotDir: '/nowhere/snapshots' });
  await until('word of the folder', () => saver.snapshotDue() || warnings.length > 0 || undefined);
  assert.match(warnings.join(), /^no more snapshots in memory: ENOENT/);
});

test('only the first rank wants snapshots, and none where there is no folder', async (t) => {
  const without = saverOf(t, 'healthy', { snapshotSeconds: 0 });
  assert.deepEqual([without.saver.snapshotDue(), without.saver.snapshotRefused()], [false, true]);
  const first = saverOf(t, 'healthy', { snapshotSeconds: 0, snapshotDir: temporaryFolder() });
  assert.deepEqual([first.saver.snapshotDue(), first.saver.snapshotRefused()], [true, false]);
  const second = saverOf(t, 'healthy', { snapshotSeconds: 0, snapshotDir: temporaryFolder(), rank: 1 });
  assert.deepEqual([second.saver.snapshotDue(), second.saver.snapshotRefused()], [false, false]);
});
