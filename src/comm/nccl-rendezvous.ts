import type * as Nccl from 'nccl-bindings';
import { findLibrary, howToInstall } from '../gpu/find-libraries.js';
import { DTYPE_BYTES, type DType, type Tensor } from '../nn/backend.js';
import { BackendError } from '../nn/backend-error.js';
import type { Collective, CollectiveLane, CudaBackend, DeviceEvent } from '../nn/cuda-backend.js';
import { allGatherBytes, reduceScatterBytes } from './collective-bytes.js';
import { checkAllGather, checkAllReduce, checkAllReduceGradient, checkReduceScatter } from './collective-shapes.js';
import {
  CommError,
  type Communicator,
  type Group,
  type NodeGroups,
  type RankPlace,
  type Rendezvous,
  type TrafficStats,
  type Work,
} from './communicator.js';

/**
 * How gradients are summed on GPUs. `nccl`: by its reduce-scatter and all-reduce, which round to the type of the wire at every rank that
 * they pass, as in the released code. `fp32`: parts are sent as they are and added in float32 and in rank order, as on CPUs.
 */
export type GradientSums = 'nccl' | 'fp32';

export interface NcclOptions {
  gradientSums: GradientSums;
  /** The library; where it is found unless given. */
  path?: string;
}

/** NCCL has an id of its own by which ranks find one another. */
type NcclPlace = Omit<RankPlace, 'peerKey'>;

interface Offer {
  rank: number;
  version: string;
  /** Of the first rank: what all find one another by. */
  id?: string;
}

const TIMEOUT_MS = 60_000;

/**
 * Between GPU ranks. The first rank's offer has the place where NCCL's ranks meet; there are no others' addresses. What NCCL looks at
 * before it takes a connection for a peer's, and what not: docs/security.md.
 */
export class NcclRendezvous implements Rendezvous {
  readonly offer: Uint8Array;
  readonly turnedAway = null;
  readonly #nccl: typeof Nccl;
  readonly #id: Uint8Array | null;

  /** @throws CommError where NCCL cannot listen, BackendError where it is not on this machine */
  static async open(place: NcclPlace, backend: CudaBackend, options: NcclOptions): Promise<NcclRendezvous> {
    const nccl = await import('nccl-bindings');
    const path = options.path ?? findLibrary('nccl');
    if (path === null) throw new BackendError('LIBRARY_MISSING', howToInstall('nccl'));
    return new NcclRendezvous(nccl, nccl.load(path), place, backend, options.gradientSums);
  }

  private constructor(
    nccl: typeof Nccl,
    private readonly version: string,
    private readonly place: NcclPlace,
    private readonly backend: CudaBackend,
    private readonly sums: GradientSums,
  ) {
    this.#nccl = nccl;
    const { rank } = place;
    this.#id = rank === 0 ? translated(() => nccl.uniqueId()) : null;
    const id = this.#id && Buffer.from(this.#id).toString('base64');
    this.offer = Buffer.from(JSON.stringify({ rank, version, ...(id && { id }) } satisfies Offer));
  }

  async join(offers: readonly Uint8Array[], timeoutMs = TIMEOUT_MS): Promise<Communicator> {
    const { rank, worldSize, ranksPerNode } = this.place;
    const read = offers.map(readOffer);
    for (const [of, { version }] of read.entries())
      if (version !== this.version)
        throw new CommError(
          `rank ${of} has NCCL ${version} and rank ${rank} has ${this.version}, expected one version on all machines: ` +
            'install the same everywhere',
        );
    const id = read[0]?.id;
    if (id === undefined) throw new CommError('the offer of rank 0 has no id of NCCL, expected what it offered');
    const deadline = performance.now() + timeoutMs;
    const settled = async (communicator: Nccl.Communicator) => {
      await translatedLater(communicator.ready(Math.max(1, deadline - performance.now())));
      return communicator;
    };
    const all = await settled(
      translated(() => new this.#nccl.Communicator({ id: Buffer.from(id, 'base64'), rank, size: worldSize })),
    );
    // One after the other: a communicator is split when nothing else is under way for it.
    const split = (color: number) => settled(translated(() => all.split(color, rank)!));
    const group = async (color: number) =>
      new NcclGroup(this.#nccl, this.backend, this.sums, {
        gather: await split(color),
        reduce: await split(color),
      });
    const world = await group(0);
    if (ranksPerNode === null) return new NcclCommunicator(this.backend, all, world, null);
    const within = await group(Math.floor(rank / ranksPerNode));
    const across = await group(rank % ranksPerNode);
    return new NcclCommunicator(this.backend, all, world, { within, across });
  }
}

