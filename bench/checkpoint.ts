/**
 * Saving, loading and resharding beside the disk's own rate, in turn; how long a save holds up the next update; and a run
 * with saves beside one without. One rank with all cores, the network of `bench -- step`; its state is said in the result.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { diskFiles } from '../src/checkpoint/checkpoint-files.js';
import { CheckpointReader, loadShards } from '../src/checkpoint/load.js';
import { reshardCheckpoint } from '../src/checkpoint/reshard.js';
import { CheckpointSaver } from '../src/checkpoint/save/checkpoint-saver.js';
import { CheckpointKeeper } from '../src/checkpoint/save/keeper.js';
import type { WrittenShard } from '../src/checkpoint/save/save-service.js';
import { LocalCommunicator } from '../src/comm/local-communicator.js';
import type { Config } from '../src/config/schema.js';
import { stateBytesPerRank } from '../src/fsdp/plan.js';
import { openBackend } from '../src/nn/open-backend.js';
import { noiseBatches } from '../src/plan/noise-batches.js';
import { checkpointsDirectory } from '../src/run/layout.js';
import { makeFolder } from '../src/system/make-folder.js';
import { Objective } from '../src/train/objective.js';
import { Optimizer } from '../src/train/optimizer.js';
import { buildSchedules, peakLearningRate } from '../src/train/schedules.js';
import { uploadBatch } from '../src/train/step-inputs.js';
import { StepRecords } from '../src/train/step-record.js';
import { TrainingState } from '../src/train/training-state.js';
import { PageCache, readSeconds, writeSeconds } from './disk-rate.js';
import { configOf, STEP_OPTIONS } from './step.js';
import { wholeNumber } from './whole-number.js';

const OPTIONS = {
  ...STEP_OPTIONS,
  dir: { type: 'string', default: 'build' },
  seconds: { type: 'string', default: '60' },
  every: { type: 'string', default: '20' },
  rounds: { type: 'string', default: '5' },
  quick: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

const WARM_UP_STEPS = 2;
const ATTEMPT = 'bench';

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const rounds = wholeNumber('rounds', values.rounds);
  const scale = values.quick ? 10 : 1;
  const seconds = wholeNumber('seconds', values.seconds) / scale;
  const every = wholeNumber('every', values.every) / scale;
  makeFolder(values.dir);
  const folder = mkdtempSync(join(resolve(values.dir), 'bench-checkpoint-'));
  const pageCache = new PageCache();
  try {
    const training = new BenchTraining(configOf(values), wholeNumber('threads', values.threads), folder);
    const rates = await measureRates(training, rounds, folder, pageCache);
    const steps = await measureSlowdown(training, seconds, every, rounds);
    await training.close();
    print({ state_bytes: training.stateBytes, rounds, ...rates, ...steps }, values.json);
  } finally {
    pageCache.close();
    rmSync(folder, { recursive: true });
  }
}

/** A training of one rank, step by step, that can be saved. */
class BenchTraining {
  readonly state: TrainingState;
  private readonly saver: CheckpointSaver;
  private readonly shards = new MessageChannel();
  private readonly keeper: CheckpointKeeper;
  private readonly objective: Objective;
  private readonly optimizer: Optimizer;
  private readonly records: StepRecords;
  private readonly batchOf;
  private readonly schedules;
  private step = 0;

  constructor(
    private readonly config: Config,
    threads: number,
    outputDir: string,
  ) {
    const backend = openBackend('cpu', 'float32');
    backend.setThreads(threads);
    this.state = new TrainingState(config, backend, new LocalCommunicator(backend), () => {});
    this.state.initialize();
    this.objective = new Objective(this.state);
    this.optimizer = new Optimizer(this.state);
    this.records = new StepRecords(backend, this.state.submodules, 1);
    this.batchOf = noiseBatches(this.state);
    this.schedules = buildSchedules(config, peakLearningRate(config.optim, config.train.batch_size_per_gpu));
    const retention = { newest: 1, every: 0 };
    this.keeper = new CheckpointKeeper(diskFiles, {
      outputDir,
      token: '',
      retention,
      store: 'shared',
      onSkipped: () => {},
    });
    this.saver = new CheckpointSaver({
      backend,
      rank: 0,
      plan: this.state.plan,
      shards: this.state.shards,
      replicated: this.state.replicated,
      checkpointPlace: checkpointsDirectory(outputDir),
      snapshotDir: null,
      snapshotSeconds: 0,
      attempt: ATTEMPT,
      tell: this.shards.port2,
      slots: new SharedArrayBuffer(4),
      progressSlot: 0,
      writer: new URL('../src/checkpoint/save/save-thread.js', import.meta.url),
      contentsAfter: (steps) => ({
        step: steps,
        globalBatch: config.train.batch_size_per_gpu,
        nextPosition: steps * config.train.batch_size_per_gpu,
        rng: { generator: 'philox4x32-10', seed: config.train.seed },
        config,
        computeType: 'float32',
        optimizer: {},
        images: { count: 0, hash: '' },
        software: {},
        savedAt: new Date().toISOString(),
      }),
      onWarning: (message) => console.error(message),
    });
  }

