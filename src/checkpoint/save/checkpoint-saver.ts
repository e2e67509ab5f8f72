import { statfsSync } from 'node:fs';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { isWriter, type ShardingPlan } from '../../fsdp/plan.js';
import type { UnitShards } from '../../fsdp/sharded-unit.js';
import type { Backend, Tensor, Work } from '../../nn/backend.js';
import { availableMemory } from '../../system/memory.js';
import { CheckpointError, type CheckpointErrorCode } from '../checkpoint-error.js';
import { shardOf } from '../load.js';
import { type ManifestContents, REPLICAS } from '../manifest.js';
import { dataBytes, shardLayout } from '../shard-layout.js';
import { CopyBuffer } from './copy-buffer.js';
import type { SaveKind, WriterCommand, WriterEvent, WriterStart } from './save-service.js';
import { SnapshotPace } from './snapshot-pace.js';
import { checkpointBytes } from './write-shard.js';

export interface SaverOptions {
  backend: Backend;
  rank: number;
  plan: ShardingPlan;
  shards: readonly UnitShards[];
  /** What every rank holds alike, by name: the first rank writes it. */
  replicated: Readonly<Record<string, Tensor>>;
  /** Directory of the run's checkpoints, or s3://BUCKET/PREFIX. */
  checkpointPlace: string;
  /** Of its snapshots; null for none. */
  snapshotDir: string | null;
  /** Between two; null: as their cost allows. */
  snapshotSeconds: number | null;
  /** The same on every rank of a generation, and no other's. */
  attempt: string;
  /** Hears of each file at once (WrittenShard): the thread of this saver may stand still while it computes. Closed at the end. */
  tell: MessagePort;
  /** See WriterStart. */
  slots: SharedArrayBuffer;
  progressSlot: number;
  /** Module that the writing thread runs. */
  writer: URL;
  /** What the manifest says of the state as it is now; `optimizer` is as `begin` was given it. */
  contentsAfter: (steps: number, optimizer: Readonly<Record<string, number>>) => ManifestContents;
  onWarning: (message: string) => void;
}

interface Save {
  kind: SaveKind;
  copies: Work;
  contents: ManifestContents;
  beganMs: number;
  blockedMs: number;
}

/**
 * Saves a rank's state while training goes on. Between two updates it is only read: the copy begins after the one, runs
 * beside the next step's forward and backward pass, and must be finished before the other. A thread writes the copy and tells of it;
 * that all ranks' files are a checkpoint is not known here.
 */
export class CheckpointSaver {
  private readonly channel = new MessageChannel();
  private readonly thread: Worker;
  private readonly ended: Promise<void>;
  private readonly tensors: { sharded: Tensor[]; replicated: Tensor[] };
  private readonly bytes: number;
  private buffer: CopyBuffer | null = null;
  private copying: Save | null = null;
  /** Its copy is on the way, and need not be waited for. */
  private arriving: Save | null = null;
  private writing: Save | null = null;
  private failure: Error | null = null;
  private lastCheckpoint: number | null = null;
  private snapshotsOff: boolean;
  private readonly pace: SnapshotPace;
  private lastMs = performance.now();

  constructor(private readonly options: SaverOptions) {
    const { plan, rank, shards, replicated, attempt, slots, progressSlot, tell, checkpointPlace, snapshotDir, writer } =
      options;
    const shapes = Object.fromEntries(Object.entries(replicated).map(([name, { shape }]) => [name, shape]));
    this.bytes = dataBytes(shardLayout(plan, shapes, rank));
    this.snapshotsOff = snapshotDir === null;
    this.pace = new SnapshotPace(options.snapshotSeconds);
    // In the order of shardLayout.
    this.tensors = {
      sharded: plan.units.flatMap((unit, i) =>
        isWriter(unit, rank) ? REPLICAS.map((replica) => shardOf(shards[i]!, replica)) : [],
      ),
      replicated: rank === 0 ? Object.values(replicated) : [],
    };
    const { port1: port } = this.channel;
    const places = { checkpoint: checkpointPlace, snapshot: snapshotDir };
    const ofRank = { plan, replicated: shapes, rank, attempt, places };
    const workerData: WriterStart = { port, tell, ...ofRank, slots, progressSlot };
    this.thread = new Worker(writer, { workerData, transferList: [port, tell] });
    this.thread.on('error', (error) => {
      this.failure ??= error;
    });
    this.ended = new Promise((resolve) => this.thread.on('exit', () => resolve()));
  }

  /** Whether the first rank wants a snapshot: the others hear of it with the step's record, so that all take the same. */
  snapshotDue(): boolean {
    const isEarly = performance.now() - this.lastMs < this.pace.intervalMs;
    if (this.options.rank !== 0 || this.snapshotsOff || isEarly) return false;
    return !this.isUnderWay && this.hasRoomForSnapshot();
  }

  /** Whether this rank cannot take part in one now. Throws what has gone wrong with a save since the last call. */
  snapshotRefused(): boolean {
    this.listen();
    this.pace.step(performance.now(), this.copying !== null || this.isUnderWay);
    return this.snapshotsOff || this.isUnderWay;
  }

