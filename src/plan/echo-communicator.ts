import {
  checkAllGather,
  checkAllReduce,
  checkAllReduceGradient,
  checkReduceScatter,
} from '../comm/collective-shapes.js';
import type { Communicator, Group, TrafficStats, Work } from '../comm/communicator.js';
import type { Backend, Tensor } from '../nn/backend.js';

/**
 * One rank's communicator among ranks that hold what this one holds: gathered weights are its own over and over, and sums are its own
 * share. Nothing travels, and every number is one that a training might have: a step runs as it would among others.
 */
export class EchoCommunicator implements Communicator, Group {
  readonly rank = 0;
  readonly nodes = null;
  readonly world: Group = this;

  constructor(
    private readonly backend: Pick<Backend, 'cast'>,
    readonly worldSize: number,
  ) {}

  get size(): number {
    return this.worldSize;
  }

  allGather(buffer: Tensor): Work {
    checkAllGather(buffer, this.worldSize);
    const flat = buffer.view([buffer.numel]);
    const own = flat.numel / this.worldSize;
    for (let rank = 1; rank < this.worldSize; rank++)
      this.backend.cast(flat.narrow(0, own), flat.narrow(rank * own, own));
    return DONE;
  }

  reduceScatter(input: Tensor, out: Tensor): Work {
    checkReduceScatter(input, out, this.worldSize);
    this.backend.cast(input.view([input.numel]).narrow(0, out.numel), out);
    return DONE;
  }

  allReduce(buffer: Tensor): Work {
    checkAllReduce(buffer);
    return DONE;
  }

  allReduceGradient(buffer: Tensor): Work {
    checkAllReduceGradient(buffer);
    return DONE;
  }

  barrier(): void {}

  traffic(): TrafficStats {
    return { bytesSent: 0, bytesReceived: 0, waitSeconds: 0 };
  }

  close(): void {}
}

const DONE: Work = { join() {}, done: true };
