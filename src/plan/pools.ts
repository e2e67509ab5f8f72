/**
 * The pools that tensors take their memory from, without the memory: the same blocks are given out, kept and given back as by the native
 * ones, so that what a plan says is what a process will have. Blocks are of size classes, four to a doubling.
 */

import type { MemoryStats } from '../nn/backend.js';
import type { CountedPool } from '../nn/null-backend.js';

/** A block of a pool. */
export interface Block {
  /** Of its class. */
  readonly size: number;
  /** The most bytes of it that were in use: beyond them nothing was ever written. */
  touched: number;
  /** Bytes that the pool had given out when it came back. */
  since: number;
}

/** @param least the smallest class, and what all are multiples of */
export function sizeClass(bytes: number, least: number): number {
  const atLeast = Math.max(bytes, least);
  const step = Math.max(2 ** Math.floor(Math.log2(atLeast)) / 4, least);
  return Math.ceil(atLeast / step) * step;
}

const CACHE_LINE = 64;
const HUGE_PAGE = 2 * 2 ** 20;
const PAGE = 4096;
const UNUSED_VOLUME = 8;

/** Of host memory. Source: native/host/storage.cc, whose words and order it keeps. */
export class HostPool implements CountedPool<Block> {
  /** By size class, the oldest first. */
  private readonly free = new Map<number, Block[]>();
  private readonly stats_ = { bytesInUse: 0, peakBytes: 0, bytesReserved: 0, bytesReturned: 0 };
  private taken = 0;
  private nextLook = 0;
  private mostInUse = 0;
  private mostBefore = 0;
  private resident = 0;
  private mostResident = 0;

  take(bytes: number): Block {
    const size = sizeClass(bytes, CACHE_LINE);
    if (this.taken >= this.nextLook) this.lookForUnused();
    const block = this.listOf(size).pop() ?? this.newBlock(size);
    this.touch(block, bytes);
    this.taken += size;
    this.stats_.bytesInUse += size;
    this.stats_.peakBytes = Math.max(this.stats_.peakBytes, this.stats_.bytesInUse);
    this.mostInUse = Math.max(this.mostInUse, this.stats_.bytesInUse);
    return block;
  }

  giveBack(block: Block): void {
    this.stats_.bytesInUse -= block.size;
    block.since = this.taken;
    this.listOf(block.size).push(block);
  }

  stats(): MemoryStats {
    return { ...this.stats_ };
  }

  resetPeak(): void {
    this.stats_.peakBytes = this.stats_.bytesInUse;
  }

  /** The most bytes of the system's memory that its blocks have had: whole pages of what was written, large ones of large blocks. */
  get mostResidentBytes(): number {
    return this.mostResident;
  }

  private listOf(size: number): Block[] {
    const known = this.free.get(size);
    if (known !== undefined) return known;
    const list: Block[] = [];
    this.free.set(size, list);
    return list;
  }

  private newBlock(size: number): Block {
    const most = Math.max(this.mostInUse, this.mostBefore, this.stats_.bytesInUse + size);
    while (this.stats_.bytesReserved + size > most + Math.floor(most / 2)) this.returnOldest(this.unusedLongest());
    this.stats_.bytesReserved += size;
    return { size, touched: 0, since: 0 };
  }

  /** Of classes that are as old the smallest, as the native pool's order has it. */
  private unusedLongest(): Block[] {
    let longest: Block[] | null = null;
    for (const list of this.free.values()) {
      const [first] = list;
      if (first === undefined) continue;
      const best = longest?.[0];
      if (best === undefined || first.since < best.since || (first.since === best.since && first.size < best.size))
        longest = list;
    }
    return longest!;
  }

  private lookForUnused(): void {
    const volume = UNUSED_VOLUME * this.stats_.bytesReserved;
    if (this.taken > volume)
      for (const list of this.free.values())
        while (list.length > 0 && list[0]!.since < this.taken - volume) this.returnOldest(list);
    this.nextLook = this.taken + volume;
    this.mostBefore = this.mostInUse;
    this.mostInUse = this.stats_.bytesInUse;
  }

  private returnOldest(list: Block[]): void {
    const block = list.shift()!;
    this.stats_.bytesReserved -= block.size;
    this.stats_.bytesReturned += block.size;
    this.resident -= residentOf(block);
  }

  private touch(block: Block, bytes: number): void {
    if (bytes <= block.touched) return;
    this.resident -= residentOf(block);
    block.touched = bytes;
    this.resident += residentOf(block);
    this.mostResident = Math.max(this.mostResident, this.resident);
  }
}

function residentOf({ size, touched }: Block): number {
  const inHugePages = Math.floor(size / HUGE_PAGE) * HUGE_PAGE;
  const roundUp = (bytes: number, page: number) => Math.ceil(bytes / page) * page;
  if (touched <= inHugePages) return roundUp(touched, HUGE_PAGE);
  return inHugePages + roundUp(touched - inHugePages, size >= PAGE ? PAGE : CACHE_LINE);
}

const DEVICE_LEAST = 256;

/** Of a GPU's memory, of which nothing goes back. Source: native/cuda/device_pool.cc */
export class DevicePool implements CountedPool<Block> {
  private readonly free = new Map<number, Block[]>();
  private readonly stats_ = { bytesInUse: 0, peakBytes: 0, bytesReserved: 0, bytesReturned: 0 };

  take(bytes: number): Block {
    const size = sizeClass(bytes, DEVICE_LEAST);
    const kept = this.free.get(size)?.pop();
    if (kept === undefined) this.stats_.bytesReserved += size;
    this.stats_.bytesInUse += size;
    this.stats_.peakBytes = Math.max(this.stats_.peakBytes, this.stats_.bytesInUse);
    return kept ?? { size, touched: bytes, since: 0 };
  }

  giveBack(block: Block): void {
    this.stats_.bytesInUse -= block.size;
    const list = this.free.get(block.size);
    if (list === undefined) this.free.set(block.size, [block]);
    else list.push(block);
  }

  stats(): MemoryStats {
    return { ...this.stats_ };
  }

  resetPeak(): void {
    this.stats_.peakBytes = this.stats_.bytesInUse;
  }
}
