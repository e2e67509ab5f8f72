import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeFacts } from '../agent/node-facts.js';
import { diskFiles } from '../checkpoint/checkpoint-files.js';
import { verifyCheckpoint } from '../checkpoint/complete.js';
import { checkResume, checkResumedImages, findLatest } from '../checkpoint/find.js';
import { checkpointPlaceOf } from '../checkpoint/s3/checkpoint-bucket.js';
import { CheckpointKeeper } from '../checkpoint/save/keeper.js';
import { mirrorManifests, S3Keeper } from '../checkpoint/save/s3-keeper.js';
import { removeSnapshots } from '../checkpoint/save/snapshot-folder.js';
import { dumpConfig, loadConfig } from '../config/load.js';
import type { Config } from '../config/schema.js';
import { refuseUnsupported } from '../config/unsupported.js';
import { givenSources, shownSources } from '../data/sources/given-source.js';
import { checkReachable } from '../data/sources/walk-findings.js';
import { logLine } from '../log/log-line.js';
import { isS3Place } from '../objects/s3-place.js';
import { defaultTimings } from '../rpc/timings.js';
import { checkpointsDirectory, fromStoreDirectory } from '../run/layout.js';
import { checkNamedSteps, totalSteps } from '../train/loop.js';
import { sharesWithinNodes } from '../train/node-sharding.js';
import { checkDistillationTeacher } from '../train/start/frozen-teacher.js';
import { checkStart, withAbsoluteWeights } from '../train/start/start.js';
import type { FleetParts } from './fleet-parts.js';
import { gatherCheckpoint } from './gather-checkpoint.js';
import { indexSourcesShown } from './list-images.js';
import { openSnapshots } from './open-snapshots.js';

const onStoreAway = (reason: string) => logLine('warn', 'store-away', { reason, next: 'waits for it' });
const onSkipped = ({ message }: Error) => logLine('warn', 'checkpoint-skipped', { reason: message });

/** The parts that train: all that a command of the fleet needs of checkpoints, images and networks. */
export const trainingParts: FleetParts = {
  loadConfig: (file, overrides) => {
    const config = withAbsoluteWeights(loadConfig(file, overrides));
    refuseUnsupported(config);
    checkNamedSteps(config);
    const { checkpoint_store: store } = config.train;
    if (isS3Place(store)) checkpointPlaceOf(store);
    return config;
  },
  dumpConfig,
  listImages: async ({ train }: Config, path, job) => {
    const sources = givenSources(train.dataset_path);
    const { listing, findings } = await indexSourcesShown(sources, path, job, 'train.dataset_path');
    checkReachable(findings, train.max_bad_images);
    return listing;
  },
  findLatest: async (search) => {
    if (isS3Place(search.store)) await mirrorManifests(search.store, search.outputDir, onStoreAway);
    return findLatest({ ...search, onSkipped });
  },
  keepCheckpoints: ({ train }: Config, run) => {
    const retention = { newest: train.keep_checkpoints, every: train.keep_every };
    const options = { ...run, retention, store: train.checkpoint_store, onSkipped };
    return isS3Place(options.store) ? new S3Keeper(options, onStoreAway) : new CheckpointKeeper(diskFiles, options);
  },
  gather: gatherCheckpoint,
  openSnapshots,
  removeSnapshots: async (snapshotDir, run) => {
    try {
      const newest = await findLatest(run);
      if (newest !== null) await removeSnapshots(snapshotDir, newest.step);
    } catch (error) {
      // The run has ended well all the same.
      logLine('warn', 'snapshots-stay', { directory: snapshotDir, reason: (error as Error).message });
    }
  },
  checkResume: async (directory, config: Config) => {
    await checkResume(directory, config);
    await checkDistillationTeacher(config);
  },
  checkResumedImages: async (directory, { train }, listing) => {
    const now = shownSources(train.dataset_path);
    const placeOf = (config: unknown) => shownSources((config as Config).train.dataset_path);
    const before = await checkResumedImages(directory, now, listing, placeOf);
    if (before !== null) logLine('info', 'images-moved', { from: before, to: now });
  },
  isFinished: async (config: Config, { step, directory }) => {
    const { output_dir: outputDir, checkpoint_store: store } = config.train;
    const saved = [checkpointsDirectory(outputDir), fromStoreDirectory(outputDir)];
    if (step < totalSteps(config) || !saved.includes(dirname(directory))) return false;
    // Of what is elsewhere nothing can be looked at here.
    if (store !== 'shared') return true;
    // Where it is damaged the workers go on from the one before.
    const { bad } = await verifyCheckpoint(directory);
    return bad.length === 0;
  },
  checkStart: (config: Config) => checkStart(config, (note) => logLine('info', 'weights', { note })),
  nodesAlike: (config: Config) => sharesWithinNodes(config),
  nodeFacts,
  cliEntry: fileURLToPath(new URL('./main.js', import.meta.url)),
  workerEntry: fileURLToPath(new URL('../worker/main.js', import.meta.url)),
  timings: defaultTimings,
};