  get stateBytes(): number {
    return stateBytesPerRank(this.state.plan);
  }

  doStep(): void {
    const { state, config } = this;
    const globalBatch = config.train.batch_size_per_gpu;
    const batch = this.batchOf(this.step);
    const inputs = uploadBatch(state, batch, globalBatch);
    const record = this.records.begin(this.step);
    const at = this.schedules(this.step++);
    // As the training loop does: what went wrong with a save is heard of, and the next update waits for its copy.
    this.saver.snapshotRefused();
    this.objective.forwardBackward(inputs, at.teacherTemp, record);
    this.optimizer.sumOverRanks(record);
    this.saver.finishCopy();
    this.optimizer.update(at, record);
    inputs.release();
  }

  /** Begins a save after the last step; the next one goes on beside it. */
  beginSave(): Promise<void> {
    return this.saver.begin('checkpoint', this.step, {});
  }

  /** Waits until all is written that was begun, and makes checkpoints of it as the coordinator does: the last one, null for none. */
  async finishSaves(): Promise<{ directory: string; seconds: number; blockedSeconds: number } | null> {
    await this.saver.finish();
    let last = null;
    for (let told = this.nextShard(); told !== null; told = this.nextShard()) {
      const beganMs = performance.now();
      const { step, head, record, blockedSeconds } = told;
      const draft = { step, attempt: ATTEMPT };
      const directory = await this.keeper.publish({ draft, head, records: [record] });
      const seconds = told.seconds + (performance.now() - beganMs) / 1000;
      await this.keeper.prune(draft);
      last = { directory, seconds, blockedSeconds };
    }
    return last;
  }

  private nextShard(): WrittenShard | null {
    return (receiveMessageOnPort(this.shards.port1) as { message: WrittenShard } | undefined)?.message ?? null;
  }

  async close(): Promise<void> {
    await this.saver.close();
    this.shards.port1.close();
    this.state.close();
  }
}

interface Rates {
  disk_write_gb_s: number;
  disk_read_gb_s: number;
  save_gb_s: number;
  load_gb_s: number;
  reshard_gb_s: number;
  save_share_of_disk: number;
  load_share_of_disk: number;
  /** Of what the disk takes to read and to write the bytes, one after the other. */
  reshard_share_of_disk: number;
  /** The same of the quickest round of each: what others do on the machine costs both. */
  best_save_share_of_disk: number;
  best_load_share_of_disk: number;
  best_reshard_share_of_disk: number;
  copy_alone_ms: number;
  blocked_ms: number;
  blocked_ms_for_250_mb: number;
}

async function measureRates(
  training: BenchTraining,
  rounds: number,
  folder: string,
  pageCache: PageCache,
): Promise<Rates> {
  const { state, stateBytes } = training;
  const times = { write: [], read: [], save: [], load: [], reshard: [], copy: [] } as Record<string, number[]>;
  const plain = join(folder, 'plain');
  const other = new TrainingState(state.config, state.backend, state.comm, () => {});
  for (let round = 0; round < rounds; round++) {
    times.write!.push(writeSeconds(plain, stateBytes));
    await pageCache.drop(plain);
    times.read!.push(readSeconds(plain));

    // Nothing computes beside it: this is the whole copy and the whole write.
    training.doStep();
    await training.beginSave();
    const { directory, seconds, blockedSeconds } = (await training.finishSaves())!;
    times.save!.push(seconds - blockedSeconds);
    times.copy!.push(blockedSeconds);

    const files = readdirSync(directory).map((name) => join(directory, name));
    await pageCache.drop(...files);
    let start = performance.now();
    const reader = await CheckpointReader.open(directory);
    await loadShards(reader, other.backend, other.plan, 0, other.shards);
    reader.close();
    times.load!.push((performance.now() - start) / 1000);

    await pageCache.drop(...files);
    start = performance.now();
    await reshardCheckpoint(directory, 2, join(folder, 'resharded'));
    times.reshard!.push((performance.now() - start) / 1000);
    rmSync(join(folder, 'resharded'), { recursive: true });
  }
  checkLoaded(state, other);
  other.close();
  // Beside the next step's computation: what the update still has to wait.
  const blocked: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await training.beginSave();
    training.doStep();
    blocked.push((await training.finishSaves())!.blockedSeconds);
  }
  const [write, read, save, load, reshard, copy] = ['write', 'read', 'save', 'load', 'reshard', 'copy'].map((name) =>
    median(times[name]!),
  ) as [number, number, number, number, number, number];
  const best = (name: string) => Math.min(...times[name]!);
  const rate = (seconds: number) => stateBytes / seconds / 1e9;
  return {
    disk_write_gb_s: rate(write),
    disk_read_gb_s: rate(read),
    save_gb_s: rate(save),
    load_gb_s: rate(load),
    reshard_gb_s: rate(reshard),
    save_share_of_disk: write / save,
    load_share_of_disk: read / load,
    reshard_share_of_disk: (read + write) / reshard,
    best_save_share_of_disk: best('write') / best('save'),
    best_load_share_of_disk: best('read') / best('load'),
    best_reshard_share_of_disk: (best('read') + best('write')) / best('reshard'),
    copy_alone_ms: 1000 * copy,
    blocked_ms: 1000 * median(blocked),
    blocked_ms_for_250_mb: (1000 * median(blocked) * 250e6) / stateBytes,
  };
}

