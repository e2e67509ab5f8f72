import type { Backend, Tensor } from '../nn/backend.js';
import { checkAllGather, checkAllReduce, checkAllReduceGradient, checkReduceScatter } from './collective-shapes.js';
import type { Communicator, Group, TrafficStats, Work } from './communicator.js';

/** The Communicator of a world of one: sums over ranks are what they were, nothing is sent. Checks as the others do. */
export class LocalCommunicator implements Communicator, Group {
  readonly rank = 0;
  readonly worldSize = 1;
  readonly size = 1;
  readonly world: Group = this;
  readonly nodes = null;
  readonly #backend: Pick<Backend, 'cast'>;
  #closed = false;

  constructor(backend: Pick<Backend, 'cast'>) {
    this.#backend = backend;
  }

  allGather(buffer: Tensor): Work {
    this.#checkOpen('allGather');
    checkAllGather(buffer, 1);
    return DONE;
  }

  reduceScatter(input: Tensor, out: Tensor): Work {
    this.#checkOpen('reduceScatter');
    checkReduceScatter(input, out, 1);
    this.#backend.cast(input, out);
    return DONE;
  }

  allReduce(buffer: Tensor): Work {
    this.#checkOpen('allReduce');
    checkAllReduce(buffer);
    return DONE;
  }

  allReduceGradient(buffer: Tensor): Work {
    this.#checkOpen('allReduceGradient');
    checkAllReduceGradient(buffer);
    return DONE;
  }

  barrier(): void {
    this.#checkOpen('barrier');
  }

  traffic(): TrafficStats {
    return { bytesSent: 0, bytesReceived: 0, waitSeconds: 0 };
  }

  close(): void {
    this.#closed = true;
  }

  #checkOpen(op: string): void {
    if (this.#closed) throw new Error(`${op}: the communicator is closed`);
  }
}

const DONE: Work = { join() {}, done: true };