function readOffer(bytes: Uint8Array, rank: number): Offer {
  try {
    const offer = JSON.parse(Buffer.from(bytes).toString()) as Offer;
    if (offer.rank === rank && typeof offer.version === 'string') return offer;
  } catch {}
  throw new CommError(
    `offer ${rank} of ${bytes.length} bytes is none of a rank with a GPU, expected that of rank ${rank}`,
  );
}

class NcclCommunicator implements Communicator {
  readonly rank: number;
  readonly worldSize: number;
  readonly #small: Lane;
  readonly #one: Tensor;

  constructor(
    private readonly backend: CudaBackend,
    all: Nccl.Communicator,
    readonly world: NcclGroup,
    readonly nodes: (NodeGroups & { readonly within: NcclGroup; readonly across: NcclGroup }) | null,
  ) {
    this.rank = all.rank;
    this.worldSize = all.size;
    // Whoever asks for a small sum wants it at once: it goes in the order of the ops.
    this.#small = new Lane(backend, 'compute', all);
    this.#one = backend.zeros([1], 'float32');
  }

  allReduce(buffer: Tensor): Work {
    checkAllReduce(buffer);
    return this.#small.run('allReduce', [buffer], [buffer], (nccl, stream) => {
      nccl.allReduce(buffer, buffer, 'float32', 'sum', stream);
      return sentAndReceived(2 * reduceScatterBytes(bytesOf(buffer), this.worldSize));
    });
  }

  barrier(): void {
    this.allReduce(this.#one).join();
    this.backend.mark().wait();
    this.#small.check();
  }

  traffic(): TrafficStats {
    const stats = this.#lanes.map((lane) => lane.traffic());
    const sum = (of: keyof TrafficStats) => stats.reduce((total, each) => total + each[of], 0);
    return { bytesSent: sum('bytesSent'), bytesReceived: sum('bytesReceived'), waitSeconds: sum('waitSeconds') };
  }

  close(): void {
    for (const { communicator } of this.#lanes) communicator.abort();
  }

  get #lanes(): Lane[] {
    const groups = this.nodes === null ? [this.world] : [this.world, this.nodes.within, this.nodes.across];
    return [...groups.flatMap(({ gather, reduce }) => [gather, reduce]), this.#small];
  }
}

class NcclGroup implements Group {
  readonly rank: number;
  readonly size: number;
  readonly gather: Lane;
  readonly reduce: Lane;

  constructor(
    private readonly nccl: typeof Nccl,
    private readonly backend: CudaBackend,
    private readonly sums: GradientSums,
    communicators: Record<'gather' | 'reduce', Nccl.Communicator>,
  ) {
    this.rank = communicators.gather.rank;
    this.size = communicators.gather.size;
    this.gather = new Lane(backend, 'gather', communicators.gather);
    this.reduce = new Lane(backend, 'reduce', communicators.reduce);
  }

  allGather(buffer: Tensor): Work {
    checkAllGather(buffer, this.size);
    const numel = buffer.numel / this.size;
    const own = buffer.view([buffer.numel]).narrow(this.rank * numel, numel);
    return this.gather.run('allGather', [own], [buffer], (nccl, stream) => {
      nccl.allGather(own, buffer, buffer.dtype, stream);
      return sentAndReceived(allGatherBytes(bytesOf(buffer), this.size));
    });
  }

  reduceScatter(input: Tensor, out: Tensor): Work {
    checkReduceScatter(input, out, this.size);
    const [parts, flatOut] = [input.view([input.numel]), out.view([out.numel])];
    const traffic = sentAndReceived(reduceScatterBytes(bytesOf(input), this.size));
    if (this.sums === 'fp32') {
      const received = this.backend.empty([input.numel], input.dtype);
      return this.reduce.run('reduceScatter', [input, received], [out, received], (nccl, stream) => {
        this.#exchange(
          nccl,
          stream,
          (of) => slice(parts, of, out.numel),
          (of) => slice(received, of, out.numel),
        );
        this.backend.sumParts('reduce', received, flatOut);
        return { ...traffic, spare: received };
      });
    }
    if (input.dtype === 'float32')
      return this.reduce.run('reduceScatter', [input], [out], (nccl, stream) => {
        nccl.reduceScatter(parts, flatOut, 'float32', 'sum', stream);
        return traffic;
      });
    const sum = this.backend.empty([out.numel], input.dtype);
    return this.reduce.run('reduceScatter', [input, sum], [out, sum], (nccl, stream) => {
      nccl.reduceScatter(parts, sum, input.dtype as WireDType, 'sum', stream);
      this.backend.sumParts('reduce', sum, flatOut);
      return { ...traffic, spare: sum };
    });
  }

  allReduceGradient(buffer: Tensor): Work {
    checkAllReduceGradient(buffer);
    const flat = buffer.view([buffer.numel]);
    const traffic = sentAndReceived(2 * reduceScatterBytes(bytesOf(buffer), this.size));
    if (this.sums === 'nccl')
      return this.reduce.run('allReduceGradient', [buffer], [buffer], (nccl, stream) => {
        nccl.allReduce(flat, flat, buffer.dtype as WireDType, 'sum', stream);
        return traffic;
      });
    // Every rank adds up its slice, and sends the sum to all.
    const each = Math.ceil(buffer.numel / this.size);
    const sliceOf = (rank: number) => {
      const begin = Math.min(buffer.numel, rank * each);
      return flat.narrow(begin, Math.min(each, buffer.numel - begin));
    };
    const own = sliceOf(this.rank);
    const received = this.backend.empty([this.size * own.numel], buffer.dtype);
    return this.reduce.run('allReduceGradient', [buffer, received], [buffer, received], (nccl, stream) => {
      this.#exchange(nccl, stream, sliceOf, (of) => slice(received, of, own.numel));
      this.backend.sumParts('reduce', received, own);
      this.#exchange(nccl, stream, () => own, sliceOf);
      return { ...traffic, spare: received };
    });
  }

  /** What `to` gives goes to every rank, and what comes from it goes where `from` says; a rank's own is copied with them. */
  #exchange(
    nccl: Nccl.Communicator,
    stream: Nccl.Stream,
    to: (rank: number) => Tensor,
    from: (rank: number) => Tensor,
  ): void {
    this.nccl.group(() => {
      for (let peer = 0; peer < this.size; peer++) {
        nccl.send(to(peer), to(peer).dtype as WireDType, peer, stream);
        nccl.receive(from(peer), from(peer).dtype as WireDType, peer, stream);
      }
    });
  }
}

