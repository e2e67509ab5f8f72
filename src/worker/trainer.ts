/**
 * The trainer thread of a worker: all the math. It may block; control speaks for it to the coordinator meanwhile.
 */

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { isDamage } from '../checkpoint/checkpoint-error.js';
import { readToldManifest } from '../checkpoint/manifest.js';
import { CheckpointSaver, type SaverOptions } from '../checkpoint/save/checkpoint-saver.js';
import { softwareVersions } from '../checkpoint/software-versions.js';
import { CommError, type Communicator } from '../comm/communicator.js';
import { openRendezvous } from '../comm/open-rendezvous.js';
import { configFromObject } from '../config/load.js';
import type { Config } from '../config/schema.js';
import { recordCommand, recordWanted } from '../conformance/record-wanted.js';
import { BadImageLines } from '../data/bad-images.js';
import { RangeWatch } from '../data/range-watch.js';
import type { CachePlace } from '../data/sources/image-cache.js';
import { checkEnoughImages, type ImageListing, readListing } from '../data/sources/image-index.js';
import { UserError } from '../errors/user-error.js';
import { describePlan } from '../fsdp/plan.js';
import type { OnUnit } from '../fsdp/sharded-module.js';
import { describeTraffic } from '../fsdp/traffic.js';
import type { Backend } from '../nn/backend.js';
import { openBackend } from '../nn/open-backend.js';
import { isS3Place } from '../objects/s3-place.js';
import type { ComputeType } from '../precision/compute-type.js';
import { RunProfile } from '../profile/run-profile.js';
import { attemptOf, checkpointsDirectory, imageIndexPath, recordedStepPath } from '../run/layout.js';
import { wantedRecords, wantRecord } from '../run/wanted-records.js';
import { type LoopOptions, type TrainingEnd, totalSteps, trainLoop } from '../train/loop.js';
import { nodeSharding } from '../train/node-sharding.js';
import { NonFiniteError } from '../train/non-finite-error.js';
import { openTrainingBatches, PREFETCHED, type RunImages } from '../train/open-batches.js';
import { openFrozenTeacher } from '../train/start/frozen-teacher.js';
import { loadCheckpoint, OPTIMIZER_SCALARS, type OptimizerScalars } from '../train/start/resume.js';
import { startFresh } from '../train/start/start.js';
import { TrainingState } from '../train/training-state.js';
import { FlightRecorder } from './flight-recorder.js';
import { recordedCommunicator } from './recorded-communicator.js';
import { SharedSlot, type TrainerCommand, type TrainerEvent, type TrainerStart } from './trainer-messages.js';

const start = workerData as TrainerStart;
const slots = new Int32Array(start.shared);
const post = (event: TrainerEvent) => parentPort!.postMessage(event);
const recorder = new FlightRecorder(start.flight, (name, number) => post({ kind: 'name', name, number }));
const signOfLife = () => void Atomics.add(slots, SharedSlot.progress, 1);

try {
  await train();
} catch (error) {
  post(failure(error));
}
parentPort!.close();

