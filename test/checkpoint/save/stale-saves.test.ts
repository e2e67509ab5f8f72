import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findLatest } from '../../../src/checkpoint/find.js';
import { readManifest } from '../../../src/checkpoint/manifest.js';
import { checkpointsDirectory } from '../../../src/run/layout.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { begin, files, interleave, NEXT_GENERATION, NEXT_LAUNCH, OLD, save } from './interleaved-saves.js';
import { interruptedFiles } from './interrupted-files.js';

for (const [who, next, least] of [
  ['a worker of a generation that is over', NEXT_GENERATION, 5],
  ['a launch whose directory another has taken over', NEXT_LAUNCH, 20],
] as const) {
  for (const [what, base, oldStep] of [
    ['the step that the new one saves', [5, 10], 20],
    ['a later step', [5, 10], 30],
    ['an earlier step', [5, 25], 30],
  ] as const)
    test(`${who} and saves ${what} is kept out, wherever the new one begins and saves`, async () => {
      const whole = await interleave({ next, base: [...base], oldStep, at: 0, pause: null });
      assert.ok(whole.old > least && whole.new > 20, `${whole.old}, ${whole.new}`);
      for (let at = 1; ; at++) {
        const operations = await interleave({ next, base: [...base], oldStep, at, pause: null });
        if (operations.new === 0) break;
      }
    });

  test(`${who} and goes on to its end between two operations of the new one disturbs neither it nor the run`, async () => {
    const { new: newOperations } = await interleave({ next, base: [5, 10], oldStep: 30, at: 0, pause: null });
    // Before the new one has done anything, and somewhere within it; all pairs are in stale-saves.soak.ts.
    for (let at = 0; ; at++) {
      let wasReached = true;
      for (const pause of [0, (7 * at) % newOperations])
        if (wasReached) wasReached = (await interleave({ next, base: [5, 10], oldStep: 30, at, pause })).new > 0;
      if (!wasReached) break;
    }
  });
}

test('a torn checkpoint of the same step is replaced by the launch that goes on alone', async () => {
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
      await begin(outputDir, NEXT_LAUNCH);
      const latest = await findLatest({ outputDir });
      await save(outputDir, NEXT_LAUNCH, latest!.step + 10);
    });
    await save(outputDir, OLD, 20, old).catch(() => {});
    if (!hasBegun) break;
    const newest = (await findLatest({ outputDir }))!;
    assert.deepEqual((await readManifest(newest.directory)).software, { attempt: NEXT_LAUNCH.name }, `${at}`);
    assert.equal(readlinkSync(join(root, 'latest')), `${newest.step}`);
  }
});

test('what processes that died have begun is cleared when a generation begins, what they have made is not', async () => {
  const outputDir = temporaryFolder();
  const root = checkpointsDirectory(outputDir);
  await begin(outputDir, OLD);
  await save(outputDir, OLD, 10);
  for (const name of ['.tmp-20-job-1', '.old-5-another-3', '.tmp-20-latest-job-1', '.old-cleared.tmp-20-job-1'])
    mkdirSync(join(root, name, 'within'), { recursive: true });
  await begin(outputDir, NEXT_GENERATION);
  assert.deepEqual(readdirSync(root).sort(), ['10', 'latest']);
});
