import type { Address } from '../rpc/address.js';
import { type Dialled, dialWorkerSession } from '../rpc/dial.js';
import type { Filled, WorkerCommand, WorkerMessage } from '../rpc/messages.js';
import { Outbox } from '../rpc/outbox.js';
import type { WorkerStream } from '../rpc/service.js';
import { renewed, type Transport } from '../rpc/transport.js';
import type { Note } from './flight-recorder.js';

/** Between two tries to reach a coordinator that is gone. */
const REDIAL_MS = 250;

export interface LineOptions {
  transport: Transport;
  coordinator: Address;
  jobId: string;
  workerId: string;
  /** In which this worker has a place; 0 for none. */
  generation: () => number;
  onCommand: (command: Exclude<Filled<WorkerCommand>, { kind: 'heard' }>) => void;
}

/**
 * A worker's stream to its coordinator, and another one when that has broken: until its agent ends the worker, the coordinator may come
 * back. Of what is sent nothing is lost meanwhile.
 */
export class CoordinatorLine {
  readonly #outbox = new Outbox<WorkerMessage>();
  #dialled: Dialled<WorkerStream> | null = null;
  #wasHeard = false;
  #isClosing = false;
  #closed: () => void = () => {};

  constructor(private readonly options: LineOptions) {
    this.#dial();
  }

  send(message: WorkerMessage): void {
    // Counters of ranks but the first: the next report has them as well.
    const isPassing = message.kind === 'report' && !message.report?.steps?.length;
    if (isPassing) this.#dialled?.stream.write(message);
    else this.#outbox.send(message);
  }

  /** @param at what the trainer is at; null where it has not begun */
  heartbeat(progress: number, at: Note | null): void {
    const { phase = '', what = '', step = 0 } = at ?? {};
    this.#dialled?.stream.write({ kind: 'heartbeat', heartbeat: { progress, phase, what, step } });
  }

  /** Until all that was sent has been heard. */
  close(): Promise<void> {
    this.#isClosing = true;
    return new Promise((resolve) => {
      this.#closed = resolve;
      this.#dialled?.stream.end();
    });
  }

  #dial(): void {
    const { transport, coordinator, jobId, workerId, generation, onCommand } = this.options;
    const returns = this.#wasHeard;
    const { stream, close } = dialWorkerSession(renewed(transport), coordinator);
    stream.on('data', (command: Filled<WorkerCommand>) => {
      this.#wasHeard = true;
      if (command.kind !== 'heard') return onCommand(command);
      if (!returns || this.#dialled !== null) return this.#outbox.heard(command.heard.number);
      this.#open({ stream, close }, command.heard.number); // the answer to this hello
    });
    stream.on('error', () => {}); // 'status' says the same
    stream.once('status', ({ code }) => {
      close();
      this.#dialled = null;
      this.#outbox.close();
      // The coordinator has ended its side as this worker had: it has heard all.
      if (this.#isClosing && code === 0) this.#closed();
      else setTimeout(() => this.#dial(), REDIAL_MS).unref(); // the agent's pipe keeps the process
    });
    stream.write({ kind: 'hello', hello: { jobId, workerId, returns, trainsIn: generation() } });
    if (!returns) this.#open({ stream, close }, 0);
  }

  #open(dialled: Dialled<WorkerStream>, heard: number): void {
    this.#dialled = dialled;
    this.#outbox.open(dialled.stream, heard);
    if (this.#isClosing) dialled.stream.end();
  }
}