/** What was loaded is what was saved last, one step ago at most. */
function checkLoaded(state: TrainingState, other: TrainingState): void {
  state.shards.forEach(({ expAvg }, i) => {
    const [saved, loaded] = [expAvg, other.shards[i]!.expAvg].map((tensor) => {
      const host = new Float32Array(tensor.numel);
      state.backend.download(tensor, host);
      return Buffer.from(host.buffer);
    });
    if (!saved!.equals(loaded!)) throw new Error('what was loaded is not what was saved; not timed');
  });
}

/** Runs with saves and without, in turn: the same number of steps, as many as take `seconds` without. */
async function measureSlowdown(training: BenchTraining, seconds: number, every: number, rounds: number) {
  for (let i = 0; i < WARM_UP_STEPS; i++) training.doStep();
  const begun = performance.now();
  const calibration = Math.max(1, Math.round(seconds / 10));
  let counted = 0;
  while (performance.now() - begun < 1000 * calibration) {
    training.doStep();
    counted++;
  }
  const steps = Math.max(1, Math.round((seconds * counted * 1000) / (performance.now() - begun)));
  const without: number[] = [];
  const withSaves: number[] = [];
  const cpu = { without: [] as number[], with: [] as number[] };
  const saves = Math.ceil(seconds / every) - 1;
  for (let round = 0; round < rounds; round++)
    for (const kind of round % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const)) {
      const start = performance.now();
      const cpuBefore = process.cpuUsage();
      let made = 0;
      for (let step = 0; step < steps; step++) {
        training.doStep();
        if (kind === 'with' && made < saves && performance.now() - start >= 1000 * every * (made + 1)) {
          await training.beginSave();
          made++;
        }
      }
      (kind === 'with' ? withSaves : without).push((performance.now() - start) / 1000);
      await training.finishSaves();
      const { user, system } = process.cpuUsage(cpuBefore);
      cpu[kind].push((user + system) / 1e6);
    }
  const [plain, saving] = [median(without), median(withSaves)];
  return {
    steps,
    saves_in_a_run: saves,
    seconds_without_saves: plain,
    seconds_with_saves: saving,
    longer_percent: 100 * (saving / plain - 1),
    /** Of all threads: what others do on the machine changes it little. */
    more_cpu_percent: 100 * (median(cpu.with) / median(cpu.without) - 1),
  };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
}

type Result = { state_bytes: number; rounds: number } & Rates & Awaited<ReturnType<typeof measureSlowdown>>;

function print(result: Result, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(result));
    return;
  }
  const gb = (rate: number) => `${rate.toFixed(2)} GB/s`;
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const lines = [
    `state of ${(result.state_bytes / 1e6).toFixed(0)} MB on a rank, medians of ${result.rounds}; files dropped from memory before they are read`,
    `disk alone   writes ${gb(result.disk_write_gb_s)}, synced; reads ${gb(result.disk_read_gb_s)}`,
    `save         ${gb(result.save_gb_s)} = ${percent(result.save_share_of_disk)} of the disk (best rounds ${percent(result.best_save_share_of_disk)})`,
    `load         ${gb(result.load_gb_s)} = ${percent(result.load_share_of_disk)} of the disk (best rounds ${percent(result.best_load_share_of_disk)})`,
    `reshard      ${gb(result.reshard_gb_s)} = ${percent(result.reshard_share_of_disk)} of the disk, which reads and writes (best rounds ${percent(result.best_reshard_share_of_disk)})`,
    `blocked      ${result.blocked_ms.toFixed(1)} ms (${result.blocked_ms_for_250_mb.toFixed(1)} ms for 250 MB); the copy alone ${result.copy_alone_ms.toFixed(0)} ms`,
    `${result.steps} steps take ${result.seconds_without_saves.toFixed(1)} s, with ${result.saves_in_a_run} saves ${result.seconds_with_saves.toFixed(1)} s: ${result.longer_percent.toFixed(1)} % longer, ${result.more_cpu_percent.toFixed(1)} % more CPU time`,
  ];
  console.log(lines.join('\n'));
}
