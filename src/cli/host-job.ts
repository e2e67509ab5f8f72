import { type Coordinator, startCoordinator } from '../coordinator/coordinator.js';
import type { DeviceKind } from '../coordinator/job/job.js';
import type { JobObserver } from '../coordinator/observer.js';
import { prepareJob } from '../coordinator/prepare.js';
import { UsageError } from '../errors/usage-error.js';
import { logLine } from '../log/log-line.js';
import { serveMetrics } from '../metrics/http.js';
import { JobMetrics } from '../metrics/job-metrics.js';
import { openRunLog } from '../metrics/run-log.js';
import { formatAddress } from '../rpc/address.js';
import { Network } from '../rpc/network.js';
import { checkHost, isLoopback, openTransport } from '../rpc/transport.js';
import { configPath } from '../run/layout.js';
import { removeRunFile, writeRunFile } from '../run/run-file.js';
import { writeFileWhole } from '../system/atomic-file.js';
import { buildIdentity } from '../system/build.js';
import { commandLine, resumeCommand } from '../system/command-line.js';
import { openDisplay } from './display/display.js';
import type { FleetParts } from './fleet-parts.js';
import { followJob } from './follow-job.js';
import type { NodeRange } from './options.js';

/** Options of `launch` and `coordinator`. */
export interface HostOptions {
  nprocPerNode?: number;
  nodes: NodeRange;
  maxRestarts: number;
  device: DeviceKind | 'auto';
  outputDir?: string;
  resume: boolean;
  recordStep?: number;
  certificate?: string;
  network?: string;
  host: string;
  port: number;
  metricsHost: string;
  metricsPort: number;
  saveOnSigusr1: boolean;
}

export interface HostedJob {
  coordinator: Coordinator;
  outputDir: string;
  localRanks: number;
  /** At the end of the job. */
  exitCode: Promise<number>;
}

/** Checks all that can be checked, then hosts the job in this process; null where nothing is left to do. */
export async function hostJob(
  parts: FleetParts,
  file: string,
  overrides: readonly string[],
  options: HostOptions,
): Promise<HostedJob | null> {
  const { host, port } = options;
  const transport = openTransport(options.certificate, '--certificate');
  checkHost(transport, host, '--host');
  const network = networkOf(options);
  const ofOption = (key: string, value: string | number | undefined) =>
    value === undefined ? [] : [`${key}=${value}`];
  const given = parts.loadConfig(file, [
    ...overrides,
    ...ofOption('train.output_dir', options.outputDir),
    ...ofOption('train.record_step', options.recordStep),
  ]);
  const localRanks = options.nprocPerNode ?? given.train.nproc_per_node ?? 1;
  const { maxRestarts, device, resume: mayResume } = options;
  const request = { config: given, ...options.nodes, maxRestarts, device, localRanks, mayResume };
  const { options: job, config, latest, snapshotDir, release } = await prepareJob(request, parts, parts.timings);
  if (latest !== null && (await parts.isFinished(config, latest))) {
    if (snapshotDir !== null) await parts.removeSnapshots(snapshotDir, job.outputDir);
    release();
    const next = 'to go on, give it more steps: optim.epochs or train.max_steps';
    logLine('info', 'nothing-to-do', { resume: `step ${latest.step}`, next });
    logLine('info', 'finished', { reason: `finished at step ${latest.step}`, output_dir: job.outputDir });
    return null;
  }

  writeFileWhole(configPath(job.outputDir), [Buffer.from(parts.dumpConfig(config))]);
  const nowMs = () => performance.now();
  const metrics = new JobMetrics(nowMs);
  const metricsServer = await serveMetrics(metrics.registry, { host: options.metricsHost, port: options.metricsPort });
  const observers: JobObserver[] = [
    metrics.observer,
    openRunLog(job.outputDir, Date.now),
    openDisplay(nowMs, parts.timings.progressLineMs),
    keepRunFile(job.outputDir),
    { name: 'metrics server', close: () => metricsServer.close() },
  ];
  const hosting = { job, transport, network, host, port, config: JSON.stringify(config), observers, nowMs };
  const { outputDir, token } = job;
  const checkpoints = parts.keepCheckpoints(config, { outputDir, token });
  const started = await startCoordinator({ ...hosting, build: buildIdentity(), snapshotDir, checkpoints });
  const outcome = started.outcome.then(async (end) => {
    if (snapshotDir !== null && end.exitCode === 0) await parts.removeSnapshots(snapshotDir, job.outputDir);
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
    ...(network !== null && { network: `${network.cidr}, where weights and gradients travel in clear` }),
    output_dir: job.outputDir,
    images: job.listing.images,
    nodes: `${job.minNodes}:${job.maxNodes}`,
    resume: latest === null ? 'no checkpoint, starting at step 0' : `step ${latest.step}`,
    snapshots: snapshotDir ?? 'none',
  });
  return { coordinator, outputDir: job.outputDir, localRanks, exitCode };
}

/** @throws UsageError where it is none, or where others could reach the coordinator and none is named */
function networkOf({ network: named, host }: HostOptions): Network | null {
  if (named === undefined) {
    if (isLoopback(host)) return null;
    throw new UsageError(
      'NETWORK_NEEDED',
      `--host is ${host}, and no network is named for what workers exchange: it travels in clear. Give --network, a private ` +
        'network that all nodes are in (10.0.0.0/8), or the interface of this machine that is in it',
    );
  }
  const network = Network.parse(named, '--network');
  if (!network.isPrivate)
    logLine('warn', 'network-public', {
      network: network.cidr,
      risk: 'weights and gradients travel in clear, and anyone may be there',
    });
  return network;
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
