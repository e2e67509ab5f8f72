/** `dinofleet conformance --record`: a step of a run that has ended, computed again from its checkpoints by processes of their own. */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheckpointError } from '../checkpoint/checkpoint-error.js';
import { completeCheckpoints, type FoundCheckpoint } from '../checkpoint/find.js';
import type { Manifest } from '../checkpoint/manifest.js';
import type { Config } from '../config/schema.js';
import { givenSources, shownSources } from '../data/sources/given-source.js';
import { indexSources } from '../data/sources/index-sources.js';
import { UsageError } from '../errors/usage-error.js';
import { lockDirectory } from '../run/directory-lock.js';
import { checkpointsDirectory, recordedStepPath } from '../run/layout.js';
import { dropWantedRecord } from '../run/wanted-records.js';
import { nodesOfPlan } from '../train/node-sharding.js';
import { runTask, threadShare } from './run-ranks.js';

export interface RunStep {
  outputDir: string;
  step: number;
  /** null: as many as the run had. */
  ranks: number | null;
  device: string;
}

export interface RecordReport {
  folder: string;
  step: number;
  /** Step of the checkpoint that it was computed from; null: the run's start. */
  from: number | null;
  ranks: number;
  threads: number;
}

/**
 * Writes OUTPUT_DIR/recorded/step-N.
 * @param onNote told before anything is computed what will be, and what it means for the numbers
 * @throws UsageError, CheckpointError, DataError where the run has no such step or its images are others; RankError
 */
export async function recordFromRun(
  { outputDir, step, ranks: wantedRanks, device }: RunStep,
  onNote: (note: string) => void,
): Promise<RecordReport> {
  const release = await holdDirectory(outputDir);
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-record-'));
  try {
    const { from, after } = await findStep(outputDir, step);
    const { config, globalBatch, computeType, plan, software } = after;
    const ranks = wantedRanks ?? plan.worldSize;
    const nodeRanks = ranks === plan.worldSize ? nodesOfPlan(plan, config as Config) : [ranks];
    if (ranks > globalBatch)
      throw new UsageError(
        'BAD_OPTION',
        `--ranks is ${ranks}, but a step of this run has ${globalBatch} images: give ${globalBatch} or less`,
      );
    const threads = Number(software.threads ?? threadShare(ranks));
    const first = from?.step ?? 0;
    const start = from === null ? "the run's start" : `checkpoint ${first}`;
    const steps = first === step ? `step ${step}` : `steps ${first} to ${step}`;
    onNote(`computing ${steps} from ${start}, on ${count(ranks, 'rank')} of ${count(threads, 'thread')}`);
    if (ranks !== plan.worldSize)
      onNote(
        `the run had ${count(plan.worldSize, 'rank')}: on ${ranks}, each has other images, and KoLeo's loss and the samples that ` +
          'stochastic depth keeps are others; all else moves by rounding',
      );
    if (software.threads === undefined)
      onNote('its checkpoints do not say how many threads a rank had: on another number the last bits are others');
    const images = { images: { index: join(folder, 'images.index'), job: JOB }, locations: [] };
    await listSameImages(after, step, images.images.index);
    await runTask(
      { kind: 'record', outputDir, step, from, config, globalBatch, images },
      { nodeRanks, threads, device, computeType },
    );
    dropWantedRecord(outputDir, step);
    return { folder: recordedStepPath(outputDir, step), step, from: from?.step ?? null, ranks, threads };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    release();
  }
}

const JOB = 'record';

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** No run may remove its checkpoints meanwhile. */
async function holdDirectory(outputDir: string): Promise<() => void> {
  if (!existsSync(outputDir) || !statSync(outputDir).isDirectory())
    throw new CheckpointError(
      'CHECKPOINT_MISSING',
      `${outputDir} is no directory, expected the output directory of a run`,
    );
  const release = await lockDirectory(outputDir);
  if (release !== null) return release;
  throw new UsageError(
    'OUTPUT_DIR_IN_USE',
    `a run trains into ${outputDir}: record its step when it has ended, or launch with --record-step and it does so itself`,
  );
}

/**
 * What a step is computed from, and the manifest of the checkpoint that came after it: by a process that had computed it, with its
 * configuration, images, ranks and threads.
 */
async function findStep(outputDir: string, step: number): Promise<{ from: FoundCheckpoint | null; after: Manifest }> {
  const checkpoints = await completeCheckpoints(outputDir);
  const newest = checkpoints[0];
  if (newest === undefined)
    throw new CheckpointError(
      'CHECKPOINT_MISSING',
      `${checkpointsDirectory(outputDir)} has no complete checkpoint: a step is computed again from one; give the output directory of ` +
        'a run that has saved',
    );
  const after = checkpoints.findLast((checkpoint) => checkpoint.step > step);
  if (after === undefined)
    throw new UsageError(
      'STEP_NOT_REACHED',
      `--step is ${step}, but the run in ${outputDir} has completed ${newest.step} steps, 0 to ${newest.step - 1}, up to its ` +
        'last checkpoint',
    );
  const from = checkpoints.find((checkpoint) => checkpoint.step <= step);
  return { from: from === undefined ? null : { step: from.step, directory: from.directory }, after: after.manifest };
}

/** @throws CheckpointError where they are others than the step was computed from */
async function listSameImages({ config, images }: Manifest, step: number, path: string): Promise<void> {
  const { dataset_path: given } = (config as Config).train;
  const options = { givenAs: "the run's train.dataset_path", onFound: () => {} };
  const { listing } = await indexSources(givenSources(given), path, JOB, options);
  if (listing.listingHash === images.hash) return;
  throw new CheckpointError(
    'IMAGES_DIFFER',
    `step ${step} was computed from ${images.count} images in ${shownSources(given)}; now there are ${listing.count}, and not the ` +
      'same by their names and sizes: put them back as they were to compute it again',
  );
}
