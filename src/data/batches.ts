import { Worker } from 'node:worker_threads';
import type { Batch, BatchStream } from './batch.js';
import type { BatchesConfig } from './batch-builder.js';
import { DataError } from './data-error.js';
import type { LoaderCommand, LoaderEvent, LoaderStart } from './loader-thread.js';

export interface BatchesOptions extends BatchesConfig {
  /** The first batch's step. */
  startStep: number;
  /** Batches that are prepared ahead, 1 or more. */
  prefetch: number;
  /** `train.max_bad_images`: the run ends when more than this share of its images cannot be read. */
  maxBadShare: number;
  /** `batchesInMemory` pieces for batches, of BatchLayout.bytes each; where one is missing the loader makes it. */
  memories: readonly SharedArrayBuffer[];
  /** Told once each time that an object store has gone away, and is waited for. */
  onWaiting?: (reason: string) => void;
}

/** Pieces of memory that batches take at once: those that are prepared, the next one, and those whose step is under way. */
export function batchesInMemory(prefetch: number, stepsAhead: number): number {
  return prefetch + 1 + stepsAhead + 1;
}

/** Starts a loader thread that prepares this rank's batches from `startStep` on. Close the stream to end it. */
export function openBatches(options: BatchesOptions): BatchStream {
  const { startStep, prefetch, maxBadShare, memories, onWaiting = () => {}, ...config } = options;
  return new LoaderStream({ config, startStep, prefetch, maxBadShare, memories }, onWaiting);
}

interface Waiting {
  resolve(batch: Batch): void;
  reject(error: Error): void;
}

class LoaderStream implements BatchStream {
  private readonly thread: Worker;
  private readonly ready: Batch[] = [];
  private readonly waiting: Waiting[] = [];
  /** Batches whose memory nobody else writes. */
  private readonly lent = new Set<Batch>();
  private readonly ended: Promise<void>;
  private failure: Error | null = null;

  constructor(
    start: LoaderStart,
    private readonly onWaiting: (reason: string) => void,
  ) {
    this.thread = new Worker(new URL('./loader-thread.js', import.meta.url), { workerData: start });
    this.thread.on('message', (event: LoaderEvent) => this.onEvent(event));
    this.thread.on('error', (error) => this.fail(error));
    this.ended = new Promise((resolve) => this.thread.on('exit', () => resolve()));
    void this.ended.then(() => this.fail(new Error('the loader thread has ended')));
  }

  next(): Promise<Batch> {
    this.send({ kind: 'want' });
    const batch = this.ready.shift();
    if (batch) return Promise.resolve(this.lend(batch));
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  recycle(batch: Batch): void {
    if (!this.lent.delete(batch))
      throw new RangeError(`the memory of step ${batch.step} was given back before, or is of another stream`);
    this.send({ kind: 'recycle', memory: batch.memory });
  }

  async close(): Promise<void> {
    this.ready.length = 0;
    this.fail(new Error('the batch stream is closed'));
    // Not terminate(): Node 20 aborts the process where that meets a promise of node:fs in the making.
    this.send({ kind: 'close' });
    await this.ended;
  }

  private send(command: LoaderCommand): void {
    this.thread.postMessage(command);
  }

  private lend(batch: Batch): Batch {
    this.lent.add(batch);
    return batch;
  }

  private onEvent(event: LoaderEvent): void {
    if (event.kind === 'waiting') this.onWaiting(event.reason);
    else if (event.kind === 'failed') this.fail(new DataError(event.code, event.message));
    else if (this.waiting.length > 0) this.waiting.shift()!.resolve(this.lend(event.batch));
    else this.ready.push(event.batch);
  }

  /** The first failure counts: what follows it is its consequence. */
  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }
}
