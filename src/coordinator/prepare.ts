import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import {
  absoluteSources,
  type DatasetPath,
  givenSources,
  kindOfSource,
  shownSources,
} from '../data/sources/given-source.js';
import { checkEnoughImages, type ImageListing } from '../data/sources/image-index.js';
import { UsageError } from '../errors/usage-error.js';
import type { ComputeDtype } from '../precision/compute-type.js';
import type { Holder } from '../rpc/messages.js';
import type { FleetTimings } from '../rpc/timings.js';
import type { Transport } from '../rpc/transport.js';
import { claimOutputDir, type Predecessor } from '../run/claim.js';
import { checkpointsDirectory, fromStoreDirectory, imageIndexPath } from '../run/layout.js';
import { readRunFile } from '../run/run-file.js';
import type { Checkpoint, GlobalBatch, JobOptions } from './job/job.js';
import { type TakenUp, takeUp } from './journal/take-up.js';
import { namedWait } from './named-wait.js';

/** The keys of the configuration that the fleet itself reads; the rest is the trainer's. */
export interface FleetConfig {
  train: {
    output_dir: string;
    dataset_path: DatasetPath;
    batch_size_per_gpu: number;
    nproc_per_node: number | null;
    stall_timeout_s: number;
    lease_s: number;
    checkpoint_store: string;
  };
  compute_precision: { compute_dtype: ComputeDtype };
}

export interface JobRequest {
  config: FleetConfig;
  minNodes: number;
  maxNodes: number;
  maxRestarts: number;
  device: JobOptions['device'];
  /** Of each node that does not ask for another number; auto: as many as it has devices. */
  localRanks: number | 'auto';
  /** How long `minNodes` nodes are waited for; null: however long it takes. */
  joinTimeoutMs: number | null;
  /** false refuses an output directory that holds a checkpoint. */
  mayResume: boolean;
  /** Of the program. */
  build: string;
}

/** Where a run's checkpoints are looked for. */
export interface CheckpointSearch {
  outputDir: string;
  /** As `train.checkpoint_store`. */
  store: string;
  /** Of parts; null where none are taken. */
  snapshotDir: string | null;
  /** Directories to pass over: ranks have found them damaged. */
  damaged: readonly string[];
}

/** A save of a generation's ranks that is no checkpoint yet. */
export interface Draft {
  step: number;
  attempt: string;
}

/** What is done to the checkpoints of a run. Nobody else makes or removes any. */
export interface CheckpointKeeper {
  /** Removes what others than an attempt's workers have begun to write; null: what all have. */
  clear(attempt: string | null): Promise<void>;
  /** The newest complete checkpoint, but for directories that ranks have found damaged. */
  findLatest(damaged: readonly string[]): Promise<Checkpoint | null>;
  /** @returns where the checkpoint is; throws an error with a code where it cannot be made */
  publish(save: { draft: Draft; head: string; records: readonly string[] }): Promise<string>;
  /** Removes what need not be kept beside one that was published. @returns the steps that stay */
  prune(published: Draft): Promise<number[]>;
}

/** Checkpoints and images, of which only those who make them know more. */
export interface JobSources {
  /**
   * Lists the images, and writes the list to a file for a launch. Throws an error with a code where there are none, or too few of them
   * can be reached.
   */
  listImages(config: FleetConfig, path: string, job: string): Promise<ImageListing>;
  /** The newest complete checkpoint or snapshot. */
  findLatest(search: CheckpointSearch): Promise<Checkpoint | null>;
  /** For the launch that has claimed the output directory. */
  keepCheckpoints(config: FleetConfig, run: { outputDir: string; token: string }): CheckpointKeeper;
  /** Fetches the files of a checkpoint from nodes that have them; throws where they cannot be had, or do not fit. */
  gather(outputDir: string, step: number, holders: readonly Holder[], transport: Transport): Promise<void>;
  /** The folder of the run's snapshots; null where none are taken. */
  openSnapshots(config: FleetConfig, outputDir: string, run: string): Promise<string | null>;
  /** Removes snapshots that are no newer than the newest checkpoint on the disk. */
  removeSnapshots(snapshotDir: string, run: { outputDir: string; store: string }): Promise<void>;
  /** Throws an error with a code, naming the key, where the run there has another configuration. */
  checkResume(directory: string, config: FleetConfig): Promise<void>;
  /** The same, where the run there has seen other images, of another folder. */
  checkResumedImages(directory: string, config: FleetConfig, images: ImageListing): Promise<void>;
  /** Throws an error with a code where a run could not begin: the weights that it would start from do not fit. */
  checkStart(config: FleetConfig): Promise<void>;
  /** Whether all nodes that train together must have as many ranks. */
  nodesAlike(config: FleetConfig): boolean;
}