  /**
   * Begins to save what stands after `steps` completed steps; waits for the end of the save before, if need be.
   * @param optimizer its scalars by name (OptimizerState): they are known, and reading them would wait for the device
   */
  async begin(kind: SaveKind, steps: number, optimizer: Readonly<Record<string, number>>): Promise<void> {
    const beganMs = performance.now();
    const unfinished = (this.arriving ?? this.writing)?.contents.step;
    await this.written();
    const waitedMs = performance.now() - beganMs;
    if (unfinished !== undefined && waitedMs > WORTH_A_WORD_MS)
      this.options.onWarning(
        `the save of step ${steps} waited ${(waitedMs / 1000).toFixed(1)} s for that of step ${unfinished}, which was ` +
          'still being written; the disk is slow, or train.checkpoint_steps too small',
      );
    const { backend, contentsAfter } = this.options;
    this.buffer ??= new CopyBuffer(backend, this.bytes);
    const { sharded, replicated } = this.tensors;
    // A step's forward pass may move what is replicated: this little comes before it.
    const shardedBytes = sharded.reduce((sum, { numel }) => sum + 4 * numel, 0);
    this.buffer.copyOut(replicated, shardedBytes).join();
    const contents = contentsAfter(steps, optimizer);
    const copies = this.buffer.copyOut(sharded, 0);
    this.lastMs = performance.now();
    if (kind === 'checkpoint') this.lastCheckpoint = steps;
    this.copying = { kind, copies, contents, beganMs, blockedMs: this.lastMs - beganMs };
  }

  /** Step of the newest checkpoint that was begun; null where none was. */
  get begunCheckpoint(): number | null {
    return this.lastCheckpoint;
  }

  /** To be called before the state is changed, which then happens after it is copied. The copy is written when it is there. */
  finishCopy(): void {
    if (this.copying === null) return;
    const beganMs = performance.now();
    const save = this.copying;
    save.copies.join();
    save.blockedMs += performance.now() - beganMs;
    this.copying = null;
    this.arriving = save;
    this.listen();
  }

  /** Waits until all that was begun is written. */
  async finish(): Promise<void> {
    this.finishCopy();
    await this.written();
  }

  async close(): Promise<void> {
    this.send({ kind: 'close' });
    await this.ended;
    this.channel.port2.close();
    this.buffer?.release();
  }

  private get isUnderWay(): boolean {
    return this.arriving !== null || this.writing !== null;
  }

  private async written(): Promise<void> {
    this.arriving?.copies.wait();
    for (this.listen(); this.isUnderWay; this.listen()) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }

  private listen(): void {
    if (this.arriving?.copies.reached) this.handOver(this.arriving);
    const answer = receiveMessageOnPort(this.channel.port2) as { message: WriterEvent } | undefined;
    if (this.failure !== null) throw this.failure;
    if (answer === undefined || this.writing === null) return;
    const save = this.writing;
    this.writing = null;
    if (answer.message.kind === 'failed') this.failed(save, answer.message);
  }

  /** From here on the copy is the writer's. */
  private handOver(save: Save): void {
    this.arriving = null;
    this.writing = save;
    this.send({
      kind: 'write',
      save: save.kind,
      contents: save.contents,
      algorithms: this.options.backend.algorithms(),
      seconds: (performance.now() - save.beganMs) / 1000,
      blockedSeconds: save.blockedMs / 1000,
      parts: this.buffer!.parts,
    });
  }

  private failed({ kind }: Save, { code, message }: Extract<WriterEvent, { kind: 'failed' }>): void {
    if (kind === 'checkpoint') throw new CheckpointError(code as CheckpointErrorCode, message);
    this.turnSnapshotsOff(message);
  }

  private hasRoomForSnapshot(): boolean {
    const { snapshotDir, plan, replicated } = this.options;
    const shapes = Object.fromEntries(Object.entries(replicated).map(([name, { shape }]) => [name, shape]));
    const needed = checkpointBytes(plan, shapes);
    try {
      const { bavail, bsize } = statfsSync(snapshotDir!);
      // A memory file system may promise more than the machine has, or than this process may take of it.
      const free = Math.min(bavail * bsize, availableMemory());
      if (free >= needed) return true;
      const gb = (bytes: number) => `${(bytes / 1e9).toFixed(3)} GB`;
      this.turnSnapshotsOff(`one needs ${gb(needed)}, and ${snapshotDir} has ${gb(free)} free`);
    } catch (error) {
      this.turnSnapshotsOff((error as Error).message);
    }
    return false;
  }

  private turnSnapshotsOff(reason: string): void {
    this.snapshotsOff = true;
    this.options.onWarning(`no more snapshots in memory: ${reason}; checkpoints on the disk are saved as before`);
  }

  private send(command: WriterCommand): void {
    this.channel.port2.postMessage(command);
  }
}

const LOOK_MS = 2;
/** Less is no sign that saves follow one another too fast. */
const WORTH_A_WORD_MS = 100;
