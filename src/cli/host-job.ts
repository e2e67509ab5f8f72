import { openRunFleet } from '../certificates/run-fleet.js';
import { startCoordinator } from '../coordinator/coordinator.js';
import type { DeviceKind } from '../coordinator/job/job.js';
import type { TakenUp } from '../coordinator/journal/take-up.js';
import type { JobObserver } from '../coordinator/observer.js';
import { type PreparedJob, prepareJob } from '../coordinator/prepare.js';
import type { Engine, EngineJob } from '../engines/engine.js';
import type { NodeRange } from '../engines/node-range.js';
import { watchPlaces } from '../engines/watch-places.js';
import { logLine } from '../log/log-line.js';
import { serveMetrics } from '../metrics/http.js';
import { JobMetrics } from '../metrics/job-metrics.js';
import { openRunLog } from '../metrics/run-log.js';
import { type Address, formatAddress, parseAddress } from '../rpc/address.js';
import { openTransport } from '../rpc/transport.js';
import { configPath } from '../run/layout.js';
import { removeRunFile, writeRunFile } from '../run/run-file.js';
import { runKey } from '../run/run-key.js';
import { writeFileWhole } from '../system/atomic-file.js';
import { buildIdentity } from '../system/build.js';
import { commandLine, resumeCommand } from '../system/command-line.js';
import { openDisplay } from './display/display.js';
import type { FleetParts } from './fleet-parts.js';
import { followJob } from './follow-job.js';
import { overridesOf } from './key-options.js';
import { type ReachOptions, reachOf } from './reach.js';

/** Options of `launch` and `coordinator`. */
export interface HostOptions extends ReachOptions {
  nprocPerNode?: number | 'auto';
  nodes?: NodeRange;
  /** Seconds. */
  joinTimeout?: number;
  maxRestarts: number;
  device: DeviceKind | 'auto';
  outputDir?: string;
  resume: boolean;
  recordStep?: number;
  profile?: number;
  port: number;
  metricsHost: string;
  metricsPort: number;
  saveOnSigusr1: boolean;
}

export interface HostedJob {
  job: EngineJob;
  /** At the end of the job. */
  exitCode: Promise<number>;
  /** Once nobody of the job is left: its certificates are removed, and another process may have the output directory. */
  letGo(): Promise<void>;
}

/**
 * Checks all that can be checked, then hosts the job in this process; null where nothing is left to do.
 * @param engine brings agents; null: they come by themselves
 */