export interface PreparedJob {
  options: JobOptions;
  /** With absolute paths: nodes may have other working directories. */
  config: FleetConfig;
  /** Where the training will go on; null where it begins. */
  latest: Checkpoint | null;
  snapshotDir: string | null;
  /** What the job was launched with: another launch with the same can go on with it. */
  request: string;
  /** The job itself where this launch goes on with one whose coordinator was killed; null where it begins. */
  takenUp: TakenUp | null;
  /** Says in the output directory where the coordinator listens. */
  listensAt(address: string): Promise<void>;
  /** Lets another process have the output directory. */
  release(): Promise<void>;
}

/**
 * Everything that can be wrong with a job before a process is started.
 * @throws errors with a code, of which each is the user's to mend
 */
export async function prepareJob(
  request: JobRequest,
  sources: JobSources,
  timings: FleetTimings,
): Promise<PreparedJob> {
  const outputDir = resolve(request.config.train.output_dir);
  for (const { path } of givenSources(request.config.train.dataset_path)) kindOfSource(path, 'train.dataset_path');
  const datasetPath = absoluteSources(request.config.train.dataset_path);
  const train = { ...request.config.train, output_dir: outputDir, dataset_path: datasetPath };
  const config: FleetConfig = { ...request.config, train };

  const { mayResume, ...alike } = request;
  const asked = JSON.stringify({ ...alike, config });
  const leaseMs = 1000 * train.lease_s;
  const jobId: string = randomUUID();
  let takenUp: TakenUp | null = null;
  const chooseJob = (before: Predecessor | null) => {
    if (mayResume) takenUp = takeUp(outputDir, before, { build: request.build, request: asked, leaseMs });
    return (takenUp as TakenUp | null)?.jobId ?? jobId;
  };
  const { token, run, listensAt, release } = await namedWait(
    `output directory ${outputDir}`,
    claimOutputDir(outputDir, chooseJob, hostname()),
  );
  try {
    const snapshotDir = await namedWait('the folder of snapshots', sources.openSnapshots(config, outputDir, run));
    const shared = { config, snapshotDir, request: asked, listensAt, release };
    if (takenUp !== null) return goingOn(takenUp, token, shared);
    const search = sources.findLatest({ outputDir, store: train.checkpoint_store, snapshotDir, damaged: [] });
    const latest = await namedWait(`the newest checkpoint in ${outputDir}`, search);
    const earlierGlobalBatch = latest === null ? earlierDecision(outputDir) : null;
    await namedWait('the weights that the run goes on from', checkBeginning(request, config, latest, sources));
    const { minNodes, localRanks } = request;
    const atLeast = train.batch_size_per_gpu * minNodes * (localRanks === 'auto' ? 1 : localRanks);
    const kept = earlierGlobalBatch?.batchSizePerGpu === train.batch_size_per_gpu ? earlierGlobalBatch.images : null;
    // What takes long comes last: all else that can be wrong has been said by then.
    const images = await sources.listImages(config, imageIndexPath(outputDir), jobId);
    if (latest !== null) await sources.checkResumedImages(latest.directory, config, images);
    checkEnoughImages(images, latest?.globalBatch ?? kept ?? atLeast);
    const nodesAlike = sources.nodesAlike(config);
    return {
      options: {
        ...jobOptions(request, timings, { jobId, token, images, config, snapshotDir, runId: run, nodesAlike }),
        earlierGlobalBatch,
      },
      latest,
      takenUp: null,
      ...shared,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** All that can be wrong with it was looked at when it began, and its images are listed. */
function goingOn(
  takenUp: TakenUp,
  token: string,
  shared: Omit<PreparedJob, 'options' | 'latest' | 'takenUp'>,
): PreparedJob {
  return { ...shared, options: { ...takenUp.job.options, token }, latest: takenUp.job.resume, takenUp };
}

/** What an earlier launch decided that was killed before the first checkpoint. */
function earlierDecision(outputDir: string): GlobalBatch | null {
  const facts = readRunFile(outputDir);
  return facts === null ? null : { images: facts.globalBatch, batchSizePerGpu: facts.batchSizePerGpu };
}

async function checkBeginning(
  { mayResume }: JobRequest,
  config: FleetConfig,
  latest: Checkpoint | null,
  sources: JobSources,
): Promise<void> {
  if (latest === null) return sources.checkStart(config);
  if (!mayResume)
    throw new UsageError(
      'CHECKPOINT_EXISTS',
      `output directory ${config.train.output_dir} holds a checkpoint of step ${latest.step}; ` +
        'leave --no-resume away to go on from it, or choose another directory with --output-dir',
    );
  return sources.checkResume(latest.directory, config);
}

interface PreparedParts {
  jobId: string;
  token: string;
  images: ImageListing;
  config: FleetConfig;
  snapshotDir: string | null;
  /** Of the output directory's whole life. */
  runId: string;
  nodesAlike: boolean;
}

function jobOptions(
  request: JobRequest,
  timings: FleetTimings,
  { jobId, token, images, config, snapshotDir, runId, nodesAlike }: PreparedParts,
): Omit<JobOptions, 'earlierGlobalBatch'> {
  const { train } = config;
  const computeDtype = config.compute_precision.compute_dtype;
  const { minNodes, maxNodes, joinTimeoutMs, maxRestarts, device, localRanks } = request;
  const { heartbeatTimeoutMs, lastCallMs, rendezvousTimeoutMs, killTimeoutMs, stallFloorMs, tickMs } = timings;
  const limits = { heartbeatTimeoutMs, lastCallMs, rendezvousTimeoutMs, killTimeoutMs, stallFloorMs, tickMs };
  const listing = { hash: images.listingHash, images: images.count };
  const stallTimeoutMs = train.stall_timeout_s * 1000;
  const leaseMs = train.lease_s * 1000;
  const nodes = { minNodes, maxNodes, joinTimeoutMs, maxRestarts, device, computeDtype, localRanks, nodesAlike };
  const { output_dir: outputDir, dataset_path: datasetPath, batch_size_per_gpu: batchSizePerGpu } = train;
  const run = {
    jobId,
    outputDir,
    token,
    datasetPath: shownSources(datasetPath),
    batchSizePerGpu,
    listing,
    checkpointStore: train.checkpoint_store,
    checkpointDir: checkpointDirOf(train, runId),
    takesSnapshots: snapshotDir !== null,
    keepsStandbys: true,
  };
  return { ...run, stallTimeoutMs, leaseMs, ...nodes, ...limits };
}

/** Where each node has its part of the checkpoints, or brings them to; empty where they are in a directory that all see. */
function checkpointDirOf(
  { checkpoint_store: store, output_dir: outputDir }: FleetConfig['train'],
  runId: string,
): string {
  if (store === 'shared') return '';
  const [, directory] = /^nodes:(.+)$/.exec(store) ?? [];
  if (directory !== undefined) return join(directory, runId);
  return store === 'nodes' ? checkpointsDirectory(outputDir) : fromStoreDirectory(outputDir);
}
