import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { WrittenShard } from '../checkpoint/save/save-service.js';
import type { ComputeType } from '../precision/compute-type.js';
import type { Address } from '../rpc/address.js';
import type { Filled, WorkerCommand } from '../rpc/messages.js';
import { interfaceOf } from '../rpc/network.js';
import type { Transport } from '../rpc/transport.js';
import { CoordinatorLine, type LineOptions } from './coordinator-line.js';
import { FlightReader, RECORDER_BYTES } from './flight-recorder.js';
import { StallPrinter } from './stall-printer.js';
import { toWire } from './to-wire.js';
import { SharedSlot, type TrainerCommand, type TrainerEvent, type TrainerStart } from './trainer-messages.js';

export interface ControlOptions {
  transport: Transport;
  coordinator: Address;
  jobId: string;
  workerId: string;
  /** Called with this worker's place, before its training starts. What it throws ends the worker. */
  takePlace: (place: StartTraining) => void;
  /** Module that the trainer thread runs. */
  trainer: URL;
  heartbeatMs: number;
  /** Ends this process at once, whatever the trainer thread does. */
  die: (reason: string) => void;
}

export type StartTraining = Extract<Filled<WorkerCommand>, { kind: 'start' }>['start'];

/**
 * The main thread of a worker: keeps the stream to the coordinator, waits there for its place, starts the trainer thread, hands on
 * what either says. Its answer is the exit code of the process: the training is done, or the trainer failed and said why.
 */
export function runControl(options: ControlOptions): Promise<number> {
  const { transport, coordinator, jobId, workerId, takePlace, trainer, heartbeatMs, die } = options;
  const shared = new SharedArrayBuffer(SharedSlot.size * Int32Array.BYTES_PER_ELEMENT);
  const slots = new Int32Array(shared);
  const flight = new SharedArrayBuffer(RECORDER_BYTES);
  const reader = new FlightReader(flight);
  const stall = new StallPrinter(reader, (line) => console.error(line));
  return new Promise((resolve) => {
    let thread: Worker | null = null;
    /** The trainer's last word: after it, its thread may end. */
    let verdict: 'done' | 'failed' | null = null;

    const shards = new MessageChannel();
    let generation = 0;

    const relay = (event: TrainerEvent) => {
      if (event.kind === 'name') {
        reader.learn(event.name, event.number);
        return;
      }
      if (event.kind === 'done' || event.kind === 'failed') verdict = event.kind;
      if (event.kind === 'log') console.log(`${event.level} ${event.message}`);
      if (event.kind === 'failed') console.error(`failed [${event.code}] ${event.message}`);
      line.send(toWire(event, generation));
    };
    const relayShard = (shard: WrittenShard) => relay({ kind: 'shardWritten', ...shard });
    // Two ports keep no order between each other: what the trainer says last must not overtake what was written before.
    const relayInOrder = (event: TrainerEvent) => {
      for (let next = receiveMessageOnPort(shards.port1); next; next = receiveMessageOnPort(shards.port1))
        relayShard((next as { message: WrittenShard }).message);
      relay(event);
    };
    const fail = (code: string, message: string) => {
      if (verdict !== 'failed') relay({ kind: 'failed', code, message, fatal: false, exitCode: 1 });
    };

    const start = (told: StartTraining) => {
      try {
        takePlace(told);
      } catch (error) {
        fail('PLACE_NOT_TAKEN', (error as Error).message);
        return finish(1);
      }
      generation = told.generation;
      // NCCL takes the first interface that it likes, which may lead to nobody. It reads the environment of the process, not of a thread.
      const interfaceName = interfaceOf(told.listenHost);
      if (interfaceName !== null) process.env.NCCL_SOCKET_IFNAME ??= `=${interfaceName}`;
      const { config, computeType, resumeFrom, snapshotDir, ...same } = told;
      const workerData: TrainerStart = {
        ...same,
        shared,
        flight,
        shards: shards.port2,
        jobId,
        config: JSON.parse(config) as unknown,
        computeType: computeType as ComputeType,
        resumeFrom: resumeFrom === '' ? null : resumeFrom,
        snapshotDir: snapshotDir === '' ? null : snapshotDir,
      };
      shards.port1.on('message', relayShard);
      thread = new Worker(trainer, { workerData, transferList: [shards.port2] });
      thread.on('message', relayInOrder);
      // Not caught by the trainer: a defect. Another try costs little and may get past it.
      thread.on('error', (error) => {
        console.error(error);
        fail(codeOf(error), error.message);
      });
      thread.on('exit', (code) => {
        if (verdict === null) fail('TRAINER_ENDED', `the trainer thread ended with code ${code} and said nothing`);
        finish(verdict === 'done' ? 0 : 1);
      });
    };

    // The process must not end before its last words are out.
    const finish = (exitCode: number) => {
      clearInterval(heartbeat);
      shards.port1.close();
      void line.close().then(() => resolve(exitCode));
    };

    const onCommand: LineOptions['onCommand'] = (command) => {
      switch (command.kind) {
        case 'start':
          return start(command.start);
        case 'connect':
          return thread?.postMessage({
            kind: 'connect',
            addresses: command.connect.addresses,
          } satisfies TrainerCommand);
        case 'saveAndStop':
          Atomics.store(slots, SharedSlot.stopRequested, 1);
          return;
        case 'saveNow':
          Atomics.store(slots, SharedSlot.saveRequested, 1);
          return;
        case 'endNow':
          return die('the coordinator ended this generation');
      }
    };

    const line = new CoordinatorLine({
      transport,
      coordinator,
      jobId,
      workerId,
      generation: () => generation,
      onCommand,
    });
    const heartbeat = setInterval(() => {
      const progress = Atomics.load(slots, SharedSlot.progress);
      stall.look(progress, performance.now());
      line.heartbeat(progress, reader.last());
    }, heartbeatMs);
  });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'TRAINER_CRASHED';
}