type WireDType = 'float32' | 'float16' | 'bfloat16';

interface Traffic {
  sent: number;
  received: number;
  /** Memory of the collective's own, released when it is joined. */
  spare?: Tensor;
}

const sentAndReceived = (bytes: number): Traffic => ({ sent: bytes, received: bytes });
const bytesOf = ({ numel, dtype }: Tensor) => numel * DTYPE_BYTES[dtype as DType];
const slice = (parts: Tensor, rank: number, numel: number) => parts.narrow(rank * numel, numel);

/** A communicator of NCCL on a lane of the device, where its collectives run one after the other beside the ops. */
class Lane {
  #bytesSent = 0;
  #bytesReceived = 0;
  #waitSeconds = 0;
  /** Where the ops came to a collective's end, and went on. */
  #waits: { from: DeviceEvent; to: DeviceEvent }[] = [];
  readonly #stream: Nccl.Stream;

  constructor(
    private readonly backend: CudaBackend,
    private readonly lane: CollectiveLane,
    readonly communicator: Nccl.Communicator,
  ) {
    this.#stream = backend.stream(lane);
  }

  run(
    op: Collective,
    reads: readonly Tensor[],
    writes: readonly Tensor[],
    call: (nccl: Nccl.Communicator, stream: Nccl.Stream) => Traffic,
  ): Work {
    const { backend, lane, communicator } = this;
    const begin = lane === 'compute' ? backend.recordTimed('compute') : null;
    backend.follow(lane);
    const { sent, received, spare } = translated(() => call(communicator, this.#stream));
    this.#bytesSent += sent;
    this.#bytesReceived += received;
    const end = backend.end(lane, op, reads, writes);
    if (begin !== null) this.#waits.push({ from: begin, to: backend.recordTimed('compute') });
    let joined = false;
    return {
      join: () => {
        if (joined) return;
        joined = true;
        this.check();
        if (lane !== 'compute') {
          const from = backend.recordTimed('compute');
          backend.join(end);
          this.#waits.push({ from, to: backend.recordTimed('compute') });
        }
        spare?.release();
      },
      get done() {
        return backend.reached(end);
      },
    };
  }

  /** @throws CommError where NCCL says that it failed */
  check(): void {
    translated(() => this.communicator.settled());
  }

  traffic(): TrafficStats {
    const { backend } = this;
    while (this.#waits.length > 0 && backend.reached(this.#waits[0]!.to)) {
      const { from, to } = this.#waits.shift()!;
      this.#waitSeconds += backend.secondsBetween(from, to);
    }
    return { bytesSent: this.#bytesSent, bytesReceived: this.#bytesReceived, waitSeconds: this.#waitSeconds };
  }
}

function translated<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw asCommError(error);
  }
}

const translatedLater = (promise: Promise<void>) =>
  promise.catch((error) => {
    throw asCommError(error);
  });

function asCommError(error: unknown): unknown {
  const failed = error instanceof Error && 'code' in error && error.code === 'COMM_FAILED';
  return failed ? new CommError(error.message, { cause: error }) : error;
}
