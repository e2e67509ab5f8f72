/** The process that is measured: a coordinator as `dinofleet coordinator` has it, but for its list of images and its display. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { diskFiles } from '../../src/checkpoint/checkpoint-files.js';
import { CheckpointKeeper } from '../../src/checkpoint/save/keeper.js';
import { dumpConfig, loadConfig } from '../../src/config/load.js';
import { startCoordinator } from '../../src/coordinator/coordinator.js';
import type { Job } from '../../src/coordinator/job/job.js';
import { JobMetrics } from '../../src/metrics/job-metrics.js';
import { defaultTimings } from '../../src/rpc/timings.js';
import { openTransport } from '../../src/rpc/transport.js';
import { tokenPath } from '../../src/run/layout.js';
import { checkoutPath } from '../../src/system/command-line.js';
import { JOB, type ToChild } from './fleet.js';

export interface HostOptions {
  certificate: string;
  outputDir: string;
  nodes: number;
  localRanks: number;
}

export interface CoordinatorFigures {
  /** Seconds of CPU of the whole process, in a second. */
  cpu_cores: number;
  cpu_s_to_running: number;
  rss_bytes: number;
  /** Of these, objects of JavaScript, garbage among them, and what they hold outside of its heap and count. */
  heap_bytes: number;
  external_bytes: number;
  event_loop_delay_p99_ms: number;
  event_loop_delay_max_ms: number;
  /** At any of its ticks, since a rank or a node was heard. */
  longest_silence_ms: number;
}

export type FromHost =
  | { kind: 'listening'; port: number }
  | { kind: 'running'; cpuSeconds: number }
  | ({ kind: 'figures' } & CoordinatorFigures);

const say = (message: FromHost) => process.send!(message);
const cpuSeconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;

const { certificate, outputDir, nodes, localRanks } = JSON.parse(process.argv[2]!) as HostOptions;
let longestMs = 0;
let isRunning = false;
let isEnding = false;
let lastJob: Job | null = null;

mkdirSync(outputDir, { recursive: true });
writeFileSync(tokenPath(outputDir), JOB.token);
const config = loadConfig(checkoutPath('configs/vitg14.yaml'), []);
const nowMs = () => performance.timeOrigin + performance.now();
const { heartbeatTimeoutMs, lastCallMs, rendezvousTimeoutMs, killTimeoutMs, stallFloorMs, tickMs } = defaultTimings;
const coordinator = await startCoordinator({
  job: {
    ...JOB,
    outputDir,
    minNodes: nodes,
    maxNodes: nodes,
    joinTimeoutMs: null,
    device: 'cuda',
    computeDtype: null,
    localRanks,
    nodesAlike: false,
    batchSizePerGpu: 1,
    checkpointStore: 'shared',
    checkpointDir: '',
    takesSnapshots: false,
    keepsStandbys: false,
    earlierGlobalBatch: null,
    maxRestarts: 0,
    datasetPath: '/images',
    stallTimeoutMs: 600_000,
    leaseMs: 600_000,
    ...{ heartbeatTimeoutMs, lastCallMs, rendezvousTimeoutMs, killTimeoutMs, stallFloorMs, tickMs },
  },
  takenUp: null,
  request: '{}',
  transport: openTransport(certificate, '--certificate'),
  network: null,
  host: '127.0.0.1',
  port: 0,
  config: dumpConfig(config),
  build: JOB.build,
  snapshotDir: null,
  gather: async () => {},
  checkpoints: new CheckpointKeeper(diskFiles, {
    outputDir,
    token: JOB.token,
    store: 'shared',
    retention: { newest: 2, every: 0 },
    onSkipped: () => {},
  }),
  observers: [
    new JobMetrics(nowMs).observer,
    {
      name: 'bench',
      logged: (level, event, fields) => {
        if (level === 'warn' && !isEnding) console.error(event, JSON.stringify(fields));
      },
      changed: (job) => {
        if (job.phase === 'running' && !isRunning) {
          isRunning = true;
          say({ kind: 'running', cpuSeconds: cpuSeconds(process.cpuUsage()) });
        }
        if (job.lastTickMs === lastJob?.lastTickMs) return;
        lastJob = job;
        for (const { lastSeenMs } of [...job.nodes, ...job.ranks])
          longestMs = Math.max(longestMs, job.lastTickMs - lastSeenMs);
      },
    },
  ],
  nowMs,
});
process.on('message', (order: ToChild) => {
  if (order.kind === 'measure') void measure(order.seconds);
  if (order.kind !== 'end') return;
  isEnding = true;
  process.exit(0);
});
say({ kind: 'listening', port: coordinator.address.port });
const { reason } = await coordinator.outcome;
console.error(`the job has ended: ${reason}`);
process.exit(1);

async function measure(seconds: number): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  longestMs = 0;
  const [began, before] = [performance.now(), process.cpuUsage()];
  let rss_bytes = 0;
  const looks = setInterval(() => {
    rss_bytes = Math.max(rss_bytes, process.memoryUsage.rss());
  }, 500);
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  clearInterval(looks);
  const cpu_cores = cpuSeconds(process.cpuUsage(before)) / ((performance.now() - began) / 1000);
  say({
    kind: 'figures',
    cpu_cores,
    cpu_s_to_running: 0,
    rss_bytes,
    heap_bytes: process.memoryUsage().heapUsed,
    external_bytes: process.memoryUsage().external,
    event_loop_delay_p99_ms: delay.percentile(99) / 1e6,
    event_loop_delay_max_ms: delay.max / 1e6,
    longest_silence_ms: longestMs,
  });
}