async function train(): Promise<void> {
  const config = configFromObject(start.config as object);
  const { computeType } = start;
  const device = openBackend(start.device, computeType, config.compute_precision.attention);
  device.setThreads(start.threads);
  const { profile_step } = config.train;
  const profile = profile_step === null ? null : new RunProfile(profile_step, start.outputDir, device);
  const backend = profile?.backend() ?? device;
  const images: RunImages = {
    images: { index: imageIndexPath(start.outputDir), job: start.jobId },
    locations: start.datasetPaths,
  };
  const listing = readListing(images.images);
  const { ranksPerNode, note } = nodeSharding(config, start.nodeRanks);
  if (note !== null && start.rank === 0) post({ kind: 'log', level: 'info', message: note });
  recorder.enter('setUp', 'connect');
  const connected = await connect(device, config, ranksPerNode);
  const comm = recordedCommunicator(profile?.communicator(connected) ?? connected, recorder);
  const onUnit: OnUnit = (edge, unit) => {
    if (edge === 'begin') {
      signOfLife();
      recorder.enter('compute', `${unit.unit} ${unit.pass}`);
    }
    profile?.onUnit(edge, unit);
  };
  recorder.enter('setUp', 'load');
  const frozenTeacher = await openFrozenTeacher(config, backend, comm, signOfLife, onUnit);
  const state = new TrainingState(config, backend, comm, onUnit, frozenTeacher);
  const resumed = await resumeOrInitialize(state, listing);
  checkEnoughImages(listing, start.globalBatch);

  post({
    kind: 'running',
    startStep: resumed.step,
    totalSteps: totalSteps(config),
    summary: [
      describePlan(state.plan),
      ...(frozenTeacher ? [frozenTeacher.description] : []),
      describeTraffic(state.stepTraffic()),
      `matrix products in ${computeType}`,
    ].join('; '),
  });
  const batches = openTrainingBatches(state, {
    images,
    globalBatch: start.globalBatch,
    startStep: resumed.step,
    prefetch: PREFETCHED,
    cache: cachePlace(config),
    onWaiting: (reason) => post({ kind: 'log', level: 'warn', message: `${reason}; images are waited for` }),
  });
  const saves = openSaver(state, listing, computeType);
  const replaced = new BadImageLines('replaced');
  const damaged = new BadImageLines('damaged');
  const range = new RangeWatch(config.data.range);
  wantConfiguredRecord(config.train.record_step, resumed.step);
  profile?.sayIfBehind(resumed.step, sayOnce);
  // What is in memory alone is no start for a record.
  if (resumed.optimizer !== null && isSnapshot(start.resumeFrom) && resumed.step === config.train.record_step)
    await saves.begin('checkpoint', resumed.step, resumed.optimizer);
  const takeProfile = () => {
    if (!profile?.isDue) return;
    recorder.enter('record', 'profile');
    profile.take(comm, say);
  };
  const end = await trainToItsEnd({
    state,
    batches,
    startStep: resumed.step,
    globalBatch: start.globalBatch,
    stopRequested: () => Atomics.load(slots, SharedSlot.stopRequested) !== 0,
    takeSaveRequest: () => Atomics.exchange(slots, SharedSlot.saveRequested, 0) !== 0,
    onNonFinite: want,
    onReport: (report) => {
      signOfLife();
      // All ranks have the same steps: those of one are enough.
      post({ kind: 'report', report: start.rank === 0 ? report : { ...report, steps: [] } });
    },
    onBatch: (batch) => {
      profile?.addBatch(batch);
      range.add(batch.highest);
      const ofRange = start.rank === 0 ? range.warning() : null;
      const messages = [...replaced.of(batch.replaced), ...damaged.of(batch.damaged), ...(ofRange ? [ofRange] : [])];
      for (const message of messages) post({ kind: 'log', level: 'warn', message });
    },
    log: sayOnce,
    saves: profile?.saves(saves) ?? saves,
    trace: profile?.trace(recorder, takeProfile) ?? recorder,
  });
  recorder.enter('record', 'end');
  const completed = end instanceof NonFiniteError ? end.step + 1 : end.step;
  takeProfile();
  profile?.sayIfAhead(completed, sayOnce);
  if (resumed.optimizer !== null && isSnapshot(start.resumeFrom) && resumed.step >= completed) {
    // Nothing was left to do, but what is in memory alone must outlive it.
    await saves.begin('checkpoint', completed, resumed.optimizer);
    await saves.finish();
  }
  const ofRange = start.rank === 0 ? range.warning(1) : null;
  if (ofRange !== null) post({ kind: 'log', level: 'warn', message: ofRange });
  await Promise.all([batches.close(), saves.close()]);
  state.close();
  const { outputDir, globalBatch, threads } = start;
  await recordWanted({
    run: { outputDir, config, images, globalBatch, threads },
    completed,
    begunCheckpoint: saves.begunCheckpoint,
    backend,
    comm,
    onProgress: signOfLife,
    log: say,
  });
  leaveTogether(comm);
  comm.close();
  if (end instanceof NonFiniteError) throw end;
  post({ kind: 'done', ...end, problem: end.problem ?? '' });
}

function say(level: 'info' | 'warn', message: string): void {
  post({ kind: 'log', level, message });
}

/** What every rank would say. */
function sayOnce(level: 'info' | 'warn', message: string): void {
  if (start.rank === 0) say(level, message);
}

/** A run whose numbers have gone wrong ends as well, and is recorded before it fails. */
async function trainToItsEnd(options: LoopOptions): Promise<TrainingEnd | NonFiniteError> {
  try {
    return await trainLoop(options);
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    await options.saves.finish().catch(() => {}); // the lesser trouble
    return error;
  }
}

/** Has a step recorded once the run has ended; until then the checkpoint that it begins from is kept. */
function want(step: number): void {
  if (start.rank > 0) return;
  try {
    const { checkpoint_store: store } = (start.config as Config).train;
    if (store !== 'shared')
      throw new Error(`a record is computed from a checkpoint, and train.checkpoint_store is ${store}`);
    wantRecord(start.outputDir, step);
  } catch (error) {
    const message = `step ${step} will not be recorded: ${(error as Error).message}; the run goes on`;
    post({ kind: 'log', level: 'warn', message });
  }
}

/** Of `train.record_step`. */
function wantConfiguredRecord(step: number | null, startStep: number): void {
  const { outputDir } = start;
  if (step === null || (step < startStep && existsSync(recordedStepPath(outputDir, step)))) return;
  if (step >= startStep) want(step);
  if (step >= startStep || start.rank > 0 || wantedRecords(outputDir).includes(step)) return;
  const message = `step ${step} is not recorded: the run goes on at step ${startStep}; to record it: ${recordCommand(outputDir, step)}`;
  post({ kind: 'log', level: 'warn', message });
}

