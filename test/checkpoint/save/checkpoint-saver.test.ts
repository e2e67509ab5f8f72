import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CheckpointReader } from '../../../src/checkpoint/load.js';
import { CheckpointSaver, type SaveReport, type SaverOptions } from '../../../src/checkpoint/save/checkpoint-saver.js';

import { openBackend } from '../../../src/nn/open-backend.js';
import { until } from '../../fixtures/until.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { manifestContents, numberAt, numberedState, rankAlone, smallConfig } from '../small-training.js';

const backend = openBackend('cpu', 'float32');
const config = smallConfig({ train: { centering: 'centering', batch_size_per_gpu: 2 } });
const optimizer = { lossScale: 512, growthTracker: 3, adamStep: 4 };

/** A saver of one rank's numbered state; `place` is in the path of all that it writes. */
function saverOf(t: TestContext, place: string, change: Partial<SaverOptions> = {}) {
  const state = numberedState(config, backend, rankAlone(0, 1));
  const root = temporaryFolder();
  const folder = join(root, place);
  const saved: SaveReport[] = [];
  const warnings: string[] = [];
  const slots = new SharedArrayBuffer(4);
  const saver = new CheckpointSaver({
    backend,
    rank: 0,
    plan: state.plan,
    shards: state.shards,
    replicated: state.replicated,
    outputDir: folder,
    retention: { newest: 3, every: 0 },
    fencePath: null,
    logPath: null,
    snapshotDir: null,
    snapshotSeconds: 0.01,
    attempt: 'test-1',
    slots,
    progressSlot: 0,
    writer: new URL('./troubled-save-thread.js', import.meta.url),
    contentsAfter: (steps, optimizer) => ({ ...manifestContents(config, steps), optimizer }),
    onSaved: (report) => saved.push(report),
    onWarning: (message) => warnings.push(message),
    ...change,
  });
  t.after(async () => {
    await saver.close();
    state.close();
  });
  const openGate = () => writeFileSync(join(root, 'open'), '');
  return { saver, state, saved, warnings, folder, openGate, signs: new Int32Array(slots) };
}

test('a slow disk holds nothing up: training goes on, and the state is saved as it was', async (t) => {
  const { saver, state, saved, signs, openGate } = saverOf(t, 'gated');
  backend.fill(state.centers.dino, 0.25);
  await saver.begin('checkpoint', 5, optimizer);
  // A step's forward pass moves the centres, its update all else.
  backend.fill(state.centers.dino, 9);
  saver.finishCopy();
  for (const { student, expAvg } of state.shards) for (const tensor of [student, expAvg]) backend.fill(tensor, 9);
  assert.equal(saver.snapshotRefused(), true);
  assert.equal(saved.length, 0);
  openGate();
  await saver.finish();
  assert.equal(saved.length, 1);
  const { step, directory, seconds, blockedSeconds, snapshot } = saved[0]!;
  assert.deepEqual([step, snapshot], [5, false]);
  assert.ok(blockedSeconds > 0 && blockedSeconds < seconds);
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
  const { saver, saved, warnings, folder, openGate } = saverOf(t, 'gated');
  await saver.begin('checkpoint', 5, optimizer);
  saver.finishCopy();
  let begun = false;
  const beginning = saver.begin('checkpoint', 6, optimizer).then(() => {
    begun = true;
  });
  await sleep(200); // longer than what is worth a word
  assert.deepEqual([begun, saved], [false, []]);
  openGate();
  await beginning;
  await saver.finish();
  assert.deepEqual(
    saved.map(({ step }) => step),
    [5, 6],
  );
  assert.deepEqual(readdirSync(join(folder, 'checkpoints')).sort(), ['5', '6', 'latest']);
  assert.match(
    warnings.join(),
    /^the save of step 6 waited \d\.\d s for that of step 5, which was still being written/,
  );
});

test('a disk that is full in the middle of a save ends the run with a word, at the next step', async (t) => {
  const { saver, saved, folder } = saverOf(t, 'full');
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
  assert.deepEqual(saved, []);
  assert.deepEqual(readdirSync(join(folder, 'checkpoints')), []);
});

test('snapshots come every so often, and the last two are kept', async (t) => {
  const snapshotDir = temporaryFolder();
  const { saver, saved, folder } = saverOf(t, 'healthy', { snapshotDir });
  for (const step of [1, 2, 3, 4]) {
    await until('time for a snapshot', () => saver.snapshotDue() || undefined);
    assert.equal(saver.snapshotRefused(), false);
    await saver.begin('snapshot', step, optimizer);
    saver.finishCopy();
    assert.equal(saver.snapshotDue(), false);
    await saver.finish();
  }
  assert.deepEqual(
    saved.map(({ step, snapshot }) => [step, snapshot]),
    [1, 2, 3, 4].map((step) => [step, true]),
  );
  assert.deepEqual(readdirSync(snapshotDir).sort(), ['3', '4', 'latest']);
  await saver.begin('checkpoint', 5, optimizer);
  await saver.finish();
  assert.deepEqual(readdirSync(join(folder, 'checkpoints')).sort(), ['5', 'latest']);
});

test('a snapshot that cannot be written turns snapshots off with a warning, and checkpoints go on', async (t) => {
  const snapshotDir = join(temporaryFolder(), 'full');
  mkdirSync(snapshotDir);
  const { saver, saved, warnings, folder } = saverOf(t, 'healthy', { snapshotDir });
  await saver.begin('snapshot', 1, optimizer);
  await saver.finish();
  assert.match(
    warnings.join(),
    /^no more snapshots in memory: .*ENOSPC.*; checkpoints on the disk are saved as before$/,
  );
  assert.deepEqual(readdirSync(snapshotDir), []);
  assert.equal(saver.snapshotRefused(), true);
  assert.equal(saver.snapshotDue(), false);
  await saver.begin('checkpoint', 2, optimizer);
  await saver.finish();
  assert.deepEqual(readdirSync(join(folder, 'checkpoints')).sort(), ['2', 'latest']);
  assert.equal(saved.length, 1);
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
