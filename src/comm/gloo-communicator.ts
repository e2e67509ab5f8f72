import type * as Gloo from 'gloo-bindings';
import type { Tensor } from '../nn/backend.js';
import { loadAddon } from '../system/load-addon.js';
import { checkAllGather, checkAllReduce, checkAllReduceGradient, checkReduceScatter } from './collective-shapes.js';
import { CommError, type Communicator, type TrafficStats, type Work } from './communicator.js';

/**
 * The Communicator between CPU ranks: tensors in host memory over TCP. It listens when it is made; its `address` goes
 * to the other ranks, theirs come back in `connect`, and only then may collectives be called.
 */
export class GlooCommunicator implements Communicator {
  readonly rank: number;
  readonly worldSize: number;
  /** Opaque; for the other ranks' `connect`. */
  readonly address: Uint8Array;
  readonly #mesh: Gloo.Mesh;

  /** @throws CommError if it cannot listen on `options.host` */
  constructor(options: Gloo.MeshOptions) {
    const { Mesh } = loadAddon<typeof Gloo>('gloo');
    this.#mesh = translated(() => new Mesh(options));
    this.rank = options.rank;
    this.worldSize = options.worldSize;
    this.address = this.#mesh.address();
  }

  /**
   * @param addresses of all ranks, in rank order, this one's too
   * @param timeoutMs for all peers together; 60 s unless given
   * @throws CommError naming the peer that did not answer
   */
  async connect(addresses: readonly Uint8Array[], timeoutMs?: number): Promise<void> {
    await this.#mesh.connect(addresses, timeoutMs).catch((error) => {
      throw asCommError(error);
    });
  }

  allGather(buffer: Tensor): Work {
    checkInHostMemory('allGather', buffer);
    checkAllGather(buffer, this.worldSize);
    return new GlooWork(this.#mesh.allGather(buffer));
  }

  reduceScatter(input: Tensor, out: Tensor): Work {
    checkInHostMemory('reduceScatter', input, out);
    checkReduceScatter(input, out, this.worldSize);
    return new GlooWork(this.#mesh.reduceScatter(input, input.dtype as Gloo.WireDType, out));
  }

  allReduce(buffer: Tensor): Work {
    checkInHostMemory('allReduce', buffer);
    checkAllReduce(buffer);
    return new GlooWork(this.#mesh.allReduce(buffer));
  }

  allReduceGradient(buffer: Tensor): Work {
    checkInHostMemory('allReduceGradient', buffer);
    checkAllReduceGradient(buffer);
    return new GlooWork(this.#mesh.allReduceGradient(buffer, buffer.dtype as Gloo.WireDType));
  }

  barrier(): void {
    new GlooWork(this.#mesh.barrier()).join();
  }

  traffic(): TrafficStats {
    return this.#mesh.traffic();
  }

  close(): void {
    this.#mesh.close();
  }
}

function checkInHostMemory(op: string, ...tensors: Tensor[]): void {
  for (const { device } of tensors)
    if (device !== 'cpu') throw new TypeError(`${op}: got a tensor on ${device}, expected one on cpu`);
}

class GlooWork implements Work {
  readonly #operation: Gloo.Operation;

  constructor(operation: Gloo.Operation) {
    this.#operation = operation;
  }

  join(): void {
    translated(() => this.#operation.wait());
  }

  get done(): boolean {
    return this.#operation.done;
  }
}

function translated<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw asCommError(error);
  }
}

function asCommError(error: unknown): unknown {
  const failed = error instanceof Error && 'code' in error && error.code === 'COMM_FAILED';
  return failed ? new CommError(error.message, { cause: error }) : error;
}
