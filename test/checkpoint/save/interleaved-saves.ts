/**
 * A generation that is over, and whose process still saves, beside the one that goes on: whatever operations of the two come
 * between one another, the run is what it would be without the first.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckpointFiles, diskFiles, withoutSync } from '../../../src/checkpoint/checkpoint-files.js';
import { verifyCheckpoint } from '../../../src/checkpoint/complete.js';
import { findLatest } from '../../../src/checkpoint/find.js';
import { readManifest } from '../../../src/checkpoint/manifest.js';
import { raiseFence } from '../../../src/checkpoint/save/fence.js';
import { LAUNCH_AGAIN } from '../../../src/checkpoint/save/save-service.js';
import { writeCheckpoint } from '../../../src/checkpoint/save/write-checkpoint.js';
import { planSharding } from '../../../src/fsdp/plan.js';
import { networksOf } from '../../../src/model/networks.js';
import { checkpointsDirectory, fencePath } from '../../../src/run/layout.js';
import { submodulesOf } from '../../../src/train/sharded-network.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { numberedShards } from '../numbered-shards.js';
import { manifestContents, smallConfig } from '../small-training.js';
import { interruptedFiles } from './interrupted-files.js';

const config = smallConfig();
const plan = planSharding(submodulesOf(config, networksOf(config)), 1);
const data = numberedShards(plan, 0);
export const files = withoutSync(diskFiles);

/** A save of the only rank of an attempt, whose name is in the manifest. */
export function save(
  outputDir: string,
  attempt: string,
  step: number,
  through: CheckpointFiles = files,
): Promise<string> {
  const order = {
    root: checkpointsDirectory(outputDir),
    rank: 0,
    plan,
    replicated: {},
    contents: { ...manifestContents(config, step), software: { attempt } },
    attempt,
    fencePath: fencePath(outputDir),
    retention: { newest: 2, every: 0 },
    patienceMs: null,
    logPath: null,
    advice: LAUNCH_AGAIN,
  };
  return writeCheckpoint(through, order, data, () => {});
}

export const begin = (outputDir: string, attempt: string) =>
  raiseFence(files, { path: fencePath(outputDir), attempt }, [checkpointsDirectory(outputDir)]);

export const OLD = 'job-1';
export const NEW = 'job-2';

export interface Interleaving {
  /** Saved by the old generation while it was the present one. */
  base: number[];
  oldStep: number;
  /** The old save's operation before which the new generation begins. */
  at: number;
  /** The new save's operation before which the old save goes on to its end; null where it goes on after it. */
  pause: number | null;
}

/** @returns how many operations the old save had, and the new one, where it was not held up */
export async function interleave({ base, oldStep, at, pause }: Interleaving): Promise<{ old: number; new: number }> {
  const outputDir = temporaryFolder();
  const root = checkpointsDirectory(outputDir);
  await begin(outputDir, OLD);
  for (const step of base) await save(outputDir, OLD, step);
  const where = `old save of ${oldStep}, new generation before its operation ${at}, pause ${pause}`;

  let oldEnded: Promise<unknown> = Promise.resolve();
  let newEnded: Promise<string> | null = null;
  let resumed = 0;
  let newOperations = () => 0;
  const old = interruptedFiles(files, at, async () => {
    await begin(outputDir, NEW);
    const latest = (await findLatest({ outputDir }))!;
    resumed = latest.step;
    // The old save goes on where the new one pauses, or is over.
    await new Promise<void>((goOn) => {
      const fresh = interruptedFiles(files, pause ?? Number.POSITIVE_INFINITY, async () => {
        goOn();
        await oldEnded;
        // A next generation, which could begin now, would find what is there.
        if (resumed >= oldStep) return;
        assert.ok(!readdirSync(root).includes(`${oldStep}`), `${where}: it was published`);
        assert.notEqual(readlinkSync(join(root, 'latest')), `${oldStep}`, where);
      });
      newOperations = fresh.count;
      newEnded = save(outputDir, NEW, resumed + 10, fresh.files);
      newEnded.then(
        () => goOn(),
        () => goOn(),
      );
    });
  });
  const ended = save(outputDir, OLD, oldStep, old.files).then(
    () => null,
    (error: Error & { code: string }) => error,
  );
  oldEnded = ended;
  const error = await ended;
  if (newEnded === null) return { old: old.count(), new: 0 }; // it had fewer operations
  const directory = await newEnded;

  const isPublished = resumed >= oldStep;
  if (!isPublished) {
    assert.equal(error?.code, 'CHECKPOINT_SUPERSEDED', `${where}: ${error}`);
    if (oldStep !== resumed + 10) assert.ok(!existsSync(join(root, `${oldStep}`)), `${where}: it was published`);
  }
  assert.deepEqual((await verifyCheckpoint(directory)).bad, [], where);
  assert.deepEqual((await readManifest(directory)).software, { attempt: NEW }, where);
  assert.equal(readlinkSync(join(root, 'latest')), `${resumed + 10}`, where);
  assert.equal((await findLatest({ outputDir }))?.step, resumed + 10, where);
  assert.deepEqual(
    (await verifyCheckpoint(join(root, `${resumed}`))).bad,
    [],
    `${where}: where it went on from is gone`,
  );
  await save(outputDir, NEW, resumed + 20);
  assert.deepEqual(readdirSync(root).sort(), [`${resumed + 10}`, `${resumed + 20}`, 'latest'].sort(), where);
  return { old: old.count(), new: newOperations() };
}
