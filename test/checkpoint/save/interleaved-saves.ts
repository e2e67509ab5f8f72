/**
 * Somebody who should be at work no more, and still saves, beside the generation that goes on: whatever operations of the two come
 * between one another, the run is what it would be without the first. It is a worker of a generation that is over, or the
 * whole of a launch whose directory another machine's launch has taken over.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CheckpointFiles, diskFiles, withoutSync } from '../../../src/checkpoint/checkpoint-files.js';
import { verifyCheckpoint } from '../../../src/checkpoint/complete.js';
import { DirectoryStore } from '../../../src/checkpoint/directory-store.js';
import { findLatest } from '../../../src/checkpoint/find.js';
import { readManifest } from '../../../src/checkpoint/manifest.js';
import { CheckpointKeeper } from '../../../src/checkpoint/save/keeper.js';
import { LAUNCH_AGAIN } from '../../../src/checkpoint/save/unwritable.js';
import { writeShard } from '../../../src/checkpoint/save/write-shard.js';
import { planSharding } from '../../../src/fsdp/plan.js';
import { networksOf } from '../../../src/model/networks.js';
import { checkpointsDirectory, tokenPath } from '../../../src/run/layout.js';
import { submodulesOf } from '../../../src/train/sharded-network.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { numberedShards } from '../numbered-shards.js';
import { manifestContents, smallConfig } from '../small-training.js';
import { interruptedFiles } from './interrupted-files.js';

const config = smallConfig();
const plan = planSharding(submodulesOf(config, networksOf(config)), 1);
const data = numberedShards(plan, 0);
export const files = withoutSync(diskFiles);

/** Who saves: a generation of a launch. */
interface Attempt {
  launch: string;
  name: string;
}

export const OLD: Attempt = { launch: 'first', name: 'first-1' };
/** What comes after it. */
export const NEXT_GENERATION: Attempt = { launch: 'first', name: 'first-2' };
export const NEXT_LAUNCH: Attempt = { launch: 'second', name: 'second-1' };

function keeper(outputDir: string, { launch: token }: Attempt, through: CheckpointFiles): CheckpointKeeper {
  const retention = { newest: 2, every: 0 };
  return new CheckpointKeeper(through, { outputDir, token, retention, store: 'shared', onSkipped: () => {} });
}

/** The only rank of an attempt writes its file. @returns its record */
async function write(outputDir: string, { name }: Attempt, step: number, through: CheckpointFiles): Promise<string> {
  const order = { rank: 0, plan, replicated: {}, algorithms: [], draft: { step, attempt: name }, advice: LAUNCH_AGAIN };
  const store = new DirectoryStore(through, checkpointsDirectory(outputDir));
  return JSON.stringify(await writeShard(store, order, data, () => {}));
}

/** A whole save; the name of the attempt is in the manifest. */
export async function save(outputDir: string, attempt: Attempt, step: number, through = files): Promise<string> {
  const records = [await write(outputDir, attempt, step, through)];
  const draft = { step, attempt: attempt.name };
  const software = { attempt: attempt.name };
  const head = JSON.stringify({ ...manifestContents(config, step), software, plan, replicated: {} });
  const kept = keeper(outputDir, attempt, through);
  const directory = await kept.publish({ draft, head, records });
  await kept.prune(draft);
  return directory;
}

/** As a launch claims the directory, and as a generation begins. */
export async function begin(outputDir: string, attempt: Attempt): Promise<void> {
  mkdirSync(dirname(tokenPath(outputDir)), { recursive: true });
  writeFileSync(tokenPath(outputDir), attempt.launch);
  await keeper(outputDir, attempt, files).clear(attempt.name);
}

export interface Interleaving {
  next: Attempt;
  /** Saved by the old one while it was the present one. */
  base: number[];
  oldStep: number;
  /** The old save's operation before which the new generation begins. */
  at: number;
  /** The new save's operation before which the old save goes on to its end; null where it goes on after it. */
  pause: number | null;
}

/** @returns how many operations the old save had, and the new one, where it was not held up */
export async function interleave(how: Interleaving): Promise<{ old: number; new: number }> {
  const { next, base, oldStep, at, pause } = how;
  const outputDir = temporaryFolder();
  const root = checkpointsDirectory(outputDir);
  await begin(outputDir, OLD);
  for (const step of base) await save(outputDir, OLD, step);
  const where = `old save of ${oldStep}, ${next.name} before its operation ${at}, pause ${pause}`;

  /** Whether there is a checkpoint of the old save's step, which may be the new one's too, but not the old one's. */
  const isOfNext = async (): Promise<boolean> => {
    const directory = join(root, `${oldStep}`);
    if (!existsSync(directory)) return false;
    assert.deepEqual((await readManifest(directory)).software, { attempt: next.name }, `${where}: it was published`);
    return true;
  };
  let oldEnded: Promise<unknown> = Promise.resolve();
  let newEnded: Promise<string> | null = null;
  let resumed = 0;
  let newOperations = () => 0;
  const old = interruptedFiles(files, at, async () => {
    await begin(outputDir, next);
    const latest = (await findLatest({ outputDir }))!;
    resumed = latest.step;
    // The old save goes on where the new one pauses, or is over.
    await new Promise<void>((goOn) => {
      const fresh = interruptedFiles(files, pause ?? Number.POSITIVE_INFINITY, async () => {
        goOn();
        await oldEnded;
        // A next generation, which could begin now, would find what is there.
        if (resumed >= oldStep) return;
        if (await isOfNext()) return;
        assert.notEqual(readlinkSync(join(root, 'latest')), `${oldStep}`, where);
      });
      newOperations = fresh.count;
      newEnded = save(outputDir, next, resumed + 10, fresh.files);
      newEnded.then(
        () => goOn(),
        () => goOn(),
      );
    });
  });
  // A worker of the same launch only writes: its coordinator orders nothing more of its generation.
  const saving = next.launch === OLD.launch ? write : save;
  const ended = saving(outputDir, OLD, oldStep, old.files).then(
    () => null,
    (error: Error & { code: string }) => error,
  );
  oldEnded = ended;
  const error = await ended;
  if (newEnded === null) return { old: old.count(), new: 0 }; // it had fewer operations
  const directory = await newEnded;

  const isPublished = resumed >= oldStep;
  if (!isPublished) {
    if (saving === save)
      assert.match(error?.code ?? '', /^CHECKPOINT_(?:SUPERSEDED|UNWRITABLE)$/, `${where}: ${error}`);
    await isOfNext();
  }
  assert.deepEqual((await verifyCheckpoint(directory)).bad, [], where);
  assert.deepEqual((await readManifest(directory)).software, { attempt: next.name }, where);
  assert.equal(readlinkSync(join(root, 'latest')), `${resumed + 10}`, where);
  assert.equal((await findLatest({ outputDir }))?.step, resumed + 10, where);
  assert.deepEqual(
    (await verifyCheckpoint(join(root, `${resumed}`))).bad,
    [],
    `${where}: where it went on from is gone`,
  );
  await save(outputDir, next, resumed + 20);
  assert.deepEqual(readdirSync(root).sort(), [`${resumed + 10}`, `${resumed + 20}`, 'latest'].sort(), where);
  return { old: old.count(), new: newOperations() };
}
