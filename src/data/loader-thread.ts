/**
 * The thread that prepares batches: the trainer's own event loop stands still while it computes. Both see the memory of all
 * batches; who may write them changes with the messages.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { BadImageLimit } from './bad-images.js';
import type { Batch } from './batch.js';
import { BatchBuilder, type BatchesConfig } from './batch-builder.js';
import { DataError, type DataErrorCode } from './data-error.js';

export interface LoaderStart {
  config: BatchesConfig;
  startStep: number;
  /** Batches to prepare before the first is asked for. */
  prefetch: number;
  maxBadShare: number;
  memories: readonly SharedArrayBuffer[];
}

export type LoaderCommand =
  /** One more batch is wanted. */
  | { kind: 'want' }
  | { kind: 'recycle'; memory: SharedArrayBuffer }
  /** Finish the images at hand and end. */
  | { kind: 'close' };

export type LoaderEvent =
  | { kind: 'batch'; batch: Batch }
  /** An object store has gone away, and is waited for. */
  | { kind: 'waiting'; reason: string }
  | { kind: 'failed'; code: DataErrorCode; message: string };

const { config, startStep, prefetch, maxBadShare, memories } = workerData as LoaderStart;
const port = parentPort!;
const badImages = new BadImageLimit(maxBadShare);
const spare = [...memories];
let nextStep = startStep;
let delivered: Promise<void> = Promise.resolve();

/** Starts the next step's batch at once; it is delivered after those before it. */
function prepareNext(builder: BatchBuilder): void {
  const building = builder.build(nextStep++, spare.pop() ?? builder.allocate());
  building.catch(() => {}); // reported in its turn, by the await below
  delivered = delivered.then(async () => deliver(await building)).catch(fail);
}

function deliver(batch: Batch): void {
  badImages.count(batch.positions.length, batch.replaced);
  port.postMessage({ kind: 'batch', batch } satisfies LoaderEvent);
}

function fail(error: unknown): void {
  if (!(error instanceof DataError)) throw error;
  port.postMessage({ kind: 'failed', code: error.code, message: error.message } satisfies LoaderEvent);
  port.close();
}

function begin(builder: BatchBuilder): void {
  port.on('message', (command: LoaderCommand) => obey(builder, command));
  for (let i = 0; i < prefetch; i++) prepareNext(builder);
}

function obey(builder: BatchBuilder, command: LoaderCommand): void {
  switch (command.kind) {
    case 'want':
      prepareNext(builder);
      return;
    case 'recycle':
      spare.push(command.memory);
      return;
    case 'close':
      builder.close();
      port.close();
      return;
  }
}

const onWaiting = (reason: string) => port.postMessage({ kind: 'waiting', reason } satisfies LoaderEvent);
await BatchBuilder.open(config, onWaiting).then(begin, fail);
