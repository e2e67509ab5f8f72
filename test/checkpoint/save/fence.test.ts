import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { diskFiles } from '../../../src/checkpoint/checkpoint-files.js';
import { findLatest } from '../../../src/checkpoint/find.js';
import { readManifest } from '../../../src/checkpoint/manifest.js';
import { isSuperseded, raiseFence } from '../../../src/checkpoint/save/fence.js';
import { checkpointsDirectory, fencePath } from '../../../src/run/layout.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { begin, files, interleave, NEW, OLD, save } from './interleaved-saves.js';
import { interruptedFiles } from './interrupted-files.js';

for (const [what, base, oldStep] of [
  ['the step that the new one saves', [5, 10], 20],
  ['a later step', [5, 10], 30],
  ['an earlier step', [5, 25], 30],
] as const)
  test(`an old generation that saves ${what} is kept out, wherever the new one begins and saves`, async () => {
    const whole = await interleave({ base: [...base], oldStep, at: 0, pause: null });
    assert.ok(whole.old > 5 && whole.new > 20, `${whole.old}, ${whole.new}`);
    for (let at = 1; ; at++) {
      const operations = await interleave({ base: [...base], oldStep, at, pause: null });
      if (operations.new === 0) break;
    }
  });

test('an old save that goes on to its end between two operations of the new one disturbs neither it nor the run', async () => {
  const { new: newOperations } = await interleave({ base: [5, 10], oldStep: 30, at: 0, pause: null });
  // Before the new one has done anything, and somewhere within it; all pairs are in fence.soak.ts.
  for (let at = 0; ; at++) {
    let wasReached = true;
    for (const pause of [0, (7 * at) % newOperations])
      if (wasReached) wasReached = (await interleave({ base: [5, 10], oldStep: 30, at, pause })).new > 0;
    if (!wasReached) break;
  }
});

test('a torn checkpoint of the same step is replaced by the generation that goes on alone', async () => {
  for (let at = 0; ; at++) {
    const outputDir = temporaryFolder();
    const root = checkpointsDirectory(outputDir);
    await begin(outputDir, OLD);
    await save(outputDir, OLD, 10);
    mkdirSync(join(root, '20'));
    writeFileSync(join(root, '20', 'manifest.json'), 'torn');
    let hasBegun = false;
    const { files: old } = interruptedFiles(files, at, async () => {
      hasBegun = true;
      await begin(outputDir, NEW);
      const latest = await findLatest({ outputDir });
      await save(outputDir, NEW, latest!.step + 10);
    });
    await save(outputDir, OLD, 20, old).catch(() => {});
    if (!hasBegun) break;
    const newest = (await findLatest({ outputDir }))!;
    assert.deepEqual((await readManifest(newest.directory)).software, { attempt: NEW }, `${at}`);
    assert.equal(readlinkSync(join(root, 'latest')), `${newest.step}`);
  }
});

test('the fence names the present attempt; where there is none nobody is kept out', async () => {
  const outputDir = temporaryFolder();
  const path = fencePath(outputDir);
  assert.equal(await isSuperseded(diskFiles, { path, attempt: OLD }), false);
  await begin(outputDir, OLD);
  assert.equal(readFileSync(path, 'utf8'), 'job-1\n');
  assert.equal(await isSuperseded(diskFiles, { path, attempt: OLD }), false);
  assert.equal(await isSuperseded(diskFiles, { path, attempt: 'job-11' }), true);
});

test('what processes that died have begun is cleared when a generation begins, what they have made is not', async () => {
  const outputDir = temporaryFolder();
  const root = checkpointsDirectory(outputDir);
  await begin(outputDir, OLD);
  await save(outputDir, OLD, 10);
  for (const name of ['.tmp-20-job-1', '.old-5-another-3', '.tmp-20-latest-job-1', '.old-20-swept.tmp-20-job-1'])
    mkdirSync(join(root, name, 'within'), { recursive: true });
  await begin(outputDir, NEW);
  assert.deepEqual(readdirSync(root).sort(), ['10', 'latest']);
});

test('a fence that cannot be written starts no workers, and says what to do', async () => {
  const full = {
    ...files,
    create: async () => {
      throw new Error('ENOSPC: no space left on device, open');
    },
  };
  const path = fencePath('/out');
  await assert.rejects(raiseFence(full, { path, attempt: NEW }, []), {
    code: 'CHECKPOINT_UNWRITABLE',
    message:
      `no workers are started, as ${path} and what is beside it cannot be written: ENOSPC: no space left on device, open; ` +
      'free space or mend the permissions, then launch again',
  });
});