export async function hostJob(
  parts: FleetParts,
  file: string,
  overrides: readonly string[],
  options: HostOptions,
  engine: Engine | null,
): Promise<HostedJob | null> {
  const reach = reachOf(options, engine?.isRemote ?? false);
  const given = parts.loadConfig(file, [...overrides, ...overridesOf(options)]);
  await engine?.check();
  const localRanks = options.nprocPerNode ?? given.train.nproc_per_node ?? 1;
  const { nodes = { minNodes: 1, maxNodes: 1 }, maxRestarts, device, resume: mayResume } = options;
  const joinTimeoutMs = options.joinTimeout === undefined ? null : 1000 * options.joinTimeout;
  const build = buildIdentity();
  const request = { config: given, ...nodes, joinTimeoutMs, maxRestarts, device, localRanks, mayResume, build };
  const prepared = await prepareJob(request, parts, parts.timings);
  const { options: job, config, latest, snapshotDir, takenUp, listensAt, release } = prepared;
  if (takenUp === null && latest !== null && (await parts.isFinished(config, latest))) {
    if (snapshotDir !== null)
      await parts.removeSnapshots(snapshotDir, { outputDir: job.outputDir, store: job.checkpointStore });
    await release();
    const next = 'to go on, give it more steps: optim.epochs or train.max_steps';
    logLine('info', 'nothing-to-do', { resume: `step ${latest.step}`, next });
    if (options.profile !== undefined)
      logLine('warn', 'not-profiled', { step: options.profile, reason: `the run has ended at step ${latest.step}` });
    logLine('info', 'finished', { reason: `finished at step ${latest.step}`, output_dir: job.outputDir });
    return null;
  }

  const fleet = reach.transport === null ? await openRunFleet(runKey(job.outputDir)) : null;
  const transport = reach.transport ?? openTransport(fleet!.path, '--certificate');
  writeFileWhole(configPath(job.outputDir), [Buffer.from(parts.dumpConfig(config))]);
  const nowMs = clockFrom(takenUp?.atMs ?? 0);
  const metrics = new JobMetrics(nowMs);
  const metricsServer = await serveMetrics(metrics.registry, { host: options.metricsHost, port: options.metricsPort });
  const observers: JobObserver[] = [
    metrics.observer,
    openRunLog(job.outputDir, Date.now),
    openDisplay(nowMs, parts.timings.progressLineMs),
    keepRunFile(job.outputDir),
    { name: 'metrics server', close: () => metricsServer.close() },
    ...(engine === null ? [] : [watchPlaces(engine)]),
  ];
  const { host, network } = reach;
  const { outputDir, token } = job;
  const checkpoints = parts.keepCheckpoints(config, { outputDir, token });
  const starting = startCoordinator({
    job,
    takenUp,
    request: prepared.request,
    transport,
    network,
    ...placeOf(host, options.port, takenUp),
    config: JSON.stringify(config),
    build,
    snapshotDir,
    checkpoints,
    gather: (step, holders) => parts.gather(outputDir, step, holders, transport),
    observers,
    nowMs,
  });
  const started = await starting.catch((error) => {
    fleet?.abandon();
    throw error;
  });
  await listensAt(formatAddress(started.address));
  const outcome = started.outcome.then(async (end) => {
    if (snapshotDir !== null && end.exitCode === 0)
      await parts.removeSnapshots(snapshotDir, { outputDir: job.outputDir, store: job.checkpointStore });
    return end;
  });
  const coordinator = { ...started, outcome };

  const resume = resumeCommand(process.argv.slice(2));
  const exitCode = followJob(coordinator, {
    outputDir: job.outputDir,
    resume,
    saveOnSigusr1: options.saveOnSigusr1,
    interruptEchoMs: parts.timings.interruptEchoMs,
    nowMs,
  });
  // Signals are heard from here on, of which whoever reads this may send one.
  logLine('info', 'coordinator', {
    address: formatAddress(coordinator.address),
    metrics: `http://${formatAddress(metricsServer.address)}/metrics`,
    join: commandLine([
      'agent',
      '--coordinator',
      formatAddress(coordinator.address),
      ...(transport.kind === 'tls' ? ['--certificate', 'FILE'] : []),
    ]),
    ...(network !== null && {
      network: `${network.cidr}, where workers listen for their peers, and weights and gradients travel in clear`,
    }),
    output_dir: job.outputDir,
    images: job.listing.images,
    nodes: `${job.minNodes}:${job.maxNodes}`,
    resume: whereItGoesOn(prepared),
    snapshots: snapshotDir ?? 'none',
  });
  return {
    job: { id: job.jobId, coordinator, transport, outputDir },
    exitCode,
    async letGo() {
      fleet?.remove();
      await release();
    },
  };
}

/** Milliseconds since 1970, not before `startMs`: of a job's clock, machines' own must not take anything back. */
function clockFrom(startMs: number): () => number {
  const offset = Math.max(Date.now(), startMs) - performance.now();
  return () => offset + performance.now();
}

/** Where agents look for the coordinator, if they do. */
function placeOf(host: string, port: number, takenUp: TakenUp | null): Address {
  const before = takenUp === null ? null : parseAddress(takenUp.address, 'the journal');
  return { host, port: port === 0 && before?.host === host ? before.port : port };
}

function whereItGoesOn({ latest, takenUp }: PreparedJob): string {
  if (takenUp !== null)
    return `the coordinator of before was killed: its job goes on, generation ${takenUp.job.generation}`;
  return latest === null ? 'no checkpoint, starting at step 0' : `step ${latest.step}`;
}

/** The global batch outlives this process: in a file, until a checkpoint has it. */
function keepRunFile(outputDir: string): JobObserver {
  return {
    name: 'run file',
    globalBatchDecided: ({ images, batchSizePerGpu }) =>
      writeRunFile(outputDir, { globalBatch: images, batchSizePerGpu }),
    saved({ snapshot }) {
      if (!snapshot) removeRunFile(outputDir);
    },
  };
}
