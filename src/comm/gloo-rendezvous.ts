import type * as Gloo from 'gloo-bindings';
import type { Tensor } from '../nn/backend.js';
import { emulatedIndex } from '../nn/device.js';
import { loadAddon } from '../system/load-addon.js';
import type { Interval } from '../system/monotonic-clock.js';
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
import { peerProofs } from './peer-proof.js';

/**
 * Between CPU ranks: tensors in host memory over TCP, in clear. It listens when it is made, until all have joined: for all ranks and,
 * where shards lie within nodes, in meshes of their own for the two groups that this rank is in.
 */
export class GlooRendezvous implements Rendezvous {
  readonly offer: Uint8Array;
  readonly #world: GlooGroup;
  readonly #nodes: NodeGroupsOfGloo | null;

  /** @throws CommError if it cannot listen on `place.host` */
  constructor({ rank, worldSize, host, ranksPerNode, peerKey }: RankPlace) {
    this.#world = new GlooGroup({ rank, worldSize, host }, peerKey);
    this.#nodes = null;
    if (ranksPerNode !== null) {
      const groupOf = (isMember: (each: number) => boolean) => {
        const ranks = Array.from({ length: worldSize }, (_, each) => each).filter(isMember);
        return new GlooGroup({ rank: ranks.indexOf(rank), worldSize: ranks.length, host }, peerKey, ranks);
      };
      const nodeOf = (each: number) => Math.floor(each / ranksPerNode);
      this.#nodes = {
        within: groupOf((each) => nodeOf(each) === nodeOf(rank)),
        across: groupOf((each) => each % ranksPerNode === rank % ranksPerNode),
      };
    }
    this.offer = joined(this.#groups.map(({ mesh }) => mesh.address()));
  }

  async join(offers: readonly Uint8Array[], timeoutMs?: number): Promise<Communicator> {
    const addresses = offers.map(parted);
    await Promise.all(
      this.#groups.map((group, place) => {
        const members = group.ranks === null ? addresses : group.ranks.map((rank) => addresses[rank] ?? []);
        return group.connect(
          members.map((ofRank) => ofRank[place] ?? new Uint8Array()),
          timeoutMs,
        );
      }),
    );
    return new GlooCommunicator(this.#world, this.#nodes);
  }

  get turnedAway(): string | null {
    return this.#groups.map(({ turnedAway }) => turnedAway).find((each) => each !== null) ?? null;
  }

  /** Gives up a place that was not joined. */
  close(): void {
    for (const { mesh } of this.#groups) mesh.close();
  }

  get #groups(): GlooGroup[] {
    return this.#nodes === null ? [this.#world] : [this.#world, this.#nodes.within, this.#nodes.across];
  }
}

/** Addresses one after the other, each behind its length. */
function joined(addresses: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    addresses.flatMap((address) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(address.length);
      return [length, address];
    }),
  );
}

/** What is cut off is left to whoever reads the address. */
function parted(offer: Uint8Array): Uint8Array[] {
  const addresses: Uint8Array[] = [];
  const bytes = Buffer.from(offer);
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + bytes.readUInt32LE(at);
    addresses.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return addresses;
}

interface NodeGroupsOfGloo extends NodeGroups {
  readonly within: GlooGroup;
  readonly across: GlooGroup;
}

class GlooCommunicator implements Communicator {
  readonly rank: number;
  readonly worldSize: number;

  constructor(
    readonly world: GlooGroup,
    readonly nodes: NodeGroupsOfGloo | null,
  ) {
    this.rank = world.rank;
    this.worldSize = world.size;
  }

  allReduce(buffer: Tensor): Work {
    checkInHostMemory('allReduce', buffer);
    checkAllReduce(buffer);
    return new GlooWork(this.world.mesh.allReduce(buffer), null);
  }

  barrier(): void {
    new GlooWork(this.world.mesh.barrier(), null).join();
  }

  traffic(): TrafficStats {
    const all = this.#meshes.map((mesh) => mesh.traffic());
    const sum = (of: keyof TrafficStats) => all.reduce((total, each) => total + each[of], 0);
    return { bytesSent: sum('bytesSent'), bytesReceived: sum('bytesReceived'), waitSeconds: sum('waitSeconds') };
  }

  close(): void {
    for (const mesh of this.#meshes) mesh.close();
  }

  get #meshes(): Gloo.Mesh[] {
    const groups = this.nodes === null ? [this.world] : [this.nodes.within, this.nodes.across, this.world];
    return groups.map(({ mesh }) => mesh);
  }
}

class GlooGroup implements Group {
  readonly rank: number;
  readonly size: number;
  readonly mesh: Gloo.Mesh;
  turnedAway: string | null = null;
  readonly #prove: (transcript: Uint8Array) => Uint8Array;

  /** @param ranks of the world, where the group is a part of it: its own numbers tell a person nothing */
  constructor(
    options: Gloo.MeshOptions,
    peerKey: Uint8Array,
    readonly ranks: readonly number[] | null = null,
  ) {
    const { Mesh } = loadAddon<typeof Gloo>('gloo');
    this.rank = options.rank;
    this.size = options.worldSize;
    this.#prove = peerProofs(peerKey, ranks === null ? 'all' : ranks.join(' '));
    this.mesh = translated(() => new Mesh(options), ranks);
  }

  async connect(addresses: readonly Uint8Array[], timeoutMs?: number): Promise<void> {
    try {
      this.turnedAway = await this.mesh.connect(addresses, this.#prove, timeoutMs);
    } catch (error) {
      throw asCommError(error, this.ranks);
    }
  }

  allGather(buffer: Tensor): Work {
    checkInHostMemory('allGather', buffer);
    checkAllGather(buffer, this.size);
    return new GlooWork(this.mesh.allGather(buffer), this.ranks);
  }

  reduceScatter(input: Tensor, out: Tensor): Work {
    checkInHostMemory('reduceScatter', input, out);
    checkReduceScatter(input, out, this.size);
    return new GlooWork(this.mesh.reduceScatter(input, input.dtype as Gloo.WireDType, out), this.ranks);
  }

  allReduceGradient(buffer: Tensor): Work {
    checkInHostMemory('allReduceGradient', buffer);
    checkAllReduceGradient(buffer);
    return new GlooWork(this.mesh.allReduceGradient(buffer, buffer.dtype as Gloo.WireDType), this.ranks);
  }
}

function checkInHostMemory(op: string, ...tensors: Tensor[]): void {
  for (const { device } of tensors)
    if (device !== 'cpu' && emulatedIndex(device) === null)
      throw new TypeError(`${op}: got a tensor on ${device}, expected one in host memory`);
}

class GlooWork implements Work {
  readonly #operation: Gloo.Operation;
  readonly #ranks: readonly number[] | null;

  constructor(operation: Gloo.Operation, ranks: readonly number[] | null) {
    this.#operation = operation;
    this.#ranks = ranks;
  }

  join(): void {
    translated(() => this.#operation.wait(), this.#ranks);
  }

  get done(): boolean {
    return this.#operation.done;
  }

  ran(): Interval | null {
    return this.#operation.ran();
  }
}

function translated<T>(action: () => T, ranks: readonly number[] | null): T {
  try {
    return action();
  } catch (error) {
    throw asCommError(error, ranks);
  }
}

function asCommError(error: unknown, ranks: readonly number[] | null): unknown {
  const failed = error instanceof Error && 'code' in error && error.code === 'COMM_FAILED';
  if (!failed) return error;
  const counted = ranks === null ? '' : ` (ranks counted from 0 among ${ranks.join(', ')})`;
  return new CommError(error.message + counted, { cause: error });
}