/** This rank's place among its peers: listening first, connected once control has everybody's address. */
async function connect(backend: Backend, config: Config, ranksPerNode: number | null): Promise<Communicator> {
  const { rank, worldSize, listenHost: host, peerKey } = start;
  const { gradient_sums: sums } = config.compute_precision;
  const rendezvous = await openRendezvous({ rank, worldSize, host, ranksPerNode, peerKey }, backend, sums);
  post({ kind: 'address', address: rendezvous.offer });
  const comm = await rendezvous.join(await peerAddresses());
  if (rendezvous.turnedAway !== null) post({ kind: 'log', level: 'warn', message: rendezvous.turnedAway });
  return comm;
}

/**
 * Waits until all ranks have written their files. A rank that passed the first barrier and closed its connections would look dead to one
 * that is still within it; within the second, this no longer matters.
 */
function leaveTogether(comm: Communicator): void {
  comm.barrier();
  try {
    comm.barrier();
  } catch (error) {
    if (!(error instanceof CommError)) throw error;
  }
}

function peerAddresses(): Promise<Uint8Array[]> {
  return new Promise((resolve) => {
    parentPort!.once('message', (command: TrainerCommand) => resolve(command.addresses));
  });
}

function isSnapshot(directory: string | null): boolean {
  return directory !== null && start.snapshotDir !== null && directory.startsWith(`${start.snapshotDir}/`);
}

/** A node's ranks share it. */
function cachePlace({ train }: Config): CachePlace | null {
  if (train.cache_dir === null) return null;
  let [node, end] = [0, start.nodeRanks[0]!];
  for (; end <= start.rank; end += start.nodeRanks[node]!) node++;
  return { folder: train.cache_dir, bytes: train.cache_gb * 1e9, share: 1 / start.nodeRanks[node]! };
}

interface Beginning {
  step: number;
  /** null where the run begins. */
  optimizer: OptimizerScalars | null;
}

async function resumeOrInitialize(state: TrainingState, listing: ImageListing): Promise<Beginning> {
  if (start.resumeFrom === null) {
    await startFresh(state, signOfLife);
    return { step: 0, optimizer: null };
  }
  const { globalBatch, resumeFrom } = start;
  await readToldManifest(resumeFrom, { step: Number(basename(resumeFrom)), globalBatch });
  const { step, images, optimizer } = await loadCheckpoint(state, resumeFrom, signOfLife);
  if (images.hash !== listing.listingHash)
    post({
      kind: 'log',
      level: 'warn',
      message:
        `the images changed since step ${step}: ${images.count} then, ${listing.count} now; ` +
        'the order of samples is a new one from here on',
    });
  return { step, optimizer };
}

function openSaver(state: TrainingState, listing: ImageListing, computeType: ComputeType): CheckpointSaver {
  const { train } = state.config;
  const { globalBatch } = start;
  const software = { ...softwareVersions(state.backend), threads: String(start.threads) };
  const contentsAfter: SaverOptions['contentsAfter'] = (steps, optimizer) => ({
    step: steps,
    globalBatch,
    nextPosition: steps * globalBatch,
    rng: { generator: 'philox4x32-10', seed: train.seed },
    config: start.config,
    computeType,
    optimizer: Object.fromEntries(OPTIMIZER_SCALARS.map((name) => [name, optimizer[name]!])),
    images: { count: listing.count, hash: listing.listingHash },
    software,
    savedAt: new Date().toISOString(),
  });
  return new CheckpointSaver({
    backend: state.backend,
    rank: start.rank,
    plan: state.plan,
    shards: state.shards,
    replicated: state.replicated,
    checkpointPlace: checkpointPlace(train.checkpoint_store),
    snapshotDir: start.snapshotDir,
    snapshotSeconds: train.snapshot_seconds,
    attempt: attemptOf(start.jobId, start.generation),
    tell: start.shards,
    slots: start.shared,
    progressSlot: SharedSlot.progress,
    writer: new URL('../checkpoint/save/save-thread.js', import.meta.url),
    contentsAfter,
    onWarning: (message) => post({ kind: 'log', level: 'warn', message }),
  });
}

function checkpointPlace(store: string): string {
  if (isS3Place(store)) return store;
  return start.checkpointDir === '' ? checkpointsDirectory(start.outputDir) : start.checkpointDir;
}

/**
 * A restart helps against a lost peer or a crash, and against a damaged checkpoint, as the next one goes on from another;
 * not against what the user gave.
 */
function failure(error: unknown): TrainerEvent {
  const { code = 'TRAINER_FAILED', message, stack } = error as Error & { code?: string };
  if (!(error instanceof UserError))
    return { kind: 'failed', code, message: stack ?? message, fatal: false, exitCode: 1 };
  const fatal = start.resumeFrom === null || !isDamage(error);
  return { kind: 'failed', code, message, fatal, exitCode: error.exitCode };
}
